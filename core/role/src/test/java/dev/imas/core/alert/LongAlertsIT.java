package dev.imas.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts with long texts, of which a page must hold only a bounded number. */
class LongAlertsIT {

  private static final int MANY = 30;
  private static final int LONG = 500_000;

  /** The size of an alert besides its texts. */
  private static final int REST = 2_000;

  private RunningCore core;

  @BeforeEach
  void start() {
    core = RunningCore.start();
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private void annotate(String which, int length) {
    core.database.execute(
        "UPDATE alert_state SET annotations = '{\"text\":\"' || repeat('x', %d) || '\"}' WHERE %s"
            .formatted(length, which));
  }

  /** The pages in order, as a client reads them. */
  private List<List<String>> walk(String path) {
    List<List<String>> pages = new ArrayList<>();
    String cursor = "";
    do {
      Reply reply = core.get(path + cursor);
      assertThat(reply.status()).isEqualTo(200);
      JsonNode items = reply.json().get("items");
      List<String> page = new ArrayList<>();
      items.forEach(item -> page.add(item.get("fingerprint").asText()));
      if (page.size() > 1) {
        assertThat(reply.http().body())
            .hasSizeLessThan(AlertRepository.PAGE_BYTES + page.size() * REST);
      }
      pages.add(page);
      cursor =
          reply.json().path("next").isNull() ? "" : "&cursor=" + reply.json().get("next").asText();
      assertThat(reply.header("link") == null).isEqualTo(cursor.isEmpty());
    } while (!cursor.isEmpty());
    return pages;
  }

  @Test
  void pageEndsByBytesAndTheWalkIsWhole() {
    core.storeAlerts(MANY);
    annotate("true", LONG);

    List<List<String>> pages = walk("/api/v1/alerts?limit=500");

    assertThat(pages).hasSize(8).allSatisfy(page -> assertThat(page).isNotEmpty());
    assertThat(pages.get(0)).hasSize(4);
    assertThat(pages.stream().flatMap(List::stream)).hasSize(MANY).doesNotHaveDuplicates();
    // The number of alerts also ends a page.
    assertThat(walk("/api/v1/alerts?limit=3")).hasSize(10).allMatch(page -> page.size() == 3);
  }

  @Test
  void alertLongerThanAPageIsOneOfItsOwn() {
    core.storeAlerts(3);
    annotate(
        "created_at = (SELECT created_at FROM alert_state ORDER BY created_at OFFSET 1 LIMIT 1)",
        AlertRepository.PAGE_BYTES + 1);

    assertThat(walk("/api/v1/alerts?limit=500")).extracting(List::size).containsExactly(1, 1, 1);
  }

  @Test
  void incidentShowsTheNewestThatFitAndTellsHowManyThereAre() {
    Event[] events = new Event[MANY];
    for (int i = 0; i < MANY; i++) {
      events[i] = Event.firing("Long " + i, 3, core.triage, core.now()).inGroup("long");
    }
    core.post(events);
    core.follow();
    annotate("true", LONG);
    String incident = core.database.query("SELECT id FROM incident").get(0);

    for (Reply reply :
        List.of(
            core.get("/api/v1/incidents/" + incident),
            core.post("/api/v1/incidents/" + incident + "/acknowledge", "{}"))) {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().get("alert_count").asInt()).isEqualTo(MANY);
      assertThat(reply.json().get("alerts")).hasSize(4);
      assertThat(reply.http().body()).hasSizeLessThan(AlertRepository.PAGE_BYTES + 100 * REST);
    }
    assertThat(walk("/api/v1/alerts?limit=500&incident=" + incident).stream().flatMap(List::stream))
        .hasSize(MANY)
        .doesNotHaveDuplicates();
  }
}
