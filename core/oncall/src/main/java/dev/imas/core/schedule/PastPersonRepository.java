package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.PastPeople.PastPerson;
import io.vertx.sqlclient.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads people with when they were there and active. Only on a virtual thread. */
final class PastPersonRepository {

  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  // Whoever takes no turns has no row that says since when they are inactive. As for turns, it is
  // since their account was changed last.
  private static final String READ =
      """
      SELECT u.id, u.username, u.time_zone, u.deleted_at, i.away_from, i.away_until,
             CASE WHEN NOT u.is_active AND u.deleted_at IS NULL
                   AND NOT EXISTS (SELECT FROM user_inactivity o WHERE o.user_id = u.id AND o.until_at IS NULL)
                  THEN u.updated_at - interval '5 s' END AS inactive_since
        FROM user_account u
       CROSS JOIN LATERAL (SELECT array_agg(a.from_at ORDER BY a.from_at) AS away_from,
                                  array_agg(coalesce(a.until_at, '9999-01-01Z') ORDER BY a.from_at) AS away_until
                             FROM user_inactivity a WHERE a.user_id = u.id) AS i
       WHERE u.id = ANY ($1::uuid[])\
      """;

  /** Those who exist, also who were deleted. */
  List<PastPerson> read(Tx tx, Collection<UUID> ids) {
    List<PastPerson> people = new ArrayList<>();
    tx.connection()
        .preparedQuery(READ)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .await()
        .forEach(row -> people.add(person(row)));
    return people;
  }

  private static PastPerson person(Row row) {
    List<Interval> away = new ArrayList<>();
    OffsetDateTime[] from = row.getArrayOfOffsetDateTimes("away_from");
    OffsetDateTime[] until = row.getArrayOfOffsetDateTimes("away_until");
    for (int i = 0; from != null && until != null && i < from.length; i++) {
      away.add(new Interval(from[i].toInstant(), until[i].toInstant()));
    }
    Instant since = instantOrNull(row, "inactive_since");
    if (since != null) {
      away.add(new Interval(since, NEVER));
    }
    return new PastPerson(
        row.getUUID("id"),
        row.getString("username"),
        zone(row.getString("time_zone")),
        instantOrNull(row, "deleted_at"),
        away);
  }

  private static ZoneId zone(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }
}
