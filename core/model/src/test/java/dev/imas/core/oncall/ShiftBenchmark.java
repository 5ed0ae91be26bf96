package dev.imas.core.oncall;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A year of shifts of a schedule with five layers of ten people, each with restricted hours, a
 * hundred overrides and ten absences: at most 20 ms, also the first time ({@code SingleShotTime}).
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@NullUnmarked // JMH sets the fields.
public class ShiftBenchmark {

  @Param({"P1D", "P1W", "PT12H"})
  String every;

  @Param({"ALL", "WORKED"})
  Rotation.Counted counted;

  private Schedule schedule;
  private Interval year;

  @Setup
  public void make() {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    year = new Interval(start, start.plus(Duration.ofDays(365)));
    List<List<UUID>> people = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      people.add(List.of(new UUID(0, i)));
    }
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Rotation rotation =
          new Rotation(
              ZoneId.of("Europe/Paris"),
              LocalDateTime.parse("2025-06-02T09:00"),
              Cadence.parse(every),
              people,
              0,
              0,
              counted,
              Rotation.AfterAbsence.TAKES_NEXT);
      Window hours =
          new Window(
              EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
              LocalTime.of(4 * i, 0),
              Duration.ofHours(9));
      layers.add(
          new Layer("layer " + i, 1 + i % 2, i % 3, rotation, List.of(hours), Optional.empty()));
    }
    List<ShiftOverride> overrides = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Instant from = start.plus(Duration.ofHours(80L * i));
      overrides.add(
          new ShiftOverride(
              new UUID(1, i),
              start,
              1 + i % 2,
              new Interval(from, from.plus(Duration.ofHours(6))),
              Optional.empty(),
              new UUID(0, i % 10)));
    }
    Map<UUID, List<Interval>> away = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      Instant from = start.plus(Duration.ofDays(30L * i));
      away.put(new UUID(0, i), List.of(new Interval(from, from.plus(Duration.ofDays(14)))));
    }
    schedule = new Schedule(layers, overrides, new Absences(away));
  }

  @Benchmark
  @BenchmarkMode({Mode.AverageTime, Mode.SingleShotTime})
  public List<Shift> year() {
    return schedule.shifts(year);
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public List<Shift> now() {
    return schedule.at(year.from());
  }
}
