package dev.imas.gateway.alertmanager;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Rows;
import dev.imas.core.rule.Matcher;
import dev.imas.core.suppression.Silence;
import dev.imas.core.suppression.SilenceText;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes silences through the functions that gateways may call. */
final class Silences {

  /** Alertmanager forgets them after five days, by default. */
  private static final Duration KEPT = Duration.ofDays(5);

  /** Those that ended last are left out beyond it. */
  static final int MOST_SHOWN = 10_000;

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private final Pool pool;
  private final WorkerExecutor workers;
  private final InstantSource clock;

  /**
   * @param workers where lists are read and written out, since they may be long
   */
  Silences(Pool pool, WorkerExecutor workers, InstantSource clock) {
    this.pool = pool;
    this.workers = workers;
    this.clock = clock;
  }

  /** A silence as a client reads it: {@code gettableSilence} of Alertmanager's API v2. */
  record Gettable(
      UUID id,
      List<Matcher> matchers,
      Instant startsAt,
      Instant endsAt,
      String createdBy,
      String comment,
      Instant updatedAt) {

    Map<String, Object> toJson(Instant now) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("id", id.toString());
      json.put(
          "status",
          Map.of("state", Silence.State.at(now, startsAt, endsAt).name().toLowerCase(Locale.ROOT)));
      json.put("updatedAt", updatedAt.toString());
      json.put("comment", comment);
      json.put("createdBy", createdBy);
      json.put("endsAt", endsAt.toString());
      json.put("matchers", matchers.stream().map(Gettable::matcher).toList());
      json.put("startsAt", startsAt.toString());
      return json;
    }

    private static Map<String, Object> matcher(Matcher matcher) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("isEqual", !matcher.operator().isNegative());
      json.put("isRegex", matcher.operator().isRegex());
      json.put("name", matcher.name());
      json.put("value", matcher.value());
      return json;
    }
  }

  private static final String READ =
      """
      SELECT id, matchers, starts_at, ends_at, created_by, comment, updated_at
        FROM ingest_silences($1, $2, $3, $4)\
      """;

  /**
   * Those that have not ended, and those that ended in the last days.
   *
   * @param write makes the answer of them, on a thread that may block
   */
  Future<Buffer> all(TenantId tenant, Function<List<Gettable>, Buffer> write) {
    return read(tenant, null)
        .compose(rows -> workers.executeBlocking(() -> write.apply(gettable(rows)), false))
        .map(Objects::requireNonNull); // Vert.x declares the computed value as nullable.
  }

  Future<Optional<Gettable>> find(TenantId tenant, UUID id) {
    return read(tenant, id).map(rows -> gettable(rows).stream().findFirst());
  }

  private Future<RowSet<Row>> read(TenantId tenant, @Nullable UUID id) {
    return pool.preparedQuery(READ)
        .execute(
            Rows.tuple(tenant.value(), id, Rows.time(clock.instant().minus(KEPT)), MOST_SHOWN));
  }

  private static List<Gettable> gettable(RowSet<Row> rows) {
    List<Gettable> silences = new ArrayList<>(rows.size());
    for (Row row : rows) {
      silences.add(
          new Gettable(
              row.getUUID("id"),
              Json.read(row.getString("matchers"), TEXTS).stream().map(Matcher::parse).toList(),
              Rows.instant(row, "starts_at"),
              Rows.instant(row, "ends_at"),
              row.getString("created_by"),
              row.getString("comment"),
              Rows.instant(row, "updated_at")));
    }
    return silences;
  }

  /** What became of a silence that was to be stored. */
  sealed interface Stored {

    record As(UUID id) implements Stored {}

    /** There is none with that id. */
    record Unknown() implements Stored {}

    /** A maintenance window has made the one with that id. */
    record OfWindow() implements Stored {}

    /** The tenant has as many as it may have. */
    record Full() implements Stored {}
  }

  private static final String PUT =
      "SELECT outcome, id FROM put_silence($1, $2, $3, $4, $5, $6, false, $7, $8, $9, $10, $11)";

  /**
   * @param author who was authenticated
   */
  Future<Stored> put(TenantId tenant, PostedSilence silence, String author) {
    Instant now = clock.instant();
    return pool.preparedQuery(PUT)
        .execute(
            Rows.tuple(
                tenant.value(),
                silence.id(),
                UuidV7.at(now.toEpochMilli()),
                Json.write(SilenceText.canonical(silence.matchers())),
                Rows.time(silence.startsAt()),
                Rows.time(silence.endsAt()),
                silence.createdBy(),
                author,
                silence.comment(),
                Rows.time(now),
                SilenceText.MOST_SILENCES))
        .map(rows -> stored(rows.iterator().next()));
  }

  private static Stored stored(Row row) {
    return switch (row.getString("outcome")) {
      case "stored" -> new Stored.As(row.getUUID("id"));
      case "unknown" -> new Stored.Unknown();
      case "of_window" -> new Stored.OfWindow();
      case "full" -> new Stored.Full();
      default -> throw new IllegalStateException("put_silence said " + row.getString("outcome"));
    };
  }

  private static final String EXPIRE = "SELECT expire_silence($1, $2, $3) AS is_known";

  /**
   * @return whether there is one with that id
   */
  Future<Boolean> expire(TenantId tenant, UUID id) {
    return pool.preparedQuery(EXPIRE)
        .execute(Rows.tuple(tenant.value(), id, Rows.time(clock.instant())))
        .map(rows -> rows.iterator().next().getBoolean("is_known"));
  }
}
