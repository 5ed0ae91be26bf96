package dev.imas.gateway.sender.opsgenie;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.LabelMapReader;
import dev.imas.gateway.decode.SecretFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a body says of one alert. Its alias is its identity: everything else may change while it
 * fires, and a close has nothing else.
 */
final class OpsgenieAlert {

  /** More than Opsgenie itself takes of any of its lists. */
  private static final int MOST_OF_A_LIST = 50;

  private final LabelMapReader maps = new LabelMapReader();

  private @Nullable String message;
  private @Nullable String alias;
  private @Nullable String description;
  private @Nullable String entity;
  private @Nullable String source;
  private @Nullable String priority;
  private @Nullable String user;
  private @Nullable String note;
  private Labels details = Labels.EMPTY;
  private List<String> tags = List.of();
  private List<String> actions = List.of();
  private List<String> responders = List.of();

  /** The parser stands at the start of a value and is left at its end. */
  void read(BodyCursor in) throws IOException {
    in.members(name -> member(in, name));
  }

  private void member(BodyCursor in, String name) throws IOException {
    switch (name) {
      case "message" -> message = in.filledText();
      case "alias" -> alias = in.filledText();
      case "description" -> description = in.filledText();
      case "entity" -> entity = in.filledText();
      case "source" -> source = in.filledText();
      case "priority" -> priority = in.filledText();
      case "user" -> user = in.filledText();
      case "note" -> note = in.filledText();
      case "details" -> details = details(in);
      case "tags" -> tags = texts(in);
      case "actions" -> actions = texts(in);
      case "responders" -> responders = texts(in);
      default -> in.parser.skipChildren();
    }
  }

  private Labels details(BodyCursor in) throws IOException {
    if (in.parser.currentToken() == JsonToken.START_OBJECT) {
      return maps.read(in);
    }
    in.parser.skipChildren();
    return Labels.EMPTY;
  }

  /** Texts as they are; of objects their name, whatever kind of name that is. */
  private static List<String> texts(BodyCursor in) throws IOException {
    List<String> texts = new ArrayList<>();
    if (in.parser.currentToken() != JsonToken.START_ARRAY) {
      in.parser.skipChildren();
      return texts;
    }
    while (in.parser.nextToken() != JsonToken.END_ARRAY) {
      String text =
          in.parser.currentToken() == JsonToken.START_OBJECT ? nameOf(in) : in.filledText();
      if (text != null && texts.size() < MOST_OF_A_LIST) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static @Nullable String nameOf(BodyCursor in) throws IOException {
    @Nullable String[] found = new String[1];
    in.members(
        name -> {
          switch (name) {
            case "name", "username" -> found[0] = in.filledText();
            case "id" -> {
              String id = in.filledText();
              found[0] = found[0] == null ? id : found[0];
            }
            default -> in.parser.skipChildren();
          }
        });
    return found[0];
  }

  boolean isGiven() {
    return message != null;
  }

  /** The sender's alias, else the receipt, by which it can close the alert. */
  String alias(DecodeContext context) {
    return alias == null ? context.receipt().toString() : alias;
  }

  IncomingAlert firing(AlertDraft draft, String known, int start, int end) {
    draft.start(true);
    if (priority != null) {
      draft.severityWord(priority);
    }
    draft.detail("alias", known);
    draft.detail("user", user);
    draft.detail("generator_url", source != null && isLink(source) ? source : null);
    String called = details.get("alertname");
    if (called == null || called.isBlank()) {
      called = message == null ? known : message;
    }
    Labels.Builder labels = new Labels.Builder();
    for (int i = 0; i < details.size(); i++) {
      labels.set(details.name(i), details.value(i));
    }
    for (String tag : tags) {
      int colon = tag.indexOf(':');
      if (colon > 0 && colon < tag.length() - 1) {
        labels.set(tag.substring(0, colon).strip(), tag.substring(colon + 1).strip());
      }
    }
    labels.set("alertname", called);
    set(labels, "tags", joined(tags));
    set(labels, "entity", entity);
    set(labels, "source", source);
    set(labels, "priority", priority);
    set(labels, "responders", joined(responders));
    if (entity != null && details.get("service") == null) {
      labels.set("service", entity);
    }
    Labels.Builder annotations = new Labels.Builder();
    set(annotations, "summary", message);
    set(annotations, "description", description);
    set(annotations, "note", note);
    set(annotations, "actions", joined(actions));
    return draft.finish(
        called,
        SecretFields.withhold(labels.build(), draft),
        SecretFields.withhold(annotations.build(), draft),
        OpsgenieIdentity.ofAlias(draft.context(), known),
        start,
        end);
  }

  private static boolean isLink(String text) {
    return text.startsWith("https://") || text.startsWith("http://");
  }

  private static @Nullable String joined(List<String> texts) {
    return texts.isEmpty() ? null : String.join(",", texts);
  }

  private static void set(Labels.Builder labels, String name, @Nullable String value) {
    if (value != null) {
      labels.set(name, value);
    }
  }
}
