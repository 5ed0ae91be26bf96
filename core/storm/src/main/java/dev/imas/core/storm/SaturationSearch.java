package dev.imas.core.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Looks for the highest rate on schedule that holds, by bisection between the highest known to hold
 * and the lowest known not to. Pure but for what it asks.
 */
final class SaturationSearch {

  static final int MOST_STEPS = 9;

  /** Runs spread by more than this, so closer looks find nothing. */
  private static final double CLOSE_ENOUGH = 0.03;

  /**
   * One try.
   *
   * @param holds whether everything was sent, answered well, and in time
   */
  record Step<T>(double rate, boolean holds, T result) {}

  private SaturationSearch() {}

  /**
   * @param ceiling a rate that cannot be had: the throughput of a closed loop
   * @param attempt measures at a rate
   * @return all steps, in order
   */
  static <T> List<Step<T>> run(double ceiling, DoubleFunction<Step<T>> attempt) {
    List<Step<T>> steps = new ArrayList<>();
    double low = 0;
    double high = ceiling;
    // A little below the ceiling is the likeliest place.
    double rate = ceiling * 0.75;
    while (steps.size() < MOST_STEPS && high - low > ceiling * CLOSE_ENOUGH) {
      Step<T> step = attempt.apply(rate);
      steps.add(step);
      if (step.holds()) {
        low = rate;
      } else {
        high = rate;
      }
      rate = (low + high) / 2;
    }
    return steps;
  }
}
