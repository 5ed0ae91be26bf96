package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What messages say about the alert that opened an incident, from the first to the last. */
class PageWordsIT {

  private static final RunningCore core = RunningCore.start();

  @AfterAll
  static void stop() {
    core.close();
  }

  private static List<String> words(String incident, String event) {
    return core.database.query(
        """
        SELECT concat_ws(' ', payload #>> '{incident,alert,name}',
                         payload #>> '{incident,alert,labels,alertname}',
                         payload #>> '{incident,alert,annotations,summary}',
                         payload #>> '{incident,alert_count}', payload #>> '{incident,firing_count}')
          FROM imas.delivery WHERE incident_id = '%s' AND event = '%s'\
        """
            .formatted(incident, event));
  }

  @Test
  void everyMessageHasTheWordsOfTheAlertThatOpenedIt() {
    UUID service = core.service("words");
    Event fire = Event.firing("NodeDown", 2, service, core.now());
    Event another = Event.firing("NodeSlow", 2, service, core.now()).inGroup(fire.groupKey());
    core.post(fire, another);
    core.follow();
    String incident =
        core.database
            .query("SELECT id FROM imas.incident WHERE service_id = '" + service + "'")
            .get(0);
    assertThat(words(incident, "incident.triggered"))
        .containsExactly("NodeDown NodeDown NodeDown is bad 2 2");
    core.post("/api/v1/incidents/" + incident + "/acknowledge", "{}");
    assertThat(words(incident, "incident.acknowledged"))
        .containsExactly("NodeDown NodeDown NodeDown is bad 2 2");
    core.post(fire.resolved(), another.resolved());
    core.follow();
    assertThat(words(incident, "incident.resolved"))
        .containsExactly("NodeDown NodeDown NodeDown is bad 2 0");
  }

  @Test
  void anIncidentThatAPersonOpenedHasNone() {
    core.service("by hand");
    String incident =
        core.post("/api/v1/incidents", "{\"title\":\"odd\",\"service_name\":\"by hand\"}")
            .json()
            .get("id")
            .asText();
    assertThat(words(incident, "incident.triggered")).containsExactly("0 0");
  }
}
