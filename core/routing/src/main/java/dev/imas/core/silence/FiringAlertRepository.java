package dev.imas.core.silence;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Matcher;
import dev.imas.core.suppression.Silence;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks through the alerts that fire now for those that a silence would hide. */
public final class FiringAlertRepository {

  /** The newest that are looked at. */
  static final int MOST = 10_000;

  static final int MOST_SHOWN = 10;

  private static final int PAGE = 1_000;

  /** A firing alert. */
  public record Alert(
      String fingerprint,
      String name,
      Severity severity,
      @Nullable String service,
      @JsonRawValue String labels) {}

  /**
   * What was found.
   *
   * @param count how many match
   * @param exact false if there were more alerts than were looked at
   * @param worst the most severe of those that match; null if none does
   * @param alerts the most severe of them
   */
  public record Found(long count, boolean exact, @Nullable Severity worst, List<Alert> alerts) {

    public Found {
      alerts = List.copyOf(alerts);
    }
  }

  private record After(Instant createdAt, UUID fingerprint) {}

  private static final String READ =
      """
      SELECT a.created_at, a.fingerprint, a.name, a.severity, a.labels, a.service_id, s.name AS service
        FROM alert a
        LEFT JOIN service s ON s.tenant_id = a.tenant_id AND s.id = a.service_id
       WHERE a.status = status_firing()
         AND ($1::timestamptz IS NULL OR (a.created_at, a.fingerprint) < ($1, $2::uuid))
       ORDER BY a.created_at DESC, a.fingerprint DESC
       LIMIT $3\
      """;

  private final List<Matcher> matchers;
  private final Silence.@Nullable Work work;
  private final List<Alert> shown = new ArrayList<>();
  private long count;

  private FiringAlertRepository(List<Matcher> matchers, Silence.@Nullable Work work) {
    this.matchers = matchers;
    this.work = work;
  }

  /**
   * Only on a virtual thread.
   *
   * @param work what a maintenance window says beside its matchers; null for a silence
   */
  public static Found matching(Tx tx, List<Matcher> matchers, Silence.@Nullable Work work) {
    return new FiringAlertRepository(matchers, work).look(tx);
  }

  private Found look(Tx tx) {
    After after = null;
    int looked = 0;
    boolean isMore = true;
    while (isMore && looked < MOST) {
      List<Row> page = page(tx, after);
      isMore = page.size() > PAGE;
      List<Row> rows = isMore ? page.subList(0, PAGE) : page;
      rows.forEach(this::take);
      looked += rows.size();
      if (isMore) {
        Row last = rows.getLast();
        after = new After(instant(last, "created_at"), last.getUUID("fingerprint"));
      }
    }
    return new Found(count, !isMore, shown.isEmpty() ? null : shown.getFirst().severity, shown);
  }

  private static List<Row> page(Tx tx, @Nullable After after) {
    List<Row> rows = new ArrayList<>();
    tx.connection()
        .preparedQuery(READ)
        .execute(
            tuple(
                timeOrNull(after == null ? null : after.createdAt),
                after == null ? null : after.fingerprint,
                PAGE + 1))
        .await()
        .forEach(rows::add);
    return rows;
  }

  private void take(Row row) {
    String labels = row.getString("labels");
    Labels of = Labels.of(Json.readTexts(labels));
    Severity severity = Severity.of(row.getInteger("severity"));
    if (!matchers.stream().allMatch(matcher -> matcher.matches(of))
        || (work != null && !work.concerns(row.getUUID("service_id"), severity))) {
      return;
    }
    count++;
    shown.add(
        new Alert(
            Fingerprint.of(row.getUUID("fingerprint")).toString(),
            row.getString("name"),
            severity,
            row.getString("service"),
            labels));
    shown.sort(Comparator.comparing(Alert::severity));
    if (shown.size() > MOST_SHOWN) {
      shown.removeLast();
    }
  }
}
