package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * People as they were at any time in the past: who was there, and could be told. To read needs a
 * transaction, and a virtual thread; what was read is kept. One thread at a time.
 */
public final class PastPeople {

  /**
   * @param zone that they have today
   * @param goneAt when they were deleted; null: they are still there
   * @param away when they were inactive, without those for whom it is not known since when
   */
  public record PastPerson(
      UUID id, String username, ZoneId zone, @Nullable Instant goneAt, List<Interval> away) {

    public PastPerson {
      away = List.copyOf(away);
    }

    /** Whether they were there and active. */
    public boolean isActive(Instant at) {
      return (goneAt == null || at.isBefore(goneAt))
          && away.stream().noneMatch(time -> time.holds(at));
    }
  }

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

  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  private final Map<UUID, Optional<PastPerson>> known = new HashMap<>();

  /** Reads those that are not known yet. */
  public void read(Tx tx, Collection<UUID> ids) {
    Set<UUID> missing =
        ids.stream().filter(id -> !known.containsKey(id)).collect(Collectors.toSet());
    if (missing.isEmpty()) {
      return;
    }
    missing.forEach(id -> known.put(id, Optional.empty()));
    tx.connection()
        .preparedQuery(READ)
        .execute(tuple((Object) missing.toArray(UUID[]::new)))
        .await()
        .forEach(row -> known.put(row.getUUID("id"), Optional.of(person(row))));
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

  /** Empty for who never was, or was not read. */
  public Optional<PastPerson> find(UUID id) {
    return known.getOrDefault(id, Optional.empty());
  }

  boolean isActive(UUID id, Instant at) {
    return find(id).filter(person -> person.isActive(at)).isPresent();
  }

  /** When any of these came or went. */
  public Set<Instant> changes(Collection<UUID> ids) {
    Set<Instant> changes = new TreeSet<>();
    for (UUID id : ids) {
      find(id)
          .ifPresent(
              person -> {
                if (person.goneAt() != null) {
                  changes.add(person.goneAt());
                }
                person
                    .away()
                    .forEach(
                        time -> {
                          changes.add(time.from());
                          changes.add(time.until());
                        });
              });
    }
    return changes;
  }
}
