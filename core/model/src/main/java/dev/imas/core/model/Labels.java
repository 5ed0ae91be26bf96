package dev.imas.core.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of label names and values, sorted by name (UTF-16 code units), each name once. A
 * flat array instead of a map: the ingest path makes millions of these a minute.
 */
public final class Labels {

  public static final Labels EMPTY = new Labels(new String[0]);

  /** name, value, name, value … sorted by name. */
  private final String[] pairs;

  private Labels(String[] pairs) {
    this.pairs = pairs;
  }

  public static Labels of(Map<String, String> map) {
    if (map.isEmpty()) {
      return EMPTY;
    }
    String[] pairs = new String[map.size() * 2];
    int i = 0;
    for (Map.Entry<String, String> e : new TreeMap<>(map).entrySet()) {
      pairs[i++] = e.getKey();
      pairs[i++] = e.getValue();
    }
    return new Labels(pairs);
  }

  /** For tests and constants: name, value, name, value … */
  public static Labels of(String... namesAndValues) {
    Builder b = new Builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      b.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return b.build();
  }

  public int size() {
    return pairs.length / 2;
  }

  public boolean isEmpty() {
    return pairs.length == 0;
  }

  public String name(int i) {
    return pairs[2 * i];
  }

  public String value(int i) {
    return pairs[2 * i + 1];
  }

  /** The value of that name, or null. */
  public @Nullable String get(String name) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int mid = (low + high) >>> 1;
      int c = pairs[2 * mid].compareTo(name);
      if (c == 0) {
        return pairs[2 * mid + 1];
      }
      if (c < 0) {
        low = mid + 1;
      } else {
        high = mid - 1;
      }
    }
    return null;
  }

  /** A copy in which that name has that value. */
  public Labels with(String name, String value) {
    Builder b = new Builder();
    for (int i = 0; i < size(); i++) {
      b.set(name(i), value(i));
    }
    return b.set(name, value).build();
  }

  /** A modifiable copy in the order of the names. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      map.put(name(i), value(i));
    }
    return map;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Labels other && Arrays.equals(pairs, other.pairs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pairs);
  }

  @Override
  public String toString() {
    return toMap().toString();
  }

  /**
   * Gathers labels in any order; the last value of a name wins. It sorts once, when built, so that
   * a body with very many labels costs n log n. Reusable after {@link #clear}.
   */
  public static final class Builder {
    private String[] pairs = new String[32];
    private int length;
    private boolean sorted = true;

    public Builder set(String name, String value) {
      if (sorted && length > 0) {
        // Senders of the Prometheus family write names in order, so build() seldom has to sort.
        sorted = pairs[length - 2].compareTo(name) < 0;
      }
      if (length == pairs.length) {
        pairs = Arrays.copyOf(pairs, length * 2);
      }
      pairs[length++] = name;
      pairs[length++] = value;
      return this;
    }

    /** The value set last for that name, or null. */
    public @Nullable String get(String name) {
      for (int i = length - 2; i >= 0; i -= 2) {
        if (pairs[i].equals(name)) {
          return pairs[i + 1];
        }
      }
      return null;
    }

    /** How many were set. A name that was set twice counts twice. */
    public int size() {
      return length / 2;
    }

    public Builder clear() {
      Arrays.fill(pairs, 0, length, null);
      length = 0;
      sorted = true;
      return this;
    }

    public Labels build() {
      if (length == 0) {
        return EMPTY;
      }
      if (!sorted) {
        sortKeepingLast();
      }
      return new Labels(Arrays.copyOf(pairs, length));
    }

    private void sortKeepingLast() {
      Map<String, String> map = new TreeMap<>();
      for (int i = 0; i < length; i += 2) {
        map.put(pairs[i], pairs[i + 1]);
      }
      clear();
      map.forEach(this::set);
    }
  }
}
