package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads what the workload of people is counted from. */
final class FairnessRepository {

  record Zoned(String username, ZoneId zone) {}

  private static final String ZONES =
      "SELECT id, username, time_zone FROM user_account WHERE id = ANY ($1::uuid[])";

  /** The names and zones of these people. */
  Map<UUID, Zoned> zones(Tx tx, Collection<UUID> people) {
    Map<UUID, Zoned> zones = new HashMap<>();
    tx.connection()
        .preparedQuery(ZONES)
        .execute(tuple((Object) people.toArray(UUID[]::new)))
        .await()
        .forEach(
            row ->
                zones.put(
                    row.getUUID("id"),
                    new Zoned(row.getString("username"), zone(row.getString("time_zone")))));
    return zones;
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC; // of an older version's zone data
    }
  }

  private static final String SCHEDULES =
      """
      SELECT id FROM schedule
       WHERE team_id = $1 AND created_at < $3 AND (deleted_at IS NULL OR deleted_at > $2)
       ORDER BY id\
      """;

  /** The schedules that the team had at some time of the range. */
  List<UUID> schedulesOf(Tx tx, UUID team, Interval range) {
    List<UUID> ids = new ArrayList<>();
    tx.connection()
        .preparedQuery(SCHEDULES)
        .execute(tuple(team, time(range.from()), time(range.until())))
        .await()
        .forEach(row -> ids.add(row.getUUID("id")));
    return ids;
  }

  /** A person was told of an incident, by whatever contacts. */
  record Page(Instant at) {}

  // One for each moment of an incident, however many contacts it went to. What only informs is
  // none.
  private static final String PAGES =
      """
      SELECT c.user_id, min(d.created_at) AS at
        FROM delivery d
        JOIN user_contact c ON c.tenant_id = d.tenant_id AND c.id = d.receiver_id
       WHERE d.created_at >= $2 AND d.created_at < $3
         AND d.incident_id IS NOT NULL AND NOT d.is_test AND d.status IN ('sent', 'folded')
         AND d.event IN ('incident.triggered', 'incident.escalated', 'incident.reopened', 'incident.refired', 'incident.unacknowledged',
                         'incident.joined', 'incident.reminded', 'incident.scope_added')
         AND c.user_id = ANY ($1::uuid[])
       GROUP BY c.user_id, d.incident_id, d.event_seq\
      """;

  /** The pages of these people in that time, by person. */
  Map<UUID, List<Page>> pages(Tx tx, Collection<UUID> people, Interval range) {
    Map<UUID, List<Page>> pages = new HashMap<>();
    tx.connection()
        .preparedQuery(PAGES)
        .execute(tuple(people.toArray(UUID[]::new), time(range.from()), time(range.until())))
        .await()
        .forEach(
            row ->
                pages
                    .computeIfAbsent(row.getUUID("user_id"), id -> new ArrayList<>())
                    .add(new Page(instant(row, "at"))));
    return pages;
  }
}
