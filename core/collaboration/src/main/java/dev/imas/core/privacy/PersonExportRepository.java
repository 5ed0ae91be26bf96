package dev.imas.core.privacy;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Reads what there is of a person, and stores the file of it in parts. Only on a virtual thread.
 */
final class PersonExportRepository {

  private static final int ROWS_AT_ONCE = 200;

  /** By the name of the file in the export. Each is a query of $1, the user, that gives JSON. */
  private static final Map<String, String> MEMBERS = new LinkedHashMap<>();

  private static void member(String name, String select) {
    MEMBERS.put(name, "SELECT to_jsonb(x)::text AS json FROM (" + select + ") AS x");
  }

  static {
    member(
        "profile",
        """
        SELECT u.id, u.username, u.email, u.first_name, u.last_name, u.phone, u.role, u.time_zone, u.locale, u.is_active,
               u.created_at, u.updated_at, u.last_login_at FROM user_account u WHERE u.id = $1\
        """);
    member(
        "former_names",
        "SELECT f.term, f.until_at FROM former_identity f WHERE f.user_id = $1 ORDER BY"
            + " f.until_at");
    member(
        "teams",
        """
        SELECT t.id, t.name, m.role, m.added_at FROM team_member m JOIN team t ON t.tenant_id = m.tenant_id AND t.id = m.team_id
         WHERE m.user_id = $1 ORDER BY m.added_at\
        """);
    member(
        "contacts",
        """
        SELECT c.id, c.name, c.channel, c.address, c.verified_at, c.is_active, c.created_at FROM user_contact c
         WHERE c.user_id = $1 ORDER BY c.created_at\
        """);
    member(
        "preferences",
        """
        SELECT p.preferences, n.quiet_from, n.quiet_until, n.quiet_days
          FROM (SELECT) AS one LEFT JOIN user_preference p ON p.user_id = $1 LEFT JOIN notification_preference n ON n.user_id = $1\
        """);
    member(
        "shifts",
        """
        SELECT d.schedule_id, s.name AS schedule, d.level, d.from_at, d.until_at, d.because
          FROM shift_done d JOIN schedule s ON s.tenant_id = d.tenant_id AND s.id = d.schedule_id
         WHERE d.user_id = $1 ORDER BY d.from_at\
        """);
    member(
        "overrides",
        """
        SELECT o.id, o.schedule_id, o.from_at, o.until_at, o.note, o.made_at, o.ended_at FROM schedule_override o
         WHERE o.user_id = $1 ORDER BY o.from_at\
        """);
    member(
        "absences",
        """
        SELECT a.id, a.from_at, a.until_at, a.note, a.made_at, a.ended_at FROM user_absence a WHERE a.user_id = $1 ORDER BY a.from_at\
        """);
    member(
        "notifications",
        """
        SELECT d.id, d.event, d.channel, d.address, d.status, d.created_at, d.finished_at, d.incident_id, d.payload
          FROM delivery d WHERE d.receiver_id IN (SELECT c.id FROM user_contact c WHERE c.user_id = $1) ORDER BY d.created_at\
        """);
    member(
        "comments",
        """
        SELECT c.id, c.subject_kind, c.subject_id, c.text, c.created_at, c.edited_at, c.deleted_at FROM comment c
         WHERE c.author_id = $1 ORDER BY c.created_at\
        """);
    member(
        "timeline",
        """
        SELECT t.incident_id, t.seq, t.at, t.type, t.message FROM timeline t WHERE t.metadata ->> 'author_id' = ($1::uuid)::text
         ORDER BY t.at\
        """);
    member(
        "incident_roles",
        """
        SELECT r.incident_id, r.role, r.given_at, r.ended_at FROM incident_role r WHERE r.user_id = $1 ORDER BY r.given_at\
        """);
    member(
        "tasks",
        """
        SELECT i.id, i.number, i.title, i.status, i.due_at, i.created_at FROM item i WHERE i.owner_id = $1 OR i.created_by_id = $1
         ORDER BY i.created_at\
        """);
    member(
        "tokens",
        """
        SELECT k.id, k.name, k.hint, k.role, k.created_at, k.expires_at, k.revoked_at, k.last_used_at FROM api_token k
         WHERE k.user_id = $1 ORDER BY k.created_at\
        """);
    member(
        "sessions",
        """
        SELECT s.id, s.created_at, s.turned_at, s.expires_at, s.ended_at, s.address, s.agent FROM user_session s
         WHERE s.user_id = $1 ORDER BY s.created_at\
        """);
    member(
        "rights",
        """
        SELECT g.permission, g.team_id, g.starts_at, g.ends_at, g.reason, g.made_at, g.ended_at FROM access_grant g
         WHERE g.user_id = $1 ORDER BY g.made_at\
        """);
    member(
        "audit",
        """
        SELECT e.id, e.at, e.action, e.via, e.address, e.subject_kind, e.subject_id, e.before, e.after FROM audit_entry e
         WHERE e.actor_id = $1 OR e.subject_id = $1 ORDER BY e.at\
        """);
  }

  static Iterable<String> members() {
    return MEMBERS.keySet();
  }

  /**
   * @param each takes the JSON of a row
   * @return whether there were more than so many
   */
  boolean read(Tx tx, String member, UUID user, int most, Consumer<String> each) {
    PreparedStatement statement =
        tx.connection().prepare(MEMBERS.get(member) + " LIMIT " + (most + 1)).await();
    Cursor cursor = statement.cursor(tuple(user));
    int rows = 0;
    do {
      for (Row row : cursor.read(ROWS_AT_ONCE).await()) {
        rows++;
        if (rows <= most) {
          each.accept(row.getString("json"));
        }
      }
    } while (cursor.hasMore());
    cursor.close().await();
    statement.close().await();
    return rows > most;
  }

  private static final String CLEAR = "DELETE FROM privacy_export WHERE request_id = $1";

  void clear(Tx tx, UUID request) {
    tx.connection().preparedQuery(CLEAR).execute(tuple(request)).await();
  }

  private static final String ADD =
      """
      INSERT INTO privacy_export (tenant_id, request_id, part, content) VALUES (current_tenant(), $1, $2, $3)\
      """;

  void add(Tx tx, UUID request, int part, byte[] bytes) {
    tx.connection().preparedQuery(ADD).execute(tuple(request, part, Buffer.buffer(bytes))).await();
  }

  private static final String CONTENT =
      "SELECT content FROM privacy_export WHERE request_id = $1 ORDER BY part";

  Buffer content(Tx tx, UUID request) {
    Buffer all = Buffer.buffer();
    tx.connection()
        .preparedQuery(CONTENT)
        .execute(tuple(request))
        .await()
        .forEach(row -> all.appendBuffer(row.getBuffer("content")));
    return all;
  }
}
