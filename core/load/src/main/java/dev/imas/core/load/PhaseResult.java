package dev.imas.core.load;

import org.HdrHistogram.Histogram;

/**
 * The measurements of one phase.
 *
 * @param latencies the nanoseconds from when a post was due (open loop) or sent (saturation) to its
 *     answer
 * @param lateness in an open loop, the nanoseconds from when a post was due to when it was sent
 * @param notSent in an open loop, the posts that were due but dropped, since no connection was free
 * @param longestQueue in an open loop, the largest number of posts that waited for a connection
 */
record PhaseResult(
    Phase phase,
    Histogram latencies,
    Histogram lateness,
    RequestCounts counts,
    long notSent,
    long longestQueue,
    Use use) {

  /**
   * Shares of all processors, from 0 to 1.
   *
   * @param known whether the system reports it
   * @param generatorNanos the processor time of the generator
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

  /** Answers per second within the phase. */
  double throughput() {
    return counts.inWindow / seconds();
  }

  /** Answers with 2xx per second within the phase. */
  double goodput() {
    return counts.inWindowSuccessful / seconds();
  }

  /** The generator's processor time per request, in microseconds. */
  double microsPerRequest() {
    return use.generatorNanos / 1e3 / Math.max(1, counts.sent);
  }

  double millisAt(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e6;
  }
}
