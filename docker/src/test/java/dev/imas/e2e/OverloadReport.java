package dev.imas.e2e;

import dev.imas.e2e.ClosedLoop.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The results of an {@link OverloadRun}, as the second half of docs/benchmarks/overload.md. */
final class OverloadReport {

  private static final String BEGIN = "<!-- written by mvn -Poverload -->";
  private static final double MIB = 1 << 20;

  private final int seconds;
  private final List<String> phases = new ArrayList<>();
  private final List<String> facts = new ArrayList<>();
  private boolean kept = true;
  private double best;
  private double bestAlerts;

  OverloadReport(int seconds) {
    this.seconds = seconds;
  }

  /** The process during a phase: its largest values, and the heap of the first and last third. */
  static final class Resources {
    private final List<double[]> samples = new ArrayList<>();

    void add(double heap, double files, double inFlight, double backlog) {
      samples.add(new double[] {heap, files, inFlight, backlog});
    }

    private double most(int of) {
      return samples.stream().mapToDouble(s -> s[of]).max().orElse(0);
    }

    private double mean(int of, double from, double to) {
      return samples.subList((int) (samples.size() * from), (int) (samples.size() * to)).stream()
          .mapToDouble(s -> s[of])
          .average()
          .orElse(0);
    }
  }

  void best(double posts, double alerts) {
    best = posts;
    bestAlerts = alerts;
  }

  void phase(String name, double length, int posts, Map<Integer, Times> answers, Resources used) {
    StringBuilder codes = new StringBuilder();
    answers.forEach(
        (code, times) ->
            codes
                .append(codes.isEmpty() ? "" : ", ")
                .append(
                    "%s: %,.0f/s"
                        .formatted(
                            code == ClosedLoop.NO_ANSWER ? "none" : code, times.count() / length)));
    phases.add(
        "| %s | %.0f s | %,.0f/s | %s | %.0f → %.0f MiB | %.0f | %.1f MiB | %,.0f |"
            .formatted(
                name,
                length,
                posts / length,
                codes,
                used.mean(0, 0, 1 / 3.0) / MIB,
                used.mean(0, 2 / 3.0, 1) / MIB,
                used.most(1),
                used.most(2) / MIB,
                used.most(3)));
  }

  void fact(String promise, String found, boolean isKept) {
    facts.add("| %s | %s | %s |".formatted(promise, found, isKept ? "yes" : "**no**"));
    System.out.println(facts.getLast());
    kept &= isKept;
  }

  /**
   * @return whether every promise was kept
   */
  boolean write(Path page) throws IOException {
    String text = Files.readString(page);
    int at = text.indexOf(BEGIN);
    String head = at < 0 ? text : text.substring(0, at);
    Files.writeString(
        page,
        head
            + BEGIN
            + "\n\n%s, storm of %d s, %d processors, Java %s. Best throughput: %,.0f posts/s, %,.0f alerts/s.\n\n"
                .formatted(
                    LocalDate.now(ZoneOffset.UTC),
                    seconds,
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version().feature(),
                    best,
                    bestAlerts)
            + "| phase | length | offered | answers | heap, first third → last | files, most |"
            + " bodies in work, most | backlog, most |\n|---|---|---|---|---|---|---|---|\n"
            + String.join("\n", phases)
            + "\n\n| promise | found | kept |\n|---|---|---|\n"
            + String.join("\n", facts)
            + "\n");
    return kept;
  }
}
