package dev.imas.core.obligation;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.obligation.ObligationView.Beside;
import dev.imas.core.obligation.ObligationView.Named;
import dev.imas.core.obligation.ObligationView.Of;
import dev.imas.core.obligation.ObligationView.Owner;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads legal duties as they are shown, each with its incident. Only on a virtual thread. */
final class ObligationViewRepository {

  /** Which duties are listed. */
  enum Wanted {
    OPEN,
    OVERDUE,
    CLOSED,
    ALL
  }

  /**
   * Where a page of the list begins.
   *
   * @param due as text, since the limit may be infinity
   */
  record After(String due, UUID id) {

    static After parse(String key) {
      int comma = key.indexOf(',');
      if (comma < 0) {
        throw new IllegalArgumentException("not a cursor of this list");
      }
      String due = key.substring(0, comma);
      return new After(
          due.equals(NEVER) ? due : Instant.parse(due).toString(),
          UUID.fromString(key.substring(comma + 1)));
    }

    static String key(ObligationView view) {
      Instant due = view.nextDueAt();
      return (due == null ? NEVER : due.toString()) + "," + view.id();
    }
  }

  private static final String NEVER = "infinity";

  private static final String COLUMNS =
      """
      SELECT o.id, o.incident_id, o.scope_id, o.regime, o.regime_version, o.zone, o.owner_id, o.opened_at, o.opened_by,
             o.closed_at, i.short_id, i.title, i.status, i.merged_into, i.detected_at, p.name AS scope_name, u.username
        FROM obligation o
        JOIN incident i ON i.tenant_id = o.tenant_id AND i.id = o.incident_id
        LEFT JOIN impact_scope p ON p.tenant_id = o.tenant_id AND p.id = o.scope_id
        LEFT JOIN user_account u ON u.tenant_id = o.tenant_id AND u.id = o.owner_id
      """;

  private static final String LIST =
      COLUMNS
          + """
           WHERE ($1 = 'ALL' OR ($1 = 'CLOSED') = (o.closed_at IS NOT NULL))
             AND ($1 <> 'OVERDUE' OR o.next_due_at < $2)
             AND ($3::text IS NULL OR o.regime = $3)
             AND ($4::text IS NULL OR (coalesce(o.next_due_at, 'infinity'), o.id) > ($4::text::timestamptz, $5::uuid))
           ORDER BY coalesce(o.next_due_at, 'infinity'), o.id
           LIMIT $6\
          """;

  /** Soonest due first. */
  List<ObligationView> list(
      Tx tx,
      Wanted wanted,
      @Nullable String regime,
      @Nullable After after,
      int limit,
      Instant now) {
    return views(
        tx,
        tx.connection()
            .preparedQuery(LIST)
            .execute(
                tuple(
                    wanted.name(),
                    timeOrNull(now),
                    regime,
                    after == null ? null : after.due(),
                    after == null ? null : after.id(),
                    limit))
            .await(),
        now);
  }

  private static final String OF_INCIDENT =
      COLUMNS
          + """
           WHERE o.incident_id = $1
              OR o.incident_id = ANY (ARRAY (SELECT s.id FROM incident s WHERE s.merged_into = $1))
           ORDER BY o.opened_at, o.id
           LIMIT $2\
          """;

  /** Those of an incident and of the incidents that were merged into it, the oldest first. */
  List<ObligationView> of(Tx tx, UUID incident, int limit, Instant now) {
    return views(
        tx,
        tx.connection().preparedQuery(OF_INCIDENT).execute(tuple(incident, limit)).await(),
        now);
  }

  private static final String REGISTER =
      COLUMNS
          + """
           WHERE o.regime = $1
             AND ($2::timestamptz IS NULL OR o.opened_at >= $2)
             AND ($3::timestamptz IS NULL OR o.opened_at < $3)
           ORDER BY o.opened_at, o.id
           LIMIT $4\
          """;

  /** All by a law, notified or not, the oldest first. */
  List<ObligationView> register(
      Tx tx,
      String regime,
      @Nullable Instant from,
      @Nullable Instant until,
      int limit,
      Instant now) {
    return views(
        tx,
        tx.connection()
            .preparedQuery(REGISTER)
            .execute(tuple(regime, timeOrNull(from), timeOrNull(until), limit))
            .await(),
        now);
  }

  private final ObligationRepository repository;

  ObligationViewRepository(ObligationRepository repository) {
    this.repository = repository;
  }

  private List<ObligationView> views(Tx tx, RowSet<Row> rows, Instant now) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    Map<UUID, List<ObligationEvent>> events = repository.events(tx, ids);
    List<ObligationView> views = new ArrayList<>();
    rows.forEach(
        row ->
            views.add(
                ObligationView.of(ObligationRepository.obligation(row, events), beside(row), now)));
    return views;
  }

  private static Beside beside(Row row) {
    UUID scope = row.getUUID("scope_id");
    UUID owner = row.getUUID("owner_id");
    return new Beside(
        new Of(
            row.getUUID("incident_id"),
            row.getString("short_id"),
            row.getString("title"),
            row.getString("status"),
            row.getUUID("merged_into")),
        instant(row, "detected_at"),
        scope == null ? null : new Named(scope, row.getString("scope_name")),
        owner == null ? null : new Owner(owner, row.getString("username")));
  }
}
