package dev.imas.core.silence;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Matcher;
import dev.imas.core.suppression.Silence;
import dev.imas.core.suppression.SilenceText;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads silences, and writes them by the functions that gateways call, too. */
final class SilenceRepository {

  /** What a silence hides now is counted up to here. */
  static final int MOST_COUNTED = 10_000;

  /** One that still hides alerts then is about to let them page. */
  static final Duration SOON = Duration.ofMinutes(15);

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private static final String LIST =
      """
      SELECT s.id, s.version, s.matchers, s.starts_at, s.ends_at, s.ends_with_alerts, s.created_by, s.author, s.comment,
             s.created_at, s.updated_at, s.window_id, s.deployment_window_id, coalesce(c.hid, 0) AS hid,
             (SELECT count(*) FROM (SELECT FROM hidden_by b WHERE b.hider_id = s.id LIMIT $7) AS hidden) AS hides
        FROM silence s
        LEFT JOIN hiding_count c ON c.tenant_id = s.tenant_id AND c.hider_id = s.id
       WHERE ($1::uuid IS NULL OR s.id = $1)
         AND ($2::text[] IS NULL
              OR CASE WHEN s.ends_at <= $3 THEN 'EXPIRED' WHEN s.starts_at > $3 THEN 'PENDING' ELSE 'ACTIVE' END = ANY ($2))
         AND ($4::timestamptz IS NULL OR (s.ends_at, s.id) < ($4, $5::uuid))
       ORDER BY s.ends_at DESC, s.id DESC
       LIMIT $6\
      """;

  /**
   * Those that end last come first.
   *
   * @param states null for all
   */
  List<SilenceView> list(
      Tx tx, String @Nullable [] states, @Nullable TimeKey after, int limit, Instant now) {
    return read(tx, null, states, after, limit, now);
  }

  Optional<SilenceView> find(Tx tx, UUID id, Instant now) {
    return read(tx, id, null, null, 1, now).stream().findFirst();
  }

  private static List<SilenceView> read(
      Tx tx,
      @Nullable UUID id,
      String @Nullable [] states,
      @Nullable TimeKey after,
      int limit,
      Instant now) {
    List<SilenceView> silences = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                id,
                states,
                time(now),
                timeOrNull(after == null ? null : after.at()),
                after == null ? null : after.id(),
                limit,
                MOST_COUNTED))
        .await()
        .forEach(row -> silences.add(view(row, now)));
    return silences;
  }

  private static SilenceView view(Row row, Instant now) {
    Instant starts = instant(row, "starts_at");
    Instant ends = instant(row, "ends_at");
    return new SilenceView(
        row.getUUID("id"),
        Json.read(row.getString("matchers"), TEXTS),
        starts,
        ends,
        row.getBoolean("ends_with_alerts"),
        row.getString("comment"),
        row.getString("created_by"),
        row.getString("author"),
        Silence.State.at(now, starts, ends).name().toLowerCase(Locale.ROOT),
        row.getLong("hides"),
        row.getLong("hid"),
        row.getLong("hides") > 0 && ends.isAfter(now) && !ends.isAfter(now.plus(SOON)),
        row.getUUID("window_id"),
        row.getUUID("deployment_window_id"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static final String LOCK = "SELECT next_hiding_epoch(current_tenant())";

  /** No other silence of the tenant changes until the transaction ends. */
  void lock(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
  }

  /** What is stored of a silence. */
  record Writing(
      List<Matcher> matchers,
      Instant startsAt,
      Instant endsAt,
      boolean endsWithAlerts,
      String createdBy,
      String author,
      String comment) {

    Writing {
      matchers = List.copyOf(matchers);
    }
  }

  private static final String PUT =
      """
      SELECT outcome, id
        FROM put_silence(current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)\
      """;

  /**
   * @param id of the silence to change, which must exist; null for a new one
   * @return the id of the silence that is in force or to come; empty if the tenant has as many as
   *     it may have
   */
  Optional<UUID> put(Tx tx, @Nullable UUID id, Writing silence, Instant now) {
    Row row =
        tx.connection()
            .preparedQuery(PUT)
            .execute(
                tuple(
                    id,
                    UuidV7.at(now.toEpochMilli()),
                    Json.write(SilenceText.canonical(silence.matchers)),
                    time(silence.startsAt),
                    time(silence.endsAt),
                    silence.endsWithAlerts,
                    silence.createdBy,
                    silence.author,
                    silence.comment,
                    time(now),
                    SilenceText.MOST_SILENCES))
            .await()
            .iterator()
            .next();
    return switch (row.getString("outcome")) {
      case "stored" -> Optional.of(row.getUUID("id"));
      case "full" -> Optional.empty();
      default -> throw new IllegalStateException("put_silence said " + row.getString("outcome"));
    };
  }

  private static final String EXPIRE = "SELECT expire_silence(current_tenant(), $1, $2)";

  /** Ends it now. One that has ended stays as it is. */
  void expire(Tx tx, UUID id, Instant now) {
    tx.connection().preparedQuery(EXPIRE).execute(tuple(id, time(now))).await();
  }
}
