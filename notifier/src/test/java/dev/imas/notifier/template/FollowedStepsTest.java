package dev.imas.notifier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.notifier.Pages;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What another incident system is told so that it follows. */
class FollowedStepsTest {

  private static final String KEY = "imas-incident-" + Pages.INCIDENT;

  @Test
  void whatWasAcknowledgedThereEndsAndBeginsAnew() {
    assertThat(told(page("incident.unacknowledged", "TRIGGERED", 1)))
        .containsExactly("RESOLVE " + KEY, "TRIGGER " + KEY + "-u1");
    assertThat(told(page("incident.unacknowledged", "TRIGGERED", 2)))
        .containsExactly("RESOLVE " + KEY + "-u1", "TRIGGER " + KEY + "-u2");
  }

  @Test
  void whatFollowsIsAboutTheNewOne() {
    assertThat(told(page("incident.acknowledged", "ACKNOWLEDGED", 1)))
        .containsExactly("ACKNOWLEDGE " + KEY + "-u1");
    assertThat(told(page("incident.resolved", "RESOLVED", 1)))
        .containsExactly("RESOLVE " + KEY + "-u1");
  }

  @Test
  void whatWasTakenBackInAMessageThatWasNotSentOnItsOwnEndsToo() {
    assertThat(
            told(
                page("incident.acknowledged", "ACKNOWLEDGED", 2),
                "incident.unacknowledged",
                "incident.acknowledged",
                "incident.unacknowledged"))
        .containsExactly(
            "RESOLVE " + KEY,
            "RESOLVE " + KEY + "-u1",
            "TRIGGER " + KEY + "-u2",
            "ACKNOWLEDGE " + KEY + "-u2");
  }

  private static List<String> told(PageContent page, String... folded) {
    List<Folded.Moment> earlier =
        Arrays.stream(folded).map(event -> new Folded.Moment(event, Instant.EPOCH, 2)).toList();
    return FollowedSteps.of(page, new Folded(earlier, earlier.size())).stream()
        .map(follow -> follow.step() + " " + follow.key())
        .toList();
  }

  private static PageContent page(String event, String status, int takenBack) {
    PageContent.Incident i = Pages.page().incident();
    return new PageContent(
        event,
        Instant.EPOCH,
        null,
        new PageContent.Incident(
            i.id(),
            i.shortId(),
            i.title(),
            i.description(),
            i.severity(),
            status,
            i.service(),
            i.team(),
            1,
            i.createdAt(),
            null,
            1,
            null,
            0,
            takenBack),
        "",
        "ann",
        null);
  }
}
