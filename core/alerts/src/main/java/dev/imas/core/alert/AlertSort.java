package dev.imas.core.alert;

import dev.imas.core.http.Query;
import dev.imas.core.http.TimeKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The orders in which alerts are listed. Only the first two are those of an index. */
enum AlertSort {
  /** By when the alert was first seen, the newest first. */
  NEWEST("created_at", "DESC", null),
  OLDEST("created_at", "ASC", null),
  /** The most severe first, and of these the newest. */
  SEVERITY("created_at", "DESC", "%s.severity"),
  /** By name, and of one name the newest first. A cursor holds no more of a name. */
  NAME("created_at", "DESC", "left(%s.name, 200)"),
  /** By when the present episode began, the newest first. */
  SINCE("first_seen", "DESC", null);

  private final String time;
  private final String direction;
  private final @Nullable String before;

  /**
   * @param time the column of the time that it sorts by
   * @param before what comes before the time, as an expression of an alias; null for nothing
   */
  AlertSort(String time, String direction, @Nullable String before) {
    this.time = time;
    this.direction = direction;
    this.before = before;
  }

  static final String PARAMETER = "sort";

  static AlertSort read(Query query) {
    String text = query.text(PARAMETER);
    if (text == null) {
      return NEWEST;
    }
    return Arrays.stream(values())
        .filter(sort -> sort.word().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Query.fault(
                    PARAMETER,
                    "'"
                        + text
                        + "' is not known; use "
                        + Arrays.stream(values())
                            .map(AlertSort::word)
                            .collect(Collectors.joining(", "))));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean hasIndex() {
    return this == NEWEST || this == OLDEST;
  }

  /** The order of rows of that alias. */
  String order(String alias) {
    String times = "%1$s.%2$s %3$s, %1$s.fingerprint %3$s".formatted(alias, time, direction);
    return before == null ? times : before.formatted(alias) + ", " + times;
  }

  /** The members of an alert's key, as columns of a row {@code a}. */
  String keyColumns() {
    return "%s AS key_before, a.%s AS key_time"
        .formatted(before == null ? "NULL::text" : before.formatted("a") + "::text", time);
  }

  /**
   * The condition of rows {@code a} that come after the last one of the page before. It takes three
   * parameters, the members of that one's key.
   */
  String after(int first) {
    String times =
        "(a.%s, a.fingerprint) %s ($%d, $%d::uuid)"
            .formatted(time, direction.equals("ASC") ? ">" : "<", first + 1, first + 2);
    String further =
        before == null
            ? times + " AND $" + first + "::text IS NULL"
            : "%1$s::text > $%2$d::text OR (%1$s::text = $%2$d AND %3$s)"
                .formatted(before.formatted("a"), first, times);
    return "($%d::timestamptz IS NULL OR (%s))".formatted(first + 1, further);
  }

  /**
   * The place of an alert in this order.
   *
   * @param before null if nothing comes before the time
   */
  record Key(AlertSort sort, @Nullable String before, TimeKey time) {

    /**
     * Parses what {@link #toString} writes.
     *
     * @throws IllegalArgumentException or a {@link java.time.DateTimeException} for anything else,
     *     and for a key of another order
     */
    static Key parse(AlertSort sort, String text) {
      String prefix = sort.prefix();
      if (!text.startsWith(prefix)) {
        throw new IllegalArgumentException("a key of another order");
      }
      String rest = text.substring(prefix.length());
      if (sort.before == null) {
        return new Key(sort, null, TimeKey.parse(rest));
      }
      int second = rest.indexOf('/', rest.indexOf('/') + 1);
      if (second < 0) {
        throw new IllegalArgumentException("a key of another order");
      }
      return new Key(sort, rest.substring(second + 1), TimeKey.parse(rest.substring(0, second)));
    }

    @Override
    public String toString() {
      return sort.prefix() + time + (before == null ? "" : "/" + before);
    }
  }

  /** Keys of the default order have none: it was the only one. */
  private String prefix() {
    return this == NEWEST ? "" : word() + ":";
  }
}
