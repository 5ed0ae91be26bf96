package dev.imas.core.suppressed;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.times.NamedTimes;
import dev.imas.core.times.WrittenInterval;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads time intervals, and keeps when core has to look at each. */
final class TimesRepository {

  private static final TypeReference<List<WrittenInterval>> PARTS = new TypeReference<>() {};

  private final SuppressorRepository hiders = new SuppressorRepository();

  private static final String TIMES =
      """
      SELECT id, version, name, intervals FROM time_interval
       WHERE ($1::uuid[] IS NULL OR id = ANY ($1))\
      """;

  /**
   * @param among null for all
   */
  Future<List<NamedTimes>> times(Tx tx, @Nullable List<UUID> among) {
    return tx.connection()
        .preparedQuery(TIMES)
        .execute(tuple((Object) (among == null ? null : among.toArray(UUID[]::new))))
        .map(
            rows -> {
              List<NamedTimes> times = new ArrayList<>(rows.size());
              rows.forEach(
                  row ->
                      times.add(
                          NamedTimes.of(
                              row.getUUID("id"),
                              row.getInteger("version"),
                              row.getString("name"),
                              Json.read(row.getString("intervals"), PARTS))));
              return times;
            });
  }

  /**
   * Time intervals that are to be looked at.
   *
   * @param changesAt when each was to change
   */
  record Due(TenantId tenant, Map<UUID, Instant> changesAt) {}

  private static final String CLAIM =
      "SELECT tenant_id, id, changes_at FROM claim_time_intervals($1, $2)";

  /** Those of one tenant, locked. */
  Optional<Due> claim(Tx tx, Instant now, int most) {
    Map<UUID, Instant> changesAt = new LinkedHashMap<>();
    TenantId[] tenant = new TenantId[1];
    tx.connection()
        .preparedQuery(CLAIM)
        .execute(tuple(time(now), most))
        .await()
        .forEach(
            row -> {
              tenant[0] = new TenantId(row.getUUID("tenant_id"));
              changesAt.put(row.getUUID("id"), instant(row, "changes_at"));
            });
    return changesAt.isEmpty() ? Optional.empty() : Optional.of(new Due(tenant[0], changesAt));
  }

  private static final String LOOKED =
      "UPDATE time_interval SET look_at = $2, changes_at = $3 WHERE id = $1";

  void looked(Tx tx, UUID id, Instant lookAt, Instant changesAt) {
    tx.connection().preparedQuery(LOOKED).execute(tuple(id, time(lookAt), time(changesAt))).await();
  }

  /** What it hides is decided anew, and the firing alerts are looked through for it. */
  void turn(Tx tx, UUID id, Instant now) {
    hiders.wake(tx, id, now);
    hiders.look(tx, id, now);
  }

  private static final String LOOK_AT_ALL = "SELECT look_at_time_intervals($1)";

  void lookAtAll(Tx tx, Instant now) {
    tx.connection().preparedQuery(LOOK_AT_ALL).execute(tuple(time(now))).await();
  }
}
