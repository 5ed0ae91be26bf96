package dev.imas.gateway.sender.pagerduty;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyRefused;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.LabelMapReader;
import dev.imas.gateway.decode.SecretFields;
import dev.imas.gateway.decode.SideEvent;
import dev.imas.gateway.decode.SideEventDraft;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a body says of one alert. Its key is its identity within its source: everything else may
 * change while it fires, and a resolve has nothing else.
 */
final class PagerDutyEvent {

  private static final String KIND = "pagerduty";

  /** What is kept of the links and of the images: more would be no help to anybody. */
  private static final int MOST_LINKS = 20;

  private final PagerDutyVersion version;
  private final LabelMapReader maps = new LabelMapReader();

  private @Nullable String action;
  private @Nullable String key;
  private @Nullable String summary;
  private @Nullable String client;
  private @Nullable String clientUrl;
  private @Nullable String timestamp;
  private @Nullable String severity;
  private @Nullable String source;
  private @Nullable String component;
  private @Nullable String group;
  private @Nullable String classOf;
  private Labels details = Labels.EMPTY;
  private @Nullable String oddDetails;
  private List<String> links = List.of();
  private List<String> images = List.of();

  PagerDutyEvent(PagerDutyVersion version) {
    this.version = version;
  }

  /** The parser stands at the start of an object and is left at its end. */
  void read(BodyCursor in) throws IOException {
    in.members(
        field -> {
          if (field.equals(version.action)) {
            action = in.filledText();
          } else if (field.equals(version.key)) {
            key = in.filledText();
          } else {
            member(in, field);
          }
        });
  }

  private void member(BodyCursor in, String field) throws IOException {
    switch (version) {
      case V1 -> {
        switch (field) {
          case "description" -> summary = in.filledText();
          case "client" -> client = in.filledText();
          case "client_url" -> clientUrl = in.filledText();
          case "details" -> details(in);
          case "contexts" -> contexts(in);
          default -> in.parser.skipChildren();
        }
      }
      case V2 -> {
        switch (field) {
          case "client" -> client = in.filledText();
          case "client_url" -> clientUrl = in.filledText();
          case "links" -> links = urls(in, "href");
          case "images" -> images = urls(in, "src");
          case "payload" -> payload(in);
          default -> in.parser.skipChildren();
        }
      }
    }
  }

  private void payload(BodyCursor in) throws IOException {
    summary = null;
    timestamp = null;
    severity = null;
    source = null;
    component = null;
    group = null;
    classOf = null;
    details = Labels.EMPTY;
    oddDetails = null;
    in.members(field -> payload(in, field));
  }

  private void payload(BodyCursor in, String field) throws IOException {
    switch (field) {
      case "summary" -> summary = in.filledText();
      case "timestamp" -> timestamp = in.filledText();
      case "severity" -> severity = in.filledText();
      case "source" -> source = in.filledText();
      case "component" -> component = in.filledText();
      case "group" -> group = in.filledText();
      case "class" -> classOf = in.filledText();
      case "custom_details" -> details(in);
      default -> in.parser.skipChildren();
    }
  }

  private void details(BodyCursor in) throws IOException {
    details = Labels.EMPTY;
    oddDetails = null;
    if (in.parser.currentToken() == JsonToken.START_OBJECT) {
      details = maps.read(in);
    } else {
      oddDetails = in.filledText();
    }
  }

  private void contexts(BodyCursor in) throws IOException {
    List<String> all = urls(in, "href");
    links = all;
    images = List.of();
  }

  /** Each as its address, with its text before it where it has one. */
  static List<String> urls(BodyCursor in, String address) throws IOException {
    if (in.parser.currentToken() != JsonToken.START_ARRAY) {
      in.parser.skipChildren();
      return List.of();
    }
    List<String> urls = new ArrayList<>();
    while (in.parser.nextToken() != JsonToken.END_ARRAY) {
      @Nullable String[] url = new String[1];
      in.members(
          field -> {
            if (field.equals(address)) {
              url[0] = in.filledText();
            } else {
              in.parser.skipChildren();
            }
          });
      if (url[0] != null && urls.size() < MOST_LINKS) {
        urls.add(url[0]);
      }
    }
    return urls;
  }

  /**
   * @throws BodyRefused for what PagerDuty refuses and nobody could act upon
   */
  void check(int start) throws BodyRefused {
    String given = action == null ? "" : action;
    switch (given) {
      case "trigger" -> {
        if (summary == null) {
          String at = version == PagerDutyVersion.V1 ? "description" : "payload.summary";
          throw BodyRefused.shape(
              "/" + at.replace('.', '/'), "'" + at + "' is missing or blank", start);
        }
      }
      case "acknowledge", "resolve" -> {
        if (key == null) {
          throw BodyRefused.shape(
              "/" + version.key, "'" + version.key + "' is missing or blank", start);
        }
      }
      case "" ->
          throw BodyRefused.shape(
              "/" + version.action, "'" + version.action + "' is missing or blank", start);
      default ->
          throw BodyRefused.shape(
              "/" + version.action,
              "'"
                  + version.action
                  + "' is invalid (must be one of the following: 'trigger', 'acknowledge' or"
                  + " 'resolve')",
              start);
    }
  }

  boolean isAcknowledge() {
    return "acknowledge".equals(action);
  }

  /** The sender's key, else the receipt, by which it can resolve the alert. */
  String key(DecodeContext context) {
    return key == null ? context.receipt().toString() : key;
  }

  SideEvent acknowledged(DecodeContext context, String known, int start, int end) {
    return new SideEventDraft(context)
        .action(
            AlertAction.ACKNOWLEDGE,
            fingerprint(context, known),
            null,
            client,
            summary,
            IncomingAlert.NONE,
            start,
            end);
  }

  IncomingAlert alert(AlertDraft draft, String known, int start, int end) {
    draft.start(!"resolve".equals(action));
    if (severity != null) {
      draft.severityWord(severity);
    }
    draft.detail("dedup_key", known);
    draft.detail("client", client);
    draft.detail("generator_url", clientUrl != null || links.isEmpty() ? clientUrl : links.get(0));
    draft.detail("image_url", images.isEmpty() ? null : images.getFirst());
    // Not used for the order of events: PagerDuty does not, so a sender's clock may be far off.
    draft.detail("timestamp", timestamp);
    String called = summary == null ? known : summary;
    Labels.Builder labels = new Labels.Builder();
    labels.set("alertname", called);
    set(labels, "source", source);
    set(labels, "component", component);
    set(labels, "group", group);
    set(labels, "class", classOf);
    set(labels, "severity", severity);
    Labels.Builder annotations = new Labels.Builder();
    for (int i = 0; i < details.size(); i++) {
      annotations.set(details.name(i), details.value(i));
    }
    set(annotations, "details", oddDetails);
    set(annotations, "links", links.isEmpty() ? null : String.join("\n", links));
    set(annotations, "images", images.isEmpty() ? null : String.join("\n", images));
    set(annotations, "summary", summary);
    return draft.finish(
        called,
        labels.build(),
        SecretFields.withhold(annotations.build(), draft),
        fingerprint(draft.context(), known),
        start,
        end);
  }

  private static void set(Labels.Builder labels, String name, @Nullable String value) {
    if (value != null) {
      labels.set(name, value);
    }
  }

  private static Fingerprint fingerprint(DecodeContext context, String known) {
    return IdentityHash.start(context.identity(), KIND, "key")
        .add(context.source().id().toString())
        .add(known)
        .finish();
  }
}
