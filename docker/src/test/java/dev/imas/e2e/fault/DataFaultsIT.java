package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is in the database, or gets into it, causes trouble in a storm. */
@ExtendWith(SharedScene.class)
final class DataFaultsIT {

  private final FaultScene scene;

  DataFaultsIT(FaultScene scene) {
    this.scene = scene;
  }

  @Test
  void inEveryTenthBodyIsAnAlertThatTheDatabaseRefuses() {
    Signs signs = Signs.from(scene.imas);
    scene.sql.execute(
        "ALTER TABLE alert_state ADD CONSTRAINT refused CHECK (name NOT LIKE '"
            + Storm.REFUSED
            + "%') NOT VALID");
    try {
      Storm storm =
          scene
              .storm(Storm.Shape.named("Poisoned").withRefused(), FaultRun.random("refused row"))
              .awaitMore(FaultRun.times(1_500, 50_000));
      storm.end();
      signs
          .logs("The database refuses an alert; it is stored as a dead letter")
          .counts("imas_ingest_rows_refused_total", 10);
      assertThat(storm.refusedAcknowledged()).isGreaterThan(10);
      assertThat(storm.answers()).as("no neighbour pays").containsOnlyKeys(202);
      Aftermath.of(scene).isInOrder(storm);
    } finally {
      scene.sql.execute("ALTER TABLE alert_state DROP CONSTRAINT refused");
    }
  }

  @Test
  void aPartitionIsDroppedWhileItIsRead() throws SQLException {
    awaitDropOfTheStart();
    Signs signs = Signs.from(scene.imas);
    scene.sql.execute(
        """
        CREATE TABLE transition_p20260101 (LIKE transition INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
        ALTER TABLE transition ATTACH PARTITION transition_p20260101
          FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2026-01-02 00:00+00')\
        """);
    String owner =
        scene
            .sql
            .rows("SELECT tableowner FROM pg_tables WHERE tablename = 'transition'")
            .getFirst()
            .getFirst();
    scene.sql.execute("ALTER TABLE transition_p20260101 OWNER TO \"" + owner + "\"");
    Storm storm = scene.storm("PartitionDropped").awaitMore(300);
    try (Connection reader = scene.sql.connect();
        Statement reading = reader.createStatement()) {
      reader.setAutoCommit(false);
      reading.execute("SELECT count(*) FROM transition");

      storm.forgetSlowest();
      dropPartitionsNow();
      signs
          .logs("A timer's work failed")
          .counts("imas_timer_failures_total", 1, "kind=\"partitions-past\"");
      storm.awaitMore(300);
      assertThat(partitions()).as("left alone while it is read").isEqualTo(1);
      // The drop waits 50 ms for its lock. Writers wait behind it, but no longer.
      assertThat(storm.slowestAnswer()).isLessThan(Duration.ofSeconds(5));
      reader.rollback();
    }
    dropPartitionsNow();
    Await.until("the partition to go", Duration.ofSeconds(30), this::partitions, n -> n == 0);
    Aftermath.of(scene).isInOrder(storm);
  }

  /** Otherwise it would take the partition before anybody reads it. */
  private void awaitDropOfTheStart() {
    Await.until(
        "old partitions to have been dropped at the start",
        Duration.ofSeconds(60),
        () ->
            scene.sql.number(
                "SELECT count(*) FROM timer WHERE kind = 'partitions-past' AND try_at > now() AND"
                    + " claim IS NULL"),
        done -> done == 1);
  }

  private void dropPartitionsNow() {
    scene.sql.execute(
        "UPDATE timer SET due_at = now(), try_at = now(), claim = NULL WHERE kind ="
            + " 'partitions-past'");
  }

  private long partitions() {
    return scene.sql.number("SELECT count(*) FROM pg_class WHERE relname = 'transition_p20260101'");
  }

  @Test
  void tenThousandRulesAreActivatedUnderFullLoad() {
    Signs signs = Signs.from(scene.imas);
    double generation = Metrics.of(scene.imas).sum("imas_routing_generation");
    Storm storm = scene.storm("Rules").awaitMore(300);
    try {
      int version = activate(10_000);
      Await.until(
          "an episode routed by version " + version,
          Duration.ofSeconds(60),
          () ->
              scene.sql.number(
                  "SELECT count(*) FROM alert WHERE name LIKE 'Rules-%' AND rule_set_version = "
                      + version
                      + " AND rule_index = 9999"),
          routed -> routed > 0);
      storm.awaitMore(FaultRun.times(500, 100_000));
      signs
          .logs("Sources, services and rules are up to date again")
          .shows("imas_routing_generation", generation + 1);
      assertThat(storm.slowestAnswer()).isLessThan(Duration.ofSeconds(5));
      Aftermath.of(scene).isInOrder(storm);
    } finally {
      activate(0);
    }
  }

  /** All but the last match nothing; the last one matches the storm. */
  private int activate(int rules) {
    StringBuilder body = new StringBuilder("{\"comment\":\"fault matrix\",\"rules\":[");
    for (int i = 0; i < rules; i++) {
      String matcher = i == rules - 1 ? "storm=\\\"Rules\\\"" : "host=\\\"host-%d\\\"".formatted(i);
      body.append(i == 0 ? "" : ",")
          .append("{\"name\":\"rule %d\",\"matchers\":[\"%s\"]}".formatted(i, matcher));
    }
    int version =
        scene
            .imas
            .apiPost("/api/v1/rule-sets", body.append("]}").toString())
            .path("version")
            .asInt();
    scene.imas.apiPost("/api/v1/rule-sets/" + version + "/activate", "{}");
    return version;
  }
}
