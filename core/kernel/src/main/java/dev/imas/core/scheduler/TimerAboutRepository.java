package dev.imas.core.scheduler;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the names of what timers are for. Their subjects have the ids. */
final class TimerAboutRepository {

  /** Alone, before a colon or after one. */
  private static final Pattern ID =
      Pattern.compile("(?:^|:)(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})(?:$|:)");

  private static final String NAMES =
      """
      SELECT 'incident' AS type, id, short_id || ' ' || title AS name FROM incident WHERE id = ANY ($1)
      UNION ALL SELECT 'heartbeat', id, name FROM heartbeat WHERE id = ANY ($1)
      UNION ALL SELECT 'drill', id, policy_name FROM drill WHERE id = ANY ($1)
      UNION ALL SELECT 'drill_schedule', id, name FROM drill_schedule WHERE id = ANY ($1)
      UNION ALL SELECT 'token', id, name FROM api_token WHERE id = ANY ($1)\
      """;

  /** The same timers, each with what it is for, as far as it has a name. In one statement. */
  Future<List<TimerView>> named(Tx tx, List<TimerView> timers) {
    Set<UUID> ids = new HashSet<>();
    timers.forEach(timer -> id(timer).ifPresent(ids::add));
    return ids.isEmpty()
        ? Future.succeededFuture(timers)
        : names(tx, ids)
            .map(names -> timers.stream().map(timer -> timer.about(of(timer, names))).toList());
  }

  private static Future<Map<UUID, TimerAbout>> names(Tx tx, Collection<UUID> ids) {
    return tx.connection()
        .preparedQuery(NAMES)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, TimerAbout> names = new HashMap<>();
              for (Row row : rows) {
                UUID id = row.getUUID("id");
                names.put(id, new TimerAbout(row.getString("type"), id, row.getString("name")));
              }
              return names;
            });
  }

  private static Optional<TimerAbout> of(TimerView timer, Map<UUID, TimerAbout> names) {
    return id(timer).map(names::get);
  }

  /** The first id of its subject. */
  private static Optional<UUID> id(TimerView timer) {
    Matcher found = ID.matcher(timer.subject());
    return found.find() ? Optional.of(UUID.fromString(found.group(1))) : Optional.empty();
  }
}
