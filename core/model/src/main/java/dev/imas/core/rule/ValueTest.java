package dev.imas.core.rule;

import com.google.re2j.Pattern;
import java.util.Set;

/** What a matcher asks of a value. Expressions that need no engine run without one. */
sealed interface ValueTest {

  boolean test(String value);

  /** All values that pass where they can be listed, else empty. */
  default Set<String> values() {
    return Set.of();
  }

  /** Rank by cost: the smallest is tried first. */
  int cost();

  /** Instructions or values held. */
  default int size() {
    return 1;
  }

  /** The most steps for a value of that length. */
  default long steps(int valueLength) {
    return 4;
  }

  record Exact(String wanted) implements ValueTest {
    @Override
    public boolean test(String value) {
      return wanted.equals(value);
    }

    @Override
    public Set<String> values() {
      return Set.of(wanted);
    }

    @Override
    public int cost() {
      return 0;
    }
  }

  /** {@code a|b|c}. */
  record OneOf(Set<String> values) implements ValueTest {
    public OneOf {
      values = Set.copyOf(values);
    }

    @Override
    public boolean test(String value) {
      return values.contains(value);
    }

    @Override
    public int cost() {
      return 1;
    }

    @Override
    public int size() {
      return values.size();
    }
  }

  /** {@code text.*}, {@code .*text} or {@code .*text.*}; the text holds no line break. */
  record Part(String text, boolean openStart, boolean openEnd) implements ValueTest {
    @Override
    public boolean test(String value) {
      boolean found =
          openStart
              ? (openEnd ? value.contains(text) : value.endsWith(text))
              : value.startsWith(text);
      return found && value.indexOf('\n') < 0;
    }

    @Override
    public int cost() {
      return 2;
    }

    @Override
    public long steps(int valueLength) {
      return 8 + valueLength / 8;
    }
  }

  record Regex(Pattern pattern) implements ValueTest {
    @Override
    public boolean test(String value) {
      return pattern.matches(value);
    }

    @Override
    public int cost() {
      return 3;
    }

    @Override
    public int size() {
      return pattern.programSize();
    }

    @Override
    public long steps(int valueLength) {
      return (long) size() * (valueLength + 1);
    }
  }
}
