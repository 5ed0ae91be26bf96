package dev.imas.core.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Searches for the highest rate on schedule that holds, by bisection between the highest rate known
 * to hold and the lowest known not to.
 */
final class SaturationSearch {

  static final int MOST_STEPS = 9;

  /** Runs differ by more than this, so a closer search would find nothing. */
  private static final double CLOSE_ENOUGH = 0.03;

  /**
   * One attempt.
   *
   * @param holds whether everything was sent, and answered with 2xx in time
   */
  record Step<T>(double rate, boolean holds, T result) {}

  private SaturationSearch() {}

  /**
   * @param ceiling a rate that cannot be reached: the throughput of a closed loop
   * @param attempt measures at a given rate
   * @return all steps, in order
   */
  static <T> List<Step<T>> run(double ceiling, DoubleFunction<Step<T>> attempt) {
    List<Step<T>> steps = new ArrayList<>();
    double low = 0;
    double high = ceiling;
    // The most likely rate is a little below the ceiling.
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
