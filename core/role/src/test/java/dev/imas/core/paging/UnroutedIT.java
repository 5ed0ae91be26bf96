package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An incident that nobody could be found for says so until somebody takes it on or is called. */
class UnroutedIT {

  private final EscalationScene scene = new EscalationScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private JsonNode unrouted(String incident) {
    return scene.core.get("/api/v1/incidents/" + incident).json().get("unrouted");
  }

  private List<String> listed(boolean isUnrouted) {
    List<String> ids = new ArrayList<>();
    scene
        .core
        .get("/api/v1/incidents?unrouted=" + isUnrouted)
        .json()
        .get("items")
        .forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }

  @Test
  void isLeftToTheFallbackUntilSomebodyAcknowledges() {
    scene.desk();
    String incident = scene.opens("SEV2");
    scene.settles();

    JsonNode mark = unrouted(incident);
    assertThat(mark.get("reason").asText()).contains("found nobody who can be paged", "Desk");
    assertThat(mark.get("since").isTextual()).isTrue();
    assertThat(listed(true)).containsExactly(incident);
    assertThat(listed(false)).doesNotContain(incident);
    assertThat(scene.timeline(incident, "NOTIFICATION_REDIRECTED"))
        .containsExactly(mark.get("reason").asText());
    assertThat(scene.core.meters.get("imas.incidents.unrouted").counter().count()).isEqualTo(1);
    Await.until(
        "it to be counted",
        () -> scene.core.meters.get("imas.incidents.unrouted.open").gauge().value(),
        n -> n == 1);

    scene.acknowledges(incident);
    assertThat(unrouted(incident).isNull()).isTrue();
    assertThat(listed(true)).isEmpty();
  }

  @Test
  void isLeftToNobodyWhereThereIsNoFallback() {
    String incident = scene.opens("SEV3");
    scene.settles();
    assertThat(unrouted(incident).get("reason").asText()).contains("nobody else is left to page");
  }

  @Test
  void anEscalationThatFindsNobodySaysSoUntilSomebodyIsCalled() {
    scene.desk();
    scene.person("ann", "sms");
    scene.policy(1, "PT30M", "", EscalationScene.onCallAfter("PT0S"));
    String incident = scene.opens("SEV2");
    scene.settles();
    assertThat(unrouted(incident).get("reason").asText())
        .contains("its steps found nobody who can be paged");

    assertThat(
            scene
                .core
                .post("/api/v1/incidents/" + incident + "/page", "{\"user\":\"ann\"}")
                .status())
        .isEqualTo(200);
    assertThat(scene.called(incident)).contains("ann/sms");
    assertThat(unrouted(incident).isNull()).isTrue();
  }

  @Test
  void whoeverWasFoundAndCannotBeReachedWasFound() {
    scene.desk();
    scene.person("ann", "sms");
    scene.policy(1, "PT30M", "", scene.userAfter("PT0S", "ann"));
    String incident = scene.opens("SEV2");
    scene.settles();
    assertThat(unrouted(incident).isNull()).isTrue();
    scene.refuses("ann", "sms");
    assertThat(unrouted(incident).isNull()).isTrue();
  }
}
