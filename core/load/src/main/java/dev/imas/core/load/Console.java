package dev.imas.core.load;

import dev.imas.core.platform.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Prints what a person sees. */
final class Console implements LoadGenerator.Progress {

  private static final double[] PERCENTILES = {50, 75, 90, 99, 99.9, 99.99, 100};
  private static final int BAR = 40;

  private final PrintWriter out;
  private final Terminal terminal;
  private boolean midLine;

  /** If a person watches {@code terminal}, each line of progress replaces the one before. */
  Console(PrintWriter out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void line(String format, Object... values) {
    if (midLine) {
      out.println();
      midLine = false;
    }
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  void announce(LoadPlan plan, String run) {
    LoadShape shape = plan.shape();
    line(
        "Storm %s on %s: %s, %s, %d connections, seed %d",
        run,
        plan.target() == LoadPlan.Target.FLOOR
            ? "a floor server"
            : plan.target().name().toLowerCase(Locale.ROOT) + " at " + plan.url().uri(),
        switch (plan.mode()) {
          case LoadPlan.Mode.Saturation() -> "as fast as answers come";
          case LoadPlan.Mode.OpenLoop(double rate) ->
              String.format(Locale.ROOT, "%,.0f posts/s on schedule", rate);
          case LoadPlan.Mode.Search(Duration p99) ->
              "searching for the highest rate with p99 below " + TimeSpan.text(p99);
        },
        shape.description(),
        plan.settings().connections(),
        plan.seed());
    if (plan.senders().size() > 1) {
      line("  %d keys", plan.senders().size());
    }
  }

  void phase(String what) {
    line("%s", terminal.bold(what));
  }

  @Override
  public void second(Duration since, RequestCounts counts, Histogram latencies, long waiting) {
    String text =
        String.format(
            Locale.ROOT,
            "  %4ds %,9d answers/s   p50 %8.2f ms   p99 %8.2f ms%s%s%s",
            Math.round(since.toMillis() / 1e3),
            counts.answered(),
            latencies.getValueAtPercentile(50) / 1e6,
            latencies.getValueAtPercentile(99) / 1e6,
            some("   not 2xx %,d", counts.answered() - counts.successful()),
            some("   errors %,d", counts.errors()),
            some("   waiting %,d", waiting));
    if (terminal.watched()) {
      out.print("\r" + text + "\u001b[K");
      midLine = true;
      out.flush();
    } else {
      line("%s", text);
    }
  }

  private static String some(String format, long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, format, count);
  }

  void step(double rate, PhaseResult found, boolean holds) {
    line(
        "  %,.0f posts/s: p99 %.2f ms, not sent %,d, not 2xx %,d: %s",
        rate,
        found.millisAt(99),
        found.notSent(),
        found.counts().sent - found.counts().successful(),
        holds ? "holds" : "does not hold");
  }

  void found(double rate, double ceiling, Duration p99) {
    if (rate == 0) {
      line("No rate keeps p99 below %s.", TimeSpan.text(p99));
    } else {
      line(
          "Highest rate with p99 below %s: %,.0f posts/s, %.0f %% of saturation (%,.0f)",
          TimeSpan.text(p99), rate, 100 * rate / ceiling, ceiling);
    }
  }

  void result(PhaseResult result, int alertsPerRequest) {
    line("");
    line(
        "%s",
        terminal.bold(
            String.format(
                Locale.ROOT,
                "Throughput   %,.0f answers/s, %,.0f alerts/s taken (2xx), over %.1f s",
                result.throughput(),
                result.goodput() * alertsPerRequest,
                result.seconds())));
    line(
        "Latency, ms  from %s",
        result.phase().isOpenLoop() ? "when a post was due to its answer" : "post to answer");
    for (double percentile : PERCENTILES) {
      line(
          "  %-7s %10.2f",
          percentile == 100 ? "max" : "p" + text(percentile), millis(result, percentile));
    }
    histogram(result.latencies());
    RequestCounts counts = result.counts();
    StringBuilder codes = new StringBuilder();
    counts
        .byCode()
        .forEach((code, n) -> codes.append(String.format(Locale.ROOT, "  %d: %,d", code, n)));
    line("Answers    %s", codes.isEmpty() ? "  none" : codes);
    line(
        "Errors       connect %,d, reset %,d, time-out %,d, not HTTP %,d; reconnected %,d",
        counts.connectFailed, counts.reset, counts.timedOut, counts.unreadable, counts.reconnected);
    if (result.phase().isOpenLoop()) {
      line(
          "Schedule     not sent %,d, most waiting %,d; sent later than due: p50 %.2f ms, p99 %.2f"
              + " ms",
          result.notSent(),
          result.longestQueue(),
          result.lateness().getValueAtPercentile(50) / 1e6,
          result.lateness().getValueAtPercentile(99) / 1e6);
    }
    PhaseResult.Use use = result.use();
    if (use.known()) {
      line(
          "Processors   generator %.0f %% (%.1f µs a post), everything else %.0f %%, of %d",
          100 * use.generator(),
          result.microsPerRequest(),
          100 * use.others(),
          Runtime.getRuntime().availableProcessors());
    }
    line("");
  }

  private static String text(double percentile) {
    return percentile == Math.rint(percentile) ? "" + (int) percentile : "" + percentile;
  }

  private static double millis(PhaseResult result, double percentile) {
    return percentile == 100 ? result.latencies().getMaxValue() / 1e6 : result.millisAt(percentile);
  }

  /**
   * Prints a histogram from the fastest to the slowest answer; each row has twice the time of the
   * row before.
   */
  private void histogram(Histogram latencies) {
    if (latencies.getTotalCount() == 0) {
      return;
    }
    long[] rows = new long[40];
    int first = rows.length;
    int last = 0;
    for (var value : latencies.recordedValues()) {
      int row =
          Math.clamp(64 - Long.numberOfLeadingZeros(value.getValueIteratedTo() / 62_500), 0, 39);
      rows[row] += value.getCountAtValueIteratedTo();
      first = Math.min(first, row);
      last = Math.max(last, row);
    }
    long most = 1;
    for (long row : rows) {
      most = Math.max(most, row);
    }
    for (int row = first; row <= last; row++) {
      line(
          "  < %10.2f  %-" + BAR + "s %,12d",
          0.0625 * (1L << row),
          "#".repeat((int) Math.ceil((double) BAR * rows[row] / most)),
          rows[row]);
    }
  }

  void refusal(String first) {
    if (!first.isEmpty()) {
      line("The first answer that was not 2xx: %s", first);
    }
  }

  void reckoning(Reckoning reckoning) {
    line("What IMAS counted and stored     sent         found");
    for (Reckoning.Line line : reckoning.lines()) {
      if (line.most() == 0 && line.found() == 0) {
        continue;
      }
      String sent =
          line.least() == line.most()
              ? String.format(Locale.ROOT, "%,d", line.least())
              : String.format(Locale.ROOT, "%,d to %,d", line.least(), line.most());
      line(
          "  %-20s %15s %13s  %s",
          line.name(),
          sent,
          String.format(Locale.ROOT, "%,d", line.found()),
          line.holds() ? "" : terminal.red("DIFFERS"));
    }
    line(
        "%s",
        reckoning.holds()
            ? terminal.green("It agrees with what was sent.")
            : terminal.red("IT DOES NOT AGREE WITH WHAT WAS SENT."));
  }

  void rows(List<String> rows) {
    rows.forEach(row -> line("%s", row));
  }
}
