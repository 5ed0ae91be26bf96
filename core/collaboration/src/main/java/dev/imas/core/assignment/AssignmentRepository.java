package dev.imas.core.assignment;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.assignment.AssignmentView.Holder;
import dev.imas.core.assignment.AssignmentView.Participant;
import dev.imas.core.assignment.AssignmentView.Past;
import dev.imas.core.http.Principal.Person;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps who has which role in an incident. The lead is kept with it. Only on a virtual thread. */
final class AssignmentRepository {

  /** More are not listed. */
  static final int MOST = 100;

  /** Somebody who has a role. */
  record Held(UUID id, Person person, boolean isActive, Instant since, String givenBy) {}

  private static final String HELD =
      """
      SELECT r.id, r.role, r.user_id, u.username, u.is_active AND u.deleted_at IS NULL AS is_active, r.given_at, r.given_by
        FROM incident_role r JOIN user_account u ON u.tenant_id = r.tenant_id AND u.id = r.user_id
       WHERE r.incident_id = $1 AND r.ended_at IS NULL\
      """;

  Map<IncidentRole, Held> held(Tx tx, UUID incident) {
    Map<IncidentRole, Held> held = new EnumMap<>(IncidentRole.class);
    for (Row row : tx.connection().preparedQuery(HELD).execute(tuple(incident)).await()) {
      IncidentRole.named(row.getString("role"))
          .ifPresent(
              role ->
                  held.put(
                      role,
                      new Held(
                          row.getUUID("id"),
                          new Person(row.getUUID("user_id"), row.getString("username")),
                          row.getBoolean("is_active"),
                          instant(row, "given_at"),
                          row.getString("given_by"))));
    }
    return held;
  }

  private static final String INSERT =
      """
      INSERT INTO incident_role (tenant_id, id, incident_id, role, user_id, given_at, given_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)\
      """;

  void insert(
      Tx tx, UUID id, UUID incident, IncidentRole role, UUID person, Instant at, String by) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, incident, role.wireName(), person, time(at), by))
        .await();
  }

  private static final String END =
      "UPDATE incident_role SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";

  void end(Tx tx, UUID id, Instant at, String by) {
    tx.connection().preparedQuery(END).execute(tuple(id, time(at), by)).await();
  }

  private static final String PAST =
      """
      SELECT r.role, r.user_id, u.username, r.given_at, r.ended_at, r.ended_by
        FROM incident_role r JOIN user_account u ON u.tenant_id = r.tenant_id AND u.id = r.user_id
       WHERE r.incident_id = $1 AND r.ended_at IS NOT NULL
       ORDER BY r.ended_at DESC, r.id DESC LIMIT $2\
      """;

  List<Past> past(Tx tx, UUID incident) {
    return tx.connection().preparedQuery(PAST).execute(tuple(incident, MOST)).await().stream()
        .map(
            row ->
                new Past(
                    row.getString("role"),
                    new Holder(row.getUUID("user_id"), row.getString("username")),
                    instant(row, "given_at"),
                    instant(row, "ended_at"),
                    row.getString("ended_by")))
        .toList();
  }

  // Entries of former versions have no ids, so that their authors are left out.
  private static final String PARTICIPANTS =
      """
      SELECT u.id, u.username, p.first_at, p.last_at, p.entries
        FROM (SELECT t.metadata ->> 'author_id' AS author, min(t.at) AS first_at, max(t.at) AS last_at, count(*) AS entries
                FROM timeline t
               WHERE t.incident_id = $1 AND t.metadata ? 'author_id'
               GROUP BY 1) AS p
        JOIN user_account u ON u.tenant_id = current_tenant() AND u.id = p.author::uuid
       ORDER BY p.first_at, u.id LIMIT $2\
      """;

  List<Participant> participants(Tx tx, UUID incident) {
    return tx
        .connection()
        .preparedQuery(PARTICIPANTS)
        .execute(tuple(incident, MOST))
        .await()
        .stream()
        .map(
            row ->
                new Participant(
                    row.getUUID("id"),
                    row.getString("username"),
                    instant(row, "first_at"),
                    instant(row, "last_at"),
                    row.getLong("entries")))
        .toList();
  }

  private static final String CURRENT =
      "SELECT u.username, u.is_active AND u.deleted_at IS NULL AS is_active FROM user_account u"
          + " WHERE u.id = $1";

  /** A user by the name that they have now. */
  record Current(String username, boolean isActive) {}

  Current current(Tx tx, UUID user) {
    Row row = tx.connection().preparedQuery(CURRENT).execute(tuple(user)).await().iterator().next();
    return new Current(row.getString("username"), row.getBoolean("is_active"));
  }
}
