package dev.imas.core.room;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds whom to invite into a room, and by what the vendor can find them. */
final class InviteeRepository {

  /**
   * @param chat the vendor's id of the person, as they have verified it
   * @param mail an address that they have verified
   */
  record Invitee(UUID user, String username, @Nullable String chat, @Nullable String mail) {

    RoomTask task(UUID room) {
      Map<String, Object> payload = new LinkedHashMap<>();
      payload.put("user", user.toString());
      payload.put("username", username);
      if (chat != null) {
        payload.put("chat", chat);
      }
      if (mail != null) {
        payload.put("mail", mail);
      }
      return new RoomTask(room, "invite:" + user, RoomTask.Kind.INVITE, payload);
    }
  }

  // A name of a channel is an address of that channel, too, but of no person.
  private static final String MISSING =
      """
      SELECT w.* FROM (
        SELECT u.id, u.username,
               (SELECT c.address FROM user_contact c
                 WHERE c.user_id = u.id AND c.channel = $5 AND c.verified_at IS NOT NULL AND c.is_active
                   AND c.address ~ $6
                 ORDER BY c.created_at LIMIT 1) AS chat,
               (SELECT c.address FROM user_contact c
                 WHERE $7 AND c.user_id = u.id AND c.channel = 'email' AND c.verified_at IS NOT NULL AND c.is_active
                 ORDER BY c.created_at LIMIT 1) AS mail
          FROM user_account u
         WHERE u.is_active AND u.deleted_at IS NULL
           AND (u.id = ANY ($1::uuid[]) OR lower(u.username) = lower($2)
                OR u.id IN (SELECT m.user_id FROM team_member m WHERE m.team_id = $3))
           AND NOT EXISTS (SELECT FROM room_task t WHERE t.room_id = $4 AND t.once = 'invite:' || u.id)) AS w
       WHERE w.chat IS NOT NULL OR w.mail IS NOT NULL
       ORDER BY lower(w.username) LIMIT 100\
      """;

  /**
   * These people, a lead who is known by name alone, and the owner team, without those who were
   * invited already and those whom nothing verified names.
   */
  List<Invitee> missing(Tx tx, Room room, List<UUID> people, @Nullable String lead, UUID team) {
    boolean isSlack = room.vendor().equals(Room.SLACK);
    List<Invitee> missing = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(MISSING)
            .execute(
                tuple(
                    people.toArray(UUID[]::new),
                    lead,
                    team,
                    room.id(),
                    room.contactChannel(),
                    isSlack ? "^[UW][A-Z0-9]{5,30}$" : "^[0-9]{17,20}$",
                    isSlack)) // Discord finds nobody by a mail address
            .await()) {
      missing.add(
          new Invitee(
              row.getUUID("id"),
              row.getString("username"),
              row.getString("chat"),
              row.getString("mail")));
    }
    return missing;
  }

  /** Somebody who was invited, and what came of it. */
  record Invited(String username, String status, @Nullable String error) {}

  private static final String INVITED =
      """
      SELECT t.payload ->> 'username' AS username, t.status, t.last_error
        FROM room_task t WHERE t.room_id = $1 AND t.kind = 'invite' ORDER BY t.place LIMIT 500\
      """;

  List<Invited> invited(Tx tx, UUID room) {
    List<Invited> invited = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(INVITED).execute(tuple(room)).await()) {
      String status = row.getString("status");
      invited.add(
          new Invited(
              row.getString("username"),
              status.equals("done") ? "invited" : status.equals("dead") ? "failed" : "waiting",
              status.equals("done") ? null : row.getString("last_error")));
    }
    return invited;
  }
}
