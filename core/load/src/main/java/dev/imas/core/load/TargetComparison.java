package dev.imas.core.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Measures several targets in alternation, so that changes of the machine affect all of them, and
 * compares the medians. A measurement during which other programs used the processors is discarded
 * and repeated.
 */
final class TargetComparison {

  /**
   * One measurement.
   *
   * @param foreign the share of the processors that other programs used; below 0 if it is not known
   */
  record Round(int number, PhaseResult result, double foreign) {}

  /**
   * All measurements of one target.
   *
   * @param rounds the measurements that count
   * @param spoiled the discarded measurements
   */
  record Series(String name, List<Round> rounds, List<Round> spoiled) {

    /** Posts per second that were answered with 2xx. */
    double throughput() {
      return median(PhaseResult::goodput);
    }

    double p99Millis() {
      return median(result -> result.millisAt(99));
    }

    double median(ToDoubleFunction<PhaseResult> figure) {
      double[] values =
          rounds.stream()
              .mapToDouble(round -> figure.applyAsDouble(round.result))
              .sorted()
              .toArray();
      int middle = values.length / 2;
      return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
  }

  private static final double AT_REST = 0.1;

  private final LoadPlan plan;
  private final LoadPlan.Beside beside;
  private final LoadTargets targets;
  private final Console console;
  private final Set<Long> known = new HashSet<>();
  private int retries;

  TargetComparison(LoadPlan plan, LoadPlan.Beside beside, LoadTargets targets, Console console) {
    this.plan = plan;
    this.beside = beside;
    this.targets = targets;
    this.console = console;
  }

  /**
   * @throws StormFailure if other programs used the processors in more rounds than may be repeated
   */
  List<Series> run() {
    // The servers that the tool starts are its child processes.
    known.add(ProcessHandle.current().pid());
    known.addAll(beside.pids());
    for (LoadTargets.Side side : targets.all()) {
      Listeners.find().withServersOf(side.endpoint().port()).forEach(known::add);
      side.generator().open();
      console.phase("Warming up " + side.name());
      side.generator().run(new Phase(plan.phase().rate(), plan.warmup(), Duration.ZERO), console);
      side.generator().disconnect();
    }
    Map<LoadTargets.Side, Series> series = new LinkedHashMap<>();
    targets
        .all()
        .forEach(
            side ->
                series.put(side, new Series(side.name(), new ArrayList<>(), new ArrayList<>())));
    for (int number = 1; number <= beside.rounds(); number++) {
      for (LoadTargets.Side side : targets.all()) {
        Series own = series.get(side);
        if (own != null) {
          measure(number, side, own);
        }
      }
    }
    List<Series> all = List.copyOf(series.values());
    report(all);
    return all;
  }

  private void measure(int number, LoadTargets.Side side, Series series) {
    while (true) {
      console.phase("Round " + number + ": " + side.name());
      Round round = round(number, side);
      if (round.foreign <= beside.mostForeign()) {
        series.rounds.add(round);
        return;
      }
      series.spoiled.add(round);
      String why =
          String.format(
              Locale.ROOT,
              "other programs used %.0f %% of the processors, more than %.0f %%",
              100 * round.foreign,
              100 * beside.mostForeign());
      if (retries++ >= beside.retries()) {
        throw new StormFailure(
            StormFailure.SPOILED,
            "Refused: in round "
                + number
                + " "
                + why
                + ", and "
                + beside.retries()
                + " rounds were repeated already. Stop the other programs on this machine. If "
                + "a process belongs to a target, name it with --pid.");
      }
      console.phase("  spoiled: " + why + "; once more");
    }
  }

  private Round round(int number, LoadTargets.Side side) {
    letSettle();
    side.generator().open();
    Processors.Reading before = Processors.read();
    Map<Long, Long> knownBefore = Processors.known(known);
    PhaseResult result = side.generator().run(plan.phase(), console);
    Map<Long, Long> knownAfter = Processors.known(known);
    Processors.Reading after = Processors.read();
    side.generator().disconnect();
    return new Round(number, result, foreign(before, after, knownBefore, knownAfter));
  }

  /**
   * Waits until a target has finished its work, such as processing the alerts it accepted, so that
   * it does not slow the next one. After a timeout the next target is measured anyway.
   */
  private void letSettle() {
    long begun = System.nanoTime();
    Processors.Reading before = Processors.read();
    while (System.nanoTime() - begun < beside.settle().toNanos()) {
      LoadGenerator.pause(TimeUnit.MILLISECONDS.toNanos(500));
      Processors.Reading after = Processors.read();
      if (busyShare(before, after) < AT_REST) {
        return;
      }
      before = after;
    }
  }

  /** The share of the processors that was used; 0 if it is not known. */
  static double busyShare(Processors.Reading before, Processors.Reading after) {
    long total = after.total() - before.total();
    return total <= 0 ? 0 : (after.busy() - before.busy()) / (double) total;
  }

  /**
   * The share of the processors that processes other than the known ones used; below 0 if it is not
   * known.
   */
  static double foreign(
      Processors.Reading before,
      Processors.Reading after,
      Map<Long, Long> knownBefore,
      Map<Long, Long> knownAfter) {
    long total = after.total() - before.total();
    if (total <= 0) {
      return -1;
    }
    long own = 0;
    for (Map.Entry<Long, Long> process : knownAfter.entrySet()) {
      own += process.getValue() - knownBefore.getOrDefault(process.getKey(), 0L);
    }
    return Math.max(0, after.processes() - before.processes() - own) / (double) total;
  }

  private void report(List<Series> all) {
    int perRequest = plan.shape().alertsPerRequest();
    List<String> rows = new ArrayList<>();
    rows.add("");
    rows.add(
        String.format(
            Locale.ROOT,
            "Medians of %d       alerts/s   p50 ms   p99 ms  p99.9 ms   rounds, alerts/s",
            beside.rounds()));
    for (Series series : all) {
      double[] each =
          series.rounds.stream().mapToDouble(r -> r.result.goodput() * perRequest).toArray();
      rows.add(
          String.format(
              Locale.ROOT,
              "  %-14s %,12.0f %8.2f %8.2f %9.2f   %s%s",
              series.name,
              series.throughput() * perRequest,
              series.median(r -> r.millisAt(50)),
              series.p99Millis(),
              series.median(r -> r.millisAt(99.9)),
              Arrays.stream(each).mapToObj(v -> String.format(Locale.ROOT, "%,.0f", v)).toList(),
              series.spoiled.isEmpty() ? "" : "   spoiled " + series.spoiled.size()));
    }
    Series first = all.getFirst();
    for (Series other : all.subList(1, all.size())) {
      rows.add(
          String.format(
              Locale.ROOT,
              "  %s ÷ %s: throughput %.2f, p99 %.2f",
              first.name,
              other.name,
              first.throughput() / other.throughput(),
              first.p99Millis() / other.p99Millis()));
    }
    if (first.rounds.stream().anyMatch(round -> round.foreign < 0)) {
      rows.add("  This system has no /proc, so it is not known what other programs used.");
    }
    rows.add("");
    console.rows(rows);
  }
}
