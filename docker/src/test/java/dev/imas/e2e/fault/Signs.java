package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import java.time.Duration;
import java.util.List;

/**
 * What a process reports about a fault: its log and its metrics from a moment before the fault on.
 */
final class Signs {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ImasProcess imas;
  private final int logged;
  private final Metrics before;

  private Signs(ImasProcess imas) {
    this.imas = imas;
    this.logged = imas.output().length();
    this.before = Metrics.of(imas);
  }

  static Signs from(ImasProcess imas) {
    return new Signs(imas);
  }

  /** Waits until a line with that text is logged, or was since then. */
  Signs logs(String text) {
    Await.until(
        "the log line '" + text + "'",
        TIMEOUT,
        () -> imas.output().substring(logged),
        said -> said.contains(text));
    return this;
  }

  /** Checks that only that many lines were logged since then, without a stack trace. */
  Signs logsNoMoreThan(int lines) {
    List<String> said = imas.output().substring(logged).lines().toList();
    assertThat(said).hasSizeLessThanOrEqualTo(lines);
    assertThat(said).noneMatch(line -> line.contains("stack_trace") || line.startsWith("\tat "));
    return this;
  }

  /** Waits until the counter has grown by at least that much. */
  Signs counts(String name, double more, String... labels) {
    double least = before.sum(name, labels) + more;
    Await.until(
        name + String.join(",", labels) + " to be at least " + least,
        TIMEOUT,
        () -> Metrics.of(imas).sum(name, labels),
        value -> value >= least);
    return this;
  }

  /** Waits until the gauge has reached at least that value. */
  Signs shows(String name, double least, String... labels) {
    Await.until(
        name + String.join(",", labels) + " to show at least " + least,
        TIMEOUT,
        () -> Metrics.of(imas).sum(name, labels),
        value -> value >= least);
    return this;
  }
}
