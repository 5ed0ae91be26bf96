package dev.imas.core.notice;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.delivery.Hold;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores notices, and reads whom they can go to. */
final class NoticeRepository {

  private static final String INSERT =
      """
      INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                            payload, about_kind, about_id, about_key, held_until, held_for)
      SELECT current_tenant(), n.id, NULL, 0, $5, n.receiver_id, n.channel, n.address, $6,
             CASE WHEN n.held_until IS NULL THEN 'pending' ELSE 'held' END, $7::text::jsonb, $8, $9, $10, n.held_until, n.held_for
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $11::timestamptz[], $12::text[])
          AS n(id, receiver_id, channel, address, held_until, held_for)
      ON CONFLICT (tenant_id, about_kind, about_id, about_key, receiver_id) WHERE about_kind IS NOT NULL DO NOTHING\
      """;

  /**
   * @param held by receiver, until when it waits
   * @return how many did not exist
   */
  int insert(
      Tx tx,
      Notice notice,
      String tenant,
      List<NoticeReceiver> to,
      Map<UUID, Hold> held,
      Instant now) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                column(to, r -> UuidV7.at(now.toEpochMilli()), UUID[]::new),
                column(to, NoticeReceiver::id, UUID[]::new),
                column(to, NoticeReceiver::channel, String[]::new),
                column(to, NoticeReceiver::address, String[]::new),
                notice.event(),
                (short) notice.urgency().number(),
                Json.write(notice.content(tenant, now)),
                notice.kind().wireName(),
                notice.about(),
                notice.key(),
                times(to, r -> until(held.get(r.id()))),
                column(to, r -> reason(held.get(r.id())), String[]::new)))
        .await()
        .rowCount();
  }

  private static @Nullable Instant until(@Nullable Hold hold) {
    return hold == null ? null : hold.until();
  }

  private static @Nullable String reason(@Nullable Hold hold) {
    return hold == null ? null : hold.why();
  }

  /**
   * @param mail the account's address
   * @param contact a verified one; null if the user has none
   */
  record Reachable(UUID user, @Nullable String mail, @Nullable NoticeReceiver contact) {}

  // Mail comes first: it can be read later, and wakes nobody.
  private static final String OF_USERS =
      """
      SELECT u.id AS user_id, u.email, c.id, c.channel, c.address
        FROM user_account u
        LEFT JOIN user_contact c
          ON c.tenant_id = u.tenant_id AND c.user_id = u.id AND c.is_active AND c.verified_at IS NOT NULL
       WHERE u.id = ANY ($1::uuid[]) AND u.is_active AND u.deleted_at IS NULL
       ORDER BY u.id, c.channel = 'email' DESC, c.created_at, c.id\
      """;

  /** A row for each verified contact of the active ones, and one for who has none. */
  List<Reachable> ofUsers(Tx tx, Collection<UUID> users) {
    List<Reachable> found = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(OF_USERS)
            .execute(tuple((Object) users.stream().distinct().toArray(UUID[]::new)))
            .await()) {
      found.add(
          new Reachable(
              row.getUUID("user_id"),
              row.getString("email"),
              row.getUUID("id") == null ? null : receiver(row)));
    }
    return found;
  }

  private static final String OF_TEAM =
      """
      SELECT id, channel, address FROM team_contact WHERE team_id = $1 AND is_active ORDER BY name, id\
      """;

  List<NoticeReceiver> ofTeam(Tx tx, UUID team) {
    return receivers(tx.connection().preparedQuery(OF_TEAM).execute(tuple(team)).await());
  }

  private static final String FALLBACK =
      """
      SELECT c.id, c.channel, c.address
        FROM fallback_contact f
        JOIN team_contact c ON c.tenant_id = f.tenant_id AND c.id = f.contact_id
       WHERE c.is_active
       ORDER BY f.position\
      """;

  List<NoticeReceiver> fallback(Tx tx) {
    return receivers(tx.connection().preparedQuery(FALLBACK).execute().await());
  }

  private static final String ADD_ADDRESS =
      """
      INSERT INTO escalation_address (tenant_id, id, address, created_at)
      VALUES (current_tenant(), $1, $2, $3)
      ON CONFLICT (tenant_id, lower(address)) DO NOTHING\
      """;

  private static final String ADDRESS =
      "SELECT id FROM escalation_address WHERE lower(address) = lower($1)";

  /** A mail address as a receiver, which is made where there is none. */
  NoticeReceiver address(Tx tx, String mail, Instant now) {
    // Two statements, as the second one sees what another transaction has added meanwhile.
    tx.connection()
        .preparedQuery(ADD_ADDRESS)
        .execute(tuple(UuidV7.at(now.toEpochMilli()), mail, time(now)))
        .await();
    Row row = tx.connection().preparedQuery(ADDRESS).execute(tuple(mail)).await().iterator().next();
    return new NoticeReceiver(row.getUUID("id"), "email", mail);
  }

  private static List<NoticeReceiver> receivers(RowSet<Row> rows) {
    List<NoticeReceiver> found = new ArrayList<>();
    rows.forEach(row -> found.add(receiver(row)));
    return found;
  }

  private static NoticeReceiver receiver(Row row) {
    return new NoticeReceiver(
        row.getUUID("id"), row.getString("channel"), row.getString("address"));
  }
}
