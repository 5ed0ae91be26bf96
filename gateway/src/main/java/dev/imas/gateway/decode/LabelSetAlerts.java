package dev.imas.gateway.decode;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Alerts whose identity is their full label set, severity included: those of Prometheus,
 * Alertmanager and Grafana's unified alerting. As in Prometheus, a label with an empty value is no
 * label. An alert with labels but without a name is called {@code unknown}. So is one without any
 * label, which is one alert per source.
 */
public final class LabelSetAlerts {

  /**
   * All sources of the Prometheus family share this kind, so that one can end what another began.
   */
  public static final String PROMETHEUS = "prometheus";

  public static final String GRAFANA = "grafana";

  private final String kind;
  private final AlertDraft draft;

  public LabelSetAlerts(String kind, DecodeContext context, boolean oddText) {
    this.kind = kind;
    this.draft = new AlertDraft(context, oddText);
  }

  /**
   * Reads the alerts of an envelope.
   *
   * @throws BodyRefused when none of the entries is an alert
   */
  public Decoding.Read read(AlertGroup group) throws BodyRefused {
    List<AlertEntry> entries = group.expectAlerts();
    List<Element> elements = new ArrayList<>(entries.size());
    int broken = 0;
    for (int i = 0; i < entries.size(); i++) {
      AlertEntry entry = entries.get(i);
      if (entry.fault == null) {
        elements.add(read(entry, group));
      } else {
        elements.add(broken("/alerts/" + i, entry, entry.faultAt, entry.fault));
        broken++;
      }
    }
    refuseIfAllBroken(elements, broken);
    return new Decoding.Read(elements, group.truncatedAlerts);
  }

  public static void refuseIfAllBroken(List<Element> elements, int broken) throws BodyRefused {
    if (broken > 0
        && broken == elements.size()
        && elements.getFirst() instanceof BrokenElement first) {
      throw BodyRefused.shape(first.pointer(), first.reason(), first.bodyStart());
    }
  }

  public static BrokenElement broken(String element, AlertEntry entry, String at, String reason) {
    return new BrokenElement(element + at, reason, entry.bodyStart, entry.bodyEnd);
  }

  private IncomingAlert read(AlertEntry entry, AlertGroup group) {
    String status = entry.status == null ? group.status : entry.status;
    boolean resolved = status != null && isWord(status, "resolved");
    draft.start(!resolved);
    if (!resolved && (status == null || !isWord(status, "firing"))) {
      draft.raise(Flag.UNKNOWN_STATUS);
      draft.detail("status_text", status);
    }
    draft.times(entry.startsAt, entry.endsAt);
    if (!resolved) {
      // Nobody renews what a webhook posted: with this end it would expire too early.
      draft.endsAt(IncomingAlert.NONE);
    }
    draft
        .detail("dashboard_url", entry.dashboardUrl)
        .detail("external_url", group.externalUrl)
        .detail("generator_url", link(entry, group))
        .detail("group_key", group.groupKey)
        .detail("image_url", entry.imageUrl)
        .detail("panel_url", entry.panelUrl)
        .detail("receiver", group.receiver)
        .detail("sender_fingerprint", entry.fingerprint)
        .detail("silence_url", entry.silenceUrl);
    if (group.truncatedAlerts > 0) {
      draft.detail("truncated_alerts", Integer.toString(group.truncatedAlerts));
    }
    draft.detail("value_string", entry.valueString).detail("values", entry.values);
    Labels labels = LabelMerge.withoutEmpty(LabelMerge.over(group.commonLabels, entry.labels));
    if (isTestOfGrafana(labels)) {
      draft.test();
    }
    return finish(entry, labels, LabelMerge.over(group.commonAnnotations, entry.annotations));
  }

  /** Makes an alert of an entry of the v2 API, whose decoder decides on state and times. */
  public IncomingAlert read(
      AlertEntry entry, Labels labels, boolean firing, long starts, long ends) {
    draft.startWithoutState(firing);
    if (entry.startsAt == SenderTime.UNREADABLE) {
      draft.raise(Flag.UNREADABLE_STARTS_AT);
    }
    if (entry.endsAt == SenderTime.UNREADABLE) {
      draft.raise(Flag.UNREADABLE_ENDS_AT);
    }
    draft.times(starts, IncomingAlert.NONE);
    draft.endsAt(ends);
    draft
        .detail("generator_url", entry.generatorUrl)
        .detail("sender_fingerprint", entry.fingerprint);
    return finish(entry, labels, entry.annotations);
  }

  private IncomingAlert finish(AlertEntry entry, Labels labels, Labels annotations) {
    if (entry.emptyLabelName) {
      draft.raise(Flag.EMPTY_LABEL_NAME);
    }
    if (entry.oddAnnotations != null) {
      draft.raise(Flag.ODD_ANNOTATIONS);
      draft.detail("annotations", entry.oddAnnotations);
    }
    draft.severityOf(labels);
    String name = labels.get("alertname");
    if (name == null) {
      draft.weaklyNamed();
    }
    return draft.finish(
        name == null ? "unknown" : name,
        labels,
        annotations,
        fingerprint(labels),
        entry.bodyStart,
        entry.bodyEnd);
  }

  /** What Grafana posts when somebody tests a contact point. */
  private static boolean isTestOfGrafana(Labels labels) {
    return "TestAlert".equals(labels.get("alertname")) && "Grafana".equals(labels.get("instance"));
  }

  private Fingerprint fingerprint(Labels labels) {
    DecodeContext context = draft.context();
    if (labels.isEmpty()) {
      draft.raise(Flag.NAMELESS);
      return IdentityHash.start(context.identity(), kind, "nameless")
          .add(context.source().id().toString())
          .finish();
    }
    return IdentityHash.start(context.identity(), kind, "labels")
        .add(labels, context.source().options().identity())
        .finish();
  }

  /** Grafana's test button sends a link without a host. */
  private static @Nullable String link(AlertEntry entry, AlertGroup group) {
    String link = entry.generatorUrl;
    if (link != null && link.contains("://")) {
      return link;
    }
    if (entry.dashboardUrl != null && !entry.dashboardUrl.isBlank()) {
      return entry.dashboardUrl;
    }
    if (link != null && link.startsWith("?") && group.externalUrl != null) {
      return group.externalUrl + link;
    }
    return link;
  }

  private static boolean isWord(String text, String word) {
    return text.equals(word) || text.strip().toLowerCase(Locale.ROOT).equals(word);
  }
}
