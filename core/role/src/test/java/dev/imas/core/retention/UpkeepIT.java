package dev.imas.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import io.micrometer.core.instrument.Timer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UpkeepIT {

  private static final Map<String, String> QUICK =
      Map.of(
          "IMAS_CORE_TIMER_POLL", "50ms",
          "IMAS_CORE_EXPIRY_INTERVAL", "100ms",
          "IMAS_CORE_EXPIRY_GRACE", "5m",
          "IMAS_CORE_RETENTION_LEDGER", "1d");

  @Test
  void alertThatIsNotRenewedExpiresOnceSendersHadTheirSay() {
    try (RunningCore core = RunningCore.start(QUICK)) {
      UUID service = core.service("fading");
      core.post(
          Event.firing("Fading", 2, service, core.now()).endingAt(core.now().plusSeconds(60)));
      core.follow();

      // Its end has passed, but we have not been up long enough for the silence to count.
      core.clock.move(Duration.ofMinutes(3));
      long runs = runs(core);
      Await.until("two more sweeps", () -> runs(core), n -> n > runs + 1);
      assertThat(core.get("/api/v1/alerts?status=firing").json().get("items")).hasSize(1);

      core.clock.move(Duration.ofMinutes(10));
      Await.until(
          "the incident's end",
          () -> core.get("/api/v1/incidents?service=fading").json().at("/items/0/status").asText(),
          "RESOLVED"::equals);
      assertThat(core.get("/api/v1/alerts?status=resolved").json().get("items")).hasSize(1);
    }
  }

  @Test
  void alertThatRepeatsIsRenewedAndGoesOnRepeating() {
    try (RunningCore core = RunningCore.start(QUICK)) {
      UUID service = core.service("lasting");
      core.post(
          Event.firing("Lasting", 2, service, core.now()).endingAt(core.now().plusSeconds(60)));
      core.follow();
      core.database.execute(
          """
          INSERT INTO alert_repeat (tenant_id, fingerprint, repeats, last_seen, observed_at, severity, ends_at)
          SELECT tenant_id, fingerprint, 1, now(), now(), severity, ends_at + interval '1 hour' FROM alert_state\
          """);

      core.clock.move(Duration.ofMinutes(20));

      Await.until(
          // Its row may be gone: a sweep that was under way adds it to the alert.
          "its end to be that of its last repeat",
          () ->
              core.database.count(
                  "SELECT count(*) FROM alert_state WHERE status = status_firing() AND"
                      + " expires_bucket >= ends_at AND ends_at > '"
                      + core.now()
                      + "'"),
          n -> n == 1);
      long runs = runs(core);
      Await.until("two more sweeps", () -> runs(core), n -> n > runs + 1);
      assertThat(core.get("/api/v1/alerts?status=firing").json().get("items")).hasSize(1);
    }
  }

  @Test
  void oldPartitionsGoAndTheLedgerKeepsTheirSums() {
    try (RunningCore core = RunningCore.start(QUICK)) {
      // A run at the start would drop the partition before it is filled.
      core.sweep("partitions-past");
      String day =
          LocalDate.now(ZoneOffset.UTC)
              .minusDays(60)
              .with(DayOfWeek.MONDAY)
              .format(DateTimeFormatter.BASIC_ISO_DATE);
      String name = "ledger_p" + day;
      core.database.execute(
          "SET TIME ZONE 'UTC'; CREATE TABLE imas."
              + name
              + " PARTITION OF imas.ledger FOR VALUES FROM (to_timestamp('"
              + day
              + "', 'YYYYMMDD')) TO (to_timestamp('"
              + day
              + "', 'YYYYMMDD') + interval '7 days'); ALTER TABLE imas."
              + name
              + " OWNER TO imas_owner");
      core.database.execute(
          "INSERT INTO imas.ledger (tenant_id, source_id, minute, shard, accepted, opened) VALUES ('%s', '%s',"
                  .formatted(core.tenant, core.source)
              + " to_timestamp('"
              + day
              + "', 'YYYYMMDD') + interval '1 day', 0, 7, 7)");
      assertThat(core.get("/api/v1/ledger").json().get("accepted").asLong()).isEqualTo(7);

      core.database.execute(
          "UPDATE imas.timer SET due_at = now() - interval '3 hours', try_at = now() WHERE kind ="
              + " 'partitions-past'");
      Await.until(
          "the partition's end",
          () -> core.database.count("SELECT count(*) FROM pg_class WHERE relname = '" + name + "'"),
          n -> n == 0);
      assertThat(core.get("/api/v1/ledger").json().get("accepted").asLong()).isEqualTo(7);
      assertThat(core.database.count("SELECT opened FROM imas.ledger_closed")).isEqualTo(7);
      // Three missed runs were made up for by one, and the next run is in the future.
      Await.until(
          "the timer's next time",
          () ->
              core.database.count(
                  "SELECT count(*) FROM imas.timer WHERE kind = 'partitions-past' AND due_at >"
                      + " now() AND last_outcome = '1 partitions dropped'"),
          n -> n == 1);
    }
  }

  @Test
  void timersAreRegisteredOnceHoweverOftenCoreStarts() {
    try (RunningCore core = RunningCore.start(QUICK)) {
      core.restart();
      assertThat(core.database.query("SELECT kind FROM imas.timer ORDER BY kind"))
          .containsExactly(
              "alert-expiry",
              "alert-lapse",
              "alert-refire",
              "alert-repeats",
              "audit-checkpoint",
              "callbacks-past",
              "changes-past",
              "clock-watch",
              "dora-reports-past",
              "drills-past",
              "event-webhooks",
              "events-past",
              "facts-past",
              "figures",
              "gate-past",
              "hand-over-notes",
              "held-messages",
              "hidden-incidents",
              "hiding",
              "idempotency-keys",
              "incident-growth",
              "incident-recheck",
              "incident-reminders",
              "links-past",
              "lookup-tables-past",
              "maintenance-windows",
              "meeting-past",
              "meeting-reminders",
              "partitions-ahead",
              "partitions-past",
              "people-inactive",
              "provider-watch",
              "rooms-stale",
              "rows-past",
              "schedule-warnings",
              "search-text",
              "sender-acknowledgements",
              "sessions-past",
              "shifts-done",
              "shifts-past",
              "signing-keys",
              "silences-ending",
              "simulations-past",
              "status-page-past",
              "summaries",
              "suppressions-past",
              "suspects",
              "swaps",
              "uncalled-warnings",
              "window-conflicts",
              "window-deployments",
              "window-past",
              "window-reminders");
    }
  }

  private static long runs(RunningCore core) {
    return (long)
        core.meters.find("imas.timer.lateness").tag("kind", "alert-expiry").timers().stream()
            .mapToLong(Timer::count)
            .sum();
  }
}
