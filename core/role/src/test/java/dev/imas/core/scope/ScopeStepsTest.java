package dev.imas.core.scope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.core.contact.Reach;
import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TestIncident;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.Labels;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.RuleTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** ING-36, INC-20: how incidents get scopes and lose them. */
class ScopeStepsTest {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Incident INCIDENT = TestIncident.any().openedAt(T0);
  private static final Scope PRESS = scope(1, "Press", "Say nothing yet", null);
  private static final Scope GDPR = scope(2, "GDPR/Legal", "Document it", 72, "data=\"personal\"");

  private static Scope scope(
      int id, String name, String actions, @Nullable Integer hours, String... matchers) {
    return new Scope(
        new UUID(5, id),
        name,
        actions,
        Stream.of(matchers).map(ScopeStepsTest::matcher).toList(),
        hours,
        null,
        true);
  }

  private static Matcher matcher(String text) {
    try {
      return Matcher.parse(text);
    } catch (dev.imas.core.rule.InvalidRuleException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theTimelineSaysWhatIsConcernedWhatToDoAndByWhen() {
    Step step = ScopeSteps.add(INCIDENT, GDPR, "ann", "", T0);

    assertThat(step.entry().type()).isEqualTo(TimelineType.SCOPE_ADDED);
    // It was detected 30 s before.
    assertThat(step.entry().message())
        .isEqualTo("Concerns GDPR/Legal: Document it (legal deadline 2026-03-04T09:59:30Z)");
    assertThat(step.entry().author()).isEqualTo("ann");
    assertThat(step.event()).as("the pager of scopes tells, not everybody").isNull();
    assertThat(step.incident().version()).isEqualTo(INCIDENT.version() + 1);
  }

  @Test
  void whatASeriesOfStepsLeavesIsTheLastWordAboutEachScope() {
    Step added = ScopeSteps.add(INCIDENT, GDPR, "ann", "", T0);
    Step press = ScopeSteps.add(added.incident(), PRESS, "ann", "", T0);
    Step removed = ScopeSteps.remove(press.incident(), GDPR, "ann", T0);

    assertThat(ScopeSteps.changed(List.of(added, press, removed)))
        .isEqualTo(Map.of(GDPR.id(), false, PRESS.id(), true));
    assertThat(ScopeSteps.changed(List.of(INCIDENT.acknowledge(Author.program("ann"), T0, null))))
        .isEmpty();
  }

  @Test
  void thoseWhoseScopeCameGetOneMessageUnlessTheyHadOneBefore() {
    Step gdpr = ScopeSteps.add(INCIDENT, GDPR, "ann", "", T0);
    Step press = ScopeSteps.add(gdpr.incident(), PRESS, "ann", "", T0);

    assertThat(ScopeSteps.words(List.of(gdpr, press)))
        .singleElement()
        .satisfies(
            word -> {
              assertThat(word.scopes()).containsExactlyInAnyOrder(GDPR.id(), PRESS.id());
              assertThat(word.entry()).isEqualTo(press.entry());
              assertThat(word.message())
                  .contains("GDPR/Legal: Document it", "; Concerns Press: Say nothing yet");
              assertThat(word.since()).isZero();
            });
    assertThat(ScopeSteps.words(List.of(gdpr, ScopeSteps.remove(gdpr.incident(), GDPR, "ann", T0))))
        .isEmpty();
  }

  /** NTF-15: a reopening calls people again, and those whom it concerns hear of it. */
  @Test
  void aReopeningIsToldAgainExceptToThoseWhomItCalls() {
    Incident over = INCIDENT.resolve("ann", T0, null, null).incident();
    Step reopened = over.reopen("ann", T0, "still broken");
    Step again = ScopeSteps.again(reopened.incident(), List.of(GDPR), T0);

    assertThat(ScopeSteps.words(List.of(reopened, again)))
        .singleElement()
        .satisfies(
            word -> {
              assertThat(word.scopes()).containsExactly(GDPR.id());
              assertThat(word.message()).isEqualTo("still broken; Still concerns GDPR/Legal");
              assertThat(word.since()).isEqualTo(reopened.entry().seq());
            });
    assertThat(ScopeSteps.changed(List.of(reopened, again))).as("it had it before").isEmpty();
  }

  @Test
  void anAlertBringsAScopeIfAllOfItsMatchersFit() {
    Scope both = scope(3, "Both", "", null, "data=\"personal\"", "env=~\"prod.*\"");
    List<Scope> all = List.of(PRESS, GDPR, both);

    assertThat(ScopeSteps.broughtBy(Labels.of(Map.of("data", "personal", "env", "prod-1")), all))
        .containsExactly(GDPR, both);
    assertThat(ScopeSteps.broughtBy(Labels.of(Map.of("data", "personal", "env", "test")), all))
        .containsExactly(GDPR);
    assertThat(ScopeSteps.broughtBy(Labels.of(Map.of("data", "public")), all)).isEmpty();
  }

  @Test
  void anInactiveScopeIsBroughtByNothing() {
    Scope off = new Scope(GDPR.id(), "GDPR", "", GDPR.labels(), null, null, false);
    assertThat(ScopeSteps.broughtBy(Labels.of(Map.of("data", "personal")), List.of(off))).isEmpty();
  }

  @Test
  void onlyTheAlertThatOpensAnIncidentBringsScopes() {
    OpeningAlert alert = alert(Map.of("data", "personal"));
    IncidentChange opening =
        new IncidentChange(
            null, INCIDENT, List.of(TestIncident.any().openingAt(T0)), Set.of(), alert);
    IncidentChange later = IncidentChange.of(INCIDENT).then(INCIDENT.remind("again"));

    IncidentChange qualified =
        ScopeQualification.qualified(opening, List.of(PRESS, GDPR), List.of());

    assertThat(qualified.entries())
        .last()
        .satisfies(
            entry -> {
              assertThat(entry.type()).isEqualTo(TimelineType.SCOPE_ADDED);
              assertThat(entry.author()).isEqualTo(Incident.SYSTEM);
              assertThat(entry.message())
                  .startsWith("Concerns GDPR/Legal, since its alert has data=\"personal\": ");
            });
    assertThat(ScopeQualification.qualified(later, List.of(GDPR), List.of())).isEqualTo(later);
  }

  private static OpeningAlert alert(Map<String, String> labels) {
    return alert(labels, RuleActions.NONE);
  }

  private static OpeningAlert alert(Map<String, String> labels, RuleActions actions) {
    return new OpeningAlert(
        Labels.of(labels),
        new PageContent.Alert("Down", Map.of(), Map.of(), null),
        actions,
        List.of(),
        null);
  }

  @Test
  void aScopeThatALookupTableBringsSaysSo() {
    RuleActions set =
        new RuleActions(
            null,
            null,
            List.of(),
            List.of(),
            Duration.ZERO,
            null,
            null,
            null,
            RuleTimes.NONE,
            Map.of("data", "personal"));
    IncidentChange opening =
        new IncidentChange(
            null,
            INCIDENT,
            List.of(TestIncident.any().openingAt(T0)),
            Set.of(),
            alert(Map.of("data", "personal"), set));

    assertThat(ScopeQualification.qualified(opening, List.of(GDPR), List.of()).entries())
        .last()
        .satisfies(
            entry ->
                assertThat(entry.message())
                    .startsWith(
                        "Concerns GDPR/Legal, since its alert has data=\"personal\", as a lookup"
                            + " table says: "));
  }

  @Test
  void scopesThatARuleNamesComeFirstAndEachOnce() {
    RuleActions names =
        new RuleActions(
            null,
            null,
            List.of("gdpr/LEGAL", PRESS.id().toString(), "gone"),
            List.of(),
            Duration.ZERO,
            null,
            null,
            null,
            RuleTimes.NONE,
            Map.of());
    IncidentChange opening =
        new IncidentChange(
            null, INCIDENT, List.of(), Set.of(), alert(Map.of("data", "personal"), names));
    IncidentChange qualified =
        ScopeQualification.qualified(opening, List.of(GDPR), List.of(GDPR, PRESS));
    assertThat(qualified.entries())
        .extracting(entry -> entry.message().substring(0, 20))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(qualified.entries())
        .allSatisfy(
            entry ->
                assertThat(entry.message())
                    .contains("since the rule that routed its alert names it"));
  }

  /** A scope tells once: whoever is told later by their own rules is told by the first of them. */
  @Test
  void whoeverWouldBeToldLaterIsToldByWhatComesFirst() {
    assertThat(told(call(0, "slack"), call(0, "email"), call(3, "sms")))
        .containsExactly("slack", "email");
    assertThat(told(call(3, "sms"), call(10, "voice"))).containsExactly("sms");
    assertThat(told()).isEmpty();
  }

  private static List<String> told(Reach.Call... calls) {
    Reach reach =
        new Reach(
            new UUID(7, 7), "ann", List.of(calls), Optional.empty(), Optional.empty(), List.of());
    return ScopePager.now(reach).stream().map(contact -> contact.channel()).toList();
  }

  private static Reach.Call call(int minutes, String channel) {
    return new Reach.Call(
        Duration.ofMinutes(minutes), UUID.randomUUID(), channel, channel, "ann", null);
  }
}
