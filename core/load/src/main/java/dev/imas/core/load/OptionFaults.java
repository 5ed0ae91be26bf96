package dev.imas.core.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects everything that is wrong with the options, to report it at once. */
final class OptionFaults {

  private static final String NEXT_LINE = System.lineSeparator() + "  - ";

  private final List<String> lines = new ArrayList<>();

  void add(String line) {
    lines.add(line);
  }

  /** Reads a value. If that fails, it adds the reason and returns the substitute. */
  <T> T read(String option, Supplier<T> reading, T substitute) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      lines.add(option + ": " + e.getMessage());
      return substitute;
    }
  }

  void within(String option, long given, long least, long most) {
    if (given < least || given > most) {
      lines.add(option + " is " + given + "; expected " + least + " to " + most);
    }
  }

  void within(String option, Duration given, Duration least, Duration most) {
    if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
      lines.add(
          option
              + " is "
              + TimeSpan.text(given)
              + "; expected "
              + TimeSpan.text(least)
              + " to "
              + TimeSpan.text(most));
    }
  }

  void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new StormFailure(
          StormFailure.USAGE,
          "The options cannot be used:" + NEXT_LINE + String.join(NEXT_LINE, lines));
    }
  }
}
