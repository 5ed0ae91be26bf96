package dev.imas.core.rule;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * How alerts are grouped where no rule says it: those of one name share an incident. A name that
 * the sender's machinery gives is not the problem's. {@code DatasourceNoData} of ten rules is ten
 * problems, and so are ten alerts without a name. Acknowledging one of them must not keep the
 * others from paging.
 */
enum DefaultGrouping {
  /** The name says what is wrong. */
  NAME("alertname"),
  /** Grafana's own name for a rule that gets no data or fails. The rule is the problem. */
  RULE("alertname", "grafana_folder", "rulename"),
  /** Nothing but what identifies the alert tells it from others. */
  ALERT("alertname", "fingerprint");

  private static final String NAME_LABEL = "alertname";
  private static final CaselessMap<DefaultGrouping> BY_NAME = new CaselessMap<>();

  static {
    for (String name : new String[] {"DatasourceNoData", "DatasourceError"}) {
      BY_NAME.putIfAbsent(name, RULE);
    }
    // Defaults of monitoring tools, of forms and templates, and what a failed template leaves.
    for (String name :
        """
        alert|alerts|new alert|alert triggered|alert fired|alert notification|alarm|alarms|alarm notification|custom alert
        my alert|default alert|generic alert|unnamed alert|test|tests|testing|test alert|test alarm|test event|test incident
        test message|test notification|this is a test|this is a test alert|event|new event|incident|new incident|issue
        problem|new problem|error|errors|fault|failure|warning|critical|info|notice|notification|new notification|message
        new message|monitor|monitoring|new monitor|check|trigger|webhook|webhook alert|aws notification message
        rds notification message|unknown|unknown alert|unknown error|unknown event|undefined|unnamed|untitled|unlabeled event
        no name|no title|no subject|no summary|default|none|null|nil|n/a|na|no value|value|empty|title|name|alertname|alert name\
        """
            .split("[|\n]")) {
      for (String separator : new String[] {" ", "_", "-", ""}) {
        BY_NAME.putIfAbsent(name.replace(" ", separator), ALERT);
      }
    }
    for (String name :
        new String[] {
          "-", "--", "?", ".", "<no value>", "[no value]", "(no subject)", "<no subject>"
        }) {
      BY_NAME.putIfAbsent(name, ALERT);
    }
    for (String name :
        new String[] {
          "<unlabeled event>",
          "<unknown>",
          "(unknown)",
          "(none)",
          "(null)",
          "(no title)",
          "<none>",
          "<null>"
        }) {
      BY_NAME.putIfAbsent(name, ALERT);
    }
  }

  /** No name of the table is longer. */
  private static final int LONGEST = 24;

  private final String[] names;

  DefaultGrouping(String... names) {
    this.names = names;
  }

  static DefaultGrouping of(Labels labels, Naming naming) {
    String name = labels.get(NAME_LABEL);
    DefaultGrouping known = name == null ? NAME : ofName(name);
    if (known == RULE) {
      String rule = labels.get("rulename");
      return rule == null || rule.isBlank() ? ALERT : RULE;
    }
    return naming.isWeak() ? ALERT : known;
  }

  static DefaultGrouping ofName(String name) {
    DefaultGrouping known = name.length() > LONGEST ? null : BY_NAME.get(name.strip());
    return known == null ? NAME : known;
  }

  /** The labels whose values are in the key. */
  String[] names(Naming naming) {
    return this == ALERT && naming.fingerprint() == null ? CompiledRule.ALL_LABELS : names;
  }

  String key(String prefix, Labels labels, Naming naming) {
    @Nullable Fingerprint fingerprint = naming.fingerprint();
    if (this != ALERT) {
      return GroupKey.of(prefix, names, labels);
    }
    return fingerprint == null
        ? GroupKey.ofAll(prefix, labels)
        : GroupKey.of(prefix, names, labels.with("fingerprint", fingerprint.toString()));
  }
}
