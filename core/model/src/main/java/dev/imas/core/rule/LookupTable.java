package dev.imas.core.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A version of a lookup table, ready to be asked. Immutable and thread-safe. */
public final class LookupTable {

  /** Finds a version of a table; null where it is not there. */
  @FunctionalInterface
  public interface Versions extends IntFunction<@Nullable LookupTable> {

    /** For rules that name no table. */
    Versions NONE = version -> null;
  }

  private final int version;
  private final String name;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<String, List<String>> rows;

  /**
   * @param version of the tenant's tables together: no two have the same
   * @param columns their names, the key's first
   * @param rows cells in the order of the columns; the first row with a key counts
   */
  public LookupTable(int version, String name, List<String> columns, List<List<String>> rows) {
    this.version = version;
    this.name = name;
    for (int i = 0; i < columns.size(); i++) {
      this.columns.put(columns.get(i), i);
    }
    this.rows = HashMap.newHashMap(rows.size());
    rows.forEach(row -> this.rows.putIfAbsent(row.getFirst(), List.copyOf(row)));
  }

  public int version() {
    return version;
  }

  public String name() {
    return name;
  }

  boolean has(String key) {
    return rows.containsKey(key);
  }

  /** A cell; empty if there is no such row, or no such column. */
  String cell(String key, String column) {
    List<String> row = rows.get(key);
    Integer at = columns.get(column);
    return row == null || at == null || at >= row.size() ? "" : row.get(at);
  }
}
