package dev.imas.core.stakeholder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.stakeholder.Promise.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** C67: when somebody is reminded of what stakeholders were promised. */
class PromiseTest {

  private static final Instant NOW = Instant.parse("2026-11-26T03:00:00Z");
  private static final Instant DUE = NOW.plus(Duration.ofMinutes(30));
  private static final Next NEXT = new Next(DUE, "ada", null);
  private static final UUID OTHER = new UUID(0, 2);

  private static Promise promised(Instant by) {
    return Promise.none(new UUID(0, 1))
        .told(UpdateStatus.IDENTIFIED, new Next(by, "ada", null), NOW);
  }

  @Test
  void aPromiseIsRemindedOfFiveMinutesBeforeAndWhenItIsDueAndThenNoMore() {
    Promise promise = promised(DUE);
    assertThat(promise.remindAt()).isEqualTo(DUE.minus(Promise.AHEAD));
    assertThat(promise.isDue(DUE.minus(Promise.AHEAD).minusMillis(1))).isFalse();
    Promise once = promise.reminded(DUE.minus(Promise.AHEAD));
    assertThat(once.remindAt()).isEqualTo(DUE);
    assertThat(once.reminded(DUE).remindAt()).isNull();
  }

  @Test
  void whatIsPromisedWithinFiveMinutesIsRemindedOfWhenItIsDue() {
    assertThat(promised(NOW.plus(Promise.AHEAD)).remindAt()).isEqualTo(NOW.plus(Promise.AHEAD));
  }

  @Test
  void remindersThatWereMissedAreNotMadeUpFor() {
    assertThat(promised(DUE).reminded(DUE.plusSeconds(1)).remindAt()).isNull();
  }

  @Test
  void theNextUpdateTakesThePlaceOfThePromise() {
    Promise last = promised(DUE).told(UpdateStatus.MONITORING, null, NOW.plusSeconds(60));
    assertThat(last.next()).isNull();
    assertThat(last.remindAt()).isNull();
    assertThat(last.isClosed()).isFalse();
    assertThat(last.told(UpdateStatus.RESOLVED, null, NOW).isClosed()).isTrue();
  }

  @Test
  void aMergePassesThePromiseOnAndUndoingItBringsItBack() {
    Promise passed = promised(DUE).passed(OTHER);
    assertThat(passed.remindAt()).isNull();
    Promise back = passed.open(NOW.plusSeconds(60));
    assertThat(back.next()).isEqualTo(NEXT);
    assertThat(back.remindAt()).isEqualTo(DUE.minus(Promise.AHEAD));
    assertThat(passed.open(DUE).remindAt()).as("too late to remind").isNull();
  }

  @Test
  void theEndOfTheIncidentEndsThePromiseAndTheLastUpdateIsAskedForOnceEachTime() {
    Promise ended = promised(DUE).ended();
    assertThat(ended.next()).isNull();
    assertThat(ended.remindAt()).isNull();
    assertThat(ended.isLastAsked()).isTrue();
    assertThat(ended.open(NOW).isLastAsked()).isFalse();
    assertThat(Promise.none(OTHER).isClosed()).as("who heard nothing waits for nothing").isTrue();
  }
}
