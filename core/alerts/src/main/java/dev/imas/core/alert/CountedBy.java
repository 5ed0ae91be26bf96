package dev.imas.core.alert;

import dev.imas.core.http.Query;
import dev.imas.core.model.Severity;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The group that alerts are counted by.
 *
 * @param label the label's name, for the kind LABEL
 */
record CountedBy(Kind kind, @Nullable String label) {

  private static final String LABEL = "label:";

  enum Kind {
    SERVICE,
    TEAM,
    SOURCE,
    SEVERITY,
    STATUS,
    NAME,
    INCIDENT,
    HIDDEN,
    LABEL;

    /** The name that the statement uses. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the values of alerts {@code a} are read from. PostgreSQL leaves out what none of the
   * values needs.
   */
  static final String JOINS =
      """
        LEFT JOIN source so ON so.tenant_id = a.tenant_id AND so.id = a.source_id
        LEFT JOIN service se ON se.tenant_id = a.tenant_id AND se.id = a.service_id
        LEFT JOIN team t ON t.tenant_id = se.tenant_id AND t.id = se.owner_team_id
        LEFT JOIN alert_progress p ON p.tenant_id = a.tenant_id AND p.fingerprint = a.fingerprint
        LEFT JOIN incident i ON i.tenant_id = p.tenant_id AND i.id = p.incident_id
      """;

  /**
   * The value of an alert as an expression.
   *
   * @param word the number of the parameter with the kind's word, null for no value; the next
   *     parameter is the label
   * @param labels the alert's labels as an expression
   */
  static String value(int word, String labels) {
    return """
    CASE $%1$d::text
         WHEN 'service' THEN se.name
         WHEN 'team' THEN t.name
         WHEN 'source' THEN so.name
         WHEN 'severity' THEN a.severity::text
         WHEN 'status' THEN a.status::text
         WHEN 'name' THEN a.name
         WHEN 'incident' THEN i.short_id
         WHEN 'hidden' THEN %3$s::text
         ELSE nullif(%4$s ->> $%2$d::text, '') END\
    """
        .formatted(word, word + 1, SuppressedBy.IS_HIDDEN, labels);
  }

  /** Reads the parameter {@code by}; null if there is none. */
  static @Nullable CountedBy read(Query query) {
    String text = query.text("by");
    return text == null ? null : parse("by", text);
  }

  /**
   * @param parameter which has that text
   */
  static CountedBy parse(String parameter, String text) {
    if (text.length() > LABEL.length() && text.startsWith(LABEL)) {
      return new CountedBy(Kind.LABEL, text.substring(LABEL.length()));
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.LABEL && kind.word().equals(text)) {
        return new CountedBy(kind, null);
      }
    }
    throw Query.fault(
        parameter,
        "'"
            + text
            + "' is not known; use "
            + Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.LABEL)
                .map(Kind::word)
                .collect(Collectors.joining(", "))
            + " or label:<name>");
  }

  /** As it is written in a query. */
  String text() {
    return kind == Kind.LABEL ? LABEL + label : kind.word();
  }

  /** A value as it is shown, and as a filter takes it. */
  @Nullable String shown(@Nullable String value) {
    if (value == null) {
      return null;
    }
    return switch (kind) {
      case SEVERITY -> Severity.of(Integer.parseInt(value)).name();
      case STATUS -> AlertView.Status.of(Integer.parseInt(value)).name();
      case SERVICE, TEAM, SOURCE, NAME, INCIDENT, HIDDEN, LABEL -> value;
    };
  }
}
