package dev.imas.core.figures;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Counts what people did with incidents. On a virtual thread. */
final class PersonFigureRepository {

  /**
   * @param isLead of the team that was asked about
   */
  record Person(UUID id, String username, boolean isLead) {}

  /** A bound of the answer: no team has so many. */
  static final int MOST = 500;

  private static final String OF_TEAM =
      """
      SELECT u.id, u.username, m.role = 'lead' AS is_lead
        FROM team_member m JOIN user_account u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
       WHERE m.team_id = $1 AND u.is_active AND u.deleted_at IS NULL
       ORDER BY lower(u.username)
       LIMIT $2\
      """;

  /** The active members of a team, by name. */
  List<Person> ofTeam(Tx tx, UUID team) {
    List<Person> people = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(OF_TEAM).execute(tuple(team, MOST)).await()) {
      people.add(
          new Person(row.getUUID("id"), row.getString("username"), row.getBoolean("is_lead")));
    }
    return people;
  }

  /** Incidents that somebody leads. */
  record Led(long assigned, long inProgress) {
    static final Led NONE = new Led(0, 0);

    Led plus(Led other) {
      return new Led(assigned + other.assigned, inProgress + other.inProgress);
    }
  }

  // Who became the lead before ids were kept is known by name.
  static final String LED =
      """
      SELECT lead_id, CASE WHEN lead_id IS NULL THEN lead END AS lead, count(*) AS assigned, count(*) FILTER (WHERE status IN ('ACKNOWLEDGED', 'MITIGATED')) AS in_progress
        FROM incident
       WHERE tenant_id = current_tenant() AND NOT is_test AND created_at >= $1 AND created_at < $2
         AND (lead_id = ANY ($3::uuid[]) OR lead_id IS NULL AND lead = ANY ($4::text[]))
       GROUP BY 1, 2\
      """;

  /** Of those that were opened in the span, by the lead that they have now. */
  Map<UUID, Led> led(Tx tx, Span span, List<Person> people) {
    Map<UUID, Led> found = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(LED)
            .execute(tuple(time(span.from()), time(span.to()), ids(people), names(people)))
            .await()) {
      found.merge(
          lead(row, people),
          new Led(row.getLong("assigned"), row.getLong("in_progress")),
          Led::plus);
    }
    return found;
  }

  static final String CLOSED =
      """
      SELECT lead_id, CASE WHEN lead_id IS NULL THEN lead END AS lead,
             width_bucket(resolved_at, $5::timestamptz[]) AS week, count(*) AS closed
        FROM incident
       WHERE tenant_id = current_tenant() AND NOT is_test AND status = 'RESOLVED' AND resolved_at >= $1 AND resolved_at < $2
         AND (lead_id = ANY ($3::uuid[]) OR lead_id IS NULL AND lead = ANY ($4::text[]))
       GROUP BY 1, 2, 3\
      """;

  /**
   * Those that were resolved in the span, whenever they were opened, by their lead.
   *
   * @param weeks where each begins, the first with the span
   * @return a count for each week
   */
  Map<UUID, long[]> closed(Tx tx, Span span, List<Person> people, List<Instant> weeks) {
    Map<UUID, long[]> found = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(CLOSED)
            .execute(
                tuple(
                    time(span.from()),
                    time(span.to()),
                    ids(people),
                    names(people),
                    times(weeks, start -> start)))
            .await()) {
      found
              .computeIfAbsent(lead(row, people), id -> new long[weeks.size()])[
              row.getInteger("week") - 1] +=
          row.getLong("closed");
    }
    return found;
  }

  /** Incidents whose time to acknowledge somebody ended. */
  record Taken(long acknowledged, long ttaSeconds) {
    static final Taken NONE = new Taken(0, 0);
  }

  // The first change that acknowledged it and was not taken back. The timeline has the time of the
  // database and the incident that of core, so that an hour is left between them. These bounds keep
  // it out of partitions in which nothing of the incident can be.
  static final String TAKEN =
      """
      SELECT by.author, count(*) AS acknowledged,
             sum(CASE WHEN i.acknowledged_at < i.created_at THEN 0
                      ELSE floor(date_part('epoch', i.acknowledged_at - i.created_at)) END)::bigint AS tta
        FROM incident i
        CROSS JOIN LATERAL (
          SELECT t.author FROM timeline t
           WHERE t.tenant_id = i.tenant_id AND t.incident_id = i.id
             AND t.at >= i.created_at - interval '1 hour' AND t.at < i.acknowledged_at + interval '1 hour'
             AND t.type = 'STATUS_CHANGE' AND t.metadata ->> 'to' IN ('ACKNOWLEDGED', 'MITIGATED', 'RESOLVED')
             AND (i.unacknowledge_count = 0
                  OR NOT EXISTS (SELECT FROM timeline back
                                  WHERE back.tenant_id = i.tenant_id AND back.incident_id = i.id AND back.seq > t.seq
                                    AND back.at >= i.created_at - interval '1 hour'
                                    AND back.at < i.acknowledged_at + interval '1 hour'
                                    AND back.metadata ->> 'takes_back' = t.seq::text))
           ORDER BY t.seq
           LIMIT 1) AS by
       WHERE i.tenant_id = current_tenant() AND NOT i.is_test AND i.created_at >= $1 AND i.created_at < $2 AND i.acknowledged_at IS NOT NULL
         AND by.author = ANY ($3::text[])
       GROUP BY by.author\
      """;

  /** Of those that were opened in the span, by who acknowledged them first. */
  Map<String, Taken> taken(Tx tx, Span span, List<Person> people) {
    Map<String, Taken> found = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(TAKEN)
            .execute(tuple(time(span.from()), time(span.to()), names(people)))
            .await()) {
      found.put(
          row.getString("author"), new Taken(row.getLong("acknowledged"), row.getLong("tta")));
    }
    return found;
  }

  private static UUID[] ids(List<Person> people) {
    return people.stream().map(Person::id).toArray(UUID[]::new);
  }

  private static String[] names(List<Person> people) {
    return people.stream().map(Person::username).toArray(String[]::new);
  }

  private static UUID lead(Row row, List<Person> people) {
    UUID id = row.getUUID("lead_id");
    if (id != null) {
      return id;
    }
    String name = row.getString("lead");
    return people.stream()
        .filter(person -> person.username().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }
}
