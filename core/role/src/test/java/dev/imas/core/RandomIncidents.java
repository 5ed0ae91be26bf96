package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A core with some 800 random incidents of 150 days, of four services and three teams, and the same
 * incidents in Java. Another tenant has some, too.
 */
final class RandomIncidents implements AutoCloseable {

  static final ZoneId ZONE = ZoneId.of("America/New_York");

  final RunningCore core = RunningCore.start();
  final Instant now = core.now();
  final List<Row> rows = new ArrayList<>();
  final List<Owned> services = new ArrayList<>();

  record Owned(UUID id, String name, String team) {}

  record Row(
      Owned service,
      int severity,
      String status,
      Instant created,
      @Nullable Instant acknowledged,
      @Nullable Instant resolved) {

    /** Whoever resolves an incident that nobody has acknowledged does not acknowledge it. */
    @Nullable Long tta() {
      return resolved != null && acknowledged != null && !acknowledged.isBefore(resolved)
          ? null
          : seconds(acknowledged);
    }

    @Nullable Long ttaWithResolutions() {
      return seconds(acknowledged);
    }

    @Nullable Long ttr() {
      return seconds(resolved);
    }

    private @Nullable Long seconds(@Nullable Instant end) {
      return end == null ? null : Math.max(0, Duration.between(created, end).toSeconds());
    }

    boolean isIn(Instant from, Instant to) {
      return !created.isBefore(from) && created.isBefore(to);
    }
  }

  RandomIncidents() {
    core.holdHousekeeping();
    core.database.execute(
        "INSERT INTO delivery_policy (tenant_id, time_zone, group_every, digest_at)"
            + " VALUES ('%s', '%s', '15 min', '08:00')".formatted(core.tenant, ZONE));
    for (String name : List.of("shop", "search", "mail", "billing")) {
      services.add(new Owned(core.service(name), name, "team of " + name));
    }
    // Two services of one team.
    core.database.execute(
        "UPDATE service SET owner_team_id = (SELECT id FROM team WHERE name = 'team of shop') WHERE"
            + " name = 'search'");
    services.set(1, new Owned(services.get(1).id(), "search", "team of shop"));
    String other = core.tokenOfAnotherTenant("others", "read");
    assertThat(other).isNotEmpty();
    Random random = new Random(42);
    for (int i = 0; i < 800; i++) {
      rows.add(random(random));
    }
    // At the clocks' very edges, on the first night of November and in March.
    for (String at :
        List.of("2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-03-08T07:30:00Z")) {
      Instant edge = Instant.parse(at);
      if (edge.isBefore(now)) {
        rows.add(new Row(services.get(0), 1, "TRIGGERED", edge, null, null));
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      insert(core.tenant.toString(), i, rows.get(i));
    }
    String stranger =
        core.database.query("SELECT tenant_id FROM tenant WHERE name = 'others'").get(0);
    core.database.execute(
        "INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%1$s', 'x'); INSERT INTO service"
                .formatted(stranger)
            + " (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%1$s', 'x', '%1$s')"
                .formatted(stranger));
    for (int i = 0; i < 20; i++) {
      Row row = rows.get(i);
      insert(
          stranger,
          i,
          new Row(
              new Owned(UUID.fromString(stranger), "x", "x"),
              row.severity,
              row.status,
              row.created,
              row.acknowledged,
              row.resolved));
    }
  }

  private Row random(Random random) {
    // Times have microseconds, as PostgreSQL has.
    Instant created =
        now.minus(
                Duration.ofNanos(
                    random.nextLong(Duration.ofDays(150).toMinutes()) * 60_000_000_000L))
            .minusNanos(1000L * random.nextInt(59_000_000));
    String status =
        List.of("TRIGGERED", "ACKNOWLEDGED", "MITIGATED", "RESOLVED", "RESOLVED", "RESOLVED")
            .get(random.nextInt(6));
    Instant acknowledged =
        status.equals("TRIGGERED")
            ? null
            : created.plusNanos(1000 * random.nextLong(7_200_000_000L));
    // A process whose clock is behind.
    Instant resolved =
        status.equals("RESOLVED")
            ? created.plusNanos(1000 * (random.nextLong(100_000_000_000L) - 1_000_000_000L))
            : null;
    return new Row(
        services.get(random.nextInt(4)),
        1 + random.nextInt(4),
        status,
        created,
        acknowledged,
        resolved);
  }

  private void insert(String tenant, int number, Row row) {
    core.database.execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, lead, detected_at,
                              created_at, acknowledged_at, resolved_at, updated_at, alert_count, reopen_count)
        VALUES ('%s', gen_random_uuid(), 'INC-T%s', 'x', '%s', %s, '%s', 'alert', 'x', 'ann', '%6$s', '%6$s', %7$s, %8$s, '%6$s', 3,
                CASE WHEN %4$s = 4 THEN 1 ELSE 0 END)\
        """
            .formatted(
                tenant,
                number,
                row.service.id(),
                row.severity,
                row.status,
                row.created,
                quoted(row.acknowledged),
                quoted(row.resolved)));
  }

  private static String quoted(@Nullable Instant at) {
    return at == null ? "NULL" : "'" + at + "'";
  }

  @Override
  public void close() {
    core.close();
  }
}
