package dev.imas.core.wording;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A list in the variables of one message. All lists of a message share one number of steps, so that
 * lists in lists end.
 */
final class Items {

  /** Of one rendering, through all its lists together. */
  static final int MOST_STEPS = 2_000;

  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super(null, null, false, false);
    }
  }

  /** The steps that are left. */
  static final class Steps {
    private int left = MOST_STEPS;

    void reset() {
      left = MOST_STEPS;
    }

    void take() {
      if (--left < 0) {
        throw new Exhausted();
      }
    }
  }

  private final List<Map<String, Object>> items;
  private final Steps steps;

  Items(List<Map<String, Object>> items, Steps steps) {
    this.items = List.copyOf(items);
    this.steps = steps;
  }

  Iterator<Map<String, Object>> iterator() {
    Iterator<Map<String, Object>> all = items.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Map<String, Object> next() {
        steps.take();
        return all.next();
      }
    };
  }
}
