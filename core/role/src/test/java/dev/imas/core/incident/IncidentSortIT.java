package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The most severe incidents come first, however many others are newer. */
class IncidentSortIT {

  @Test
  void theMostSevereIsOnTheFirstPageAndEachIsOnOne() {
    try (RunningCore core = RunningCore.start()) {
      core.service("shop");
      opens(core, "old and worst", "SEV1");
      opens(core, "middle", "SEV2");
      for (int i = 0; i < 5; i++) {
        opens(core, "small " + i, "SEV4");
      }
      opens(core, "new and worst", "SEV1");
      List<String> inOrder =
          List.of(
              "new and worst",
              "old and worst",
              "middle",
              "small 4",
              "small 3",
              "small 2",
              "small 1",
              "small 0");

      assertThat(titles(core, "status=TRIGGERED&sort=severity&limit=3"))
          .containsExactlyElementsOf(inOrder);
      assertThat(titles(core, "sort=severity&limit=2")).containsExactlyElementsOf(inOrder);
      assertThat(titles(core, "service=shop&status=TRIGGERED&sort=severity&limit=3"))
          .containsExactlyElementsOf(inOrder);
      assertThat(titles(core, "service=shop&sort=severity&severity=SEV4,SEV1&limit=2"))
          .startsWith("new and worst", "old and worst", "small 4")
          .hasSize(7);
      assertThat(titles(core, "sort=newest&limit=3")).first().isEqualTo("new and worst");
      assertThat(core.get("/api/v1/incidents?sort=severity&total=true").json().at("/total/count"))
          .hasToString("8");
    }
  }

  @Test
  void anOrderThatIsNotKnownAndACursorOfAnotherOrderAreRefused() {
    try (RunningCore core = RunningCore.start()) {
      core.service("shop");
      opens(core, "one", "SEV1");
      opens(core, "two", "SEV1");
      Reply unknown = core.get("/api/v1/incidents?sort=oldest");
      assertThat(unknown.status()).isEqualTo(400);
      assertThat(unknown.json().get("detail").asText())
          .contains("'oldest' is not known; use newest, severity");
      for (List<String> orders :
          List.of(List.of("newest", "severity"), List.of("severity", "newest"))) {
        String next =
            core.get("/api/v1/incidents?limit=1&sort=" + orders.getFirst())
                .json()
                .get("next")
                .asText();
        Reply other =
            core.get("/api/v1/incidents?limit=1&sort=" + orders.getLast() + "&cursor=" + next);
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.json().get("detail").asText()).contains("cursor is not valid");
      }
    }
  }

  /** Of all pages. */
  private static List<String> titles(RunningCore core, String query) {
    List<String> titles = new ArrayList<>();
    String cursor = "";
    do {
      Reply reply = core.get("/api/v1/incidents?" + query + "&cursor=" + cursor);
      assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
      reply.json().get("items").forEach(one -> titles.add(one.get("title").asText()));
      JsonNode next = reply.json().get("next");
      cursor = next.isNull() ? "" : next.asText();
    } while (!cursor.isEmpty());
    return titles;
  }

  private static void opens(RunningCore core, String title, String severity) {
    core.clock.move(Duration.ofSeconds(1));
    Reply reply =
        core.post(
            "/api/v1/incidents",
            "{\"title\":\"%s\",\"severity\":\"%s\",\"service\":\"shop\"}"
                .formatted(title, severity));
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
  }
}
