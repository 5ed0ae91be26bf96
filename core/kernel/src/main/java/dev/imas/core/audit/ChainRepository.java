package dev.imas.core.audit;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.chain.AuditedEntry;
import dev.imas.core.chain.ChainHash;
import dev.imas.core.chain.ChainSeal;
import dev.imas.core.chain.SignedNote;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The seals of the audit, what waits for one, and the checkpoints. */
final class ChainRepository {

  /**
   * Where a tenant's chain ends.
   *
   * @param number of the last seal; 0 if there is none
   * @param checkpoint the number of the last checkpoint; 0 if there is none
   * @param isRefused whether a refusal is stored
   */
  record Head(long number, ChainHash link, long checkpoint, boolean isRefused) {}

  /**
   * @param entry as it is stored
   */
  record Waiting(AuditedEntry entry, boolean isLate) {}

  /** Why a chain is not sealed further. */
  enum Refusal {
    SHORTER,
    OTHER;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Backlog(long waiting, Duration oldest) {}

  private static final String TENANTS_WAITING =
      "SELECT tenant FROM audit_tenants_waiting($1, $2) AS t(tenant)";

  /** In a transaction of no tenant: those whose entries wait, by id. */
  Future<List<TenantId>> waiting(Tx tx, @Nullable TenantId after, int limit) {
    return tx.connection()
        .preparedQuery(TENANTS_WAITING)
        .execute(tuple(after == null ? null : after.value(), limit))
        .map(ChainRepository::tenants);
  }

  private static final String TENANTS_WITHOUT_CHECKPOINT =
      "SELECT tenant FROM audit_tenants_without_checkpoint() AS t(tenant)";

  /** In a transaction of no tenant: those that have seals after their last checkpoint. */
  Future<List<TenantId>> withoutCheckpoint(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANTS_WITHOUT_CHECKPOINT)
        .execute()
        .map(ChainRepository::tenants);
  }

  private static List<TenantId> tenants(RowSet<Row> rows) {
    List<TenantId> tenants = new ArrayList<>();
    rows.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant"))));
    return tenants;
  }

  private static final String BACKLOG = "SELECT waiting, oldest FROM audit_backlog()";

  /** In a transaction of no tenant: what waits of all tenants. */
  Future<Backlog> backlog(Tx tx) {
    return tx.connection()
        .preparedQuery(BACKLOG)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Backlog(
                  row.getLong("waiting"), row.get(Interval.class, "oldest").toDuration());
            });
  }

  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('imas.audit.' || current_tenant(), 0))";

  /** Whether this transaction is the only one that seals for the tenant, until its end. */
  Future<Boolean> lock(Tx tx) {
    return tx.connection()
        .preparedQuery(LOCK)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static final String HEAD =
      """
      SELECT s.number, s.link,
             (SELECT max(c.number) FROM audit_checkpoint c WHERE c.tenant_id = current_tenant()) AS checkpoint,
             EXISTS (SELECT FROM audit_refusal r WHERE r.tenant_id = current_tenant()) AS is_refused
        FROM (SELECT) AS one
        LEFT JOIN LATERAL (SELECT s.number, s.link FROM audit_seal s WHERE s.tenant_id = current_tenant()
                            ORDER BY s.number DESC LIMIT 1) AS s ON true\
      """;

  /** Read it after {@link #lock}: then nobody else moves it. */
  Future<Head> head(Tx tx) {
    return tx.connection()
        .preparedQuery(HEAD)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              Long number = row.getLong("number");
              Long checkpoint = row.getLong("checkpoint");
              return new Head(
                  number == null ? 0 : number,
                  number == null ? ChainHash.NONE : hash(row, "link"),
                  checkpoint == null ? 0 : checkpoint,
                  row.getBoolean("is_refused"));
            });
  }

  private static ChainHash hash(Row row, String column) {
    return ChainHash.of(row.getBuffer(column).getBytes());
  }

  private static final String LINK =
      "SELECT link FROM audit_seal WHERE tenant_id = current_tenant() AND number = $1";

  /** The link of that seal; empty if there is none. */
  Future<Optional<ChainHash>> link(Tx tx, long number) {
    return tx.connection()
        .preparedQuery(LINK)
        .execute(tuple(number))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(hash(rows.iterator().next(), "link")));
  }

  // An entry that has a seal already, or is gone, is left waiting: somebody has put it there by
  // hand, and it is reported by its age. The subqueries are read row by row in the order of the
  // index, until there are enough, whatever the statistics say of tables that grow and shrink.
  private static final String ENTRIES =
      """
      SELECT e.tenant_id, e.id, (extract(epoch FROM e.at) * 1000000)::bigint AS at_micros, e.actor_kind, e.actor_id,
             e.via, e.address, e.request_id, e.action, e.subject_kind, e.subject_id,
             e.before::text AS before, e.after::text AS after, e.commitment, e.salt, u.is_late
        FROM (SELECT u.id, u.is_late FROM audit_unsealed u
               WHERE u.tenant_id = (SELECT current_tenant())
                 AND (SELECT true FROM audit_entry e WHERE e.tenant_id = u.tenant_id AND e.id = u.id)
                 AND (SELECT true FROM audit_seal s WHERE s.tenant_id = u.tenant_id AND s.entry_id = u.id) IS NULL
               ORDER BY u.tenant_id, u.id LIMIT $1) AS u
       CROSS JOIN LATERAL (SELECT e.* FROM audit_entry e
                            WHERE e.tenant_id = (SELECT current_tenant()) AND e.id = u.id OFFSET 0) AS e
       ORDER BY u.id\
      """;

  /** What waits for its seal, as the database returns it: the hash is made of nothing else. */
  Future<List<Waiting>> entries(Tx tx, int limit) {
    return tx.connection()
        .preparedQuery(ENTRIES)
        .execute(tuple(limit))
        .map(
            rows -> {
              List<Waiting> waiting = new ArrayList<>();
              rows.forEach(row -> waiting.add(new Waiting(entry(row), row.getBoolean("is_late"))));
              return waiting;
            });
  }

  private static AuditedEntry entry(Row row) {
    return new AuditedEntry(
        row.getUUID("tenant_id"),
        row.getUUID("id"),
        row.getLong("at_micros"),
        row.getString("actor_kind"),
        row.getUUID("actor_id"),
        row.getString("via"),
        row.getString("address"),
        row.getString("request_id"),
        row.getString("action"),
        row.getString("subject_kind"),
        row.getUUID("subject_id"),
        row.getString("before"),
        row.getString("after"),
        row.getBuffer("commitment") == null
            ? null
            : new AuditedEntry.Commitment(hash(row, "commitment"), row.getUUID("salt")));
  }

  private static final String SEAL = "SELECT seal_audit($1, $2, $3, $4, $5, $6)";

  /**
   * @param seals numbered one after the other, from the one after the head
   */
  Future<Void> seal(Tx tx, List<ChainSeal> seals, Instant at) {
    return tx.connection()
        .preparedQuery(SEAL)
        .execute(
            tuple(
                seals.getFirst().number(),
                column(seals, ChainSeal::entry, UUID[]::new),
                column(seals, seal -> Buffer.buffer(seal.leaf().bytes()), Buffer[]::new),
                column(seals, seal -> Buffer.buffer(seal.link().bytes()), Buffer[]::new),
                column(seals, ChainSeal::isLate, Boolean[]::new),
                time(at)))
        .mapEmpty();
  }

  private static final String REFUSE =
      """
      INSERT INTO audit_refusal (tenant_id, number, reason, since) VALUES (current_tenant(), $1, $2, $3)
      ON CONFLICT DO NOTHING\
      """;

  Future<Void> refuse(Tx tx, long number, Refusal reason, Instant at) {
    return tx.connection()
        .preparedQuery(REFUSE)
        .execute(tuple(number, reason.wireName(), time(at)))
        .mapEmpty();
  }

  private static final String ACCEPT =
      "DELETE FROM audit_refusal WHERE tenant_id = current_tenant()";

  Future<Void> accept(Tx tx) {
    return tx.connection().preparedQuery(ACCEPT).execute().mapEmpty();
  }

  private static final String ADD_CHECKPOINT =
      """
      INSERT INTO audit_checkpoint (tenant_id, number, at, note, sent_to) VALUES (current_tenant(), $1, $2, $3, $4)\
      """;

  Future<Void> add(Tx tx, SignedNote note, List<String> sentTo) {
    return tx.connection()
        .preparedQuery(ADD_CHECKPOINT)
        .execute(
            tuple(
                note.checkpoint().number(),
                time(note.checkpoint().at()),
                note.text(),
                sentTo.toArray(String[]::new)))
        .mapEmpty();
  }

  private static final String STATE =
      """
      SELECT s.number, s.sealed_at,
             (SELECT count(*) FROM (SELECT FROM audit_unsealed u WHERE u.tenant_id = current_tenant() LIMIT 10000) AS counted)
               AS waiting,
             c.number AS checkpoint_number, c.at AS checkpoint_at, c.note, c.sent_to,
             r.number AS refused_number, r.reason, r.since
        FROM (SELECT) AS one
        LEFT JOIN LATERAL (SELECT s.number, s.sealed_at FROM audit_seal s WHERE s.tenant_id = current_tenant()
                            ORDER BY s.number DESC LIMIT 1) AS s ON true
        LEFT JOIN LATERAL (SELECT c.number, c.at, c.note, c.sent_to FROM audit_checkpoint c
                            WHERE c.tenant_id = current_tenant() ORDER BY c.number DESC LIMIT 1) AS c ON true
        LEFT JOIN audit_refusal r ON r.tenant_id = current_tenant()\
      """;

  /** What people are shown of a chain. */
  Future<ChainView> state(Tx tx) {
    return tx.connection()
        .preparedQuery(STATE)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              Long number = row.getLong("number");
              return new ChainView(
                  number == null ? 0 : number,
                  number == null ? null : instant(row, "sealed_at"),
                  row.getLong("waiting"),
                  checkpoint(row),
                  refusal(row));
            });
  }

  private static ChainView.@Nullable CheckpointView checkpoint(Row row) {
    Long number = row.getLong("checkpoint_number");
    return number == null
        ? null
        : new ChainView.CheckpointView(
            number,
            instant(row, "checkpoint_at"),
            List.of(row.getArrayOfStrings("sent_to")),
            row.getString("note"));
  }

  private static ChainView.@Nullable RefusalView refusal(Row row) {
    Long number = row.getLong("refused_number");
    return number == null
        ? null
        : new ChainView.RefusalView(number, row.getString("reason"), instant(row, "since"));
  }
}
