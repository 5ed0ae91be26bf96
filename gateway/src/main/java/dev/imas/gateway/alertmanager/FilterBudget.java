package dev.imas.gateway.alertmanager;

import dev.imas.core.platform.Fault;

/**
 * What the matching of one request may cost, as steps of its expressions over the values they are
 * tested against. Not thread-safe.
 */
final class FilterBudget {

  /** A step takes one or two nanoseconds, and twenty in expressions made to be slow. */
  private static final long OF_A_PAGE = 50_000_000;

  private static final long OF_ALL = 300_000_000;

  private long page = OF_A_PAGE;
  private long all = OF_ALL;

  void nextPage() {
    page = OF_A_PAGE;
  }

  /**
   * @throws Fault when it is used up
   */
  void take(long steps) {
    page -= steps;
    all -= steps;
    if (page < 0 || all < 0) {
      throw Fault.badRequest(
          "the filter takes too long for so many alerts: simplify its expressions, or add a"
              + " matcher with = before them");
    }
  }
}
