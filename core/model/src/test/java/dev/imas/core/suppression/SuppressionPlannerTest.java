package dev.imas.core.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Matcher;
import dev.imas.core.suppression.SuppressionState.Sources;
import dev.imas.core.suppression.SuppressionState.Was;
import dev.imas.core.suppression.SuppressionTable.Place;
import dev.imas.core.suppression.SuppressionTable.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SuppressionPlannerTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final UUID ALERT = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final UUID SERVICE = new UUID(3, 1);

  private static final InhibitRule NODE_DOWN =
      rule("alertname=\"NodeDown\"", "alertname=~\".+\"", Duration.ZERO, "node");

  private static Silence silence(int id, String matchers, Duration from, Duration to) {
    return new Silence(
        new UUID(1, id), 1, Matcher.parseAll(matchers), null, NOW.plus(from), NOW.plus(to));
  }

  private static InhibitRule rule(
      String source, String target, Duration patience, String... equal) {
    return new InhibitRule(
        new UUID(2, 1),
        3,
        "rule",
        Matcher.parseAll(source),
        Matcher.parseAll(target),
        List.of(equal),
        patience);
  }

  private static SuppressionSubject firing(UUID fingerprint, Severity severity, String... labels) {
    return new SuppressionSubject(
        fingerprint, SERVICE, severity, Labels.of(labels), true, true, false, List.of(1));
  }

  private static SuppressionSubject firing(UUID fingerprint, String... labels) {
    return firing(fingerprint, Severity.SEV3_MEDIUM, labels);
  }

  private static SuppressionSubject recovered(UUID fingerprint) {
    return new SuppressionSubject(
        fingerprint, SERVICE, Severity.SEV3_MEDIUM, Labels.EMPTY, false, false, false, List.of());
  }

  private static SuppressionPlan.Verdict verdict(SuppressionPlan plan) {
    return Objects.requireNonNull(plan.hidden().get(ALERT), "it is hidden");
  }

  private static SuppressionTable table(List<Silence> silences, InhibitRule... rules) {
    return SuppressionTable.of(1, silences, List.of(rules), List.of());
  }

  private static SuppressionPlan plan(SuppressionTable table, SuppressionSubject... subjects) {
    return plan(table, SuppressionState.NOTHING, subjects);
  }

  /** The sides of the subjects are those of the table. */
  private static SuppressionPlan plan(
      SuppressionTable table, SuppressionState state, SuppressionSubject... subjects) {
    Map<UUID, List<Side>> sides = new HashMap<>();
    for (SuppressionSubject subject : subjects) {
      sides.put(subject.fingerprint(), table.sides(subject.labels()));
    }
    return SuppressionPlanner.plan(
        table,
        List.of(subjects),
        new SuppressionState(state.hidden(), state.before(), sides, state.others(), Map.of()),
        NOW);
  }

  @Test
  void silenceHidesWhatItMatchesFromItsStartUntilBeforeItsEnd() {
    Duration hour = Duration.ofHours(1);
    SuppressionSubject alert = firing(ALERT, "alertname", "Disk", "team", "db");
    for (Silence active :
        List.of(
            silence(1, "team=\"db\"", Duration.ZERO, hour),
            silence(1, "team=~\"d.*\", alertname!=\"Net\"", hour.negated(), hour))) {
      SuppressionPlan plan = plan(table(List.of(active)), alert);
      assertThat(plan.hides(ALERT)).isTrue();
      assertThat(verdict(plan).wakeAt()).isEqualTo(NOW.plus(hour));
      assertThat(plan.suppressed()).containsExactly(new SuppressionPlan.Opening(ALERT, 1));
    }
    for (Silence other :
        List.of(
            silence(1, "team=\"db\"", Duration.ofNanos(1), hour),
            silence(1, "team=\"db\"", hour.negated(), Duration.ZERO),
            silence(1, "team=\"net\"", Duration.ZERO, hour))) {
      assertThat(plan(table(List.of(other)), alert)).isEqualTo(SuppressionPlan.NOTHING);
    }
  }

  @Test
  void allReasonsAreKeptAndTheLastToEndWakesIt() {
    Silence one = silence(1, "team=\"db\"", Duration.ZERO, Duration.ofHours(1));
    Silence longer = silence(2, "alertname=\"Disk\"", Duration.ZERO, Duration.ofHours(2));

    SuppressionPlan plan =
        plan(table(List.of(one, longer)), firing(ALERT, "alertname", "Disk", "team", "db"));

    assertThat(verdict(plan).reasons())
        .extracting(Reason::id)
        .containsExactlyInAnyOrder(one.id(), longer.id());
    assertThat(verdict(plan).wakeAt()).isEqualTo(longer.endsAt());
  }

  @Test
  void orderOfArrivalWithinOneSetDoesNotMatter() {
    SuppressionSubject source = firing(OTHER, "alertname", "NodeDown", "node", "a");
    SuppressionSubject target = firing(ALERT, "alertname", "Disk", "node", "a");
    SuppressionSubject elsewhere = firing(new UUID(0, 3), "alertname", "Disk", "node", "b");

    SuppressionPlan plan = plan(table(List.of(), NODE_DOWN), target, elsewhere, source);

    assertThat(plan.hidden()).containsOnlyKeys(ALERT);
    Reason reason = verdict(plan).reasons().getFirst();
    assertThat(reason.kind()).isEqualTo(Reason.Kind.INHIBITION);
    assertThat(reason.by()).isEqualTo(OTHER);
    assertThat(reason.version()).isEqualTo(3);
    assertThat(verdict(plan).wakeAt()).isNull();
    assertThat(plan.begun()).hasSize(1);
  }

  @Test
  void sourceThatIsTargetAsWellInhibitsNoOtherSuch() {
    InhibitRule rule = rule("severity=\"critical\"", "team=\"db\"", Duration.ZERO);
    SuppressionSubject both = firing(ALERT, "severity", "critical", "team", "db");
    SuppressionSubject alsoBoth = firing(OTHER, "severity", "critical", "team", "db");
    SuppressionSubject target = firing(new UUID(0, 3), "severity", "warning", "team", "db");
    SuppressionSubject pure = firing(new UUID(0, 4), "severity", "critical", "team", "net");

    assertThat(plan(table(List.of(), rule), both, alsoBoth, target).hidden())
        .containsOnlyKeys(target.fingerprint());
    // Whichever source was found first: one that is no target inhibits all of them.
    assertThat(plan(table(List.of(), rule), both, pure, alsoBoth, target).hidden())
        .containsOnlyKeys(ALERT, OTHER, target.fingerprint());
  }

  @Test
  void labelThatNeitherHasIsTheSameInBoth() {
    SuppressionSubject source = firing(OTHER, "alertname", "NodeDown");
    assertThat(
            plan(table(List.of(), NODE_DOWN), source, firing(ALERT, "alertname", "Disk")).hidden())
        .containsOnlyKeys(ALERT);
    assertThat(
            plan(
                    table(List.of(), NODE_DOWN),
                    source,
                    firing(ALERT, "alertname", "Disk", "node", "a"))
                .hidden())
        .isEmpty();
  }

  @Test
  void hiddenSourceInhibitsOn() {
    Silence silence = silence(1, "alertname=\"NodeDown\"", Duration.ZERO, Duration.ofHours(1));

    SuppressionPlan plan =
        plan(
            table(List.of(silence), NODE_DOWN),
            firing(OTHER, "alertname", "NodeDown", "node", "a"),
            firing(ALERT, "alertname", "Disk", "node", "a"));

    assertThat(plan.hidden()).containsOnlyKeys(ALERT, OTHER);
  }

  @Test
  void endOfTheLastSourceHasItsTargetsLookedAt() {
    Place place = new Place(NODE_DOWN.id(), NODE_DOWN.key(Labels.of("node", "a")));
    Map<Place, Sources> before = Map.of(place, new Sources(OTHER, OTHER));
    SuppressionTable table = table(List.of(), NODE_DOWN);

    assertThat(
            plan(
                    table,
                    new SuppressionState(Map.of(), before, Map.of(), Map.of(), Map.of()),
                    recovered(OTHER))
                .ended())
        .containsExactly(place);
    // Another one fires on.
    Map<Place, Sources> others = Map.of(place, new Sources(ALERT, ALERT));
    assertThat(
            plan(
                    table,
                    new SuppressionState(Map.of(), before, Map.of(), others, Map.of()),
                    recovered(OTHER))
                .ended())
        .isEmpty();
    // One fires on, but inhibits fewer targets.
    Map<Place, Sources> fewer = Map.of(place, new Sources(ALERT, null));
    assertThat(
            plan(
                    table,
                    new SuppressionState(Map.of(), before, Map.of(), fewer, Map.of()),
                    recovered(OTHER))
                .ended())
        .containsExactly(place);
  }

  @Test
  void targetThatComesFirstWaitsForASourceAndIsNotCountedMeanwhile() {
    InhibitRule rule =
        rule("alertname=\"NodeDown\"", "alertname=\"Disk\"", Duration.ofSeconds(30), "node");
    SuppressionTable table = table(List.of(), rule);
    SuppressionSubject target = firing(ALERT, "alertname", "Disk", "node", "a");

    SuppressionPlan first = plan(table, target);
    assertThat(verdict(first).reasons().getFirst().kind()).isEqualTo(Reason.Kind.WAITING);
    assertThat(verdict(first).wakeAt()).isEqualTo(NOW.plusSeconds(30));
    assertThat(verdict(first).opening()).isEqualTo(1);
    assertThat(first.suppressed()).isEmpty();

    // Nobody came.
    SuppressionSubject later =
        new SuppressionSubject(
            ALERT, SERVICE, target.severity(), target.labels(), true, true, false, List.of());
    SuppressionState waited =
        new SuppressionState(
            Map.of(ALERT, new Was(NOW.minusSeconds(30), 1)),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());
    assertThat(plan(table, waited, later).shows(ALERT)).isTrue();

    // One came meanwhile: now it is counted.
    Place place = new Place(rule.id(), rule.key(target.labels()));
    SuppressionState inhibited =
        new SuppressionState(
            waited.hidden(),
            Map.of(),
            Map.of(),
            Map.of(place, new Sources(OTHER, OTHER)),
            Map.of());
    SuppressionPlan plan = plan(table, inhibited, later);
    assertThat(plan.hides(ALERT)).isTrue();
    assertThat(plan.suppressed()).containsExactly(new SuppressionPlan.Opening(ALERT, 1));
  }

  @Test
  void criticalAlertWaitsOnlyForARuleThatNamesItsSeverity() {
    Duration patience = Duration.ofSeconds(30);
    SuppressionSubject critical =
        firing(ALERT, Severity.SEV1_CRITICAL, "alertname", "Disk", "severity", "critical");

    assertThat(
            plan(table(List.of(), rule("a=\"b\"", "alertname=\"Disk\"", patience)), critical)
                .hidden())
        .isEmpty();
    assertThat(
            plan(
                    table(List.of(), rule("a=\"b\"", "severity=~\"critical|warning\"", patience)),
                    critical)
                .hidden())
        .containsOnlyKeys(ALERT);
  }

  @Test
  void whatBeginsAndEndsInOneSetIsHiddenAndInhibitsNothing() {
    SuppressionSubject passing =
        new SuppressionSubject(
            ALERT,
            SERVICE,
            Severity.SEV3_MEDIUM,
            Labels.of("alertname", "Disk", "node", "a"),
            false,
            true,
            false,
            List.of(1, 3));
    Silence silence = silence(1, "alertname=\"Disk\"", Duration.ofHours(-1), Duration.ofHours(1));
    for (SuppressionPlan plan :
        List.of(
            plan(table(List.of(silence)), passing),
            plan(
                table(List.of(), NODE_DOWN),
                passing,
                firing(OTHER, "alertname", "NodeDown", "node", "a")))) {
      assertThat(plan.hides(ALERT)).isTrue();
      assertThat(plan.shows(ALERT)).as("afterwards nothing is hidden").isTrue();
      assertThat(plan.suppressed())
          .containsExactly(
              new SuppressionPlan.Opening(ALERT, 1), new SuppressionPlan.Opening(ALERT, 3));
    }
    assertThat(plan(table(List.of()), passing)).isEqualTo(SuppressionPlan.NOTHING);
    SuppressionTable source =
        table(List.of(), rule("alertname=\"Disk\"", "alertname=\"Net\"", Duration.ZERO, "node"));
    assertThat(plan(source, passing, firing(OTHER, "alertname", "Net", "node", "a")).hides(OTHER))
        .isFalse();
  }

  @Test
  void alertThatHasBeenToldOfNeverWaits() {
    SuppressionTable table =
        table(List.of(), rule("a=\"b\"", "alertname=\"Disk\"", Duration.ofSeconds(30)));
    SuppressionSubject open =
        new SuppressionSubject(
            ALERT,
            SERVICE,
            Severity.SEV3_MEDIUM,
            Labels.of("alertname", "Disk"),
            true,
            true,
            false,
            List.of());

    assertThat(plan(table, open).hidden()).isEmpty();
  }

  private static Silence work(String matchers, boolean hidesSev1, UUID... services) {
    Silence silence = silence(1, matchers, Duration.ofHours(-1), Duration.ofHours(1));
    return new Silence(
        silence.id(),
        1,
        silence.matchers(),
        new Silence.Work(Set.of(services), hidesSev1),
        silence.startsAt(),
        silence.endsAt());
  }

  private static boolean isHiddenBy(Silence silence, Severity severity) {
    return SuppressionPlanner.plan(
            SuppressionTable.of(1, List.of(silence), List.of(), List.of()),
            List.of(firing(ALERT, severity, "alertname", "Disk")),
            SuppressionState.NOTHING,
            NOW)
        .hides(ALERT);
  }

  @Test
  void workHidesSev1OnlyOfTheServicesThatItNamesOrIfItSaysSo() {
    UUID another = new UUID(3, 2);
    assertThat(isHiddenBy(work("alertname=Disk", false), Severity.SEV2_HIGH)).isTrue();
    assertThat(isHiddenBy(work("alertname=Disk", false), Severity.SEV1_CRITICAL)).isFalse();
    assertThat(isHiddenBy(work("alertname=Disk", true), Severity.SEV1_CRITICAL)).isTrue();
    assertThat(isHiddenBy(work("alertname=Disk", false, SERVICE), Severity.SEV1_CRITICAL)).isTrue();
    assertThat(isHiddenBy(work("alertname=Disk", true, another), Severity.SEV4_LOW)).isFalse();
  }

  @Test
  void workIsAReasonOfItsOwn() {
    SuppressionPlan plan =
        SuppressionPlanner.plan(
            SuppressionTable.of(
                1, List.of(work("alertname=Disk", false, SERVICE)), List.of(), List.of()),
            List.of(firing(ALERT, "alertname", "Disk")),
            SuppressionState.NOTHING,
            NOW);
    assertThat(verdict(plan).reasons())
        .extracting(Reason::kind)
        .containsExactly(Reason.Kind.MAINTENANCE);
  }
}
