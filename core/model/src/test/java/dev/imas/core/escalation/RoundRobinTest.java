package dev.imas.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One person after the other (ONC-09, round robin), by who they are. */
class RoundRobinTest {

  private static final UUID A = UUID.fromString("10000000-0000-7000-8000-000000000000");
  private static final UUID B = UUID.fromString("20000000-0000-7000-8000-000000000000");
  // PostgreSQL sorts it last, though Java takes it for a negative number.
  private static final UUID C = UUID.fromString("f0000000-0000-7000-8000-000000000000");

  @Test
  void everybodyHasOneTurnThenTheFirstAgain() {
    RoundRobin turns = new RoundRobin(List.of(C, A, B), Optional.empty());

    assertThat(List.of(0, 1, 2, 3).stream().map(n -> turns.next(n).orElseThrow()))
        .containsExactly(A, B, C, A);
  }

  @Test
  void itGoesOnAfterWhoeverWasLast() {
    assertThat(new RoundRobin(List.of(A, B, C), Optional.of(B)).next(0)).contains(C);
    assertThat(new RoundRobin(List.of(A, B, C), Optional.of(C)).next(0)).contains(A);
  }

  @Test
  void whenTheLastOneLeftTheOneAfterThemFollows() {
    assertThat(new RoundRobin(List.of(A, C), Optional.of(B)).next(0)).contains(C);
    assertThat(new RoundRobin(List.of(A, B), Optional.of(C)).next(0)).contains(A);
  }

  @Test
  void whenSomebodyJoinsNobodyIsToldTwice() {
    assertThat(new RoundRobin(List.of(A, B, C), Optional.of(A)).next(0)).contains(B);
    assertThat(new RoundRobin(List.of(A, C), Optional.of(A)).next(0)).contains(C);
  }

  @Test
  void amongNobodyItIsNobodysTurn() {
    assertThat(new RoundRobin(List.of(), Optional.of(A)).next(3)).isEmpty();
  }
}
