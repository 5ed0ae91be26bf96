package dev.imas.core.storm;

import org.HdrHistogram.Histogram;

/**
 * What one phase measured.
 *
 * @param latencies nanoseconds from when a post was due (open loop) or sent (saturation) to its
 *     answer
 * @param lateness open loop: nanoseconds from when a post was due to when it was sent
 * @param notSent open loop: posts due that found no connection, beyond the bound or at the end
 * @param longestQueue open loop: the most posts that waited for a connection
 */
record PhaseResult(
    Phase phase,
    Histogram latencies,
    Histogram lateness,
    Counts counts,
    long notSent,
    long longestQueue,
    Use use) {

  /**
   * Shares of all processors, from 0 to 1.
   *
   * @param known whether the system tells
   * @param generatorNanos processor time of the generator
   */
  record Use(boolean known, double generator, double others, long generatorNanos) {

    static Use between(Processors.Reading before, Processors.Reading after) {
      long nanos = after.ownNanos() - before.ownNanos();
      double total = after.total() - before.total();
      if (total <= 0) {
        return new Use(false, 0, 0, nanos);
      }
      double own = after.own() - before.own();
      double busy = after.busy() - before.busy();
      return new Use(true, own / total, Math.max(0, busy - own) / total, nanos);
    }
  }

  double seconds() {
    return phase.duration().toNanos() / 1e9;
  }

  /** Answers a second, within the phase. */
  double throughput() {
    return counts.inWindow / seconds();
  }

  /** Answers 2xx a second, within the phase. */
  double goodput() {
    return counts.inWindowSuccessful / seconds();
  }

  /** Processor time of the generator for a request, in microseconds. */
  double microsPerRequest() {
    return use.generatorNanos / 1e3 / Math.max(1, counts.sent);
  }

  double millisAt(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }
}
