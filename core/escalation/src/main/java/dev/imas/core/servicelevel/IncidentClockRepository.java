package dev.imas.core.servicelevel;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.sla.ClockKind;
import dev.imas.core.sla.ClockPause;
import dev.imas.core.sla.IncidentClock;
import dev.imas.core.sla.IncidentClock.State;
import dev.imas.core.sla.ServiceLevels;
import io.vertx.core.Future;
import io.vertx.pgclient.data.Interval;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Stores the clocks of incidents. Whoever writes one has locked its incident. */
final class IncidentClockRepository {

  private record Key(UUID incident, ClockKind kind, int cycle) {

    static Key of(Row row) {
      return new Key(
          row.getUUID("incident_id"),
          ClockKind.named(row.getString("kind")),
          row.getInteger("cycle"));
    }
  }

  /** Clocks as they are read, before it is known what they are measured against. */
  static final class Found {
    private final List<Row> clocks = new ArrayList<>();
    private final Map<Key, List<ClockPause>> pauses = new HashMap<>();

    /** By incident, in the order in which they were started. */
    Map<UUID, List<KeptClock>> under(IntFunction<ServiceLevels> versions) {
      Map<UUID, List<KeptClock>> byIncident = new HashMap<>();
      for (Row row : clocks) {
        KeptClock clock = clock(row, versions);
        byIncident.computeIfAbsent(clock.incident(), id -> new ArrayList<>()).add(clock);
      }
      return byIncident;
    }

    private KeptClock clock(Row row, IntFunction<ServiceLevels> versions) {
      Key key = Key.of(row);
      int version = row.getInteger("settings_version");
      return new KeptClock(
          key.incident(),
          new IncidentClock(
                  key.kind(),
                  key.cycle(),
                  version,
                  versions.apply(version).goal(key.kind(), row.getString("aim")),
                  State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                  instant(row, "started_at"),
                  instant(row, "running_since"),
                  pauses.getOrDefault(key, List.of()),
                  instantOrNull(row, "due_at"),
                  instantOrNull(row, "half_at"),
                  instantOrNull(row, "ended_at"),
                  instantOrNull(row, "breached_at"),
                  row.getBoolean("breached_by_change"))
              .refreshed(),
          instantOrNull(row, "noticed_at"),
          instantOrNull(row, "half_noticed_at"));
    }
  }

  private static final String CLOCKS =
      """
      SELECT incident_id, kind, cycle, settings_version, aim, state, started_at, running_since, due_at, half_at, ended_at,
             breached_at, breached_by_change, noticed_at, half_noticed_at
        FROM incident_clock
       WHERE incident_id = ANY ($1)
       ORDER BY incident_id, started_at, kind DESC, cycle\
      """;

  private static final String PAUSES =
      """
      SELECT incident_id, kind, cycle, from_at, until_at, cause
        FROM incident_clock_pause
       WHERE incident_id = ANY ($1)
       ORDER BY incident_id, kind, cycle, position\
      """;

  Future<Found> find(Tx tx, Collection<UUID> incidents) {
    Found found = new Found();
    if (incidents.isEmpty()) {
      return Future.succeededFuture(found);
    }
    UUID[] ids = incidents.toArray(UUID[]::new);
    return Pipeline.join(
            List.of(
                tx.connection().preparedQuery(CLOCKS).execute(tuple((Object) ids)),
                tx.connection().preparedQuery(PAUSES).execute(tuple((Object) ids))))
        .map(
            rows -> {
              rows.getFirst().forEach(found.clocks::add);
              rows.getLast()
                  .forEach(
                      row ->
                          found
                              .pauses
                              .computeIfAbsent(Key.of(row), key -> new ArrayList<>())
                              .add(
                                  new ClockPause(
                                      instant(row, "from_at"),
                                      instantOrNull(row, "until_at"),
                                      ClockPause.Cause.valueOf(
                                          row.getString("cause").toUpperCase(Locale.ROOT)))));
              return found;
            });
  }

  private static final String WRITE =
      """
      INSERT INTO incident_clock (tenant_id, incident_id, kind, cycle, settings_version, aim, goal, state, started_at,
                                  running_since, consumed, due_at, half_at, ended_at, breached_at, breached_by_change,
                                  noticed_at, half_noticed_at)
      SELECT current_tenant(), n.*
        FROM unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::text[], $6::interval[], $7::text[], $8::timestamptz[],
                    $9::timestamptz[], $10::interval[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
                    $14::timestamptz[], $15::boolean[], $16::timestamptz[], $17::timestamptz[]) AS n
      ON CONFLICT (tenant_id, incident_id, kind, cycle) DO UPDATE
         SET aim = excluded.aim, goal = excluded.goal, state = excluded.state, running_since = excluded.running_since,
             consumed = excluded.consumed, due_at = excluded.due_at, half_at = excluded.half_at, ended_at = excluded.ended_at,
             breached_at = excluded.breached_at, breached_by_change = excluded.breached_by_change,
             noticed_at = excluded.noticed_at, half_noticed_at = excluded.half_noticed_at\
      """;

  private static final String WRITE_PAUSES =
      """
      INSERT INTO incident_clock_pause (tenant_id, incident_id, kind, cycle, position, from_at, until_at, cause)
      SELECT current_tenant(), n.*
        FROM unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::timestamptz[], $6::timestamptz[], $7::text[]) AS n
      ON CONFLICT (tenant_id, incident_id, kind, cycle, position) DO UPDATE SET until_at = excluded.until_at
       WHERE incident_clock_pause.until_at IS DISTINCT FROM excluded.until_at\
      """;

  /**
   * @param now until when it is stored what they have counted
   */
  Future<Void> write(Tx tx, List<KeptClock> kept, Instant now) {
    List<IncidentClock> clocks = kept.stream().map(KeptClock::clock).toList();
    return tx.connection()
        .preparedQuery(WRITE)
        .execute(
            tuple(
                column(kept, KeptClock::incident, UUID[]::new),
                column(clocks, c -> c.kind().wireName(), String[]::new),
                column(clocks, IncidentClock::cycle, Integer[]::new),
                column(clocks, IncidentClock::version, Integer[]::new),
                column(clocks, c -> c.goal().aim(), String[]::new),
                column(clocks, c -> intervalOrNull(c.goal().within()), Interval[]::new),
                column(clocks, c -> lower(c.state()), String[]::new),
                times(clocks, IncidentClock::startedAt),
                times(clocks, IncidentClock::runningSince),
                column(clocks, c -> interval(c.consumed(now)), Interval[]::new),
                times(clocks, IncidentClock::dueAt),
                times(clocks, IncidentClock::halfAt),
                times(clocks, IncidentClock::endedAt),
                times(clocks, IncidentClock::breachedAt),
                column(clocks, IncidentClock::breachedByChange, Boolean[]::new),
                times(kept, KeptClock::noticedAt),
                times(kept, KeptClock::halfNoticedAt)))
        .compose(done -> writePauses(tx, kept));
  }

  private record Placed(KeptClock of, int position, ClockPause pause) {}

  private static Future<Void> writePauses(Tx tx, List<KeptClock> kept) {
    List<Placed> all = new ArrayList<>();
    for (KeptClock one : kept) {
      List<ClockPause> pauses = one.clock().pauses();
      for (int i = 0; i < pauses.size(); i++) {
        all.add(new Placed(one, i, pauses.get(i)));
      }
    }
    return all.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(WRITE_PAUSES)
            .execute(
                tuple(
                    column(all, p -> p.of().incident(), UUID[]::new),
                    column(all, p -> p.of().clock().kind().wireName(), String[]::new),
                    column(all, p -> p.of().clock().cycle(), Integer[]::new),
                    column(all, Placed::position, Integer[]::new),
                    times(all, p -> p.pause().from()),
                    times(all, p -> p.pause().until()),
                    column(all, p -> lower(p.pause().cause()), String[]::new)))
            .mapEmpty();
  }

  private static final String WORKED_ON =
      """
      SELECT n.incident_id FROM unnest($1::uuid[], $2::timestamptz[]) AS n(incident_id, since)
       WHERE EXISTS (SELECT FROM timeline t
                      WHERE t.incident_id = n.incident_id AND t.at > n.since AND t.author <> 'system'
                        AND t.type IN ('STATUS_CHANGE', 'NOTE', 'ASSIGNMENT', 'SEVERITY_CHANGE', 'SERVICE_CHANGE', 'EDITED')
                        AND NOT t.metadata ? 'hold')\
      """;

  /** Those of these incidents that a person has done something about since. A hold is nothing. */
  Set<UUID> workedOn(Tx tx, List<UUID> incidents, List<Instant> since) {
    Set<UUID> worked = new HashSet<>();
    tx.connection()
        .preparedQuery(WORKED_ON)
        .execute(tuple(incidents.toArray(UUID[]::new), times(since, at -> at)))
        .await()
        .forEach(row -> worked.add(row.getUUID("incident_id")));
    return worked;
  }

  private static @Nullable Interval intervalOrNull(@Nullable Duration duration) {
    return duration == null ? null : interval(duration);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
