package dev.imas.core.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.QuietHours;
import dev.imas.core.contact.NotificationMatrix;
import dev.imas.core.contact.Urgency;
import dev.imas.core.delivery.Hold;
import dev.imas.core.hold.HoldPlanner.Kind;
import dev.imas.core.hold.HoldPlanner.Receiver;
import dev.imas.core.model.Medium;
import dev.imas.core.model.Severity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldPlannerTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final HoldPlanner PLANNER =
      new HoldPlanner(
          NotificationMatrix.USUAL,
          new Timetable(PARIS, Duration.ofMinutes(15), LocalTime.of(8, 0)));
  private static final QuietHours NIGHT =
      new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), List.of(DayOfWeek.values()));

  private static Instant paris(String local) {
    return LocalDateTime.parse(local).atZone(PARIS).toInstant();
  }

  private static Receiver.Person person(Medium medium, Urgency... rules) {
    Set<Urgency> of = EnumSet.noneOf(Urgency.class);
    of.addAll(List.of(rules));
    return new Receiver.Person(Optional.of(medium), of, PARIS, null);
  }

  private static Receiver.Person atNight(Medium medium) {
    return new Receiver.Person(Optional.of(medium), Set.of(), PARIS, NIGHT);
  }

  private static Receiver.Channel channel(boolean byMatrix) {
    return new Receiver.Channel(Optional.of(Medium.CHAT), byMatrix);
  }

  private static Optional<Hold> page(Receiver receiver, Severity severity, String at) {
    return PLANNER.plan(receiver, severity, Kind.PAGE, paris(at));
  }

  private static Optional<Hold> update(Receiver receiver, Severity severity, String at) {
    return PLANNER.plan(receiver, severity, Kind.UPDATE, paris(at));
  }

  /** NTF-22: chat about what is not urgent goes every quarter of an hour. */
  @Test
  void aChatIsToldInGroups() {
    assertThat(page(person(Medium.CHAT), Severity.SEV3_MEDIUM, "2026-06-10T10:03:00"))
        .contains(new Hold(paris("2026-06-10T10:15:00"), "grouped"));
    assertThat(page(person(Medium.CHAT), Severity.SEV3_MEDIUM, "2026-06-10T10:15:00"))
        .contains(new Hold(paris("2026-06-10T10:30:00"), "grouped"));
  }

  @Test
  void mailIsForTheDailyAndTheWeeklyDigest() {
    assertThat(page(person(Medium.EMAIL), Severity.SEV3_MEDIUM, "2026-06-10T10:03:00"))
        .contains(new Hold(paris("2026-06-11T08:00:00"), "daily"));
    assertThat(page(person(Medium.EMAIL), Severity.SEV4_LOW, "2026-06-10T10:03:00"))
        .contains(new Hold(paris("2026-06-15T08:00:00"), "weekly")); // Monday
  }

  /** 08:00 is 08:00, also after the night on which clocks change. */
  @Test
  void theDigestComesAtEightByTheClocksOfTheTenant() {
    assertThat(page(person(Medium.EMAIL), Severity.SEV3_MEDIUM, "2026-03-28T10:00:00"))
        .contains(new Hold(Instant.parse("2026-03-29T06:00:00Z"), "daily"));
    assertThat(page(person(Medium.EMAIL), Severity.SEV3_MEDIUM, "2026-03-27T10:00:00"))
        .contains(new Hold(Instant.parse("2026-03-28T07:00:00Z"), "daily"));
  }

  @Test
  void aTeamsChannelWaitsOnlyWhereItFollowsTheMatrix() {
    assertThat(page(channel(false), Severity.SEV4_LOW, "2026-06-10T10:03:00")).isEmpty();
    assertThat(page(channel(true), Severity.SEV4_LOW, "2026-06-10T10:03:00"))
        .contains(new Hold(paris("2026-06-10T10:15:00"), "grouped"));
    assertThat(page(channel(true), Severity.SEV2_HIGH, "2026-06-10T10:03:00")).isEmpty();
  }

  /** Whoever has rules is told of updates as by the rules: at once. */
  @Test
  void anUpdateToWhoHasRulesDoesNotWait() {
    assertThat(
            update(person(Medium.EMAIL, Urgency.LOW), Severity.SEV3_MEDIUM, "2026-06-10T10:00:00"))
        .isEmpty();
    assertThat(
            update(person(Medium.EMAIL, Urgency.HIGH), Severity.SEV3_MEDIUM, "2026-06-10T10:00:00"))
        .isPresent();
  }

  /** M8: quiet hours hold back updates and digests, never a page. */
  @Test
  void quietHoursHoldBackUpdatesAndDigests() {
    Hold morning = new Hold(paris("2026-06-11T07:00:00"), "quiet_hours");
    assertThat(update(atNight(Medium.EMAIL), Severity.SEV2_HIGH, "2026-06-10T23:00:00"))
        .contains(morning);
    assertThat(update(atNight(Medium.CHAT), Severity.SEV3_MEDIUM, "2026-06-10T21:50:00"))
        .contains(morning); // due at ten, when the night begins
    assertThat(page(atNight(Medium.CHAT), Severity.SEV2_HIGH, "2026-06-10T23:00:00")).isEmpty();
    assertThat(update(atNight(Medium.EMAIL), Severity.SEV2_HIGH, "2026-06-10T12:00:00")).isEmpty();
  }

  /** RTE-06: what a team's channel is told in its quiet hours waits for their end. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "SEV1_CRITICAL, PAGE,   2026-06-10T23:00:00, none",
        "SEV1_CRITICAL, UPDATE, 2026-06-10T23:00:00, none",
        "SEV2_HIGH,     PAGE,   2026-06-10T23:00:00, 2026-06-11T07:00:00",
        "SEV2_HIGH,     UPDATE, 2026-06-11T06:59:59, 2026-06-11T07:00:00",
        "SEV4_LOW,      PAGE,   2026-06-11T07:00:00, none",
        "SEV4_LOW,      PAGE,   2026-06-10T21:59:59, none",
        "SEV3_MEDIUM,   PAGE,   2026-03-29T01:30:00, 2026-03-29T07:00:00"
      })
  void aChannelsQuietHoursHoldBackAllButSev1(
      Severity severity, Kind kind, String at, @Nullable String until) {
    Receiver channel = new Receiver.Channel(Optional.of(Medium.CHAT), false, PARIS, NIGHT);
    assertThat(PLANNER.plan(channel, severity, kind, paris(at)))
        .isEqualTo(Optional.ofNullable(until).map(end -> new Hold(paris(end), "quiet_hours")));
  }

  @Test
  void aSev1IgnoresQuietHours() {
    assertThat(update(atNight(Medium.SMS), Severity.SEV1_CRITICAL, "2026-06-10T23:00:00"))
        .isEmpty();
  }

  /** Nothing urgent waits, nothing waits into the past, and nothing comes in quiet hours. */
  @Test
  void whateverIsPlannedKeepsTheRules() {
    Random dice = new Random(22);
    for (int i = 0; i < 20_000; i++) {
      Instant now = paris("2026-03-20T00:00:00").plusSeconds(dice.nextInt(300 * 24 * 3600));
      Receiver receiver =
          switch (dice.nextInt(3)) {
            case 0 -> channel(dice.nextBoolean());
            case 1 -> atNight(Medium.values()[dice.nextInt(Medium.values().length)]);
            default ->
                person(
                    Medium.values()[dice.nextInt(Medium.values().length)],
                    Urgency.values()[dice.nextInt(2)]);
          };
      Severity severity = Severity.of(1 + dice.nextInt(4));
      Kind kind = Kind.values()[dice.nextInt(2)];
      Optional<Hold> hold = PLANNER.plan(receiver, severity, kind, now);
      if (kind == Kind.PAGE && Urgency.of(severity) == Urgency.HIGH) {
        assertThat(hold).isEmpty();
      }
      hold.ifPresent(
          h -> {
            assertThat(h.until()).isAfter(now);
            assertThat(Duration.between(now, h.until())).isLessThan(Duration.ofDays(9));
            if (receiver instanceof Receiver.Person p && p.quiet() != null) {
              if (severity != Severity.SEV1_CRITICAL) {
                assertThat(NIGHT.endAt(h.until(), PARIS)).isEmpty();
              }
            }
          });
    }
  }
}
