package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Received;
import dev.imas.fixtures.FakeReceiver.Reply;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page that reaches none of its receivers goes to others, and the incident says so. */
class FallbackIT {

  private final PagingScene scene =
      new PagingScene(
          Map.of("IMAS_CORE_PAGE_ACCEPT_WITHIN", "1s"),
          Map.of(
              "IMAS_NOTIFIER_RETRY_LIMIT", "100",
              "IMAS_NOTIFIER_RETRY_CEILING", "1s",
              "IMAS_NOTIFIER_CIRCUIT_FAILURES", "1000"));

  @AfterEach
  void close() {
    scene.close();
  }

  private void refuse(String path, int status) {
    scene.receiver.replies(request -> Reply.status(request.path().equals(path) ? status : 200));
  }

  private void awaitDeliveries(String incident, String... expected) {
    Await.until("deliveries", () -> scene.deliveries(incident), List.of(expected)::equals);
  }

  /** A contact of another team. */
  private void fallBackToDesk() {
    String desk = scene.hookOfAnotherTeam("desk", "/desk");
    String contacts = Json.write(Map.of("contacts", List.of(desk)));
    assertThat(scene.core.send(scene.core.token, "PUT", "/api/v1/fallback", contacts).status())
        .isEqualTo(200);
  }

  private void awaitDelivery(String incident, String expected) {
    Await.until(expected, () -> scene.deliveries(incident), found -> found.contains(expected));
  }

  private List<String> eventsAt(String path, List<Received> requests) {
    return requests.stream()
        .filter(r -> r.path().equals(path))
        .map(r -> r.header("X-IMAS-Event"))
        .toList();
  }

  private double fallbacks(String reason, String to) {
    Counter counter =
        scene.core.meters.find("imas.page.fallbacks").tags("reason", reason, "to", to).counter();
    return counter == null ? 0 : counter.count();
  }

  private double fallbacksTo(String to) {
    return scene.core.meters.find("imas.page.fallbacks").tag("to", to).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  @Test
  void theTeamsOthersGetADeadPageWhateverTheyWantToHearOf() {
    scene.hook("first", "/first", "SEV4");
    scene.hook("second", "/second", "SEV1");
    refuse("/first", 400);
    String incident = scene.incident("Ledger is down", "SEV3");
    awaitDeliveries(incident, "incident.triggered first dead", "incident.triggered second sent");
    Received told =
        scene.receiver.requests().stream()
            .filter(r -> r.path().equals("/second"))
            .findFirst()
            .orElseThrow();
    assertThat(told.body())
        .contains("Ledger is down")
        .contains("could not be sent to first (webhook): HTTP 400");
    assertThat(scene.timeline(incident))
        .contains(
            "NOTIFICATION_REDIRECTED: Page (triggered) could not be sent to first (webhook): HTTP"
                + " 400; paged second (webhook) instead");
    Await.until("it to be counted", () -> fallbacks("dead", "team"), counted -> counted == 1);
  }

  @Test
  void theTeamsOthersGetThePageOfAContactThatIsRemovedMeanwhile() {
    scene.hook("first", "/first", "SEV4");
    scene.hook("second", "/second", "SEV1");
    refuse("/first", 503);
    String incident = scene.incident("Ledger is down", "SEV3");
    scene.receiver.await(1);
    scene.core.database.execute("DELETE FROM imas.team_contact WHERE name = 'first'");
    Await.until(
        "the other told",
        () -> scene.deliveries(incident),
        found -> found.contains("incident.triggered second sent"));
    assertThat(scene.timeline(incident))
        .anySatisfy(line -> assertThat(line).contains("the contact was removed"));
  }

  @Test
  void thenTheTenantsFallbackAndThenTheConsole() {
    scene.hook("first", "/first", "SEV4");
    fallBackToDesk();
    scene.receiver.replies(Reply.status(400));
    String incident = scene.incident("Ledger is down", "SEV2");
    awaitDeliveries(
        incident,
        "incident.triggered console sent",
        "incident.triggered desk dead",
        "incident.triggered first dead");
    // Counted after the commit, and on a slow machine the second is late before it is dead.
    Await.until(
        "both to be counted",
        () -> fallbacksTo("tenant") + fallbacksTo("console"),
        counted -> counted == 2);
  }

  @Test
  void aPageThatIsOnlyRetriedGoesToOthersWhenItsTimeIsOver() {
    scene.hook("first", "/first", "SEV4");
    scene.hook("second", "/second", "SEV1");
    refuse("/first", 503);
    String incident = scene.incident("Ledger is down", "SEV2");
    Await.until(
        "the other told",
        () -> scene.deliveries(incident),
        found -> found.contains("incident.triggered second sent"));
    assertThat(scene.timeline(incident))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("was not accepted within 1 s by first (webhook)")
                    .contains("paged second (webhook) instead"));
    Await.until("it to be counted", () -> fallbacks("late", "team"), counted -> counted == 1);
    scene.receiver.replies(Reply.status(200));
    awaitDeliveries(incident, "incident.triggered first sent", "incident.triggered second sent");
  }

  @Test
  void theFallbackHearsWhatBecomesOfTheIncident() {
    scene.hook("first", "/first", "SEV4");
    fallBackToDesk();
    refuse("/first", 400);
    String incident = scene.incident("Ledger is down", "SEV2");
    awaitDelivery(incident, "incident.triggered desk sent");
    scene.core.post("/api/v1/incidents/" + incident + "/acknowledge", "{}");
    awaitDelivery(incident, "incident.acknowledged desk sent");
    scene.core.post("/api/v1/incidents/" + incident + "/resolve", "{}");
    awaitDelivery(incident, "incident.resolved desk sent");
  }

  @Test
  void theFallbackIsNotCalledToWhatIsOver() {
    scene.hook("first", "/first", "SEV4");
    fallBackToDesk();
    scene.receiver.replies(Reply.status(503));
    String incident = scene.incident("Ledger is down", "SEV1");
    Await.until(
        "the fallback to be tried",
        scene.receiver::requests,
        found -> eventsAt("/desk", found).contains("incident.triggered"));
    scene.core.post("/api/v1/incidents/" + incident + "/resolve", "{}");
    awaitDelivery(incident, "incident.triggered desk folded");
    awaitDelivery(incident, "incident.triggered first folded");
    int before = scene.receiver.requests().size();
    scene.receiver.replies(Reply.status(200));
    awaitDelivery(incident, "incident.resolved desk sent");
    awaitDelivery(incident, "incident.resolved first sent");
    List<Received> since = scene.receiver.requests().stream().skip(before).toList();
    assertThat(eventsAt("/desk", since)).isNotEmpty().containsOnly("incident.resolved");
    assertThat(eventsAt("/first", since)).isNotEmpty().containsOnly("incident.resolved");
  }

  @Test
  void workThatFailsIsDoneLaterAndOnce() {
    scene.hook("first", "/first", "SEV4");
    scene.hook("second", "/second", "SEV1");
    refuse("/first", 400);
    scene.core.database.execute(
        "ALTER TABLE imas.timeline ADD CONSTRAINT no_redirect CHECK (type <>"
            + " 'NOTIFICATION_REDIRECTED')");
    String incident = scene.incident("Ledger is down", "SEV3");
    Await.until(
        "a failure",
        () -> scene.core.meters.get("imas.page.fallback.failures").counter().count(),
        failures -> failures >= 2);
    assertThat(scene.deliveries(incident)).containsExactly("incident.triggered first dead");
    scene.core.database.execute("ALTER TABLE imas.timeline DROP CONSTRAINT no_redirect");
    awaitDeliveries(incident, "incident.triggered first dead", "incident.triggered second sent");
    awaitAllFollowed();
  }

  @Test
  void theSameOutcomeTwiceTellsNobodyTwice() {
    scene.hook("first", "/first", "SEV4");
    scene.hook("second", "/second", "SEV1");
    refuse("/first", 400);
    String incident = scene.incident("Ledger is down", "SEV3");
    awaitDeliveries(incident, "incident.triggered first dead", "incident.triggered second sent");
    scene.core.database.execute(
        "INSERT INTO imas.delivery_outcome (tenant_id, incident_id, event_seq, outcome) SELECT"
            + " tenant_id, incident_id, event_seq, CASE WHEN n > 2 THEN 'late' ELSE 'dead' END FROM"
            + " imas.delivery, generate_series(1, 4) AS n WHERE status = 'dead'");
    awaitAllFollowed();
    assertThat(scene.deliveries(incident)).hasSize(2);
  }

  @Test
  void newsThatReachNobodyCallNobody() {
    scene.hook("first", "/first", "SEV4");
    scene.hook("second", "/second", "SEV1");
    scene.receiver.replies(
        request -> Reply.status(request.body().contains("incident.resolved") ? 400 : 200));
    String incident = scene.incident("Ledger is down", "SEV3");
    awaitDeliveries(incident, "incident.triggered first sent");
    scene.core.post("/api/v1/incidents/" + incident + "/resolve", "{}");
    awaitDeliveries(incident, "incident.resolved first dead", "incident.triggered first sent");
    awaitAllFollowed();
    assertThat(scene.deliveries(incident)).hasSize(2);
  }

  private void awaitAllFollowed() {
    Await.until(
        "all followed",
        () -> scene.core.database.query("SELECT id FROM imas.delivery_outcome"),
        List::isEmpty);
  }
}
