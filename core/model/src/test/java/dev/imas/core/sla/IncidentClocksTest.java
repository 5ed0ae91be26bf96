package dev.imas.core.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.sla.IncidentClock.State;
import dev.imas.core.sla.MinuteByMinute.Counted;
import dev.imas.core.sla.MinuteByMinute.Minutes;
import dev.imas.core.sla.MinuteByMinute.Moment;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The clocks of random incidents, against {@link MinuteByMinute}. */
final class IncidentClocksTest {

  private static final Instant BEGIN = Instant.parse("2026-02-20T00:00:00Z");
  private static final int DAY = 24 * 60;
  private static final int DAYS = 330;
  private static final Minutes MINUTES = new Minutes(BEGIN, DAYS * DAY);

  /** Both changes in each of the three zones that have them. */
  private static final List<Instant> CHANGES =
      List.of(
          Instant.parse("2026-03-08T07:00:00Z"),
          Instant.parse("2026-03-29T01:00:00Z"),
          Instant.parse("2026-04-04T16:00:00Z"),
          Instant.parse("2026-10-03T16:00:00Z"),
          Instant.parse("2026-10-25T01:00:00Z"),
          Instant.parse("2026-11-01T06:00:00Z"));

  private static final List<BusinessCalendar> CALENDARS =
      List.of(
          calendar("Europe/Paris", 9 * 60, 17 * 60),
          calendar("America/New_York", 8 * 60 + 30, 18 * 60),
          sydney(),
          BusinessCalendar.ALWAYS,
          nights(),
          lunch());

  private static BusinessCalendar calendar(String zone, int... hours) {
    List<OpeningHours> all = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      for (int i = 0; i < hours.length; i += 2) {
        all.add(new OpeningHours(DayOfWeek.of(day), hours[i], hours[i + 1]));
      }
    }
    return new BusinessCalendar(
        ZoneId.of(zone), all, Set.of(LocalDate.of(2026, 4, 6), LocalDate.of(2026, 10, 26)));
  }

  /** With an hour at weekends that clocks skip in October and show twice in April. */
  private static BusinessCalendar sydney() {
    List<OpeningHours> all =
        new ArrayList<>(calendar("Australia/Sydney", 7 * 60, 15 * 60 + 30).hours());
    all.add(new OpeningHours(DayOfWeek.SUNDAY, 2 * 60 + 15, 2 * 60 + 45));
    return new BusinessCalendar(
        ZoneId.of("Australia/Sydney"), all, Set.of(LocalDate.of(2026, 10, 5)));
  }

  private static BusinessCalendar nights() {
    List<OpeningHours> all = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      all.add(new OpeningHours(day, 22 * 60, OpeningHours.MIDNIGHT));
      all.add(new OpeningHours(day, 0, 6 * 60));
    }
    return new BusinessCalendar(ZoneId.of("Europe/Paris"), all, Set.of());
  }

  private static BusinessCalendar lunch() {
    return calendar("America/New_York", 9 * 60, 12 * 60, 13 * 60, 17 * 60, 16 * 60, 18 * 60);
  }

  private static ServiceLevels levels(int version, Random random) {
    Map<ServiceTier, ClockGoal> response = new EnumMap<>(ServiceTier.class);
    for (ServiceTier tier : ServiceTier.values()) {
      response.put(tier, goal(tier.name(), random));
    }
    Map<Severity, ClockGoal> resolution = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      resolution.put(severity, goal(severity.name(), random));
    }
    return new ServiceLevels(version, response, resolution);
  }

  private static ClockGoal goal(String aim, Random random) {
    if (random.nextInt(12) == 0) {
      return ClockGoal.none(aim);
    }
    return new ClockGoal(
        aim,
        Duration.ofMinutes(2L * (1 + random.nextInt(random.nextBoolean() ? 60 : 600))),
        CALENDARS.get(random.nextInt(CALENDARS.size())));
  }

  private static ClockEvent event(Random random) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> new ClockEvent.Acknowledged();
      case 2 -> new ClockEvent.Unacknowledged();
      case 3 -> new ClockEvent.Resolved();
      case 4 -> new ClockEvent.Reopened();
      case 5, 6 -> new ClockEvent.SeverityChanged(Severity.of(1 + random.nextInt(4)));
      case 7 -> new ClockEvent.TierChanged(ServiceTier.values()[random.nextInt(3)]);
      case 8 -> new ClockEvent.Held();
      case 9 -> new ClockEvent.Released();
      case 10 -> new ClockEvent.Merged();
      default -> new ClockEvent.MergeUndone();
    };
  }

  private static List<Moment> history(Random random) {
    int minute =
        random.nextBoolean()
            ? MINUTES.of(CHANGES.get(random.nextInt(CHANGES.size()))) - random.nextInt(2 * DAY)
            : random.nextInt(250 * DAY);
    List<Moment> history = new ArrayList<>();
    history.add(new Moment(minute, new ClockEvent.Opened()));
    for (int left = random.nextInt(9); left > 0; left--) {
      int gap =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(30);
            case 2 -> random.nextInt(600);
            default -> random.nextInt(2 * DAY);
          };
      minute += gap;
      history.add(new Moment(minute, event(random)));
    }
    return history;
  }

  private record Outcome(IncidentClocks clocks, List<Counted> expected, int end) {}

  private static Outcome run(long seed) {
    Random random = new Random(seed);
    List<ServiceLevels> versions = List.of(levels(0, random), levels(1, random));
    List<Moment> history = history(random);
    int change = random.nextInt(history.size() + 1);
    int end = history.getLast().minute() + random.nextInt(DAY);
    Severity severity = Severity.of(1 + random.nextInt(4));
    IncidentClocks clocks = IncidentClocks.none(severity, ServiceTier.TIER_2);
    List<ServiceLevels> inForce = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      ServiceLevels current = versions.get(i < change ? 0 : 1);
      inForce.add(current);
      clocks =
          clocks.after(
              history.get(i).event(),
              MINUTES.at(history.get(i).minute()),
              new IncidentClocks.Versions() {
                @Override
                public ServiceLevels current() {
                  return current;
                }

                @Override
                public ServiceLevels of(int version) {
                  return versions.get(version);
                }
              });
    }
    List<Counted> expected =
        new MinuteByMinute(MINUTES, severity, ServiceTier.TIER_2).count(history, inForce, end);
    return new Outcome(clocks, expected, end);
  }

  @Test
  void tenThousandHistoriesAreCountedAsMinuteByMinute() {
    int breached = 0;
    int byChange = 0;
    int met = 0;
    int compared = 0;
    for (long seed = 0; seed < 10_000; seed++) {
      Outcome outcome = run(seed);
      assertThat(outcome.clocks().clocks()).as("seed %s", seed).hasSameSizeAs(outcome.expected());
      for (int i = 0; i < outcome.expected().size(); i++) {
        IncidentClock clock =
            outcome.clocks().clocks().get(i).refreshed().settled(MINUTES.at(outcome.end()));
        Counted expected = outcome.expected().get(i);
        assertThat(shown(clock, outcome.end()))
            .as("seed %s, clock %s", seed, i)
            .isEqualTo(shown(expected, outcome.end()));
        compared++;
        breached += clock.breachedAt() == null ? 0 : 1;
        byChange += clock.breachedByChange() ? 1 : 0;
        met += clock.isMet() ? 1 : 0;
      }
    }
    // What never happens would not be compared.
    assertThat(compared).isGreaterThan(20_000);
    assertThat(breached).isGreaterThan(3_000);
    assertThat(byChange).isGreaterThan(200);
    assertThat(met).isGreaterThan(3_000);
  }

  private static String shown(IncidentClock clock, int end) {
    Instant now = MINUTES.at(end);
    Instant ended = clock.endedAt();
    Instant half = clock.halfAt();
    boolean isHalfPast =
        half != null && half.isBefore(ended == null ? now : ended) || half != null && isHeld(clock);
    boolean isRunning = clock.state() == State.RUNNING;
    return String.join(
        " ",
        clock.kind() + "/" + clock.cycle(),
        clock.state().name(),
        "consumed " + clock.consumed(now).toMinutes(),
        "ended " + minute(ended),
        "breached " + minute(clock.breachedAt()) + clock.breachedByChange(),
        "half " + (isHalfPast ? minute(half) : -1),
        "ahead " + (isRunning && !isHalfPast ? minute(half) : -1),
        "due " + (isRunning && clock.breachedAt() == null ? minute(clock.dueAt()) : -1));
  }

  private static boolean isHeld(IncidentClock clock) {
    return clock.state() == State.HELD;
  }

  private static String shown(Counted clock, int end) {
    int[] ahead = clock.ahead(end);
    State state =
        clock.isRunning
            ? State.RUNNING
            : clock.isHeld ? State.HELD : clock.isMerged ? State.MERGED : State.ENDED;
    return String.join(
        " ",
        clock.kind + "/" + clock.cycle,
        state.name(),
        "consumed " + clock.consumed,
        "ended " + clock.ended,
        "breached " + clock.breached + clock.isByChange,
        "half " + clock.half,
        "ahead " + (clock.isRunning && clock.half < 0 ? ahead[0] : -1),
        "due " + (clock.isRunning && clock.breached < 0 ? ahead[1] : -1));
  }

  private static int minute(@Nullable Instant at) {
    return at == null ? -1 : MINUTES.of(at);
  }
}
