package dev.imas.core.silence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever made a silence is told that it ends while its alerts fire. */
class EndingSilencesIT {

  private final RunningCore core = RunningCore.start();

  EndingSilencesIT() {
    core.holdHousekeeping();
    core.database.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role)
        VALUES ('%1$s', gen_random_uuid(), 'ana', 'ana@example.org', 'responder'),
               ('%1$s', gen_random_uuid(), 'bo', 'bo@example.org', 'responder')\
        """
            .formatted(core.tenant));
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private String silence(String name, String by, String length) {
    Reply made =
        core.post(
            "/api/v1/silences",
            "{'matchers':['alertname=%s'],'duration':'%s','comment':'CHG-%s','created_by':'%s'}"
                .formatted(name, length, name, by)
                .replace('\'', '"'));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made.json().get("id").asText();
  }

  private void fires(String... names) {
    for (String name : names) {
      core.post(Event.firing(name, 3, core.triage, core.now()));
    }
    core.follow();
  }

  private void passes(Duration time) {
    core.clock.move(time);
    core.sweep("silences-ending");
  }

  private List<String> told() {
    return core.database.query(
        "SELECT d.address || ' ' || (d.payload #>> '{incident,title}') FROM delivery d WHERE"
            + " d.event = 'notice.silence' ORDER BY 1");
  }

  @Test
  void theAuthorIsToldOnceForEachEnd() {
    String id = silence("Disk", "ana", "PT2H");
    silence("Nothing", "ana", "PT2H");
    fires("Disk");

    passes(Duration.ofMinutes(104));
    assertThat(told()).isEmpty();
    passes(Duration.ofMinutes(1));
    assertThat(told())
        .containsExactly("ana@example.org A silence ends soon, and its alerts are still firing");
    passes(Duration.ofMinutes(5));
    assertThat(told()).hasSize(1);

    Reply longer =
        core.send(
            core.token,
            "PUT",
            "/api/v1/silences/" + id,
            "{\"matchers\":[\"alertname=Disk\"],\"duration\":\"PT1H\",\"comment\":\"CHG-Disk\",\"created_by\":\"ana\"}");
    assertThat(longer.status()).as(longer.http().body()).isEqualTo(200);
    passes(Duration.ofMinutes(10));
    assertThat(told()).hasSize(1);
    passes(Duration.ofMinutes(40));
    assertThat(told()).as("of the new end").hasSize(2);
  }

  @Test
  void manySilencesOfOnePersonAreOneMessage() {
    for (int i = 0; i < 8; i++) {
      silence("Disk" + i, "ANA@example.org", "PT1H");
      fires("Disk" + i);
    }
    silence("Net", "bo", "PT1H");
    silence("Short", "bo", "PT20M");
    fires("Net", "Short");
    passes(Duration.ofMinutes(10));
    assertThat(told()).as("it was made a moment ago").isEmpty();

    passes(Duration.ofMinutes(36));

    assertThat(told())
        .containsExactly(
            "ana@example.org 8 silences end soon, and their alerts are still firing",
            "bo@example.org A silence ends soon, and its alerts are still firing");
    assertThat(
            core.database.query(
                "SELECT payload #>> '{incident,description}' FROM delivery WHERE event ="
                    + " 'notice.silence' AND payload #>> '{incident,title}' LIKE '8%'"))
        .first()
        .asString()
        .contains("It mutes 1 alerts until", "And 3 more.", "open an incident and page");
  }

  @Test
  void wherePersonsAreUnknownNobodyIsTold() {
    silence("Disk", "some script", "PT1H");
    fires("Disk");
    passes(Duration.ofMinutes(46));
    assertThat(told()).isEmpty();
    assertThat(core.database.count("SELECT count(*) FROM delivery")).isZero();
  }

  @Test
  void plannedWorkEndsAsItWasPlanned() {
    silence("Disk", "ana", "PT1H");
    core.database.execute("UPDATE silence SET window_id = gen_random_uuid()");
    fires("Disk");
    passes(Duration.ofMinutes(46));
    assertThat(told()).isEmpty();
  }
}
