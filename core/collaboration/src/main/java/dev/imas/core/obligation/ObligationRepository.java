package dev.imas.core.obligation;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.obligation.ObligationEvent.Kind;
import dev.imas.core.obligation.ObligationEvent.Proof;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores legal duties. Whoever writes one has locked its incident. Only on a virtual thread. */
final class ObligationRepository {

  /** The law or the hours that a scope brings. */
  record ScopeDuty(UUID scope, @Nullable String regime, @Nullable Integer hours) {}

  private static final String OF_SCOPES =
      """
      SELECT id, regime, legal_clock_hours FROM impact_scope
       WHERE id = ANY ($1) AND (regime IS NOT NULL OR legal_clock_hours IS NOT NULL)\
      """;

  List<ScopeDuty> ofScopes(Tx tx, Collection<UUID> scopes) {
    return tx
        .connection()
        .preparedQuery(OF_SCOPES)
        .execute(tuple((Object) scopes.toArray(UUID[]::new)))
        .await()
        .stream()
        .map(
            row ->
                new ScopeDuty(
                    row.getUUID("id"),
                    row.getString("regime"),
                    row.getInteger("legal_clock_hours")))
        .toList();
  }

  private static final String SCOPES_OF =
      """
      SELECT s.id, x.incident_id IS NOT NULL AS has
        FROM impact_scope s
        LEFT JOIN incident_scope x ON x.tenant_id = s.tenant_id AND x.scope_id = s.id AND x.incident_id = $2
       WHERE s.regime = $1 AND s.is_active
       ORDER BY s.id\
      """;

  /**
   * Whose recipients are told of a duty: the scope that brought it, and the incident's other scopes
   * with that law. Of a duty that was opened by hand, where the incident has none: all scopes with
   * that law.
   */
  Set<UUID> toldScopes(Tx tx, Obligation duty) {
    Set<UUID> own = new LinkedHashSet<>();
    Set<UUID> all = new LinkedHashSet<>();
    UUID scope = duty.scope();
    if (scope != null) {
      own.add(scope);
    }
    for (Row row :
        tx.connection()
            .preparedQuery(SCOPES_OF)
            .execute(tuple(duty.regime(), duty.incident()))
            .await()) {
      all.add(row.getUUID("id"));
      if (row.getBoolean("has")) {
        own.add(row.getUUID("id"));
      }
    }
    return own.isEmpty() ? all : own;
  }

  private static final String INSERT =
      """
      INSERT INTO obligation (tenant_id, id, incident_id, scope_id, regime, regime_version, zone, owner_id, opened_at, opened_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (tenant_id, scope_id, incident_id, regime) WHERE scope_id IS NOT NULL DO NOTHING\
      """;

  /**
   * @return whether the incident had no such duty of that scope
   */
  boolean insert(Tx tx, Obligation o) {
    boolean isNew =
        tx.connection()
                .preparedQuery(INSERT)
                .execute(
                    tuple(
                        o.id(),
                        o.incident(),
                        o.scope(),
                        o.regime(),
                        o.regimeVersion(),
                        o.zone().getId(),
                        o.owner(),
                        time(o.openedAt()),
                        o.openedBy()))
                .await()
                .rowCount()
            > 0;
    if (isNew) {
      o.events().forEach(event -> append(tx, o.id(), event));
    }
    return isNew;
  }

  private static final String APPEND =
      """
      INSERT INTO obligation_event (tenant_id, obligation_id, seq, kind, name, at, reason, authority, reference, submitted_by,
                                    document, document_sha256, author, recorded_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)\
      """;

  void append(Tx tx, UUID obligation, ObligationEvent e) {
    Proof proof = e.proof();
    tx.connection()
        .preparedQuery(APPEND)
        .execute(
            tuple(
                obligation,
                e.seq(),
                e.kind().wireName(),
                e.name(),
                timeOrNull(e.at()),
                e.reason(),
                proof == null ? null : proof.authority(),
                proof == null ? null : proof.reference(),
                proof == null ? null : proof.submittedBy(),
                proof == null ? null : proof.document(),
                proof == null ? null : proof.sha256(),
                e.author(),
                time(e.recordedAt())))
        .await();
  }

  private static final String SET_OWNER = "UPDATE obligation SET owner_id = $2 WHERE id = $1";

  void setOwner(Tx tx, UUID id, @Nullable UUID owner) {
    tx.connection().preparedQuery(SET_OWNER).execute(tuple(id, owner)).await();
  }

  private static final String LOCK =
      """
      SELECT id, incident_id, scope_id, regime, regime_version, zone, owner_id, opened_at, opened_by, closed_at
        FROM obligation
       WHERE id = ANY ($1)
       ORDER BY id
         FOR UPDATE\
      """;

  /**
   * Those that there are, in the order of their ids, kept from others until the transaction ends.
   */
  List<Obligation> lock(Tx tx, Collection<UUID> ids) {
    return read(
        tx,
        tx.connection()
            .preparedQuery(LOCK)
            .execute(tuple((Object) ids.toArray(UUID[]::new)))
            .await());
  }

  private static final String OPEN_BY_HAND =
      """
      SELECT EXISTS (SELECT FROM obligation WHERE incident_id = $1 AND regime = $2 AND closed_at IS NULL)\
      """;

  /** Whether an incident has an open duty by that law. */
  boolean hasOpen(Tx tx, UUID incident, String regime) {
    return tx.connection()
        .preparedQuery(OPEN_BY_HAND)
        .execute(tuple(incident, regime))
        .await()
        .iterator()
        .next()
        .getBoolean(0);
  }

  private List<Obligation> read(Tx tx, RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("id")));
    Map<UUID, List<ObligationEvent>> events = events(tx, ids);
    List<Obligation> found = new ArrayList<>();
    rows.forEach(row -> found.add(obligation(row, events)));
    return found;
  }

  static Obligation obligation(Row row, Map<UUID, List<ObligationEvent>> events) {
    UUID id = row.getUUID("id");
    return new Obligation(
        id,
        row.getUUID("incident_id"),
        row.getUUID("scope_id"),
        row.getString("regime"),
        row.getInteger("regime_version"),
        ZoneId.of(row.getString("zone")),
        row.getUUID("owner_id"),
        instant(row, "opened_at"),
        row.getString("opened_by"),
        instantOrNull(row, "closed_at"),
        events.getOrDefault(id, List.of()));
  }

  private static final String EVENTS =
      """
      SELECT obligation_id, seq, kind, name, at, reason, authority, reference, submitted_by, document, document_sha256, author,
             recorded_at
        FROM obligation_event
       WHERE obligation_id = ANY ($1)
       ORDER BY obligation_id, seq\
      """;

  /** What was written down about duties, in order. */
  Map<UUID, List<ObligationEvent>> events(Tx tx, Collection<UUID> obligations) {
    Map<UUID, List<ObligationEvent>> events = new HashMap<>();
    if (obligations.isEmpty()) {
      return events;
    }
    for (Row row :
        tx.connection()
            .preparedQuery(EVENTS)
            .execute(tuple((Object) obligations.toArray(UUID[]::new)))
            .await()) {
      events.computeIfAbsent(row.getUUID("obligation_id"), id -> new ArrayList<>()).add(event(row));
    }
    return events;
  }

  private static ObligationEvent event(Row row) {
    String document = row.getString("document");
    return new ObligationEvent(
        row.getInteger("seq"),
        Kind.named(row.getString("kind")),
        row.getString("name"),
        instantOrNull(row, "at"),
        row.getString("reason"),
        document == null
            ? null
            : new Proof(
                row.getString("authority"),
                row.getString("reference"),
                row.getString("submitted_by"),
                document,
                row.getString("document_sha256")),
        row.getString("author"),
        instant(row, "recorded_at"));
  }

  /**
   * A stage as it is stored.
   *
   * @param closedAs how it ended; null: it is open
   */
  record KeptStage(
      String stage,
      @Nullable Instant dueAt,
      @Nullable Instant remindAt,
      @Nullable String closedAs) {}

  private static final String STAGES =
      "SELECT stage, due_at, remind_at, closed_as FROM obligation_stage WHERE obligation_id = $1";

  /** By their ids. */
  Map<String, KeptStage> stages(Tx tx, UUID obligation) {
    Map<String, KeptStage> stages = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(STAGES).execute(tuple(obligation)).await()) {
      stages.put(
          row.getString("stage"),
          new KeptStage(
              row.getString("stage"),
              instantOrNull(row, "due_at"),
              instantOrNull(row, "remind_at"),
              row.getString("closed_as")));
    }
    return stages;
  }

  private static final String WRITE_STAGES =
      """
      INSERT INTO obligation_stage (tenant_id, obligation_id, stage, due_at, remind_at, closed_as)
      SELECT current_tenant(), $1, n.*
        FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[]) AS n
      ON CONFLICT (tenant_id, obligation_id, stage) DO UPDATE
         SET due_at = excluded.due_at, remind_at = excluded.remind_at, closed_as = excluded.closed_as\
      """;

  private static final String WRITE_STATE =
      "UPDATE obligation SET next_due_at = $2, closed_at = $3 WHERE id = $1";

  /**
   * @param nextDueAt of the open stage that is due first
   */
  void write(
      Tx tx,
      UUID obligation,
      List<KeptStage> stages,
      @Nullable Instant nextDueAt,
      @Nullable Instant closedAt) {
    tx.connection()
        .preparedQuery(WRITE_STAGES)
        .execute(
            tuple(
                obligation,
                column(stages, KeptStage::stage, String[]::new),
                times(stages, KeptStage::dueAt),
                times(stages, KeptStage::remindAt),
                column(stages, KeptStage::closedAs, String[]::new)))
        .await();
    tx.connection()
        .preparedQuery(WRITE_STATE)
        .execute(tuple(obligation, timeOrNull(nextDueAt), timeOrNull(closedAt)))
        .await();
  }
}
