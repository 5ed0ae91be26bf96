package dev.imas.core.intake;

import static dev.imas.core.intake.PlannedWorld.T0;
import static dev.imas.core.intake.PlannedWorld.TRIAGE;
import static dev.imas.core.intake.PlannedWorld.entries;
import static dev.imas.core.intake.PlannedWorld.grown;
import static dev.imas.core.intake.PlannedWorld.opened;
import static dev.imas.core.intake.PlannedWorld.pages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.TestIncident;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.intake.PlannedWorld.Event;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IntakePlannerTest {

  private static final UUID A = new UUID(1, 1);
  private static final UUID B = new UUID(1, 2);
  private static final UUID C = new UUID(1, 3);

  private final PlannedWorld world = new PlannedWorld();

  @Test
  void firingOpensRecoveryEnds() {
    IntakePlan opened = world.apply(fired(A, 1, "g", 2));
    assertThat(opened(opened)).hasSize(1);
    assertThat(pages(opened)).extracting(p -> p.event()).containsExactly(IncidentEvent.TRIGGERED);
    IntakePlan ended = world.apply(recovered(A, 2, "g"));
    assertThat(world.only().status()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(pages(ended)).extracting(p -> p.event()).containsExactly(IncidentEvent.RESOLVED);
  }

  @Test
  void whatIsAppliedAlreadyChangesNothing() {
    world.apply(fired(A, 1, "g", 2));
    IntakePlan again = world.apply(fired(A, 1, "g", 2));
    assertThat(again)
        .isEqualTo(new IntakePlan(List.of(), Set.of(), List.of(), List.of(), IntakeNeeds.NOTHING));
  }

  @Test
  void opensAtTheWorstSeverityWithOnePage() {
    IntakePlan plan =
        world.apply(fired(A, 1, "g", 4), fired(B, 1, "g", 1), fired(new UUID(1, 3), 1, "g", 3));
    assertThat(world.only().severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(pages(plan)).hasSize(1);
    assertThat(Objects.requireNonNull(plan.changes().get(0).openedBy()).forMessages().name())
        .isEqualTo("alert");
    assertThat(pages(plan).get(0).incident().counts().alerts()).isEqualTo(3);
    assertThat(types(plan))
        .containsExactly(TimelineType.STATUS_CHANGE, TimelineType.ALERT_RECEIVED);
  }

  @Test
  void laterWorseAlertRaisesAndBetterOneDoesNotLower() {
    world.apply(fired(A, 1, "g", 3));
    IntakePlan raised = world.apply(fired(B, 1, "g", 1));
    assertThat(pages(raised))
        .extracting(p -> p.event())
        .containsExactly(IncidentEvent.SEVERITY_CHANGED);
    IntakePlan same = world.apply(fired(new UUID(1, 3), 1, "g", 4));
    assertThat(pages(same)).isEmpty();
    assertThat(grown(same)).containsExactly(world.only().id());
    assertThat(world.only().severity()).isEqualTo(Severity.SEV1_CRITICAL);
  }

  @Test
  void alertThatJoinsAnAcknowledgedIncidentIsToldAsGrowth() {
    world.apply(fired(A, 1, "g", 3));
    world.change(i -> i.acknowledge(Author.program("somebody"), T0, null));

    IntakePlan joined = world.apply(fired(B, 1, "g", 3));

    assertThat(pages(joined)).isEmpty();
    assertThat(grown(joined)).containsExactly(world.only().id());
    assertThat(world.only().status()).isEqualTo(IncidentStatus.ACKNOWLEDGED);
  }

  @Test
  void alertThatJoinsAMitigatedIncidentCallsPeopleAnew() {
    world.apply(fired(A, 1, "g", 3));
    world.change(i -> i.mitigate(Author.program("somebody"), T0, null));

    IntakePlan joined = world.apply(fired(B, 1, "g", 3), fired(C, 1, "g", 3));

    assertThat(events(joined)).containsExactly(IncidentEvent.REFIRED);
    assertThat(world.only().status()).isEqualTo(IncidentStatus.TRIGGERED);
    assertThat(world.only().counts().firing()).isEqualTo(3);
  }

  @Test
  void firingInAnOpenIncidentOfWhichNothingFiredCallsPeopleAnew() {
    world.apply(new Event(A, 1, TransitionKind.OPENED, "g", 3, false).at(T0));
    world.apply(recovered(A, 2, "g"));

    assertThat(events(world.apply(new Event(B, 1, TransitionKind.OPENED, "g", 3, false).at(T0))))
        .containsExactly(IncidentEvent.REFIRED);

    IntakePlan joined = world.apply(new Event(C, 1, TransitionKind.OPENED, "g", 3, false).at(T0));
    assertThat(pages(joined)).isEmpty();
    assertThat(grown(joined)).hasSize(1);
  }

  @Test
  void newEpisodeOfAnAlertWhoseIncidentWasResolvedByHandOpensItAgain() {
    world.apply(fired(A, 1, "g", 3));
    world.change(i -> i.resolve("somebody", T0, null, null));

    IntakePlan again = world.apply(refired(A, 2, "g", 3).at(T0.plusSeconds(60)));

    assertThat(events(again)).containsExactly(IncidentEvent.REOPENED);
    assertThat(world.only().counts().firing()).isEqualTo(1);
  }

  @Test
  void newEpisodeOfAnAlertThatFiresInAnOpenIncidentCallsNobody() {
    world.apply(fired(A, 1, "g", 3));

    assertThat(events(world.apply(refired(A, 2, "g", 3).at(T0.plusSeconds(60))))).isEmpty();
    assertThat(world.only().counts().firing()).isEqualTo(1);
  }

  @Test
  void alertThatFiresOnAfterItsIncidentWasResolvedByHandOpensThatOneAgainHoweverOld() {
    world.apply(fired(A, 1, "g", 3), fired(B, 1, "g", 3));
    world.change(i -> i.resolve("somebody", T0, null, null));
    world.now = T0.plus(Duration.ofDays(3));

    IntakePlan again =
        world.apply(stillFiring(A, 2, "g").at(world.now), stillFiring(B, 2, "g").at(world.now));

    assertThat(events(again)).containsExactly(IncidentEvent.REOPENED);
    assertThat(pages(again).get(0).entry().message()).contains("still fires, 4320 min later");
    assertThat(world.only().status()).isEqualTo(IncidentStatus.TRIGGERED);
    assertThat(world.only().counts().firing()).isEqualTo(2);
  }

  @Test
  void alertThatFiresOnJoinsWhatItsGroupHasOpenedMeanwhile() {
    world.apply(fired(A, 1, "g", 3));
    world.change(i -> i.resolve("somebody", T0, null, null));
    world.now = T0.plus(Duration.ofDays(3));
    world.apply(new Event(B, 1, TransitionKind.OPENED, "g", 3, true).at(world.now));

    world.apply(stillFiring(A, 2, "g").at(world.now));

    Incident open =
        world.incidents.values().stream()
            .filter(i -> i.status().isOpen())
            .findFirst()
            .orElseThrow();
    assertThat(open.counts().firing()).isEqualTo(2);
  }

  @Test
  void alertNotHeardOfForTooLongEndsItsIncidentAndSaysSo() {
    world.apply(fired(A, 1, "g", 3));

    IntakePlan lapsed = world.apply(new Event(A, 2, TransitionKind.LAPSED, "g", 3, true).at(T0));

    assertThat(world.only().status()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(entries(lapsed).get(0).message())
        .isEqualTo("1 alert not repeated for too long, so treated as ended");
  }

  @Test
  void severityThatRisesWhileFiringRaisesTheIncident() {
    world.apply(fired(A, 1, "g", 3));
    world.apply(new Event(A, 2, TransitionKind.SEVERITY_CHANGED, "g", 2, true).at(T0));
    assertThat(world.only().severity()).isEqualTo(Severity.SEV2_HIGH);
    world.apply(new Event(A, 3, TransitionKind.SEVERITY_CHANGED, "g", 4, true).at(T0));
    assertThat(world.only().severity()).isEqualTo(Severity.SEV2_HIGH);
  }

  @Test
  void incidentEndsWithItsLastAlertOnly() {
    world.apply(fired(A, 1, "g", 3), fired(B, 1, "g", 3));
    world.apply(recovered(A, 2, "g"));
    assertThat(world.only().status()).isEqualTo(IncidentStatus.TRIGGERED);
    world.apply(recovered(B, 2, "g"));
    assertThat(world.only().status()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void incidentOfRulesThatSayNoAutoResolveStaysOpen() {
    world.apply(new Event(A, 1, TransitionKind.OPENED, "g", 3, false).at(T0));
    world.apply(recovered(A, 2, "g"));
    assertThat(world.only().status()).isEqualTo(IncidentStatus.TRIGGERED);
    assertThat(world.only().counts().firing()).isZero();
  }

  @Test
  void recoveryFollowsItsAlertWhateverTheRulesSayToday() {
    world.apply(fired(A, 1, "g", 3));
    world.apply(recovered(A, 2, "another group by now"));
    assertThat(world.only().status()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void recoveryWithNothingToRecoverIsNoted() {
    IntakePlan plan = world.apply(recovered(A, 1, "g"));
    assertThat(world.incidents).isEmpty();
    assertThat(plan.progress()).containsExactly(new AlertProgress(A, 1, null, false));
  }

  @Test
  void reopensWithinTheWindowAndLinksAfterIt() {
    world.apply(fired(A, 1, "g", 3));
    world.apply(recovered(A, 2, "g"));
    UUID first = world.only().id();
    world.now = T0.plus(Duration.ofMinutes(29));
    IntakePlan reopened = world.apply(refired(A, 3, "g", 1).at(world.now));
    assertThat(world.only().status()).isEqualTo(IncidentStatus.TRIGGERED);
    assertThat(world.only().severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(pages(reopened)).extracting(p -> p.event()).containsExactly(IncidentEvent.REOPENED);
    world.apply(recovered(A, 4, "g").at(world.now));
    world.now = world.now.plus(Duration.ofMinutes(31));
    world.apply(refired(A, 5, "g", 3).at(world.now));
    assertThat(world.incidents).hasSize(2);
    Incident second =
        world.incidents.values().stream().filter(i -> !i.id().equals(first)).findFirst().get();
    assertThat(second.subject().previousId()).isEqualTo(first);
    assertThat(second.severity()).isEqualTo(Severity.SEV3_MEDIUM);
  }

  @Test
  void impossibleStartsAreNotBelieved() {
    IntakePlan old = world.apply(fired(A, 1, "g", 3).startedAt(T0.minus(Duration.ofDays(8))));
    assertThat(opened(old).get(0).clocks().detectedAt()).isEqualTo(T0);
    assertThat(entries(old).get(0).message()).contains("is not believed");
    IntakePlan good = world.apply(fired(B, 1, "h", 3).startedAt(T0.minus(Duration.ofDays(6))));
    assertThat(opened(good).get(0).clocks().detectedAt()).isEqualTo(T0.minus(Duration.ofDays(6)));
  }

  @Test
  void alertOfAnUnknownServiceGoesToTriageAndSaysSo() {
    IntakePlan plan = world.apply(fired(A, 1, "g", 3).of(new UUID(9, 9)));
    assertThat(opened(plan).get(0).serviceId()).isEqualTo(TRIAGE);
    assertThat(entries(plan).get(0).message()).contains("Unknown/Triage");
    assertThat(entries(plan).get(0).metadata()).containsEntry("triage", true);
  }

  /** So that a reader of the timeline can go to the alert, and to the rules that sent it here. */
  @Test
  void whatAnAlertCausesNamesItAndTheRules() {
    List<TimelineEntry> caused = new ArrayList<>(entries(world.apply(fired(A, 1, "g", 3))));
    caused.addAll(entries(world.apply(fired(B, 1, "g", 1))));
    String alert = A.toString().replace("-", "");
    String other = B.toString().replace("-", "");
    assertThat(caused.getFirst().metadata())
        .containsEntry("fingerprint", alert)
        .containsEntry("rule_set_version", 7);
    assertThat(caused.stream().filter(e -> e.type() == TimelineType.SEVERITY_CHANGE))
        .singleElement()
        .satisfies(
            e ->
                assertThat(e.metadata())
                    .containsEntry("fingerprint", other)
                    .containsEntry("rule_set_version", 7)
                    .containsEntry("to", "SEV1_CRITICAL"));
  }

  @Test
  void stormWritesOneLineThatNamesTheFirstTwenty() {
    List<Event> storm = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      storm.add(fired(new UUID(3, i), 1, "g", 3));
    }
    IntakePlan plan = world.apply(storm.toArray(Event[]::new));
    assertThat(entries(plan)).hasSize(2);
    TimelineEntry line = entries(plan).get(1);
    assertThat(line.metadata()).containsEntry("count", 1_000);
    assertThat((List<?>) line.metadata().get("fingerprints")).hasSize(20);
  }

  /** What had been critical comes back as what fires now, and so do its words. */
  @Test
  void aReopeningIsJudgedByWhatFiresNow() {
    PlannedWorld world = new PlannedWorld();
    UUID critical = new UUID(5, 1);
    UUID info = new UUID(5, 2);
    world.names.put(critical, "All checkouts fail");
    world.names.put(info, "A disk fills");
    world.apply(fired(critical, 1, "g", 1));
    assertThat(world.only().title()).isEqualTo("All checkouts fail");
    world.apply(new Event(critical, 2, TransitionKind.RESOLVED, "g", 1, true).at(T0));
    assertThat(world.only().status()).isEqualTo(IncidentStatus.RESOLVED);

    IntakePlan plan = world.apply(fired(info, 1, "g", 4));

    assertThat(world.only().status()).isEqualTo(IncidentStatus.TRIGGERED);
    assertThat(world.only().severity()).isEqualTo(Severity.SEV4_LOW);
    assertThat(plan.changes().getFirst().pages())
        .singleElement()
        .satisfies(
            page -> {
              assertThat(page.incident().severity()).isEqualTo(Severity.SEV4_LOW);
              assertThat(page.incident().title()).isEqualTo("A disk fills");
              assertThat(page.incident().description()).contains("A disk fills");
              assertThat(page.entry().message()).isEqualTo("Reopened: A disk fills fires again");
            });
    assertThat(world.only().title()).isEqualTo("A disk fills");

    IntakePlan worse = world.apply(fired(new UUID(5, 3), 1, "g", 1));
    assertThat(world.only().severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(worse.changes().getFirst().pages()).hasSize(1);
  }

  /** Else nobody knows why what its sender calls "purple" does not call at night. */
  @Test
  void aWordThatNobodyKnowsIsInTheTimelineAndThePageWithWhatItCountsAs() {
    PlannedWorld world = new PlannedWorld();
    String says = "; its severity \"purple\" is not known, so it counts as ";
    for (int i = 1; i <= 3; i++) {
      world.unknown.put(new UUID(5, i), Map.of("severity", "purple"));
    }

    IntakePlan opens = world.apply(fired(new UUID(5, 1), 1, "g", 3));
    assertSays(opens, says + "SEV3_MEDIUM");
    assertThat(pages(opens).getFirst().incident().description())
        .contains(says.substring(2) + "SEV3_MEDIUM");

    assertSays(world.apply(fired(new UUID(5, 2), 1, "g", 2)), says + "SEV2_HIGH");

    world.apply(recovered(new UUID(5, 1), 2, "g").at(T0), recovered(new UUID(5, 2), 2, "g").at(T0));
    assertSays(world.apply(fired(new UUID(5, 3), 1, "g", 3)), says + "SEV3_MEDIUM");
  }

  private static void assertSays(IntakePlan plan, String words) {
    assertThat(pages(plan))
        .singleElement()
        .satisfies(
            page -> {
              assertThat(page.entry().message()).endsWith(words);
              assertThat(page.entry().metadata()).containsEntry("unknown_severity", "purple");
            });
    assertThat(entries(plan)).anySatisfy(entry -> assertThat(entry.message()).endsWith(words));
  }

  /** A reopening lowers what alerts said, and not what a person decided. */
  @Test
  void whatAPersonDecidedStaysUntilSomethingWorseFires() {
    for (Severity decided : List.of(Severity.SEV1_CRITICAL, Severity.SEV2_HIGH)) {
      PlannedWorld world = new PlannedWorld();
      UUID first = new UUID(5, 1);
      world.apply(fired(first, 1, "g", decided == Severity.SEV2_HIGH ? 1 : 3));
      world.correct(
          i ->
              TestIncident.corrected(i, decided, "All checkouts fail", "Since the release", "ann"));
      world.apply(recovered(first, 2, "g").at(T0));

      IntakePlan plan = world.apply(fired(new UUID(5, 2), 1, "g", 4));

      assertThat(world.only().status()).isEqualTo(IncidentStatus.TRIGGERED);
      assertThat(world.only().severity()).isEqualTo(decided);
      assertThat(world.only().title()).isEqualTo("All checkouts fail");
      assertThat(world.only().description()).isEqualTo("Since the release");
      assertThat(pages(plan))
          .singleElement()
          .satisfies(p -> assertThat(p.incident().severity()).isEqualTo(decided));
      assertThat(entries(plan))
          .extracting(TimelineEntry::message)
          .contains(
              "Reopened: alert fires again, as SEV4_LOW; it stays " + decided + ", which ann set");
      world.apply(recovered(new UUID(5, 2), 2, "g").at(T0));
      world.apply(fired(new UUID(5, 3), 1, "g", 4));
      assertThat(world.only().severity()).as("and at each reopening").isEqualTo(decided);
    }
  }

  @Test
  void aWorseAlertEndsWhatAPersonDecided() {
    world.apply(fired(A, 1, "g", 3));
    world.correct(
        i -> TestIncident.corrected(i, Severity.SEV2_HIGH, i.title(), i.description(), "ann"));
    world.apply(fired(B, 1, "g", 1));
    assertThat(world.only().setBy().severity()).isNull();
    world.apply(recovered(A, 2, "g"), recovered(B, 2, "g"));
    world.apply(refired(A, 3, "g", 3));
    assertThat(world.only().severity()).isEqualTo(Severity.SEV3_MEDIUM);
  }

  /** The words of one alert do not stay for another because a person judged how bad it is. */
  @Test
  void whoSetsTheSeverityDoesNotKeepTheWords() {
    world.apply(fired(A, 1, "g", 3));
    world.change(i -> i.raise(Severity.SEV1_CRITICAL, "ann", T0, "Escalated"));
    world.change(i -> i.judge(i.severity(), "Old words", "", T0, "as it was"));
    world.apply(recovered(A, 2, "g"));
    world.apply(fired(B, 1, "g", 4));
    assertThat(world.only().severity()).isEqualTo(Severity.SEV1_CRITICAL);
    assertThat(world.only().title()).isNotEqualTo("Old words");
  }

  /** A second pod that comes and goes in one unit has not joined. */
  @Test
  void whatJoinsAndRecoversAtOnceIsNoGrowth() {
    PlannedWorld world = new PlannedWorld();
    world.apply(fired(new UUID(5, 1), 1, "g", 2));
    UUID second = new UUID(5, 2);
    IntakePlan both =
        world.apply(
            fired(second, 1, "g", 2),
            new Event(second, 2, TransitionKind.RESOLVED, "g", 2, true).at(T0));
    assertThat(both.changes().getFirst().grew()).isFalse();
    IntakePlan joins = world.apply(fired(new UUID(5, 3), 1, "g", 2));
    assertThat(joins.changes().getFirst().joined()).containsExactly(new UUID(5, 3));
  }

  @Test
  void anyOrderAnyRepeatsAnyCutsEndInTheSameState() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Event> history = history(random);
      String expected = run(history, List.of(history.size()));
      for (int i = 0; i < 5; i++) {
        List<Event> shuffled = new ArrayList<>(history);
        // These are repeated, as when a claim is rolled back after a commit elsewhere.
        for (int k = 0; k < 3; k++) {
          shuffled.add(history.get(random.nextInt(history.size())));
        }
        Collections.shuffle(shuffled, random);
        List<Integer> cuts = new ArrayList<>();
        for (int left = shuffled.size(); left > 0; ) {
          int cut = 1 + random.nextInt(left);
          cuts.add(cut);
          left -= cut;
        }
        assertThat(run(shuffled, cuts)).as("seed %s", seed).isEqualTo(expected);
      }
    }
  }

  /** A few alerts of two groups that open, get worse, recover and come back. */
  private static List<Event> history(Random random) {
    List<Event> events = new ArrayList<>();
    for (int alert = 0; alert < 5; alert++) {
      UUID print = new UUID(5, alert);
      String group = "g" + alert % 2;
      boolean firing = false;
      int seq = 0;
      for (int step = random.nextInt(6); step >= 0; step--) {
        seq++;
        int severity = 1 + random.nextInt(4);
        TransitionKind kind =
            seq == 1
                ? TransitionKind.OPENED
                : !firing
                    ? TransitionKind.REOPENED
                    : random.nextInt(3) == 0
                        ? TransitionKind.SEVERITY_CHANGED
                        : random.nextBoolean() ? TransitionKind.RESOLVED : TransitionKind.EXPIRED;
        firing = kind.isFiring();
        events.add(new Event(print, seq, kind, group, severity, true).at(T0));
      }
    }
    return events;
  }

  /**
   * Applies the events piece by piece. The journal supplies those that come too early, as it does
   * in the product.
   */
  private static String run(List<Event> events, List<Integer> cuts) {
    PlannedWorld world = new PlannedWorld();
    Map<UUID, TreeMap<Integer, Event>> journal = new HashMap<>();
    events.forEach(e -> journal.computeIfAbsent(e.print(), p -> new TreeMap<>()).put(e.seq(), e));
    int at = 0;
    for (int cut : cuts) {
      List<Event> claim = new ArrayList<>(events.subList(at, at + cut));
      at += cut;
      for (Event e : List.copyOf(claim)) {
        AlertProgress done = world.progress.getOrDefault(e.print(), AlertProgress.none(e.print()));
        if (e.seq() > done.appliedSeq()) {
          claim.addAll(
              Objects.requireNonNull(journal.get(e.print()))
                  .subMap(done.appliedSeq(), false, e.seq(), false)
                  .values());
        }
      }
      world.apply(claim.toArray(Event[]::new));
    }
    return world.state();
  }

  private static Event fired(UUID print, int seq, String group, int severity) {
    return new Event(print, seq, TransitionKind.OPENED, group, severity, true).at(T0);
  }

  private static Event refired(UUID print, int seq, String group, int severity) {
    return new Event(print, seq, TransitionKind.REOPENED, group, severity, true);
  }

  private static Event stillFiring(UUID print, int seq, String group) {
    return new Event(print, seq, TransitionKind.STILL_FIRING, group, 3, true);
  }

  private static List<IncidentEvent> events(IntakePlan plan) {
    return pages(plan).stream().map(p -> p.event()).toList();
  }

  private static Event recovered(UUID print, int seq, String group) {
    return new Event(print, seq, TransitionKind.RESOLVED, group, 3, true).at(T0);
  }

  private static List<TimelineType> types(IntakePlan plan) {
    return entries(plan).stream().map(TimelineEntry::type).toList();
  }
}
