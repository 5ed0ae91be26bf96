package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the people of schedules. */
final class SchedulePersonRepository {

  /**
   * @param isActive whether the person can be told of something
   */
  record Person(UUID id, String username, boolean isActive) {}

  private static final String BY_REFERENCE =
      """
      SELECT r.text, u.id
        FROM unnest($1::text[]) AS r(text)
        JOIN user_account u ON u.deleted_at IS NULL AND (u.id::text = lower(r.text) OR lower(u.username) = lower(r.text))\
      """;

  /** The ids of those who exist. */
  Map<Reference, UUID> find(Tx tx, Collection<Reference> people) {
    Map<String, UUID> found = new HashMap<>();
    tx.connection()
        .preparedQuery(BY_REFERENCE)
        .execute(tuple((Object) people.stream().map(Reference::text).toArray(String[]::new)))
        .await()
        .forEach(row -> found.put(row.getString("text"), row.getUUID("id")));
    Map<Reference, UUID> ids = new LinkedHashMap<>();
    for (Reference person : people) {
      UUID id = found.get(person.text());
      if (id != null) {
        ids.put(person, id);
      }
    }
    return ids;
  }

  private static final String BY_ID =
      """
      SELECT id, username, is_active AND deleted_at IS NULL AS active
        FROM user_account WHERE id = ANY ($1::uuid[])\
      """;

  Map<UUID, Person> named(Tx tx, Collection<UUID> ids) {
    Map<UUID, Person> people = new HashMap<>();
    tx.connection()
        .preparedQuery(BY_ID)
        .execute(tuple((Object) ids.stream().distinct().toArray(UUID[]::new)))
        .await()
        .forEach(
            row ->
                people.put(
                    row.getUUID("id"),
                    new Person(
                        row.getUUID("id"), row.getString("username"), row.getBoolean("active"))));
    return people;
  }

  private static final String THERE =
      """
      SELECT u.id, u.username, u.is_active AND u.deleted_at IS NULL AS active,
             EXISTS (SELECT FROM user_absence a
                      WHERE a.user_id = u.id AND a.from_at <= $2 AND a.until_at > $2
                        AND a.made_at <= greatest($2, now()) AND (a.ended_at IS NULL OR a.ended_at > $2)) AS away
        FROM user_account u WHERE u.id = ANY ($1::uuid[])\
      """;

  /**
   * @param isAway whether the person has said not to be there at that time
   */
  record There(Person person, boolean isAway) {}

  /** The same with whether they are there at a time. */
  Map<UUID, There> there(Tx tx, Collection<UUID> ids, Instant at) {
    Map<UUID, There> people = new HashMap<>();
    tx.connection()
        .preparedQuery(THERE)
        .execute(tuple(ids.stream().distinct().toArray(UUID[]::new), time(at)))
        .await()
        .forEach(
            row -> {
              Person person =
                  new Person(
                      row.getUUID("id"), row.getString("username"), row.getBoolean("active"));
              people.put(person.id(), new There(person, row.getBoolean("away")));
            });
    return people;
  }

  private static final String LEADS =
      "SELECT user_id FROM team_member WHERE team_id = $1 AND role = 'lead' ORDER BY added_at";

  /** The leads of a team, the first one first. */
  List<UUID> leads(Tx tx, UUID team) {
    List<UUID> leads = new ArrayList<>();
    tx.connection()
        .preparedQuery(LEADS)
        .execute(tuple(team))
        .await()
        .forEach(row -> leads.add(row.getUUID("user_id")));
    return leads;
  }

  private static final String BY_NAME_OR_MAIL =
      """
      SELECT r.text, u.id
        FROM unnest($1::text[]) AS r(text)
        JOIN user_account u ON u.deleted_at IS NULL AND r.text IN (lower(u.username), lower(u.email), u.id::text)\
      """;

  /**
   * The ids of those who exist.
   *
   * @param names usernames, mail addresses and ids in lower case
   */
  Map<String, UUID> byNameOrMail(Tx tx, Collection<String> names) {
    Map<String, UUID> people = new HashMap<>();
    tx.connection()
        .preparedQuery(BY_NAME_OR_MAIL)
        .execute(tuple((Object) names.stream().distinct().toArray(String[]::new)))
        .await()
        .forEach(row -> people.put(row.getString("text"), row.getUUID("id")));
    return people;
  }
}
