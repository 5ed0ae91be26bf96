package dev.imas.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /alerts/{fingerprint}/episodes}: from opening to end, as the journal has it. */
class EpisodesIT {

  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

  private static RunningCore core;
  private static TestIngest ingest;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
    ingest = new TestIngest(core.database);
  }

  @AfterAll
  static void stop() {
    ingest.close();
    core.close();
  }

  private static void post(int second, Event event) {
    ingest.post(core.tenant, core.source, NOW.plusSeconds(second), List.of(event));
  }

  private static String path(String name) {
    return "/api/v1/alerts/"
        + core.database
            .query(
                "SELECT replace(fingerprint::text, '-', '') FROM alert WHERE name = '" + name + "'")
            .getFirst()
        + "/episodes";
  }

  @Test
  void anEpisodeHasItsOpeningItsEndAndItsWorstSeverity() {
    Event fired = Event.firing("flaps", 3, core.triage, NOW.minusSeconds(600));
    post(0, fired);
    post(1, fired.withSeverity(1));
    post(2, fired.withSeverity(2));
    post(3, fired.resolved());
    post(400, fired.startedAt(NOW.plusSeconds(399)));

    JsonNode episodes = core.get(path("flaps")).json().get("items");

    assertThat(episodes).as("%s", episodes).hasSize(2);
    JsonNode second = episodes.get(0);
    assertThat(second.get("episode").asInt()).isEqualTo(2);
    assertThat(second.get("last").asText()).isEqualTo("reopened");
    assertThat(second.get("ended_at").isNull()).isTrue();
    JsonNode first = episodes.get(1);
    assertThat(first.get("last").asText()).isEqualTo("resolved");
    assertThat(first.get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(first.get("changes").asInt()).isEqualTo(4);
    assertThat(Instant.parse(first.get("opened_at").asText()))
        .isBefore(Instant.parse(first.get("ended_at").asText()));
    assertThat(first.at("/service/id").asText()).isEqualTo(core.triage.toString());
  }

  @Test
  void openingThatIsStillInItsOwnRowCounts() {
    post(0, Event.firing("opened", 2, core.triage, NOW.minusSeconds(60)));

    JsonNode episodes = core.get(path("opened")).json().get("items");

    assertThat(episodes).hasSize(1);
    assertThat(episodes.at("/0/last").asText()).isEqualTo("opened");
    assertThat(episodes.at("/0/opened_at").isNull()).isFalse();
  }

  @Test
  void pagesGoOnAndUnknownAlertsAreNotFound() {
    Event fired = Event.firing("pages", 3, core.triage, NOW.minusSeconds(600));
    for (int i = 0; i < 3; i++) {
      post(i * 400, fired.startedAt(NOW.plusSeconds(i * 400L - 1)));
      post(i * 400 + 10, fired.startedAt(NOW.plusSeconds(i * 400L - 1)).resolved());
    }

    JsonNode page = core.get(path("pages") + "?limit=2").json();
    JsonNode rest = core.get(path("pages") + "?limit=2&cursor=" + page.get("next").asText()).json();

    assertThat(page.at("/items/0/episode").asInt()).isEqualTo(3);
    assertThat(rest.at("/items/0/episode").asInt()).isEqualTo(1);
    assertThat(rest.get("items")).hasSize(1);
    assertThat(rest.get("next").isNull()).isTrue();
    assertThat(core.get("/api/v1/alerts/%032d/episodes".formatted(7)).status()).isEqualTo(404);
  }
}
