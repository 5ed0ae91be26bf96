package dev.imas.core.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a batch, each an array argument of the function {@code ingest_batch}: this one
 * list gives the function's parameters, the columns that it unnests, and the calls of it. {@code
 * R__30_ingest_batch.sql} says what each column means.
 */
public enum BatchColumns {
  /** Known alerts: according to the gateway's cache they fire already, unchanged. */
  KNOWN(
      "k",
      "tenant uuid",
      "fingerprint uuid",
      "source uuid",
      "n integer",
      "severity smallint",
      "ends timestamptz",
      "observed timestamptz"),
  /** All other alerts. */
  FULL(
      "f",
      "tenant uuid",
      "fingerprint uuid",
      "source uuid",
      "kind smallint",
      "n integer",
      "starts timestamptz",
      "sender_starts timestamptz",
      "observed timestamptz",
      "told boolean",
      "ends timestamptz",
      "severity smallint",
      "service uuid",
      "group_key text",
      "name text",
      "labels text",
      "annotations text",
      "details text",
      "rule_set_version integer",
      "rule_index integer",
      "decision smallint",
      "receipt uuid"),
  /** The number of alerts that each source posted. */
  ACCEPTED("l", "tenant uuid", "source uuid", "accepted bigint"),
  DEAD_LETTERS(
      "d",
      "tenant uuid",
      "id uuid",
      "source uuid",
      "kind text",
      "counted boolean",
      "dialect text",
      "pointer text",
      "reason text",
      "receipt uuid",
      "content_type text",
      "body bytea",
      "body_size integer"),
  /** The number of side events that each source posted: {@code R__33_ingest_side_events.sql}. */
  SIDE_ACCEPTED("a", "tenant uuid", "source uuid", "accepted bigint"),
  /** What is no alert: the columns of the same function. */
  SIDE_EVENTS(
      "s",
      "tenant uuid",
      "id uuid",
      "source uuid",
      "receipt uuid",
      "happened timestamptz",
      "n integer",
      "kind smallint",
      "action smallint",
      "fingerprint uuid",
      "dialect text",
      "title text",
      "author text",
      "note text",
      "link text",
      "labels text");

  private record Column(String name, String type) {}

  private final String prefix;
  private final List<Column> columns;

  BatchColumns(String prefix, String... columns) {
    this.prefix = prefix;
    this.columns =
        List.of(columns).stream()
            .map(column -> column.split(" ", 2))
            .map(parts -> new Column(parts[0], parts[1]))
            .toList();
  }

  public int size() {
    return columns.size();
  }

  /** PostgreSQL's type of a column's elements. */
  public String typeOf(String column) {
    return columns.stream()
        .filter(c -> c.name().equals(column))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(this + " has no column " + column))
        .type();
  }

  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * @param first the number of the first column's parameter in the statement
   * @return parameters such as {@code $4::uuid[], $5::uuid[]}
   */
  public String arguments(int first) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> "$" + (first + i) + "::" + columns.get(i).type() + "[]")
        .collect(Collectors.joining(", "));
  }

  /**
   * @param arrays one array for each column, by the column's name
   * @return the arrays in the order of the columns
   */
  public List<Object> inOrder(Map<String, ?> arrays) {
    List<Object> ordered = new ArrayList<>(columns.size());
    for (Column column : columns) {
      @Nullable Object array = arrays.get(column.name());
      if (array == null) {
        throw new IllegalArgumentException(
            "there is no array for the " + "column " + this + "." + column.name());
      }
      ordered.add(array);
    }
    if (arrays.size() != ordered.size()) {
      throw new IllegalArgumentException("there are more arrays than columns of " + this);
    }
    return ordered;
  }

  /**
   * The values of the migrations' placeholders such as {@code ${known_parameters}}: {@code
   * parameters} are a function's parameters, {@code arrays} their names, {@code names} the columns'
   * names, and {@code unnested} the columns of a SELECT that unnests them.
   */
  public static Map<String, String> placeholders() {
    Map<String, String> all = new TreeMap<>();
    for (BatchColumns group : values()) {
      String name = group.name().toLowerCase(Locale.ROOT);
      all.put(name + "_parameters", group.join(c -> group.array(c) + " " + c.type() + "[]"));
      all.put(name + "_arrays", group.join(group::array));
      all.put(name + "_names", group.join(Column::name));
      all.put(name + "_unnested", group.join(c -> "unnest(" + group.array(c) + ") AS " + c.name()));
    }
    return all;
  }

  private String array(Column column) {
    return prefix + "_" + column.name();
  }

  private String join(Function<Column, String> part) {
    return columns.stream().map(part).collect(Collectors.joining(", "));
  }
}
