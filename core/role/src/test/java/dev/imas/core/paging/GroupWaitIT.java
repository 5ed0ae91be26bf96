package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An incident whose first word waits for the rest of its group. */
class GroupWaitIT {

  private final EscalationScene scene = new EscalationScene();
  private final RunningCore core = scene.core;
  private int version;

  @BeforeEach
  void people() {
    scene.person("ann", "sms");
    scene.policy(1, "PT30M", "", scene.userAfter("PT0S", "ann"));
    version = scene.rules("[{\"name\":\"all\",\"group_by\":[],\"group_wait\":\"PT30S\"}]");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whatFiresTogetherIsOneMessage() {
    String incident = fires(2, "a");
    fires(2, "b");
    assertThat(scene.called(incident)).isEmpty();

    waitIsOver(incident);

    assertThat(scene.called(incident)).containsExactly("ann/sms");
    assertThat(lines(incident))
        .contains("Told after 30 s for its group: 2 alerts fire")
        .anySatisfy(line -> assertThat(line).endsWith("its first word waits 30 s for its group"));
    assertThat(core.get("/api/v1/incidents/" + incident + "/escalation").json().at("/runs/0/state"))
        .hasToString("\"running\"");
  }

  @Test
  void whatHasRecoveredByThenIsToldToNobody() {
    String incident = fires(2, "a");
    scene.routed(version, 0, alert(2, "a").resolved());
    assertThat(status(incident)).isEqualTo("RESOLVED");

    waitIsOver(incident);

    assertThat(scene.called(incident)).isEmpty();
    assertThat(core.database.count("SELECT count(*) FROM delivery")).isZero();
  }

  @Test
  void whatIsCriticalNeverWaits() {
    assertThat(scene.called(fires(1, "a"))).containsExactly("ann/sms");
    assertThat(core.database.count("SELECT count(*) FROM timer WHERE kind = 'group-wait'"))
        .isZero();
  }

  @Test
  void aRiseEndsTheWaitAndNobodyIsToldTwice() {
    String incident = fires(3, "a");
    fires(2, "b");
    assertThat(scene.called(incident)).containsExactly("ann/sms");

    waitIsOver(incident);

    assertThat(scene.called(incident)).containsExactly("ann/sms");
  }

  @Test
  void whoeverAcknowledgesIsNotCalled() {
    String incident = fires(2, "a");
    scene.acknowledges(incident);

    waitIsOver(incident);

    assertThat(scene.called(incident)).isEmpty();
  }

  @Test
  void aRestartForgetsNothing() {
    String incident = fires(2, "a");
    core.restart();

    waitIsOver(incident);

    assertThat(scene.called(incident)).containsExactly("ann/sms");
  }

  private void waitIsOver(String incident) {
    Reply run = core.post("/api/v1/timers/group-wait:" + incident + "/run", "{}");
    assertThat(run.status()).as(run.http().body()).isIn(200, 404);
    Await.until(
        "the timer's end",
        () -> core.database.count("SELECT count(*) FROM timer WHERE kind = 'group-wait'"),
        n -> n == 0);
  }

  private String fires(int severity, String name) {
    scene.routed(version, 0, alert(severity, name));
    return core.database.query("SELECT id FROM incident").getFirst();
  }

  private Event alert(int severity, String name) {
    return Event.firing(name, severity, scene.shop, core.now()).inGroup("shop");
  }

  private String status(String incident) {
    return core.get("/api/v1/incidents/" + incident).json().get("status").asText();
  }

  private List<String> lines(String incident) {
    JsonNode items = core.get("/api/v1/incidents/" + incident + "/timeline").json().get("items");
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> item.get("message").asText())
        .toList();
  }
}
