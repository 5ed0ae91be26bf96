package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Marks of open incidents that have more alerts than people were told. Each mark has the time at
 * which an update is sent. Any other message before then removes the mark.
 */
public final class JoinedAlertRepository {

  /** Of more alerts it is not kept which joined: whatever becomes of them, people are told. */
  public static final int MOST_JOINED = 20;

  /** How long a mark is deferred if its work fails. */
  private static final Duration PUT_OFF = Duration.ofMinutes(5);

  /**
   * Incidents of one tenant whose mark is due.
   *
   * @param tenant null if there are none
   */
  record Due(@Nullable TenantId tenant, List<UUID> incidents) {}

  private final Duration pause;

  /**
   * @param pause the time between the last message about an incident and the one about its growth
   */
  public JoinedAlertRepository(Duration pause) {
    this.pause = pause;
  }

  private static final String EXPECT = "SELECT expect_growth_of($1, $2, $3)";

  /**
   * Marks incidents that have grown; an existing mark stays. Where the rule of an incident has a
   * {@code group_interval}, that is the pause, and people are called again. The transaction must
   * have locked them.
   *
   * @param incidents each with the alerts that have joined it
   */
  Future<Void> expect(Tx tx, Map<UUID, Set<UUID>> incidents) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(EXPECT)
            .execute(
                tuple(
                    ids(incidents.keySet()),
                    incidents.values().stream()
                        .map(JoinedAlertRepository::array)
                        .toArray(String[]::new),
                    interval(pause)))
            .mapEmpty();
  }

  /** As PostgreSQL writes it; null where they are too many to keep. */
  private static @Nullable String array(Set<UUID> alerts) {
    return alerts.size() > MOST_JOINED
        ? null
        : alerts.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }

  static final String FORGET = "SELECT forget_growth($1)";

  /** Removes the marks of incidents about which a message was queued. */
  Future<Void> forget(Tx tx, Collection<UUID> incidents) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection().preparedQuery(FORGET).execute(tuple((Object) ids(incidents))).mapEmpty();
  }

  /** Whether {@link #due} would find something, as a condition. */
  String waits() {
    return "EXISTS (SELECT FROM due_growth(1, interval '" + longest() + "'))";
  }

  private static final String DUE = "SELECT tenant_id, incident_id FROM due_growth($1, $2)";

  Future<Due> due(Tx tx, int limit) {
    return tx.connection()
        .preparedQuery(DUE)
        .execute(tuple(limit, interval(longest())))
        .map(
            rows -> {
              TenantId tenant = null;
              List<UUID> incidents = new ArrayList<>(rows.size());
              for (Row row : rows) {
                tenant = new TenantId(row.getUUID("tenant_id"));
                incidents.add(row.getUUID("incident_id"));
              }
              return new Due(tenant, incidents);
            });
  }

  /**
   * A mark that was due.
   *
   * @param byRule whether the rule of its incident says that people are called again
   * @param joined the alerts that joined, as an array of PostgreSQL; null: they are many
   * @param fires whether any of them still fires in it
   * @param shows whether any of these is not hidden
   */
  record Taken(boolean byRule, @Nullable String joined, boolean fires, boolean shows) {}

  private static final String TAKE =
      """
      WITH taken AS (
        DELETE FROM incident_growth
         WHERE tenant_id = current_tenant() AND incident_id = ANY ($1)
           AND (due_at <= now()
                OR due_at > now() + interval '1 minute'
                            + CASE WHEN by_rule THEN greatest($2::interval, interval '1 day') ELSE $2::interval END)
        RETURNING incident_id, by_rule, joined)
      SELECT t.incident_id, t.by_rule, t.joined::text AS joined, t.joined IS NULL OR f.fires AS fires,
             t.joined IS NULL OR f.shows AS shows
        FROM taken t
       CROSS JOIN LATERAL (
             SELECT count(*) > 0 AS fires, count(*) FILTER (WHERE h.fingerprint IS NULL) > 0 AS shows
               FROM unnest(t.joined) AS j(fingerprint)
               JOIN alert_progress p ON p.tenant_id = current_tenant() AND p.fingerprint = j.fingerprint
                                    AND p.incident_id = t.incident_id AND p.firing
               LEFT JOIN hidden_alert h ON h.tenant_id = current_tenant() AND h.fingerprint = j.fingerprint) AS f\
      """;

  /**
   * Removes the marks that are still due, and returns them by incident. The transaction must have
   * locked these.
   */
  Future<Map<UUID, Taken>> take(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(TAKE)
        .execute(tuple(ids(incidents), interval(longest())))
        .map(
            rows -> {
              Map<UUID, Taken> taken = new HashMap<>();
              rows.forEach(
                  row ->
                      taken.put(
                          row.getUUID("incident_id"),
                          new Taken(
                              row.getBoolean("by_rule"),
                              row.getString("joined"),
                              row.getBoolean("fires"),
                              row.getBoolean("shows"))));
              return taken;
            });
  }

  private static final String PUT_OFF_ONE =
      """
      UPDATE incident_growth SET due_at = now() + $2::interval
       WHERE tenant_id = current_tenant() AND incident_id = $1\
      """;

  /** Defers a mark whose work failed. */
  Future<Void> putOff(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(PUT_OFF_ONE)
        .execute(tuple(incident, interval(PUT_OFF)))
        .mapEmpty();
  }

  private static final String EXPECT_AGAIN =
      """
      INSERT INTO incident_growth (tenant_id, incident_id, due_at, by_rule, joined)
      SELECT current_tenant(), n.id, now() + $4::interval, n.by_rule, n.joined::uuid[]
        FROM unnest($1::uuid[], $2::boolean[], $3::text[]) AS n(id, by_rule, joined)\
      """;

  /** Of marks that were taken, those of which nobody may be told now. */
  Future<Void> expectAgain(Tx tx, Map<UUID, Taken> incidents, Duration wait) {
    return incidents.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(EXPECT_AGAIN)
            .execute(
                tuple(
                    ids(incidents.keySet()),
                    incidents.values().stream().map(Taken::byRule).toArray(Boolean[]::new),
                    incidents.values().stream().map(Taken::joined).toArray(String[]::new),
                    interval(wait)))
            .mapEmpty();
  }

  private Duration longest() {
    return pause.compareTo(PUT_OFF) > 0 ? pause : PUT_OFF;
  }

  private static UUID[] ids(Collection<UUID> incidents) {
    return incidents.toArray(UUID[]::new);
  }
}
