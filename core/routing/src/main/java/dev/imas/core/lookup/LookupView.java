package dev.imas.core.lookup;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A lookup table as it is shown.
 *
 * @param keyColumn the column by which rows are found
 * @param columns all of them, the key's first
 * @param cells of its rows, in the order of the columns
 * @param content the version of its rows, which rules read
 */
record LookupView(
    UUID id,
    String name,
    String description,
    String keyColumn,
    List<String> columns,
    @JsonIgnore List<List<String>> cells,
    int content,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  /** Without empty cells. */
  public List<Map<String, String>> getRows() {
    return cells.stream()
        .map(
            row -> {
              Map<String, String> named = new TreeMap<>();
              for (int i = 0; i < columns.size(); i++) {
                if (!row.get(i).isEmpty()) {
                  named.put(columns.get(i), row.get(i));
                }
              }
              return named;
            })
        .toList();
  }

  public int getRowCount() {
    return cells.size();
  }

  /** What the audit keeps: the rows are in their version. */
  Map<String, Object> reference() {
    return Map.of(
        "id",
        id,
        "name",
        name,
        "description",
        description,
        "key_column",
        keyColumn,
        "columns",
        columns,
        "content",
        content,
        "row_count",
        cells.size());
  }
}
