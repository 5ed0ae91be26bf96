package dev.imas.core.audit;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.imas.core.http.Audit;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Adds entries to the audit, and reads them. Nothing changes or removes one, but for the erasure of
 * a person, which leaves what it was committed to. Each waits for its seal from the transaction
 * that adds it.
 */
public final class AuditRepository implements Audit {

  /** An entry as it is shown. People and tokens are named as they are called now. */
  record EntryView(
      UUID id,
      Instant at,
      ActorView actor,
      String via,
      @Nullable String address,
      @Nullable String requestId,
      String action,
      SubjectView subject,
      @JsonRawValue @Nullable String before,
      @JsonRawValue @Nullable String after,
      @Nullable SealView seal) {}

  /**
   * @param isLate whether the entry was older than the chain
   */
  record SealView(long number, Instant sealedAt, boolean isLate) {}

  record ActorView(String kind, @Nullable UUID id, @Nullable String name) {}

  /**
   * @param name what it is or was called; null for what has no name
   */
  record SubjectView(String kind, @Nullable UUID id, @Nullable String name) {}

  /**
   * @param action all of it, or its beginning with a dot at the end; null for any
   */
  record Filter(
      @Nullable UUID subject,
      @Nullable String subjectKind,
      @Nullable UUID actor,
      @Nullable String action,
      @Nullable Instant from,
      @Nullable Instant to) {}

  private final InstantSource clock;

  public AuditRepository(InstantSource clock) {
    this.clock = clock;
  }

  private static final String INSERT =
      """
      WITH entry AS (
        INSERT INTO audit_entry (tenant_id, id, at, actor_kind, actor_id, via, address, request_id, action,
                                 subject_kind, subject_id, before, after, salt, commitment)
        SELECT current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, n.before, n.after, n.salt,
               audit_commitment(n.salt, $6, n.before, n.after)
          FROM (SELECT ($11::text)::jsonb AS before, ($12::text)::jsonb AS after, gen_random_uuid() AS salt OFFSET 0) AS n
        RETURNING tenant_id, id)
      INSERT INTO audit_unsealed (tenant_id, id) SELECT e.tenant_id, e.id FROM entry e\
      """;

  @Override
  public Future<Void> record(Tx tx, Origin origin, Change change) {
    Instant now = clock.instant();
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                UuidV7.at(now.toEpochMilli()),
                time(now),
                origin.actor().kind().wireName(),
                origin.actor().id(),
                origin.via(),
                origin.address(),
                origin.requestId(),
                change.action(),
                change.subject().kind(),
                change.subject().id(),
                Recorded.of(change.before()),
                Recorded.of(change.after())))
        .mapEmpty();
  }

  private static final String LIST =
      """
      SELECT e.id, e.at, e.actor_kind, e.actor_id, coalesce(u.username, t.name) AS actor_name, e.via, e.address,
             e.request_id, e.action, e.subject_kind, e.subject_id, e.before::text AS before, e.after::text AS after,
             coalesce(e.after ->> 'name', e.before ->> 'name', e.after ->> 'username', e.before ->> 'username',
                      e.after ->> 'title', e.before ->> 'title') AS subject_name,
             s.number AS seal_number, s.sealed_at, s.is_late
        FROM audit_entry e
        LEFT JOIN audit_seal s ON s.tenant_id = e.tenant_id AND s.entry_id = e.id
        LEFT JOIN user_account u ON u.tenant_id = e.tenant_id AND u.id = e.actor_id AND e.actor_kind = 'user'
        LEFT JOIN api_token t ON t.tenant_id = e.tenant_id AND t.id = e.actor_id AND e.actor_kind = 'token'
       WHERE ($1::uuid IS NULL OR e.subject_id = $1)
         AND ($2::text IS NULL OR e.subject_kind = $2)
         AND ($3::uuid IS NULL OR e.actor_id = $3)
         AND ($4::text IS NULL OR e.action = $4 OR (right($4, 1) = '.' AND starts_with(e.action, $4)))
         AND ($5::timestamptz IS NULL OR e.at >= $5)
         AND ($6::timestamptz IS NULL OR e.at < $6)
         AND ($7::timestamptz IS NULL OR (e.at, e.id) < ($7, $8::uuid))
       ORDER BY e.at DESC, e.id DESC
       LIMIT $9\
      """;

  Future<List<EntryView>> list(Tx tx, Filter filter, ListRange paging) {
    TimeKey after = paging.afterTime();
    return tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                filter.subject,
                filter.subjectKind,
                filter.actor,
                filter.action,
                timeOrNull(filter.from),
                timeOrNull(filter.to),
                timeOrNull(after == null ? null : after.at()),
                after == null ? null : after.id(),
                paging.fetch()))
        .map(
            rows -> {
              List<EntryView> entries = new ArrayList<>();
              rows.forEach(row -> entries.add(entry(row)));
              return entries;
            });
  }

  private static EntryView entry(Row row) {
    return new EntryView(
        row.getUUID("id"),
        instant(row, "at"),
        new ActorView(
            row.getString("actor_kind"), row.getUUID("actor_id"), row.getString("actor_name")),
        row.getString("via"),
        row.getString("address"),
        row.getString("request_id"),
        row.getString("action"),
        new SubjectView(
            row.getString("subject_kind"),
            row.getUUID("subject_id"),
            row.getString("subject_name")),
        row.getString("before"),
        row.getString("after"),
        seal(row));
  }

  private static @Nullable SealView seal(Row row) {
    Long number = row.getLong("seal_number");
    return number == null
        ? null
        : new SealView(number, instant(row, "sealed_at"), row.getBoolean("is_late"));
  }
}
