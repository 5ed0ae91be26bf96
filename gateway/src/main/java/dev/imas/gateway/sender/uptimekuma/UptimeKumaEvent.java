package dev.imas.gateway.sender.uptimekuma;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Flag;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SenderTime;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a body says about one monitor. Its id is the identity; its name may be changed. */
final class UptimeKumaEvent {

  private static final String KIND = "uptime-kuma";

  /** Its test button posts the name of the notification with this behind it. */
  private static final String TEST = " Testing";

  private @Nullable String id;
  private @Nullable String name;
  private @Nullable String type;
  private @Nullable String url;
  private @Nullable String hostname;
  private @Nullable String status;
  private @Nullable String said;
  private @Nullable String time;
  private @Nullable String localTime;
  private @Nullable String offset;
  private @Nullable String message;

  /** The parser stands at the start of a value and is left at its end. */
  void read(BodyCursor in) throws IOException {
    in.members(
        field -> {
          switch (field) {
            case "monitor" -> monitor(in);
            case "heartbeat" -> heartbeat(in);
            case "msg" -> message = in.filledText();
            default -> in.parser.skipChildren();
          }
        });
  }

  private void monitor(BodyCursor in) throws IOException {
    id = null;
    name = null;
    type = null;
    url = null;
    hostname = null;
    in.members(
        field -> {
          switch (field) {
            case "id" -> id = in.filledText();
            case "name" -> name = in.filledText();
            case "type" -> type = in.filledText();
            case "url" -> url = in.filledText();
            case "hostname" -> hostname = in.filledText();
            default -> in.parser.skipChildren();
          }
        });
  }

  private void heartbeat(BodyCursor in) throws IOException {
    status = null;
    said = null;
    time = null;
    localTime = null;
    offset = null;
    in.members(
        field -> {
          switch (field) {
            case "status" -> status = in.filledText();
            case "msg" -> said = in.filledText();
            case "time" -> time = in.filledText();
            case "localDateTime" -> localTime = in.filledText();
            case "timezoneOffset" -> offset = in.filledText();
            default -> in.parser.skipChildren();
          }
        });
  }

  /** Whether it is such a body. */
  boolean isGiven() {
    return id != null || name != null || message != null;
  }

  IncomingAlert alert(AlertDraft draft, int start, int end) {
    boolean known = true;
    boolean firing = true;
    switch (status == null ? "" : status) {
      case "0", "2" -> {} // down, and pending: it is tried again before it counts as down
      case "1", "3" -> firing = false; // up, and in maintenance
      default -> known = false;
    }
    draft.start(firing);
    if (!known && (status != null || id != null)) {
      draft.raise(Flag.UNKNOWN_STATUS);
      draft.detail("status_text", status);
    }
    if (name == null && id == null && message != null && message.endsWith(TEST)) {
      draft.test();
    }
    long observed = observedAt();
    if (observed != IncomingAlert.NONE && observed != SenderTime.UNREADABLE) {
      draft.observedAt(observed);
    }
    draft.detail("generator_url", url);
    String called = name != null ? name : "Uptime Kuma";
    if (name == null) {
      draft.weaklyNamed();
    }
    Labels.Builder labels = new Labels.Builder();
    labels.set("alertname", called);
    set(labels, "monitor_id", id);
    set(labels, "monitor_type", type);
    set(labels, "hostname", hostname);
    Labels.Builder annotations = new Labels.Builder();
    set(annotations, "summary", message != null ? message : said);
    return draft.finish(
        called, labels.build(), annotations.build(), fingerprint(draft), start, end);
  }

  private static void set(Labels.Builder labels, String name, @Nullable String value) {
    if (value != null) {
      labels.set(name, value);
    }
  }

  /** Its time has no zone and is in UTC. */
  private long observedAt() {
    if (time != null) {
      return SenderTime.read(time.replace(' ', 'T') + "Z");
    }
    return localTime == null || offset == null
        ? IncomingAlert.NONE
        : SenderTime.read(localTime.replace(' ', 'T') + offset);
  }

  /** Ids are unique within one Uptime Kuma, and each has a source of its own. */
  private Fingerprint fingerprint(AlertDraft draft) {
    DecodeContext context = draft.context();
    String source = context.source().id().toString();
    if (id != null) {
      return IdentityHash.start(context.identity(), KIND, "monitor").add(source).add(id).finish();
    }
    if (name != null) {
      return IdentityHash.start(context.identity(), KIND, "name").add(source).add(name).finish();
    }
    draft.raise(Flag.WEAK_IDENTITY);
    return IdentityHash.start(context.identity(), KIND, "message")
        .add(source)
        .add(message == null ? "" : message)
        .finish();
  }
}
