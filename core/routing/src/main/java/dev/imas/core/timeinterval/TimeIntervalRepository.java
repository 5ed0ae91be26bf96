package dev.imas.core.timeinterval;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import dev.imas.core.suppressed.SuppressorRepository;
import dev.imas.core.times.NamedTimes;
import dev.imas.core.times.WrittenInterval;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes time intervals. */
final class TimeIntervalRepository {

  /** What one hides now is counted up to here. */
  static final int MOST_COUNTED = 10_000;

  private static final TypeReference<List<WrittenInterval>> PARTS = new TypeReference<>() {};

  private final SuppressorRepository hiders = new SuppressorRepository();

  private static final String LIST =
      """
      SELECT t.id, t.name, t.description, t.intervals, t.version, t.created_at, t.updated_at, coalesce(c.hid, 0) AS hid,
             (SELECT count(*) FROM (SELECT FROM hidden_by b WHERE b.hider_id = t.id LIMIT $4) AS hidden) AS hides
        FROM time_interval t
        LEFT JOIN hiding_count c ON c.tenant_id = t.tenant_id AND c.hider_id = t.id
       WHERE ($1::uuid IS NULL OR t.id = $1) AND ($2::text IS NULL OR lower(t.name) > lower($2))
       ORDER BY lower(t.name)
       LIMIT $3\
      """;

  /** By name. */
  List<TimeIntervalView> list(Tx tx, @Nullable String after, int limit, Instant now) {
    return read(tx, null, after, limit, now);
  }

  Optional<TimeIntervalView> find(Tx tx, UUID id, Instant now) {
    return read(tx, id, null, 1, now).stream().findFirst();
  }

  private static List<TimeIntervalView> read(
      Tx tx, @Nullable UUID id, @Nullable String after, int limit, Instant now) {
    List<TimeIntervalView> all = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(id, after, limit, MOST_COUNTED))
        .await()
        .forEach(row -> all.add(view(row, now)));
    return all;
  }

  private static TimeIntervalView view(Row row, Instant now) {
    UUID id = row.getUUID("id");
    int version = row.getInteger("version");
    String name = row.getString("name");
    List<WrittenInterval> parts = Json.read(row.getString("intervals"), PARTS);
    NamedTimes times = NamedTimes.of(id, version, name, parts);
    return new TimeIntervalView(
        id,
        name,
        row.getString("description"),
        parts,
        times.at(now).holds(),
        TimeIntervalView.changesAt(times, now),
        TimeIntervalView.next(times, now),
        row.getLong("hides"),
        row.getLong("hid"),
        version,
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static final String FIND_ID =
      """
      SELECT id FROM time_interval WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds one by id or name; a fault if there is none. */
  TimeIntervalView existing(Tx tx, Reference interval, Instant now) {
    Optional<UUID> id =
        tx.connection()
            .preparedQuery(FIND_ID)
            .execute(tuple(interval.id(), interval.text()))
            .map(Rows::firstId)
            .await();
    return id.flatMap(found -> find(tx, found, now))
        .orElseThrow(() -> Fault.notFound("there is no time interval " + interval));
  }

  private static final String COUNT = "SELECT count(*)::int FROM time_interval";

  /**
   * Begins a change: core decides by the new state once the transaction has ended, and no other
   * change is made until then.
   *
   * @return how many there are
   */
  int beginChange(Tx tx) {
    hiders.beginChange(tx);
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT =
      """
      INSERT INTO time_interval (tenant_id, id, name, description, intervals, created_at, updated_at, look_at, changes_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $5, $5, $5)\
      """;

  void insert(Tx tx, UUID id, TimeIntervalDraft draft, Instant now) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, draft.name(), draft.description(), Json.write(draft.parts()), time(now)))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE time_interval
         SET name = $3, description = $4, intervals = $5, updated_at = $6, version = version + 1,
             look_at = CASE WHEN $7 THEN $6 ELSE look_at END, changes_at = CASE WHEN $7 THEN $6 ELSE changes_at END
       WHERE id = $1 AND version = $2\
      """;

  /**
   * @param looks whether core has to look which alerts it hides now
   * @return whether it still had that version
   */
  boolean update(Tx tx, UUID id, TimeIntervalDraft draft, int version, boolean looks, Instant now) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    version,
                    draft.name(),
                    draft.description(),
                    Json.write(draft.parts()),
                    time(now),
                    looks))
            .await()
            .rowCount()
        > 0;
  }

  private static final String DELETE = "DELETE FROM time_interval WHERE id = $1";

  /** What it hides is decided anew. */
  void delete(Tx tx, UUID id, Instant now) {
    hiders.doNotLook(tx, id);
    hiders.wake(tx, id, now);
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }
}
