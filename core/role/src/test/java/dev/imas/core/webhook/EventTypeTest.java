package dev.imas.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.TestIncident;
import dev.imas.core.incident.TimelineType;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTypeTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Incident INCIDENT = TestIncident.any().openedAt(NOW);

  @Test
  void whatAPersonWroteIsAComment() {
    assertThat(EventType.of(INCIDENT.comment("ann", "it is the disk", Map.of("via", "slack"), NOW)))
        .contains(EventType.COMMENT_ADDED);
  }

  /** Neither what the system notes, nor what it notes that somebody did. */
  @Test
  void otherNotesAreNone() {
    for (String author : new String[] {Incident.SYSTEM, "ann"}) {
      assertThat(
              EventType.of(
                  INCIDENT.note(TimelineType.NOTE, author, "Released", Map.of("storm", true), NOW)))
          .isEmpty();
      assertThat(EventType.of(INCIDENT.report(TimelineType.NOTE, author, "Hidden", Map.of())))
          .isEmpty();
    }
    assertThat(EventType.of(INCIDENT.tell("Told after 30 s for its group"))).isEmpty();
  }
}
