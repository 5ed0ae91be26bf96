package dev.imas.core.intake;

import static dev.imas.core.intake.PlannedWorld.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.Page;
import dev.imas.core.intake.PlannedWorld.Event;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.ReopenWindow;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A rule or a service says how long after its end an incident is reopened. */
class ReopenWindowPlanTest {

  private static final UUID A = new UUID(1, 1);

  private final PlannedWorld world = new PlannedWorld();

  private static Event event(int seq, TransitionKind kind) {
    return new Event(A, seq, kind, "g", 2, true);
  }

  private IntakePlan endsAndFiresAgainAfter(int minutes) {
    world.apply(event(1, TransitionKind.OPENED));
    world.apply(event(2, TransitionKind.RESOLVED));
    world.now = T0.plus(Duration.ofMinutes(minutes));
    return world.apply(event(3, TransitionKind.REOPENED).at(world.now));
  }

  private void says(ReopenWindow window) {
    world.reopening = incident -> window;
  }

  @Test
  void aLongerWindowReopensWhatTheUsualOneWouldNotAndSaysWhy() {
    says(ReopenWindow.ofRule(Duration.ofHours(2), "disks"));
    IntakePlan again = endsAndFiresAgainAfter(90);
    assertThat(PlannedWorld.pages(again))
        .extracting(Page::event)
        .containsExactly(IncidentEvent.REOPENED);
    assertThat(PlannedWorld.entries(again).getFirst().message())
        .isEqualTo("Reopened: alert fires again, 90 min after it ended (window 2 h by rule disks)");
  }

  @Test
  void aShorterWindowOpensAnotherAndSaysWhy() {
    says(ReopenWindow.ofService(Duration.ofMinutes(5), "shop"));
    IntakePlan again = endsAndFiresAgainAfter(12);
    assertThat(PlannedWorld.opened(again)).hasSize(1);
    assertThat(PlannedWorld.entries(again).getFirst().message())
        .contains("; follows INC-")
        .endsWith(", 12 min after it ended (window 5 min by service shop)");
  }

  @Test
  void withoutOneTheInstallationsHoldsAndNothingIsSaid() {
    IntakePlan again = endsAndFiresAgainAfter(12);
    assertThat(PlannedWorld.entries(again).getFirst().message())
        .isEqualTo("Reopened: alert fires again");
  }
}
