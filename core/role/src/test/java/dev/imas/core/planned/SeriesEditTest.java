package dev.imas.core.planned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.ical.CalendarRecurrence;
import dev.imas.core.planned.PlannedSeries.Changed;
import dev.imas.core.planned.SeriesEdit.Outcome;
import dev.imas.core.planned.SeriesEdit.Reason;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CAL-10: this, this and following, all. */
class SeriesEditTest {

  private static final List<String> ZONES =
      List.of(
          "Europe/Paris",
          "America/New_York",
          "Australia/Lord_Howe",
          "Africa/Cairo",
          "Pacific/Apia");

  private static final LocalDateTime BEGIN = LocalDateTime.parse("2026-01-05T09:00");
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAR = Instant.parse("2040-01-01T00:00:00Z");

  private static PlannedTimes times(String start, @Nullable String rule, String... except) {
    return new PlannedTimes(
        LocalDateTime.parse(start),
        ZoneId.of("Europe/Paris"),
        Duration.ofMinutes(30),
        false,
        rule == null ? null : CalendarRecurrence.parse(rule),
        Set.copyOf(List.of(except).stream().map(LocalDateTime::parse).toList()));
  }

  private static PlannedSeries series(PlannedTimes times) {
    return new PlannedSeries(times, Map.of());
  }

  private static Changed moved(String to) {
    return new Changed(false, LocalDateTime.parse(to), null);
  }

  private static Instant paris(String local) {
    return LocalDateTime.parse(local).atZone(ZoneId.of("Europe/Paris")).toInstant();
  }

  private static List<String> starts(PlannedSeries series) {
    return series.between(LONG_AGO, FAR, 10).stream().map(time -> time.at().toString()).toList();
  }

  @Test
  void allOfASeriesWithAPastIsWhatFollowsFromNow() {
    PlannedSeries weekly = series(times("2026-01-05T09:00", "FREQ=WEEKLY;COUNT=5"));
    Outcome.Cut cut =
        (Outcome.Cut)
            SeriesEdit.change(
                weekly,
                null,
                times("2026-01-05T10:00", "FREQ=WEEKLY;COUNT=5"),
                paris("2026-01-13T00:00"));
    assertThat(starts(cut.before())).containsExactly("2026-01-05T09:00", "2026-01-12T09:00");
    assertThat(starts(cut.after()))
        .as("the count goes on")
        .containsExactly("2026-01-19T10:00", "2026-01-26T10:00", "2026-02-02T10:00");
  }

  @Test
  void whatIsNextStaysWhereAnEarlierHourIsOverAlready() {
    PlannedSeries daily = series(times("2026-01-05T15:00", "FREQ=DAILY;COUNT=4"));
    Outcome.Cut cut =
        (Outcome.Cut)
            SeriesEdit.change(
                daily,
                null,
                times("2026-01-05T09:00", "FREQ=DAILY;COUNT=4"),
                paris("2026-01-06T12:00"));
    assertThat(starts(cut.before())).containsExactly("2026-01-05T15:00", "2026-01-06T15:00");
    assertThat(starts(cut.after())).containsExactly("2026-01-07T09:00", "2026-01-08T09:00");
  }

  @Test
  void fromItsFirstTimeOnIsTheWholeSeries() {
    PlannedSeries weekly = series(times("2026-01-05T09:00", "FREQ=WEEKLY"));
    assertThat(
            SeriesEdit.change(
                weekly, BEGIN, times("2026-01-06T09:00", "FREQ=WEEKLY"), paris("2026-01-01T00:00")))
        .isInstanceOf(Outcome.Whole.class);
    assertThat(SeriesEdit.end(weekly, BEGIN, paris("2026-01-01T00:00")))
        .isEqualTo(new Outcome.Gone());
  }

  @Test
  void changedTimesMoveAlongOrAreLost() {
    PlannedSeries weekly =
        new PlannedSeries(
            times("2026-01-05T09:00", "FREQ=WEEKLY", "2026-01-12T09:00"),
            Map.of(
                LocalDateTime.parse("2026-01-19T09:00"),
                moved("2026-01-20T14:00"),
                LocalDateTime.parse("2026-01-26T09:00"),
                new Changed(true, null, null)));
    Instant before = paris("2026-01-01T00:00");
    PlannedTimes tuesdays = times("2026-01-06T10:00", "FREQ=WEEKLY;BYDAY=TU", "2026-01-12T09:00");
    Outcome.Whole along = (Outcome.Whole) SeriesEdit.change(weekly, null, tuesdays, before);
    assertThat(along.kept())
        .containsOnly(
            Map.entry(
                LocalDateTime.parse("2026-01-19T09:00"), LocalDateTime.parse("2026-01-20T10:00")),
            Map.entry(
                LocalDateTime.parse("2026-01-26T09:00"), LocalDateTime.parse("2026-01-27T10:00")));
    assertThat(along.lost()).isEmpty();
    assertThat(along.after().times().except())
        .as("left out of Mondays, and of Tuesdays")
        .containsExactly(LocalDateTime.parse("2026-01-13T10:00"));

    Outcome.Whole monthly =
        (Outcome.Whole)
            SeriesEdit.change(
                weekly, null, times("2026-01-05T09:00", "FREQ=MONTHLY;BYMONTHDAY=5"), before);
    assertThat(monthly.lost())
        .as("nothing is lost by a time that was cancelled")
        .containsExactly(LocalDateTime.parse("2026-01-19T09:00"));
  }

  @Test
  void whatIsLeftOutMovesByWholeDaysToo() {
    PlannedSeries daily =
        series(times("2026-01-05T09:00", "FREQ=DAILY", "2026-01-06T09:00", "2026-01-10T09:00"));
    Outcome.Cut cut =
        (Outcome.Cut)
            SeriesEdit.change(
                daily,
                LocalDateTime.parse("2026-01-08T09:00"),
                times(
                    "2026-01-09T09:00",
                    "FREQ=DAILY",
                    "2026-01-06T09:00",
                    "2026-01-10T09:00",
                    "2026-01-20T09:00"),
                paris("2026-01-07T12:00"));
    assertThat(cut.before().times().except())
        .containsExactly(LocalDateTime.parse("2026-01-06T09:00"));
    assertThat(cut.after().times().except())
        .containsExactlyInAnyOrder(
            LocalDateTime.parse("2026-01-11T09:00"), LocalDateTime.parse("2026-01-20T09:00"));
  }

  @Test
  void whatCannotBeIsRefusedWithItsReason() {
    PlannedSeries weekly = series(times("2026-01-05T09:00", "FREQ=WEEKLY;COUNT=3"));
    PlannedTimes same = weekly.times();
    Instant second = paris("2026-01-12T09:00");
    assertThat(SeriesEdit.change(weekly, LocalDateTime.parse("2026-01-12T09:00"), same, second))
        .isEqualTo(new Outcome.Refused(Reason.BEGUN, null));
    assertThat(SeriesEdit.change(weekly, LocalDateTime.parse("2026-01-13T09:00"), same, second))
        .isEqualTo(new Outcome.Refused(Reason.NONE_THEN, null));
    assertThat(SeriesEdit.end(weekly, null, paris("2026-02-01T00:00")))
        .isEqualTo(new Outcome.Refused(Reason.OVER, null));
    assertThat(
            SeriesEdit.change(
                weekly,
                LocalDateTime.parse("2026-01-19T09:00"),
                times("2026-01-10T09:00", "FREQ=WEEKLY"),
                second))
        .isEqualTo(new Outcome.Refused(Reason.PAST, null));
    assertThat(
            SeriesEdit.change(
                weekly,
                LocalDateTime.parse("2026-01-19T09:00"),
                times("2026-01-20T09:00", "FREQ=WEEKLY;BYDAY=WE"),
                second))
        .isEqualTo(new Outcome.Refused(Reason.UNMATCHED, LocalDateTime.parse("2026-01-21T09:00")));
  }

  /** One time, as a list by hand has it. */
  private static final class Cell {
    int series;
    LocalDateTime at;
    @Nullable LocalDateTime heldAt;
    boolean isCancelled;

    Cell(int series, LocalDateTime at) {
      this.series = series;
      this.at = at;
    }

    Instant begins(ZoneId zone) {
      LocalDateTime held = heldAt;
      return ZonedDateTime.ofLocal(held == null ? at : held, zone, null).toInstant();
    }

    boolean isBegun(ZoneId zone, Instant now) {
      return !begins(zone).isAfter(now)
          || !ZonedDateTime.ofLocal(at, zone, null).toInstant().isAfter(now);
    }
  }

  /** A rule with all its days, counted by hand. */
  private record Rule(String text, List<LocalDateTime> starts) {}

  private static Rule rule(Random random) {
    int most = 10 + random.nextInt(40);
    List<LocalDateTime> starts = new ArrayList<>();
    String text;
    switch (random.nextInt(4)) {
      case 0 -> {
        int step = 1 + random.nextInt(4);
        text = "FREQ=DAILY;INTERVAL=" + step + ";COUNT=" + most;
        for (int i = 0; i < most; i++) {
          starts.add(BEGIN.plusDays((long) i * step));
        }
      }
      case 1 -> {
        text = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=" + most;
        for (LocalDateTime day = BEGIN; starts.size() < most; day = day.plusDays(1)) {
          if (day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0) {
            starts.add(day);
          }
        }
      }
      case 2 -> {
        text = "FREQ=MONTHLY;BYMONTHDAY=5;COUNT=" + most;
        for (int i = 0; i < most; i++) {
          starts.add(BEGIN.plusMonths(i));
        }
      }
      default -> {
        LocalDateTime until = BEGIN.plusWeeks(most).plusHours(1);
        text = "FREQ=WEEKLY;UNTIL=" + until.toString().replaceAll("[-:]", "") + "00";
        for (LocalDateTime day = BEGIN; !day.isAfter(until); day = day.plusWeeks(1)) {
          starts.add(day);
        }
      }
    }
    return new Rule(text, starts);
  }

  private static final int HISTORIES = Integer.getInteger("imas.series.histories", 500);
  private static final int EDITS = 20;

  /** Nothing is lost, nothing doubled, and nothing past changes. */
  @Test
  void randomEditsLeaveTheTimesThatAListByHandHas() {
    long seed = Long.getLong("imas.series.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int history = 0; history < HISTORIES; history++) {
      ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
      Rule rule = rule(random);
      List<PlannedSeries> all = new ArrayList<>();
      all.add(
          series(
              new PlannedTimes(
                  BEGIN,
                  zone,
                  Duration.ofMinutes(30),
                  false,
                  CalendarRecurrence.parse(rule.text),
                  Set.of())));
      List<Cell> cells = new ArrayList<>();
      rule.starts.forEach(at -> cells.add(new Cell(0, at)));
      Instant now = BEGIN.minusDays(1).atZone(zone).toInstant();
      List<String> done = new ArrayList<>();
      for (int edit = 0; edit < EDITS; edit++) {
        now = now.plus(Duration.ofHours(random.nextInt(100)));
        done.add(now + " " + edit(random, all, cells, zone, now));
        assertThat(times(all))
            .as("seed %d, history %d of %s in %s: %s", seed, history, rule.text, zone, done)
            .isEqualTo(times(cells, zone));
      }
    }
  }

  private static List<String> times(List<PlannedSeries> all) {
    List<PlannedSeries.Time> times = new ArrayList<>();
    all.forEach(series -> times.addAll(series.between(LONG_AGO, FAR, 10_000)));
    times.sort(
        Comparator.comparing(PlannedSeries.Time::startsAt).thenComparing(PlannedSeries.Time::at));
    return times.stream()
        .map(time -> time.at() + " " + time.startsAt() + (time.isCancelled() ? " cancelled" : ""))
        .toList();
  }

  private static List<String> times(List<Cell> cells, ZoneId zone) {
    return cells.stream()
        .sorted(
            Comparator.comparing((Cell cell) -> cell.begins(zone)).thenComparing(cell -> cell.at))
        .map(cell -> cell.at + " " + cell.begins(zone) + (cell.isCancelled ? " cancelled" : ""))
        .toList();
  }

  private static String edit(
      Random random, List<PlannedSeries> all, List<Cell> cells, ZoneId zone, Instant now) {
    int of = random.nextInt(all.size());
    List<Cell> own = new ArrayList<>(cells.stream().filter(cell -> cell.series == of).toList());
    own.sort(Comparator.comparing(cell -> cell.at));
    if (own.isEmpty()) {
      return "nothing";
    }
    Cell chosen = own.get(random.nextInt(own.size()));
    LocalDateTime at = chosen.at;
    return switch (random.nextInt(10)) {
      case 0, 1 -> {
        change(random, all, of, chosen, zone, now);
        yield "this " + at;
      }
      case 2, 3, 4, 5 -> {
        shift(random, all, cells, own, of, at, zone, now);
        yield "following " + at;
      }
      case 6, 7, 8 -> {
        shift(random, all, cells, own, of, null, zone, now);
        yield "all " + of;
      }
      default -> {
        end(all, cells, own, of, at, zone, now);
        yield "end " + at;
      }
    };
  }

  /** This one alone. */
  private static void change(
      Random random, List<PlannedSeries> all, int of, Cell cell, ZoneId zone, Instant now) {
    if (cell.isBegun(zone, now)) {
      return;
    }
    cell.isCancelled = random.nextBoolean();
    cell.heldAt = random.nextBoolean() ? null : cell.at.plusMinutes(random.nextInt(3_000));
    Map<LocalDateTime, Changed> changed = new HashMap<>(all.get(of).changed());
    changed.put(cell.at, new Changed(cell.isCancelled, cell.heldAt, null));
    all.set(of, new PlannedSeries(all.get(of).times(), changed));
  }

  /** To another time of the same day. */
  private static void shift(
      Random random,
      List<PlannedSeries> all,
      List<Cell> cells,
      List<Cell> own,
      int of,
      @Nullable LocalDateTime asked,
      ZoneId zone,
      Instant now) {
    PlannedTimes times = all.get(of).times();
    LocalDateTime shown = asked == null ? times.start() : asked;
    LocalDateTime start = shown.with(LocalTime.of(6 + random.nextInt(12), 15 * random.nextInt(4)));
    Duration by = Duration.between(shown, start);
    PlannedTimes wanted =
        new PlannedTimes(
            start, times.zone(), times.length(), false, times.recurrence(), times.except());
    Outcome outcome = SeriesEdit.change(all.get(of), asked, wanted, now);
    LocalDateTime begun = lastBegun(own, zone, now);
    if (asked != null && begun != null && !asked.isAfter(begun)) {
      assertThat(outcome).isEqualTo(new Outcome.Refused(Reason.BEGUN, null));
      return;
    }
    List<Cell> left =
        own.stream()
            .filter(cell -> begun == null || cell.at.isAfter(begun))
            .filter(cell -> asked == null || !cell.at.isBefore(asked))
            .toList();
    if (left.isEmpty()) {
      assertThat(outcome).isEqualTo(new Outcome.Refused(Reason.OVER, null));
      return;
    }
    int first = 0;
    boolean isWhole = left.size() == own.size();
    while (asked == null
        && !isWhole
        && first < left.size()
        && !begins(left.get(first), by, zone, now)) {
      first++;
    }
    if (first == left.size() || !begins(left.get(first), by, zone, now)) {
      assertThat(outcome).isEqualTo(new Outcome.Refused(Reason.PAST, null));
      return;
    }
    switch (outcome) {
      case Outcome.Whole whole -> all.set(of, whole.after());
      case Outcome.Cut cut -> {
        all.set(of, cut.before());
        all.add(cut.after());
      }
      default -> throw new AssertionError(outcome);
    }
    assertThat(outcome instanceof Outcome.Whole).isEqualTo(isWhole);
    for (Cell cell : left.subList(first, left.size())) {
      cell.at = cell.at.plus(by);
      cell.series = isWhole ? of : all.size() - 1;
    }
    assertThat(cells).containsAll(own);
  }

  private static boolean begins(Cell cell, Duration by, ZoneId zone, Instant now) {
    return ZonedDateTime.ofLocal(cell.at.plus(by), zone, null).toInstant().isAfter(now);
  }

  private static @Nullable LocalDateTime lastBegun(List<Cell> own, ZoneId zone, Instant now) {
    return own.stream()
        .filter(cell -> cell.isBegun(zone, now))
        .map(cell -> cell.at)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static void end(
      List<PlannedSeries> all,
      List<Cell> cells,
      List<Cell> own,
      int of,
      LocalDateTime asked,
      ZoneId zone,
      Instant now) {
    LocalDateTime begun = lastBegun(own, zone, now);
    switch (SeriesEdit.end(all.get(of), asked, now)) {
      case Outcome.Ended ended -> {
        all.set(of, ended.before());
        cells.removeIf(cell -> cell.series == of && !cell.at.isBefore(asked));
      }
      case Outcome.Gone gone -> {
        assertThat(begun).isNull();
        assertThat(asked).isEqualTo(own.getFirst().at);
        all.set(
            of, new PlannedSeries(times("2030-01-01T00:00", null, "2030-01-01T00:00"), Map.of()));
        cells.removeIf(cell -> cell.series == of);
      }
      case Outcome.Refused refused -> assertThat(begun != null && !asked.isAfter(begun)).isTrue();
      default -> throw new AssertionError();
    }
  }
}
