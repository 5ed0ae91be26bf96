package dev.imas.core.room;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes rooms and what is to be done for them. */
final class RoomRepository {

  /** Those whose app may make channels. Slack comes first (COL-01). */
  private static final String MAKES_ROOMS =
      "p.is_active AND (p.type = 'discord_bot' OR p.type = 'slack' AND p.config ->> 'rooms' ="
          + " 'on')";

  private static final String WANTED =
      """
      SELECT n.id FROM unnest($1::uuid[], $2::boolean[]) AS n(id, opens)
       WHERE EXISTS (SELECT FROM room r
                      WHERE r.incident_id = n.id
                        AND r.state IN ('opening', 'open', 'archiving', 'archived', 'unarchiving'))
          OR n.opens AND EXISTS (SELECT FROM provider p WHERE %s)\
      """
          .formatted(MAKES_ROOMS);

  /**
   * Those of the incidents that have a room, or may get one.
   *
   * @param opens whether the incident at that place may get one
   */
  Future<List<UUID>> wanted(Tx tx, List<UUID> incidents, List<Boolean> opens) {
    return tx.connection()
        .preparedQuery(WANTED)
        .execute(tuple(incidents.toArray(UUID[]::new), opens.toArray(Boolean[]::new)))
        .map(
            rows -> {
              List<UUID> wanted = new ArrayList<>();
              rows.forEach(row -> wanted.add(row.getUUID("id")));
              return wanted;
            });
  }

  /** An account at a vendor whose app may make channels. */
  record Maker(UUID provider, String vendor) {}

  private static final String MAKER =
      "SELECT p.id, p.type FROM provider p WHERE %s ORDER BY p.type <> 'slack', p.priority, p.id LIMIT 1"
          .formatted(MAKES_ROOMS);

  Optional<Maker> maker(Tx tx) {
    for (Row row : tx.connection().preparedQuery(MAKER).execute().await()) {
      return Optional.of(new Maker(row.getUUID("id"), row.getString("type")));
    }
    return Optional.empty();
  }

  private static final String ALIVE =
      """
      SELECT count(*) FROM (SELECT FROM room r
                             WHERE r.state IN ('opening', 'open', 'archiving', 'unarchiving') LIMIT 1001) AS alive\
      """;

  /** How many are there, up to 1,001. */
  long alive(Tx tx) {
    return tx.connection().preparedQuery(ALIVE).execute().await().iterator().next().getLong(0);
  }

  private static final String COLUMNS =
      """
      r.id, r.incident_id, r.number, r.provider_id, r.vendor, r.state, r.name, r.channel, r.bot_user, r.topic,
      r.told_seq, r.asked_by, r.asked_at, r.opened_at, r.archived_at, r.reason\
      """;

  private static final String OF_INCIDENT =
      "SELECT " + COLUMNS + " FROM room r WHERE r.incident_id = $1 ORDER BY r.number";

  /** All rooms of an incident in order. */
  List<Room> of(Tx tx, UUID incident) {
    return rooms(tx.connection().preparedQuery(OF_INCIDENT).execute(tuple(incident)).await());
  }

  private static final String BY_CHANNEL =
      "SELECT " + COLUMNS + " FROM room r WHERE r.provider_id = $1 AND r.channel = $2";

  Optional<Room> byChannel(Tx tx, UUID provider, String channel) {
    return rooms(
            tx.connection().preparedQuery(BY_CHANNEL).execute(tuple(provider, channel)).await())
        .stream()
        .findFirst();
  }

  private static List<Room> rooms(RowSet<Row> rows) {
    List<Room> rooms = new ArrayList<>();
    for (Row row : rows) {
      rooms.add(
          new Room(
              row.getUUID("id"),
              row.getUUID("incident_id"),
              row.getInteger("number"),
              row.getUUID("provider_id"),
              row.getString("vendor"),
              Room.State.named(row.getString("state")),
              row.getString("name"),
              row.getString("channel"),
              row.getString("bot_user"),
              row.getString("topic"),
              row.getInteger("told_seq"),
              row.getString("asked_by"),
              instant(row, "asked_at"),
              instantOrNull(row, "opened_at"),
              instantOrNull(row, "archived_at"),
              row.getString("reason")));
    }
    return rooms;
  }

  private static final String INSERT =
      """
      INSERT INTO room (tenant_id, id, incident_id, number, provider_id, vendor, state, name, topic, told_seq, asked_by,
                        asked_at, reason)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)\
      """;

  void insert(Tx tx, Room room) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                room.id(),
                room.incident(),
                room.number(),
                room.provider(),
                room.vendor(),
                room.state().wireName(),
                room.name(),
                room.topic(),
                room.toldSeq(),
                room.askedBy(),
                time(room.askedAt()),
                room.reason()))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE room SET state = $2, name = $3, channel = $4, bot_user = $5, topic = $6, told_seq = $7, opened_at = $8,
                      archived_at = $9, reason = $10
       WHERE id = $1\
      """;

  void update(Tx tx, Room room) {
    tx.connection()
        .preparedQuery(UPDATE)
        .execute(
            tuple(
                room.id(),
                room.state().wireName(),
                room.name(),
                room.channel(),
                room.botUser(),
                room.topic(),
                room.toldSeq(),
                timeOrNull(room.openedAt()),
                timeOrNull(room.archivedAt()),
                room.reason()))
        .await();
  }

  private static final String ASK =
      """
      INSERT INTO room_task (tenant_id, id, room_id, once, kind, payload)
      SELECT current_tenant(), n.id, n.room_id, n.once, n.kind, n.payload::jsonb
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
             WITH ORDINALITY AS n(id, room_id, once, kind, payload, place)
       ORDER BY n.place
      ON CONFLICT (tenant_id, room_id, once) DO NOTHING\
      """;

  /** Asks for these in order, but for nothing that was asked for already. */
  void ask(Tx tx, List<RoomTask> tasks, Instant at) {
    if (tasks.isEmpty()) {
      return;
    }
    tx.connection()
        .preparedQuery(ASK)
        .execute(
            tuple(
                column(tasks, t -> UuidV7.at(at.toEpochMilli()), UUID[]::new),
                column(tasks, RoomTask::room, UUID[]::new),
                column(tasks, RoomTask::once, String[]::new),
                column(tasks, t -> t.kind().wireName(), String[]::new),
                column(tasks, t -> Json.write(t.payload()), String[]::new)))
        .await();
  }

  private static final String WITHDRAW =
      """
      UPDATE room_task SET status = 'cancelled', finished_at = now()
       WHERE room_id = $1 AND kind = $2 AND status = 'pending'\
      """;

  /** Withdraws what nobody has begun; whether there was any. */
  boolean withdraw(Tx tx, UUID room, RoomTask.Kind kind) {
    return tx.connection()
            .preparedQuery(WITHDRAW)
            .execute(tuple(room, kind.wireName()))
            .await()
            .rowCount()
        > 0;
  }

  private static final String ENDED =
      """
      SELECT t.id, t.room_id, t.kind, t.once, t.status, t.payload::text AS payload, t.result::text AS result, t.last_error
        FROM room r JOIN room_task t ON t.tenant_id = r.tenant_id AND t.room_id = r.id
       WHERE r.incident_id = $1 AND NOT t.followed AND t.status IN ('done', 'dead')
       ORDER BY t.place LIMIT 200\
      """;

  /** What has ended and core has not followed yet, in order. */
  List<RoomTask.Ended> ended(Tx tx, UUID incident) {
    List<RoomTask.Ended> ended = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(ENDED).execute(tuple(incident)).await()) {
      ended.add(
          new RoomTask.Ended(
              row.getUUID("id"),
              row.getUUID("room_id"),
              RoomTask.Kind.named(row.getString("kind")),
              row.getString("once"),
              row.getString("status").equals("done"),
              json(row.getString("payload")),
              json(row.getString("result")),
              row.getString("last_error")));
    }
    return ended;
  }

  private static JsonNode json(@Nullable String text) {
    return text == null ? MissingNode.getInstance() : Json.read(text, JsonNode.class);
  }

  private static final String FOLLOWED = "UPDATE room_task SET followed = true WHERE id = ANY ($1)";

  void followed(Tx tx, Collection<UUID> tasks) {
    if (!tasks.isEmpty()) {
      tx.connection()
          .preparedQuery(FOLLOWED)
          .execute(tuple((Object) tasks.toArray(UUID[]::new)))
          .await();
    }
  }

  private static final String STALE =
      """
      SELECT r.incident_id FROM room r JOIN incident i ON i.tenant_id = r.tenant_id AND i.id = r.incident_id
       WHERE r.state = 'open' AND i.status = 'RESOLVED' AND i.resolved_at < $1
       ORDER BY i.resolved_at LIMIT 1000\
      """;

  /** Incidents that were resolved before and whose room is still open. */
  Future<List<UUID>> stale(Tx tx, Instant before) {
    return tx.connection()
        .preparedQuery(STALE)
        .execute(tuple(time(before)))
        .map(
            rows -> {
              List<UUID> incidents = new ArrayList<>();
              rows.forEach(row -> incidents.add(row.getUUID("incident_id")));
              return incidents;
            });
  }
}
