package dev.imas.gateway.recent;

import dev.imas.core.platform.BodyBox;
import dev.imas.core.platform.SecretBox;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Seals bodies and stores them, each in place of an older one of its source. */
public final class BodyStore {

  private static final String KEYS =
      "SELECT tenant_id, day, sealed FROM recent_body_keys($1::uuid[], $2::bytea[])";
  private static final String KEEP =
      """
      SELECT keep_bodies($1::uuid[], $2::uuid[], $3::date[], $4::uuid[], $5::timestamptz[], $6::text[], $7::integer[],
                         $8::integer[], $9::integer[], $10::bytea[])\
      """;

  /** The key of a tenant's day. */
  private record Day(LocalDate date, BodyBox box) {}

  private final Pool pool;
  private final WorkerExecutor sealers;
  private final SecretBox secrets;

  /**
   * @param sealers where bodies are compressed and sealed
   */
  public BodyStore(Pool pool, WorkerExecutor sealers, SecretBox secrets) {
    this.pool = pool;
    this.sealers = sealers;
    this.secrets = secrets;
  }

  public Future<Void> keep(List<TakenBody> bodies) {
    UUID[] tenants = bodies.stream().map(TakenBody::tenant).distinct().toArray(UUID[]::new);
    Buffer[] proposed = new Buffer[tenants.length];
    for (int i = 0; i < tenants.length; i++) {
      proposed[i] = Buffer.buffer(BodyBox.newKey(secrets, tenants[i]));
    }
    return pool.preparedQuery(KEYS)
        .execute(Tuple.tuple().addValue(tenants).addValue(proposed))
        .compose(keys -> sealers.executeBlocking(() -> rows(bodies, days(keys)), false))
        .compose(rows -> pool.preparedQuery(KEEP).execute(rows))
        .mapEmpty();
  }

  private Map<UUID, Day> days(RowSet<Row> keys) {
    Map<UUID, Day> days = new HashMap<>();
    for (Row row : keys) {
      UUID tenant = row.getUUID("tenant_id");
      days.put(
          tenant,
          new Day(
              row.getLocalDate("day"),
              BodyBox.open(secrets, tenant, row.getBuffer("sealed").getBytes())));
    }
    return days;
  }

  private static Tuple rows(List<TakenBody> bodies, Map<UUID, Day> days) {
    List<TakenBody> kept = bodies.stream().filter(b -> days.containsKey(b.tenant())).toList();
    return Tuple.tuple()
        .addValue(column(kept, UUID[]::new, TakenBody::tenant))
        .addValue(column(kept, UUID[]::new, TakenBody::source))
        .addValue(column(kept, LocalDate[]::new, b -> day(days, b).date()))
        .addValue(column(kept, UUID[]::new, TakenBody::receipt))
        .addValue(column(kept, OffsetDateTime[]::new, BodyStore::receivedAt))
        .addValue(column(kept, String[]::new, TakenBody::dialect))
        .addValue(column(kept, Integer[]::new, TakenBody::size))
        .addValue(column(kept, Integer[]::new, TakenBody::alerts))
        .addValue(column(kept, Integer[]::new, TakenBody::deadLetters))
        .addValue(column(kept, Buffer[]::new, b -> sealed(day(days, b).box(), b)));
  }

  private static Day day(Map<UUID, Day> days, TakenBody body) {
    Day day = days.get(body.tenant());
    if (day == null) {
      throw new IllegalArgumentException("no key for the bodies of " + body.tenant());
    }
    return day;
  }

  private static @Nullable Buffer sealed(BodyBox box, TakenBody body) {
    byte[] bytes = body.bytes();
    return bytes == null ? null : Buffer.buffer(box.seal(bytes, body.source(), body.receipt()));
  }

  private static OffsetDateTime receivedAt(TakenBody body) {
    return Instant.EPOCH.plus(body.receivedAtMicros(), ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  private static <T> T[] column(
      List<TakenBody> bodies,
      IntFunction<T[]> array,
      Function<TakenBody, ? extends @Nullable T> value) {
    return bodies.stream().map(value).toArray(array);
  }
}
