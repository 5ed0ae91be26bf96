package dev.imas.core.heartbeat;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Labels;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the alerts that are beats, and notes whose they are. */
final class BeatAlertRepository {

  /** Of a heartbeat. Those found first make room. */
  private static final int MOST_ALERTS = 100;

  /** The newest alerts of a tenant, among which those are sought that fire already. */
  private static final int LOOKED_AT = 50_000;

  /** One heartbeat, with what its alerts have. */
  record Watch(UUID heartbeat, @Nullable UUID source, List<Matcher> matchers) {

    /** Labels that its alerts have in any case, as a JSON object. */
    String labels() {
      Map<String, String> equal = new TreeMap<>();
      for (Matcher m : matchers) {
        if (m.operator() == Operator.EQUALS && !m.value().isEmpty()) {
          equal.put(m.name(), m.value());
        }
      }
      return Json.write(equal);
    }

    boolean matches(UUID of, Labels labels) {
      return (source == null || source.equals(of))
          && matchers.stream().allMatch(m -> m.matches(labels));
    }
  }

  private record Found(UUID heartbeat, UUID fingerprint) {}

  private static final String WATCHES =
      "SELECT id, source_id, matchers FROM heartbeat WHERE beats_by = 'alert' AND is_active";

  /** The heartbeats whose beats are alerts. */
  Future<List<Watch>> watches(Tx tx) {
    return tx.connection()
        .preparedQuery(WATCHES)
        .execute()
        .map(
            rows -> {
              List<Watch> watches = new ArrayList<>();
              for (Row row : rows) {
                watches.add(
                    watch(
                        row.getUUID("id"),
                        row.getUUID("source_id"),
                        List.of(row.getArrayOfStrings("matchers"))));
              }
              return List.copyOf(watches);
            });
  }

  private static Watch watch(UUID heartbeat, @Nullable UUID source, List<String> matchers) {
    List<Matcher> read = new ArrayList<>();
    for (String matcher : matchers) {
      try {
        read.add(Matcher.parse(matcher));
      } catch (InvalidRuleException e) {
        throw new IllegalStateException("a stored matcher cannot be read: " + matcher, e);
      }
    }
    return new Watch(heartbeat, source, List.copyOf(read));
  }

  // PostgreSQL leaves out nearly all; expressions are tested here, in bounded time.
  private static final String LIKELY =
      """
      SELECT a.fingerprint, a.source_id, a.labels
        FROM alert_state a
       WHERE a.fingerprint = ANY ($1) AND a.labels::jsonb @> ANY ($2::text[]::jsonb[])\
      """;

  /** Those of these alerts that are beats of one of them, and notes whose. */
  Future<Set<UUID>> find(Tx tx, List<Watch> watches, Collection<UUID> alerts) {
    return tx.connection()
        .preparedQuery(LIKELY)
        .execute(
            tuple(
                alerts.toArray(UUID[]::new),
                watches.stream().map(Watch::labels).distinct().toArray(String[]::new)))
        .compose(rows -> note(tx, matching(rows, watches)));
  }

  private static List<Found> matching(Iterable<Row> rows, List<Watch> watches) {
    List<Found> found = new ArrayList<>();
    for (Row row : rows) {
      Labels labels = Labels.of(Json.readTexts(row.getString("labels")));
      UUID source = row.getUUID("source_id");
      UUID alert = row.getUUID("fingerprint");
      watches.stream()
          .filter(watch -> watch.matches(source, labels))
          .forEach(watch -> found.add(new Found(watch.heartbeat, alert)));
    }
    return found;
  }

  // A heartbeat that was deleted meanwhile needs none.
  private static final String NOTE =
      """
      WITH noted AS (
        INSERT INTO heartbeat_alert (tenant_id, heartbeat_id, fingerprint)
        SELECT h.tenant_id, h.id, f.fingerprint
          FROM unnest($1::uuid[], $2::uuid[]) AS f(heartbeat, fingerprint)
          JOIN heartbeat h ON h.id = f.heartbeat
         ORDER BY h.id, f.fingerprint
        ON CONFLICT DO NOTHING
        RETURNING tenant_id, heartbeat_id)
      DELETE FROM heartbeat_alert a
       USING (SELECT o.tenant_id, o.heartbeat_id, o.fingerprint,
                     row_number() OVER (PARTITION BY o.heartbeat_id ORDER BY o.found_at DESC, o.fingerprint) AS place
                FROM heartbeat_alert o
               WHERE o.heartbeat_id IN (SELECT n.heartbeat_id FROM noted n)) AS old
       WHERE a.tenant_id = old.tenant_id AND a.heartbeat_id = old.heartbeat_id AND a.fingerprint = old.fingerprint
         AND old.place > $3\
      """;

  private static Future<Set<UUID>> note(Tx tx, List<Found> found) {
    Set<UUID> beats = new HashSet<>();
    found.forEach(one -> beats.add(one.fingerprint));
    return found.isEmpty()
        ? Future.succeededFuture(beats)
        : tx.connection()
            .preparedQuery(NOTE)
            .execute(
                tuple(
                    column(found, Found::heartbeat, UUID[]::new),
                    column(found, Found::fingerprint, UUID[]::new),
                    MOST_ALERTS))
            .map(beats);
  }

  // Bounded before it looks into labels: no index serves them.
  private static final String FIRING =
      """
      SELECT a.fingerprint, a.source_id, a.labels
        FROM (SELECT fingerprint, source_id, labels, status, is_test FROM alert_state ORDER BY created_at DESC LIMIT $2) AS a
       WHERE a.status = 1 AND NOT a.is_test AND a.labels::jsonb @> $1::text::jsonb
       LIMIT 1000\
      """;

  /** Notes those that fire already when a heartbeat is made. Only on a virtual thread. */
  void findFiring(Tx tx, UUID heartbeat, @Nullable UUID source, List<String> matchers) {
    Watch watch = watch(heartbeat, source, matchers);
    Iterable<Row> rows =
        tx.connection().preparedQuery(FIRING).execute(tuple(watch.labels(), LOOKED_AT)).await();
    note(tx, matching(rows, List.of(watch))).await();
  }
}
