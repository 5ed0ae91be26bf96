package dev.imas.gateway.sender.datadog;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Flag;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SecretFields;
import dev.imas.gateway.decode.SenderTime;
import dev.imas.gateway.decode.SeverityWords;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.util.Locale;
import java.util.Map;

/**
 * One Datadog event. A recovery changes its title, type, date, id, values and link. So the identity
 * is the monitor and its group: {@code monitor_id} or {@code alert_id} with the sorted scope. A
 * template without a scope field still names the group in most titles ({@code [Triggered on
 * {service:x}]}) and in the host, in this order. Without a monitor, the identity is {@code
 * alert_cycle_key}, which links a firing with its recovery; else {@code aggreg_key}; else the
 * monitor that the link leads to; else the title without its prefixes.
 */
final class DatadogEvent {

  private static final String KIND = "datadog";

  private final Map<String, String> fields;
  private final DatadogTitle title;
  private final String host;
  private final DatadogLink linked;

  DatadogEvent(Map<String, String> fields) {
    this.fields = fields;
    DatadogTitle full = DatadogTitle.of(first("title", "alert_title"));
    DatadogTitle own = DatadogTitle.of(first("alert_title", "title"));
    this.title =
        new DatadogTitle(
            own.text(),
            full.priority(),
            full.transition(),
            full.scope(),
            full.isTest() || own.isTest());
    this.host = first("hostname", "host");
    this.linked = DatadogLink.of(first("link", "url"));
  }

  boolean isGiven() {
    return !id("monitor_id", "alert_id").isEmpty()
        || !linked.monitor().isEmpty()
        || !first("title", "alert_title", "alert_cycle_key", "aggreg_key").isEmpty();
  }

  IncomingAlert read(AlertDraft draft, int start, int end) {
    draft.start(true);
    boolean firing = isFiring(draft);
    draft.firing(firing);
    draft.observedAt(SenderTime.read(first("date", "last_updated")));
    String name = title.text();
    if (name.isEmpty()) {
      String id = monitor();
      name = id.isEmpty() ? "unknown" : "monitor " + id;
      if (id.isEmpty()) {
        draft.weaklyNamed();
      }
    }
    Labels labels = labels(name);
    severity(draft, labels, firing);
    if (title.isTest()) {
      draft.test();
    }
    draft
        .detail("aggreg_key", first("aggreg_key"))
        .detail("alert_cycle_key", first("alert_cycle_key"))
        .detail("event_id", first("id"))
        .detail("event_type", first("event_type"))
        .detail("generator_url", first("url", "link"))
        .detail("monitor_id", monitor())
        .detail("org_id", first("org_id"))
        .detail("org_name", first("org_name"))
        .detail("title", first("title"));
    return draft.finish(
        name,
        SecretFields.withhold(labels, draft),
        SecretFields.withhold(annotations(), draft),
        fingerprint(draft),
        start,
        end);
  }

  /** The transition, else the status, else the type, else the title; firing when none is known. */
  private boolean isFiring(AlertDraft draft) {
    String said = "";
    for (String word : new String[] {first("alert_transition"), first("alert_status")}) {
      DatadogTransition transition = DatadogTransition.of(word);
      if (transition != DatadogTransition.UNKNOWN) {
        return transition == DatadogTransition.FIRING;
      }
      said = said.isEmpty() ? word : said;
    }
    if (first("alert_type").equalsIgnoreCase("success")) {
      return false;
    }
    if (title.transition() != null) {
      return DatadogTransition.of(title.transition()) == DatadogTransition.FIRING;
    }
    draft.raise(Flag.UNKNOWN_STATUS);
    draft.detail("status_text", said);
    return true;
  }

  private Labels labels(String name) {
    Labels.Builder labels = new Labels.Builder();
    DatadogScope.addTo(labels, first("tags"));
    DatadogScope.addTo(labels, scope());
    set(labels, "hostname", host);
    set(labels, "alert_type", first("alert_type"));
    set(labels, "priority", first("alert_priority", "priority"));
    return labels.set("alertname", name).build();
  }

  private static void set(Labels.Builder labels, String name, String value) {
    if (!value.isEmpty()) {
      labels.set(name, value);
    }
  }

  private Labels annotations() {
    Labels.Builder annotations = new Labels.Builder();
    fields.forEach(
        (field, value) -> {
          if (!DatadogNames.KNOWN.contains(field) && !field.isEmpty()) {
            set(annotations, field, value);
          }
        });
    set(annotations, "description", first("body"));
    set(annotations, "summary", title.text());
    return annotations.build();
  }

  /**
   * The fields severity and priority, then the title's priority, a tag, and the type. The event's
   * own {@code priority}, normal or low, says nothing about severity.
   */
  private void severity(AlertDraft draft, Labels labels, boolean firing) {
    String word = severityWord(labels);
    if (!word.isEmpty()) {
      draft.severityWord(word);
      return;
    }
    String type = first("alert_type");
    Severity mapped = SeverityWords.mapped(draft.context().source().options(), type);
    if (mapped != null || !firing) {
      draft.severity(mapped);
      return;
    }
    switch (type.toLowerCase(Locale.ROOT)) {
      case "error" -> draft.severity(Severity.SEV1_CRITICAL);
      case "warning" -> draft.severity(Severity.SEV2_HIGH);
      case "info" -> draft.severity(Severity.SEV3_MEDIUM);
      default -> {}
    }
  }

  private String severityWord(Labels labels) {
    String said = first("severity");
    if (!said.isEmpty()) {
      return priority(said);
    }
    for (String priority : new String[] {first("alert_priority"), first("priority")}) {
      if (!priority.isEmpty() && !isNoSeverity("priority", priority)) {
        return priority(priority);
      }
    }
    if (title.priority() != null) {
      return title.priority();
    }
    for (String tag : new String[] {"severity", "priority", "level"}) {
      String value = labels.get(tag);
      if (value != null && !value.isEmpty() && !isNoSeverity(tag, value)) {
        return priority(value);
      }
    }
    return "";
  }

  /** Monitors number their priorities 1 to 5 and name them P1 to P5. */
  private static String priority(String word) {
    return DatadogTitle.isPriority("P" + word.strip()) ? "P" + word.strip() : word;
  }

  private static boolean isNoSeverity(String name, String word) {
    return name.equals("priority")
        && (word.equalsIgnoreCase("normal") || word.equalsIgnoreCase("low"));
  }

  /** The scope that the template gives, else that of the title. */
  private String scope() {
    String scope = first("scopes", "alert_scope", "scope");
    return scope.isEmpty() && title.scope() != null ? title.scope() : scope;
  }

  private boolean hasScopeField() {
    return fields.containsKey("scopes")
        || fields.containsKey("alert_scope")
        || fields.containsKey("scope");
  }

  private Fingerprint fingerprint(AlertDraft draft) {
    DecodeContext context = draft.context();
    String monitor = id("monitor_id", "alert_id");
    String cycle = first("alert_cycle_key");
    String aggregate = first("aggreg_key");
    if (title.isTest()) {
      // It must neither end what really fires nor be taken for it.
      return group(
          IdentityHash.start(context.identity(), KIND, "test").add(monitor).add(title.text()));
    }
    if (!monitor.isEmpty()) {
      return group(IdentityHash.start(context.identity(), KIND, "monitor").add(monitor));
    }
    if (!cycle.isEmpty()) {
      return IdentityHash.start(context.identity(), KIND, "cycle").add(cycle).finish();
    }
    if (!aggregate.isEmpty()) {
      return group(IdentityHash.start(context.identity(), KIND, "aggregate").add(aggregate));
    }
    if (!linked.monitor().isEmpty()) {
      return group(
          IdentityHash.start(context.identity(), KIND, "monitor").add(linked.monitor()),
          linked.group());
    }
    if (title.text().isEmpty()) {
      draft.raise(Flag.NAMELESS);
      return IdentityHash.start(context.identity(), KIND, "nameless")
          .add(context.source().id().toString())
          .finish();
    }
    return group(IdentityHash.start(context.identity(), KIND, "title").add(title.text()));
  }

  private Fingerprint group(IdentityHash hash) {
    return group(hash, "");
  }

  /**
   * @param otherwise used where neither the template nor the title names the scope
   */
  private Fingerprint group(IdentityHash hash, String otherwise) {
    String scope = scope().isEmpty() ? otherwise : scope();
    if (!scope.isEmpty() || hasScopeField()) {
      DatadogScope.members(scope).forEach(hash::add);
    } else if (!host.isEmpty()) {
      hash.add("host:" + host);
    }
    return hash.finish();
  }

  /** The field, else what the link holds. */
  private String monitor() {
    String field = id("monitor_id", "alert_id");
    return field.isEmpty() ? linked.monitor() : field;
  }

  private String id(String... names) {
    for (String name : names) {
      String value = fields.getOrDefault(name, "");
      if (!value.isEmpty() && !value.equals("0")) {
        return value;
      }
    }
    return "";
  }

  private String first(String... names) {
    for (String name : names) {
      String value = fields.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
