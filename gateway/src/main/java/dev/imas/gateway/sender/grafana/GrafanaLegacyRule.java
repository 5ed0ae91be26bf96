package dev.imas.gateway.sender.grafana;

import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.AlertGroup;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.Flag;
import dev.imas.gateway.decode.LabelMapReader;
import dev.imas.gateway.decode.LabelSetAlerts;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The body of Grafana's legacy alerting. Its identity is the rule's id, with the organisation's
 * where given (older versions send none). The test button sends the id 0, which is none; the rule's
 * name then takes its place. Values and titles change, so they are only shown.
 */
final class GrafanaLegacyRule implements AlertGroup.OtherFields {

  private final LabelMapReader maps = new LabelMapReader();
  private Labels tags = Labels.EMPTY;
  private @Nullable String ruleId;
  private @Nullable String ruleName;
  private @Nullable String ruleUrl;
  private @Nullable String state;
  private @Nullable String title;
  private @Nullable String message;
  private @Nullable String orgId;
  private @Nullable String imageUrl;
  private @Nullable String evalMatches;

  @Override
  public void read(String name, BodyCursor in) throws IOException {
    switch (name) {
      case "ruleId" -> ruleId = in.filledText();
      case "ruleName" -> ruleName = in.filledText();
      case "ruleUrl" -> ruleUrl = in.filledText();
      case "state" -> state = in.filledText();
      case "title" -> title = in.filledText();
      case "message" -> message = in.filledText();
      case "orgId" -> orgId = in.filledText();
      case "imageUrl" -> imageUrl = in.filledText();
      case "evalMatches" -> evalMatches = in.filledText();
      case "tags" -> {
        tags = Labels.EMPTY;
        if (in.parser.currentToken() == JsonToken.START_OBJECT) {
          tags = maps.read(in);
        } else {
          in.parser.skipChildren();
        }
      }
      default -> in.parser.skipChildren();
    }
  }

  /** Whether it is such a body. */
  boolean isGiven() {
    return ruleId != null || ruleName != null || (state != null && title != null);
  }

  Decoding.Read read(AlertDraft draft, int start, int end) {
    boolean resolved = false;
    boolean known = true;
    String word = state == null ? "" : state.strip().toLowerCase(Locale.ROOT);
    switch (word) {
      case "alerting", "pending", "no_data" -> {}
      case "ok", "paused" -> resolved = true;
      default -> known = false;
    }
    draft.start(!resolved);
    if (!known) {
      draft.raise(Flag.UNKNOWN_STATUS);
      draft.detail("status_text", state);
    }
    draft
        .detail("generator_url", ruleUrl)
        .detail("image_url", imageUrl)
        .detail("org_id", orgId)
        .detail("title", title);
    draft.severityOf(tags);
    String name = ruleName != null ? ruleName : title != null ? untitled(title) : "unknown";
    if (ruleName == null && title == null) {
      draft.weaklyNamed();
    }
    if ("0".equals(ruleId)) {
      draft.test();
    }
    Labels.Builder labels = new Labels.Builder();
    for (int i = 0; i < tags.size(); i++) {
      labels.set(tags.name(i), tags.value(i));
    }
    labels.set("alertname", name);
    String id = id(ruleId);
    if (id != null) {
      labels.set("rule_id", id);
    }
    Labels.Builder annotations = new Labels.Builder();
    if (evalMatches != null && !evalMatches.equals("[]")) {
      annotations.set("evalMatches", evalMatches);
    }
    if (message != null) {
      annotations.set("message", message);
    }
    return new Decoding.Read(
        List.of(
            draft.finish(
                name, labels.build(), annotations.build(), fingerprint(draft), start, end)),
        0);
  }

  private Fingerprint fingerprint(AlertDraft draft) {
    DecodeContext context = draft.context();
    IdentityHash hash;
    String id = id(ruleId);
    if (id != null) {
      hash = IdentityHash.start(context.identity(), LabelSetAlerts.GRAFANA, "rule").add(id);
    } else if (ruleName != null) {
      hash =
          IdentityHash.start(context.identity(), LabelSetAlerts.GRAFANA, "rule_name").add(ruleName);
    } else {
      draft.raise(Flag.NAMELESS);
      return IdentityHash.start(context.identity(), LabelSetAlerts.GRAFANA, "title")
          .add(context.source().id().toString())
          .add(title == null ? "" : untitled(title))
          .finish();
    }
    String org = id(orgId);
    return org == null ? hash.finish() : hash.add(org).finish();
  }

  /** Zero is not an id. */
  private static @Nullable String id(@Nullable String id) {
    return id == null || id.equals("0") ? null : id;
  }

  /** The title without "[Alerting] " or "[OK] ", which give the state. */
  private static String untitled(String title) {
    int close = title.startsWith("[") ? title.indexOf(']') : -1;
    String rest = title.substring(close + 1).strip();
    return rest.isEmpty() ? title : rest;
  }
}
