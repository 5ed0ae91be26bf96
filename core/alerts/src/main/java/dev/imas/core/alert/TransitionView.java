package dev.imas.core.alert;

import static dev.imas.core.platform.Rows.instant;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A change of an alert's state, as shown. */
public record TransitionView(
    int seq,
    String kind,
    int episode,
    Severity severity,
    @Nullable Severity priorSeverity,
    Instant at,
    Instant receivedAt,
    Instant startsAt,
    @Nullable UUID receipt,
    int ruleSetVersion,
    String groupKey) {

  static TransitionView of(Row row) {
    Integer prior = row.getInteger("prior_severity");
    return new TransitionView(
        row.getInteger("seq"),
        TransitionKind.of(row.getInteger("kind")).wireName(),
        row.getInteger("episode"),
        Severity.of(row.getInteger("severity")),
        prior == null ? null : Severity.of(prior),
        instant(row, "at"),
        instant(row, "received_at"),
        instant(row, "starts_at"),
        row.getUUID("receipt"),
        row.getInteger("rule_set_version"),
        row.getString("group_key"));
  }
}
