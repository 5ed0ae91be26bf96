package dev.imas.core.ruleset;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.Decision;
import dev.imas.core.rule.Origin;
import dev.imas.core.rule.PastRouting;
import io.vertx.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/** Reads how an alert was routed. */
public final class PastRoutingColumns {

  /** Of a row {@code a} of alerts and {@code s} of their sources, which may be missing. */
  public static final String OF_ALERT =
      "a.rule_set_version, a.rule_index, a.decision, a.severity, a.source_id, s.name AS"
          + " source_name, s.type AS source_type, s.default_severity";

  /** The same of a row {@code j} of the journal. */
  public static final String OF_JOURNAL =
      "j.rule_set_version, j.rule_index, j.decision, j.severity, j.source_id, s.name AS"
          + " source_name, s.type AS source_type, s.default_severity";

  private PastRoutingColumns() {}

  /** Reads the columns of that name. */
  public static PastRouting of(Row row) {
    return new PastRouting(
        row.getInteger("rule_set_version"),
        row.getInteger("rule_index"),
        Decision.of(row.getInteger("decision")),
        Severity.of(row.getInteger("severity")),
        severity(row.getInteger("default_severity")),
        Origin.of(
            row.getUUID("source_id"), row.getString("source_name"), row.getString("source_type")));
  }

  private static @Nullable Severity severity(@Nullable Integer number) {
    return number == null ? null : Severity.of(number);
  }
}
