package dev.imas.gateway.alertmanager;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.work.Repeat;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tenant's firing alerts page by page, so that a long list neither fills memory nor holds
 * an event loop.
 */
final class FiringAlerts {

  private static final int PAGE = 500;

  /** How many characters a page holds, unless a single alert has more. */
  private static final int PAGE_BYTES = 4 << 20;

  private static final String FIRING =
      """
      SELECT created_at, fingerprint, labels, annotations, details, starts_at, ends_at, last_seen, group_key, receiver,
             hidden, has_next
        FROM ingest_firing_of($1, $2, $3, $4, $5, $6)\
      """;
  private static final String RECEIVERS = "SELECT name FROM ingest_receivers($1)";

  private final Pool pool;
  private final WorkerExecutor workers;

  /**
   * @param workers where pages are read
   */
  FiringAlerts(Pool pool, WorkerExecutor workers) {
    this.pool = pool;
    this.workers = workers;
  }

  /**
   * Passes on what fires at {@code now}, page by page, the oldest alerts first. The next page is
   * read when the future of the one before has completed, so that a slow reader fills no memory.
   *
   * @param read makes a page's text, on a thread that may block
   * @param write takes it, on the caller's event loop; it is not called for an empty text
   */
  Future<Void> forEachPage(
      ReadScope scope,
      Instant now,
      Function<List<FiringAlert>, String> read,
      Function<String, Future<Void>> write) {
    return Repeat.until(
            new Page("", null),
            page -> page.next() == null,
            before -> page(scope, before.next(), now, read, write))
        .mapEmpty();
  }

  Future<List<String>> receivers(TenantId tenant) {
    return pool.preparedQuery(RECEIVERS)
        .execute(Tuple.of(tenant.value()))
        .map(
            rows -> {
              List<String> names = new ArrayList<>();
              rows.forEach(row -> names.add(row.getString("name")));
              return names;
            });
  }

  /** The last alert of a page. */
  private record Mark(OffsetDateTime createdAt, UUID fingerprint) {}

  /**
   * @param next the position after the last row, null after the last page
   */
  private record Page(String text, @Nullable Mark next) {}

  private Future<Page> page(
      ReadScope scope,
      @Nullable Mark after,
      Instant now,
      Function<List<FiringAlert>, String> read,
      Function<String, Future<Void>> write) {
    return pool.preparedQuery(FIRING)
        .execute(
            Tuple.of(
                scope.tenant().value(),
                scope.source(),
                after == null ? null : after.createdAt(),
                after == null ? null : after.fingerprint(),
                PAGE,
                PAGE_BYTES))
        .compose(rows -> workers.executeBlocking(() -> page(rows, now, read), false))
        .map(Objects::requireNonNull) // Vert.x declares the computed value as nullable.
        .compose(
            page ->
                page.text().isEmpty()
                    ? Future.succeededFuture(page)
                    : write.apply(page.text()).map(page));
  }

  private static Page page(
      RowSet<Row> rows, Instant now, Function<List<FiringAlert>, String> read) {
    Mark next = null;
    List<FiringAlert> firing = new ArrayList<>();
    for (Row row : rows) {
      next =
          row.getBoolean("has_next")
              ? new Mark(row.getOffsetDateTime("created_at"), row.getUUID("fingerprint"))
              : null;
      FiringAlert alert = alert(row);
      Instant ends = alert.endsAt();
      if (ends == null || ends.isAfter(now)) {
        firing.add(alert);
      }
    }
    return new Page(read.apply(firing), next);
  }

  private static FiringAlert alert(Row row) {
    OffsetDateTime ends = row.getOffsetDateTime("ends_at");
    String groupKey = row.getString("group_key");
    return new FiringAlert(
        Fingerprint.of(row.getUUID("fingerprint")),
        Labels.of(Json.readTexts(row.getString("labels"))),
        Json.readTexts(row.getString("annotations")),
        row.getOffsetDateTime("starts_at").toInstant(),
        ends == null ? null : ends.toInstant(),
        row.getOffsetDateTime("last_seen").toInstant(),
        Json.readTexts(row.getString("details")).getOrDefault("generator_url", ""),
        groupKey,
        groupLabels(groupKey),
        row.getString("receiver"),
        SuppressionStatus.read(row.getString("hidden")));
  }

  /** Extracts a and b from {@code <service>:{a="x", b="y"}}. */
  private static Map<String, String> groupLabels(String groupKey) {
    int brace = groupKey.indexOf('{');
    Map<String, String> labels = new LinkedHashMap<>();
    if (brace >= 0) {
      try {
        for (Matcher m : Matcher.parseAll(groupKey.substring(brace))) {
          labels.put(m.name(), m.value());
        }
      } catch (InvalidRuleException cut) {
        // A key that was cut to the maximum length does not parse. The group then shows no labels.
      }
    }
    return labels;
  }
}
