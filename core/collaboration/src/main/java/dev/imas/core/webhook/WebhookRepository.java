package dev.imas.core.webhook;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes subscriptions. */
final class WebhookRepository {

  /**
   * @param secretEnc sealed; null: as it was
   */
  record Writing(
      String name,
      String url,
      byte @Nullable [] secretEnc,
      @Nullable String secretHint,
      List<String> events,
      List<Severity> severities,
      List<UUID> teams,
      List<UUID> services,
      boolean isActive) {}

  private static final String LIST =
      """
      SELECT w.*, (SELECT count(*)::int FROM (SELECT FROM event_delivery d
                                           WHERE d.tenant_id = w.tenant_id AND d.webhook_id = w.id
                                             AND d.status IN ('pending', 'sending') LIMIT 1000) AS x) AS waiting
        FROM event_webhook w
       WHERE ($1::uuid IS NULL OR w.id = $1) AND ($2::text IS NULL OR lower(w.name) > lower($2))
       ORDER BY lower(w.name)
       LIMIT $3\
      """;

  Future<List<WebhookView>> list(Tx tx, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(null, paging.after(), paging.fetch()))
        .map(WebhookRepository::views);
  }

  Future<Optional<WebhookView>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(id, null, 1))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static List<WebhookView> views(RowSet<Row> rows) {
    List<WebhookView> views = new ArrayList<>();
    for (Row row : rows) {
      Instant switchedOff = instantOrNull(row, "switched_off_at");
      views.add(
          new WebhookView(
              row.getUUID("id"),
              row.getString("name"),
              row.getString("url"),
              null,
              row.getString("secret_hint"),
              Arrays.asList(row.getArrayOfStrings("events")),
              Arrays.stream(row.getArrayOfShorts("severities")).map(n -> Severity.of(n)).toList(),
              Arrays.asList(row.getArrayOfUUIDs("teams")),
              Arrays.asList(row.getArrayOfUUIDs("services")),
              row.getBoolean("is_active"),
              switchedOff == null
                  ? null
                  : new WebhookView.SwitchedOff(switchedOff, row.getString("switched_off_why")),
              new WebhookView.Health(
                  row.getInteger("failures"),
                  instantOrNull(row, "failing_since"),
                  instantOrNull(row, "rests_until"),
                  instantOrNull(row, "last_success_at"),
                  instantOrNull(row, "last_error_at"),
                  row.getString("last_error"),
                  row.getInteger("last_status")),
              row.getInteger("waiting"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at"),
              List.of()));
    }
    return views;
  }

  private static final String FIND_ID =
      """
      SELECT id FROM event_webhook WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds a subscription by id or name; a fault if there is none. */
  Future<UUID> existingId(Tx tx, Reference webhook) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(webhook.id(), webhook.text()))
        .map(Rows::firstId)
        .map(id -> id.orElseThrow(() -> Fault.notFound("there is no event webhook " + webhook)));
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.event_webhook.' || current_tenant(),"
          + " 0))";

  private static final String COUNT = "SELECT count(*) FROM event_webhook";

  /**
   * Keeps others from adding one until the transaction ends.
   *
   * @return how many there are
   */
  Future<Integer> lockAndCount(Tx tx) {
    return tx.connection()
        .preparedQuery(LOCK)
        .execute()
        .compose(locked -> tx.connection().preparedQuery(COUNT).execute())
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static final String INSERT =
      """
      INSERT INTO event_webhook (tenant_id, id, name, url, secret_enc, secret_hint, events, severities, teams, services, is_active)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6::text[], $7::smallint[], $8::uuid[], $9::uuid[], $10)\
      """;

  Future<Void> insert(Tx tx, UUID id, Writing w) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                w.name,
                w.url,
                w.secretEnc == null ? null : Buffer.buffer(w.secretEnc),
                w.secretHint,
                w.events.toArray(String[]::new),
                numbers(w.severities),
                w.teams.toArray(UUID[]::new),
                w.services.toArray(UUID[]::new),
                w.isActive))
        .mapEmpty();
  }

  // Whoever changes it has looked at it: it begins anew.
  private static final String UPDATE =
      """
      UPDATE event_webhook
         SET name = $2, url = $3, secret_enc = coalesce($4, secret_enc), secret_hint = coalesce($5, secret_hint),
             events = $6::text[], severities = $7::smallint[], teams = $8::uuid[], services = $9::uuid[], is_active = $10,
             switched_off_at = CASE WHEN NOT $10 THEN switched_off_at END,
             switched_off_why = CASE WHEN NOT $10 THEN switched_off_why END,
             failures = 0, failing_since = NULL, rests_until = NULL, is_gone = false,
             version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $11\
      """;

  Future<Boolean> update(Tx tx, UUID id, Writing w, int version) {
    return tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                id,
                w.name,
                w.url,
                w.secretEnc == null ? null : Buffer.buffer(w.secretEnc),
                w.secretHint,
                w.events.toArray(String[]::new),
                numbers(w.severities),
                w.teams.toArray(UUID[]::new),
                w.services.toArray(UUID[]::new),
                w.isActive,
                version))
        .map(r -> r.rowCount() > 0);
  }

  private static Short[] numbers(List<Severity> severities) {
    return severities.stream().map(s -> (short) s.number()).toArray(Short[]::new);
  }

  private static final String SWITCH_OFF =
      """
      UPDATE event_webhook
         SET is_active = false, switched_off_at = now(), switched_off_why = $2, version = version + 1, updated_at = now()
       WHERE id = $1 AND is_active\
      """;

  /**
   * @return whether it was on
   */
  Future<Boolean> switchOff(Tx tx, UUID id, String why) {
    return tx.connection()
        .preparedQuery(SWITCH_OFF)
        .execute(tuple(id, why))
        .map(r -> r.rowCount() > 0);
  }

  private static final String CANCEL =
      """
      UPDATE event_delivery
         SET status = 'cancelled', finished_at = now(), last_error = $2
       WHERE webhook_id = $1 AND status IN ('pending', 'sending')\
      """;

  /** Cancels what waits for it. */
  Future<Integer> cancel(Tx tx, UUID id, String why) {
    return tx.connection().preparedQuery(CANCEL).execute(tuple(id, why)).map(r -> r.rowCount());
  }

  private static final String DELETE = "DELETE FROM event_webhook WHERE id = $1";

  /** With the log of what was posted to it. */
  Future<Void> delete(Tx tx, UUID id) {
    return tx.connection().preparedQuery(DELETE).execute(tuple(id)).mapEmpty();
  }

  /** A subscription that is to be switched off, and why. */
  record Failed(UUID tenant, UUID id, String why) {}

  private static final String FAILED =
      "SELECT tenant_id, id, why FROM failed_event_webhooks($1::interval, $2)";

  /**
   * Of all tenants.
   *
   * @param after without any success
   * @param most events may wait
   */
  Future<List<Failed>> failed(Tx tx, Duration after, int most) {
    return tx.connection()
        .preparedQuery(FAILED)
        .execute(tuple(Rows.interval(after), most))
        .map(
            rows -> {
              List<Failed> failed = new ArrayList<>();
              for (Row row : rows) {
                failed.add(
                    new Failed(row.getUUID("tenant_id"), row.getUUID("id"), row.getString("why")));
              }
              return failed;
            });
  }

  private static final String FORGET = "SELECT forget_events($1, $2)";

  /** Deletes events that ended before that time, of all tenants. */
  Future<Integer> forget(Tx tx, Instant before, int limit) {
    return tx.connection()
        .preparedQuery(FORGET)
        .execute(tuple(Rows.time(before), limit))
        .map(rows -> rows.iterator().next().getInteger(0));
  }
}
