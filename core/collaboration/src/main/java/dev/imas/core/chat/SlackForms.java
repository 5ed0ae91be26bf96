package dev.imas.core.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.incident.Incident;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Modals of Slack (api.slack.com, "Modals", "views.open", "view_submission"). Each field is a block
 * of its name. Pure.
 */
final class SlackForms {

  private static final String CREATE = "create_incident_modal";
  private static final String RESOLVE = "resolve_incident_modal";

  /** The name of the one element of each block. */
  private static final String VALUE = "value";

  /** Slack takes 3,000, in a field and in a text that is shown. */
  private static final int LONGEST = 3_000;

  private SlackForms() {}

  static Map<String, Object> view(ChatForm form, @Nullable Incident incident) {
    return switch (form) {
      case ChatForm.Create create ->
          modal(
              CREATE,
              "",
              "New incident",
              "Open",
              List.of(
                  input(ChatForm.TITLE, "What is wrong", false, text(false, 500)),
                  input(ChatForm.DESCRIPTION, "More about it", true, text(true, LONGEST)),
                  input(ChatForm.SEVERITY, "Severity", false, severities())));
      case ChatForm.Resolve resolve ->
          modal(
              RESOLVE,
              incident == null ? resolve.incident() : incident.id().toString(),
              incident == null ? "Resolve" : "Resolve " + incident.shortId(),
              "Resolve",
              List.of(
                  input(ChatForm.NOTE, "What was done", true, text(true, LONGEST)),
                  input(ChatForm.ROOT_CAUSE, "Root cause", true, text(true, 2_000))));
    };
  }

  private static Map<String, Object> modal(
      String id, String about, String title, String submit, List<Map<String, Object>> blocks) {
    Map<String, Object> modal = shown(title, blocks);
    modal.put("callback_id", id);
    modal.put("private_metadata", about);
    modal.put("submit", plain(submit));
    return modal;
  }

  private static Map<String, Object> shown(String title, List<Map<String, Object>> blocks) {
    Map<String, Object> modal = new LinkedHashMap<>();
    modal.put("type", "modal");
    modal.put("title", plain(title));
    modal.put("close", plain("Close"));
    modal.put("blocks", blocks);
    return modal;
  }

  private static Map<String, Object> input(
      String name, String label, boolean isOptional, Map<String, Object> element) {
    return Map.of(
        "type",
        "input",
        "block_id",
        name,
        "optional",
        isOptional,
        "label",
        plain(label),
        "element",
        element);
  }

  private static Map<String, Object> text(boolean hasLines, int most) {
    return Map.of(
        "type", "plain_text_input", "action_id", VALUE, "multiline", hasLines, "max_length", most);
  }

  private static Map<String, Object> severities() {
    List<Map<String, Object>> options = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      options.add(option(severity));
    }
    return Map.of(
        "type",
        "static_select",
        "action_id",
        VALUE,
        "options",
        options,
        "initial_option",
        option(Severity.SEV3_MEDIUM));
  }

  private static Map<String, Object> option(Severity severity) {
    return Map.of("text", plain(severity.name()), "value", severity.name());
  }

  private static Map<String, Object> plain(String text) {
    return Map.of("type", "plain_text", "text", text);
  }

  /** The form that a person has sent; something else is not heard. */
  static Heard submitted(JsonNode json) {
    JsonNode view = json.path("view");
    String id = view.path("id").asText();
    String user = json.at("/user/id").asText();
    String about = view.path("private_metadata").asText();
    ChatForm form =
        switch (view.path("callback_id").asText()) {
          case CREATE -> new ChatForm.Create();
          case RESOLVE -> about.isEmpty() ? null : new ChatForm.Resolve(about);
          default -> null;
        };
    return form == null || id.isEmpty() || user.isEmpty()
        ? new Heard.Nothing()
        : new Heard.Submitted("view:" + id, user, form, values(view.at("/state/values")));
  }

  private static Map<String, String> values(JsonNode blocks) {
    Map<String, String> values = new LinkedHashMap<>();
    blocks
        .properties()
        .forEach(
            block -> {
              JsonNode element = block.getValue().path(VALUE);
              JsonNode value =
                  element.has("selected_option")
                      ? element.at("/selected_option/value")
                      : element.path("value");
              if (value.isTextual()) {
                values.put(block.getKey(), value.textValue());
              }
            });
    return values;
  }

  /** What Slack is answered: an error beside its field, or the end in place of the form. */
  static String answer(FormSubmission submission) {
    return Json.write(
        switch (submission) {
          case FormSubmission.Refused refused ->
              Map.of(
                  "response_action", "errors", "errors", Map.of(refused.field(), refused.words()));
          case FormSubmission.Done done ->
              done.words().isEmpty()
                  ? Map.of("response_action", "clear")
                  : Map.of(
                      "response_action",
                      "update",
                      "view",
                      shown(
                          "Done",
                          List.of(
                              Map.of(
                                  "type",
                                  "section",
                                  "text",
                                  plain(
                                      done.words().length() <= LONGEST
                                          ? done.words()
                                          : done.words().substring(0, LONGEST - 1) + "…")))));
        });
  }
}
