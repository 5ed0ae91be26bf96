package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IntakeOrderIT {

  @Test
  void laterTransitionClaimedFirstIsAppliedAfterTheOneTheJournalHas() throws Exception {
    // The lanes do not wait for each other: the rise to SEV1 is claimed before the opening at SEV4.
    try (RunningCore core = RunningCore.start();
        Connection blocker = core.database.connect();
        Statement sql = blocker.createStatement()) {
      UUID service = core.service("lanes");
      String urgent = "(hashtextextended('imas.intake.0." + core.tenant + "', 0))";
      String bulk = "(hashtextextended('imas.intake.1." + core.tenant + "', 0))";
      sql.execute("SELECT pg_advisory_lock" + urgent + ", pg_advisory_lock" + bulk);
      Event fire = Event.firing("Lanes", 4, service, core.now());
      core.post(fire);
      core.clock.move(Duration.ofSeconds(5));
      core.post(fire.withSeverity(1));
      assertThat(core.database.query("SELECT seq FROM outbox ORDER BY priority, id"))
          .containsExactly("2", "1");
      sql.execute("SELECT pg_advisory_unlock" + urgent);
      Await.until(
          "the rise, and before it the opening from the journal",
          () -> core.database.query("SELECT applied_seq FROM alert_progress"),
          List.of("2")::equals);
      sql.execute("SELECT pg_advisory_unlock" + bulk);
      core.follow();

      JsonNode incidents = core.get("/api/v1/incidents?service=lanes").json().get("items");
      assertThat(incidents).hasSize(1);
      assertThat(incidents.get(0).get("severity").asText()).isEqualTo("SEV1_CRITICAL");
      assertThat(incidents.get(0).get("alert_count").asInt()).isEqualTo(1);
      List<String> types = new ArrayList<>();
      core.get("/api/v1/incidents/" + incidents.get(0).get("id").asText())
          .json()
          .get("timeline")
          .forEach(line -> types.add(line.get("type").asText()));
      assertThat(types).containsExactly("STATUS_CHANGE", "ALERT_RECEIVED", "SEVERITY_CHANGE");
      assertThat(core.database.query("SELECT applied_seq FROM alert_progress"))
          .containsExactly("2");
    }
  }
}
