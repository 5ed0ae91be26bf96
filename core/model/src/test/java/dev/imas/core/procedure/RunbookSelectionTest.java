package dev.imas.core.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.procedure.Suggestion.Fit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** INC-24: the most specific runbook, whatever the order, and why. */
class RunbookSelectionTest {

  private static final UUID PAYMENTS = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);

  private static final Situation LAG =
      new Situation(
          PAYMENTS, "payments", "ReplicationLag", "Replica lags by 40 s", Severity.SEV2_HIGH);

  private static Candidate runbook(
      String slug, @Nullable UUID service, @Nullable String pattern, Severity... severities) {
    return new Candidate(
        new UUID(2, slug.hashCode()), 1, slug, slug, service, pattern, List.of(severities));
  }

  private static @Nullable String chosen(Candidate... runbooks) {
    Suggestion chosen = RunbookSelection.of(List.of(runbooks), LAG).chosen();
    return chosen == null ? null : chosen.runbook().slug();
  }

  @Test
  void serviceWithPatternComesBeforeServiceAndThatBeforeGlobalPattern() {
    Candidate global = runbook("a", null, "Lag");
    Candidate service = runbook("b", PAYMENTS, null);
    Candidate both = runbook("c", PAYMENTS, "(?i)replication");
    assertThat(chosen(global, service, both)).isEqualTo("c");
    assertThat(chosen(service, global)).isEqualTo("b");
    assertThat(chosen(global)).isEqualTo("a");
  }

  @Test
  void nothingIsChosenThatFitsNothing() {
    assertThat(chosen(runbook("global", null, null))).isNull();
    assertThat(chosen(runbook("other", OTHER, "Lag"))).isNull();
    assertThat(chosen(runbook("pattern", PAYMENTS, "disk"))).isNull();
  }

  @Test
  void patternIsSearchedInTheTitleToo() {
    assertThat(chosen(runbook("title", null, "40 s$"))).isEqualTo("title");
  }

  @Test
  void severityMustMatchWhenSetAndFewerSeveritiesAreMoreSpecific() {
    Candidate sev1 = runbook("a-sev1", PAYMENTS, "Lag", Severity.SEV1_CRITICAL);
    Candidate any = runbook("b-any", PAYMENTS, "Lag");
    Candidate two = runbook("c-two", PAYMENTS, "Lag", Severity.SEV1_CRITICAL, Severity.SEV2_HIGH);
    Candidate one = runbook("d-one", PAYMENTS, "Lag", Severity.SEV2_HIGH);
    assertThat(chosen(sev1)).isNull();
    assertThat(chosen(sev1, any)).isEqualTo("b-any");
    assertThat(chosen(sev1, any, two)).isEqualTo("c-two");
    assertThat(chosen(sev1, any, two, one)).isEqualTo("d-one");
  }

  @Test
  void orderOfStorageChangesNothing() {
    List<Candidate> all =
        new ArrayList<>(
            List.of(
                runbook("a", null, "Lag"),
                runbook("b", PAYMENTS, null),
                runbook("c", PAYMENTS, "Lag"),
                runbook("d", PAYMENTS, "Replica"),
                runbook("e", null, null),
                runbook("f", OTHER, "Lag"),
                runbook("g", PAYMENTS, "Lag", Severity.SEV4_LOW)));
    RunbookSelection expected = RunbookSelection.of(all, LAG);
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(all, random);
      assertThat(RunbookSelection.of(all, LAG)).isEqualTo(expected);
    }
    assertThat(Objects.requireNonNull(expected.chosen()).runbook().slug()).isEqualTo("c");
    assertThat(expected.others().stream().map(one -> one.runbook().slug()))
        .containsExactly("d", "b", "a", "g", "e");
  }

  @Test
  void reasonsNameServicePatternAndSeverities() {
    Suggestion chosen =
        RunbookSelection.of(List.of(runbook("x", PAYMENTS, "Lag", Severity.SEV2_HIGH)), LAG)
            .chosen();
    assertThat(Objects.requireNonNull(chosen).why())
        .isEqualTo("its service payments and its pattern Lag and its severities SEV2 fit");
    RunbookSelection none =
        RunbookSelection.of(List.of(runbook("y", PAYMENTS, "Lag", Severity.SEV1_CRITICAL)), LAG);
    assertThat(none.others().getFirst().fit()).isEqualTo(Fit.SAME_SERVICE);
    assertThat(none.others().getFirst().why()).isEqualTo("it is for payments, but for SEV1 alone");
  }

  @Test
  void tenOthersAreSuggestedAtMost() {
    List<Candidate> many =
        IntStream.range(0, 30).mapToObj(i -> runbook("r" + i, PAYMENTS, null)).toList();
    RunbookSelection selection = RunbookSelection.of(many, LAG);
    assertThat(selection.chosen()).isNotNull();
    assertThat(selection.others()).hasSize(10);
  }

  @Test
  void patternThatCannotBeReadAnyMoreFitsNothing() {
    assertThat(chosen(runbook("old", PAYMENTS, "(unclosed"))).isNull();
  }
}
