package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.incident.GatheredGroups;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many new groups at once: some get an incident each, the rest share one for their service. */
class NewIncidentsRateIT {

  private static final int RATE = 3;

  private final RunningCore core =
      RunningCore.start(Map.of("IMAS_CORE_NEW_INCIDENTS", Integer.toString(RATE)));
  private final UUID service = core.service("pay");

  @AfterEach
  void stop() {
    assertThat(core.get("/api/v1/ledger").json().get("imbalance").asLong()).isZero();
    core.close();
  }

  @Test
  void groupsBeyondTheRateShareOneIncidentThatPagesAndEndsWithThem() {
    List<Event> storm = groups("g", 10, 4);
    post(storm);

    List<JsonNode> incidents = incidents();
    assertThat(incidents).hasSize(RATE + 1);
    JsonNode gathered = gathered(incidents);
    assertThat(gathered.get("title").asText())
        .isEqualTo("Too many new alerts for an incident each: pay");
    assertThat(gathered.get("firing_count").asInt()).isEqualTo(10 - RATE);
    assertThat(
            core.get("/api/v1/incidents/" + gathered.get("id").asText())
                .json()
                .at("/timeline/0/message")
                .asText())
        .contains("more than 3 incidents were opened within a minute");
    assertThat(triggered(gathered)).isEqualTo(1);
    assertThat(core.meters.get("imas.incidents.gathered").counter().count()).isEqualTo(10 - RATE);

    post(storm.stream().map(Event::resolved).toList());

    assertThat(incidents()).extracting(i -> i.get("status").asText()).containsOnly("RESOLVED");
  }

  @Test
  void alertSaysThatItWasGathered() {
    List<Event> storm = groups("g", 10, 4);
    post(storm);
    String gathered = gathered(incidents()).get("short_id").asText();

    List<JsonNode> explained = storm.stream().map(this::explained).toList();

    assertThat(explained)
        .filteredOn(e -> e.at("/incident/short_id").asText().equals(gathered))
        .hasSize(10 - RATE)
        .allSatisfy(e -> assertThat(e.path("note").asText()).contains("were gathered in one"))
        .allSatisfy(e -> assertThat(e.path("remarks").toString()).isEqualTo("[\"gathered\"]"));
    assertThat(explained)
        .filteredOn(e -> !e.at("/incident/short_id").asText().equals(gathered))
        .allSatisfy(e -> assertThat(e.path("note").asText()).doesNotContain("gathered"));
  }

  @Test
  void urgentGroupsHaveRoomOfTheirOwnAndTheirFirstPageWaitsForNobody() {
    post(groups("low", 10, 4));

    post(groups("high", 2, 1));

    assertThat(incidents())
        .filteredOn(i -> i.get("severity").asText().equals("SEV1_CRITICAL"))
        .hasSize(2)
        .allSatisfy(i -> assertThat(i.get("title").asText()).startsWith("high"))
        .allSatisfy(i -> assertThat(triggered(i)).isEqualTo(1));
  }

  @Test
  void urgentGroupsBeyondTheirRatePageAtOnceForEachService() {
    UUID other = core.service("search");
    List<Event> storm = groups("high", 10, 1);
    Event elsewhere = Event.firing("elsewhere", 1, other, core.now());
    post(storm);

    post(List.of(elsewhere));

    JsonNode gathered = gathered(incidents());
    assertThat(gathered.get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(triggered(gathered)).isEqualTo(1);
    JsonNode ofOther = core.get("/api/v1/incidents?service=search").json().at("/items/0");
    assertThat(triggered(ofOther)).isEqualTo(1);
  }

  @Test
  void gatheredAlertGetsItsOwnIncidentOnceThereIsRoom() {
    Event alert = gatheredAlert();
    post(List.of(alert.resolved()));
    core.clock.move(Duration.ofSeconds(61));

    post(List.of(alert.startedAt(core.now())));

    assertThat(explained(alert).at("/incident/short_id").asText())
        .isNotEqualTo(gathered(incidents()).get("short_id").asText());
  }

  @Test
  void gatheredAlertThatGetsUrgentIsPagedByItself() {
    Event alert = gatheredAlert();

    post(List.of(alert.withSeverity(1)));

    List<JsonNode> severe =
        incidents().stream()
            .filter(i -> i.get("severity").asText().equals("SEV1_CRITICAL"))
            .toList();
    assertThat(severe).hasSize(1);
    assertThat(severe.getFirst().get("title").asText()).isEqualTo(alert.name() + " is bad");
    assertThat(triggered(severe.getFirst())).isEqualTo(1);
    assertThat(gathered(incidents()).get("firing_count").asInt()).isEqualTo(10 - RATE - 1);
  }

  @Test
  void alertIsGatheredAgainWhereItWasBefore() {
    Event alert = gatheredAlert();
    post(List.of(alert.resolved()));
    core.clock.move(Duration.ofSeconds(61));
    post(List.of(alert.startedAt(core.now())));
    post(List.of(alert.startedAt(core.now()).resolved()));
    core.clock.move(Duration.ofMinutes(40)); // Its own incident is not reopened any more.
    post(groups("others", RATE, 4));

    post(List.of(alert.startedAt(core.now())));

    JsonNode gathered = gathered(incidents());
    assertThat(explained(alert).at("/incident/short_id")).isEqualTo(gathered.get("short_id"));
    assertThat(gathered.get("firing_count").asInt()).isEqualTo(10 - RATE);
    assertThat(gathered.get("alert_count").asInt()).isEqualTo(10 - RATE);
  }

  @Test
  void gatheringIncidentThatSomebodyResolvedIsOpenedAgainByNewGroups() {
    post(groups("g", 10, 4));
    String id = gathered(incidents()).get("id").asText();
    core.post("/api/v1/incidents/" + id + "/resolve", "{}");

    post(groups("more", 2, 4));

    JsonNode again = gathered(incidents());
    assertThat(again.get("id").asText()).isEqualTo(id);
    assertThat(again.get("status").asText()).isEqualTo("TRIGGERED");
  }

  @Test
  void threePostsAreNotThousandsOfIncidents() {
    for (int i = 0; i < 3; i++) {
      post(groups("flood" + i + "-", 2_000, 3));
    }

    // Both lanes and other cores may see the others' incidents a little late.
    assertThat(core.database.count("SELECT count(*) FROM incident")).isEqualTo(RATE + 1);
    assertThat(core.database.count("SELECT sum(firing_count) FROM incident")).isEqualTo(6_000);
    assertThat(core.database.count("SELECT count(*) FROM alert_progress WHERE firing"))
        .isEqualTo(6_000);
  }

  /** An alert that shares an incident with other groups. */
  private Event gatheredAlert() {
    List<Event> storm = groups("g", 10, 4);
    post(storm);
    String shared = gathered(incidents()).get("short_id").asText();
    return storm.stream()
        .filter(e -> explained(e).at("/incident/short_id").asText().equals(shared))
        .findFirst()
        .orElseThrow();
  }

  private List<Event> groups(String name, int count, int severity) {
    return IntStream.range(0, count)
        .mapToObj(i -> Event.firing(name + i, severity, service, core.now()))
        .toList();
  }

  private void post(List<Event> events) {
    core.post(events.toArray(Event[]::new));
    core.follow();
  }

  private List<JsonNode> incidents() {
    List<JsonNode> incidents = new ArrayList<>();
    core.get("/api/v1/incidents?service=pay&limit=500").json().get("items").forEach(incidents::add);
    return incidents;
  }

  private JsonNode gathered(List<JsonNode> incidents) {
    List<String> ids =
        core.database.query(
            "SELECT id FROM incident WHERE group_key IN ('%s', '%s')"
                .formatted(GatheredGroups.key(service, true), GatheredGroups.key(service, false)));
    assertThat(ids).hasSize(1);
    return incidents.stream()
        .filter(i -> i.get("id").asText().equals(ids.getFirst()))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode explained(Event event) {
    return core.get("/api/v1/alerts/" + event.fingerprint() + "/explain").json();
  }

  private long triggered(JsonNode incident) {
    return core.database.count(
        "SELECT count(*) FROM delivery WHERE event = 'incident.triggered' AND incident_id = '%s'"
            .formatted(incident.get("id").asText()));
  }
}
