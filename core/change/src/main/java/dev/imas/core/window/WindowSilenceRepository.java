package dev.imas.core.window;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.suppression.SilenceText;
import dev.imas.core.window.DeploymentWindow.OwnedService;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The silence of a deployment window: one, from its real start. It awaits, on a virtual thread. */
final class WindowSilenceRepository {

  /** What it mutes now is counted up to here. */
  private static final int MOST_COUNTED = 10_000;

  /**
   * What a window mutes.
   *
   * @param mutesNow alerts that fire and are muted
   * @param mutedInAll how often an alert began to be muted
   */
  record Muting(UUID silence, Instant until, long mutesNow, long mutedInAll) {}

  private static final String BEGIN =
      "SELECT mute_deployment(current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9)";

  /**
   * @return false if the tenant has as many silences as it may have
   */
  boolean begin(Tx tx, DeploymentWindow window, String author, Instant now) {
    List<OwnedService> services = window.services();
    return tx.connection()
        .preparedQuery(BEGIN)
        .execute(
            tuple(
                UuidV7.at(now.toEpochMilli()),
                window.id(),
                Json.write(
                    SilenceText.canonical(
                        List.of(
                            SilenceText.ofServices(
                                services.stream().map(OwnedService::name).toList())))),
                services.stream().map(OwnedService::id).toArray(UUID[]::new),
                time(window.until()),
                author,
                window.title(),
                time(now),
                SilenceText.MOST_SILENCES))
        .await()
        .iterator()
        .next()
        .getBoolean(0);
  }

  private static final String READ =
      """
      SELECT s.id, s.ends_at, coalesce(c.hid, 0) AS hid,
             (SELECT count(*) FROM (SELECT FROM hidden_by b WHERE b.hider_id = s.id LIMIT $2) AS hidden) AS hides
        FROM silence s
        LEFT JOIN hiding_count c ON c.tenant_id = s.tenant_id AND c.hider_id = s.id
       WHERE s.deployment_window_id = $1\
      """;

  /** Empty: it mutes nothing, or what it muted is forgotten. */
  Optional<Muting> of(Tx tx, UUID window) {
    return tx.connection().preparedQuery(READ).execute(tuple(window, MOST_COUNTED)).await().stream()
        .findFirst()
        .map(
            row ->
                new Muting(
                    row.getUUID("id"),
                    instant(row, "ends_at"),
                    row.getLong("hides"),
                    row.getLong("hid")));
  }

  private static final String MOVE =
      """
      SELECT move_occurrence(s.tenant_id, s.id, s.starts_at, $2, s.comment, $3)
        FROM silence s WHERE s.deployment_window_id = $1 AND s.ends_at > $3\
      """;

  /** Ends it then. One that has ended stays as it is. */
  void endAt(Tx tx, UUID window, Instant until, Instant now) {
    tx.connection().preparedQuery(MOVE).execute(tuple(window, time(until), time(now))).await();
  }

  private static final String END =
      """
      SELECT expire_silence(s.tenant_id, s.id, $2)
        FROM silence s WHERE s.deployment_window_id = $1 AND s.ends_at > $2\
      """;

  void end(Tx tx, UUID window, Instant now) {
    tx.connection().preparedQuery(END).execute(tuple(window, time(now))).await();
  }
}
