package dev.imas.core.oncall;

import static dev.imas.core.oncall.People.ALICE;
import static dev.imas.core.oncall.People.BOB;
import static dev.imas.core.oncall.People.CAROL;
import static dev.imas.core.oncall.People.DAVE;
import static dev.imas.core.oncall.People.between;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imas.core.oncall.OnCallChain.Answer;
import dev.imas.core.oncall.OnCallChain.Asked;
import dev.imas.core.oncall.OnCallChain.Link;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** ONC-03: schedule, then the person set by hand, then the manager, then the tenant's. */
class OnCallChainTest {

  private static Shift shift(int level, UUID person) {
    return new Shift(
        level, person, between("2026-11-02T00:00", "2026-11-03T00:00"), new Cause.Turn("main", 0));
  }

  private static final OnCallChain WHOLE =
      new OnCallChain(
          List.of(shift(2, BOB), shift(1, ALICE)),
          Optional.of(CAROL),
          Optional.of(DAVE),
          Optional.of(BOB));

  @Test
  void theLowestLevelIsAskedFirst() {
    assertEquals(
        new Answer(
            List.of(ALICE),
            Optional.of(1),
            List.of(new Asked(Link.SCHEDULE, List.of(ALICE), List.of(), List.of()))),
        WHOLE.answer(person -> true));
  }

  @Test
  void whoIsInactiveIsPassedOverAndTheAnswerSaysSo() {
    assertEquals(
        new Answer(
            List.of(BOB),
            Optional.of(2),
            List.of(
                new Asked(Link.SCHEDULE, List.of(ALICE), List.of(ALICE), List.of()),
                new Asked(Link.SCHEDULE, List.of(BOB), List.of(), List.of()))),
        WHOLE.answer(person -> !person.equals(ALICE)));
  }

  @Test
  void withoutAScheduleThePersonSetByHandThenTheManagerThenTheTenantsIsTold() {
    assertEquals(List.of(CAROL), without(WHOLE.current(), WHOLE.manager()).people());
    assertEquals(List.of(DAVE), without(Optional.empty(), WHOLE.manager()).people());
    Answer last = without(Optional.empty(), Optional.empty());
    assertEquals(List.of(BOB), last.people());
    assertEquals(
        List.of(Link.SCHEDULE, Link.CURRENT, Link.MANAGER, Link.TENANT),
        last.asked().stream().map(Asked::link).toList());
  }

  @Test
  void nobodyIsFoundWhenAllAreInactive() {
    assertTrue(WHOLE.answer(person -> false).isNobody());
  }

  @Test
  void ofTwoSchedulesEveryPersonIsToldOnce() {
    OnCallChain both =
        new OnCallChain(
            List.of(shift(1, ALICE), shift(1, BOB), shift(1, ALICE)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertEquals(List.of(ALICE, BOB), both.answer(person -> true).people());
  }

  @Test
  void whoIsAwayIsPassedOverWhileAnybodyElseIsThere() {
    OnCallChain alone =
        new OnCallChain(
            List.of(shift(1, ALICE)), Optional.of(CAROL), Optional.of(DAVE), Optional.empty());
    Answer answer = alone.answer(person -> true, ALICE::equals);
    assertEquals(List.of(CAROL), answer.people());
    assertEquals(
        new Asked(Link.SCHEDULE, List.of(ALICE), List.of(), List.of(ALICE)),
        answer.asked().getFirst());
    assertEquals(
        List.of(DAVE),
        alone.answer(person -> true, person -> List.of(ALICE, CAROL).contains(person)).people());
  }

  @Test
  void whenAllAreAwayTheFirstIsCalledAllTheSame() {
    assertEquals(List.of(ALICE), WHOLE.answer(person -> true, person -> true).people());
    assertEquals(
        List.of(BOB), WHOLE.answer(person -> !person.equals(ALICE), person -> true).people());
  }

  @Test
  void aTurnThatNobodyElseCouldTakeIsForTheStandInFirst() {
    Shift left =
        new Shift(
            1,
            ALICE,
            between("2026-11-02T00:00", "2026-11-03T00:00"),
            new Cause.Cover("main", 0, List.of()));
    assertEquals(
        List.of(CAROL),
        new OnCallChain(List.of(left), Optional.of(CAROL), Optional.empty(), Optional.empty())
            .answer(person -> true)
            .people());
    assertEquals(
        List.of(ALICE),
        new OnCallChain(List.of(left), Optional.empty(), Optional.empty(), Optional.empty())
            .answer(person -> true)
            .people());
  }

  private static Answer without(Optional<UUID> current, Optional<UUID> manager) {
    return new OnCallChain(List.of(), current, manager, Optional.of(BOB)).answer(person -> true);
  }
}
