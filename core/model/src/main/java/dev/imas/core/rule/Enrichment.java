package dev.imas.core.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a rule sets of the labels of its alerts, from a lookup table. Only routing sees it: it never
 * identifies an alert.
 *
 * @param table name or id of the table
 * @param version of the table; written when the rules are stored, so that they always read the same
 * @param key names of labels, tried in order: the first whose value is a key of the table finds the
 *     row
 * @param set label → column of the table. An empty cell sets nothing
 * @param defaults label → value, for a label that no row sets
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Enrichment(
    String table,
    @Nullable Integer version,
    List<String> key,
    Map<String, String> set,
    @JsonProperty("default") @Nullable Map<String, String> defaults) {

  // JSON may hold null anywhere. It becomes the empty text, which the check refuses.
  public Enrichment {
    table = table == null ? "" : table;
    key = key == null ? List.of() : key.stream().map(Enrichment::orEmpty).toList();
    set = set == null ? Map.of() : sorted(set);
    defaults = defaults == null ? null : sorted(defaults);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Map<String, String> sorted(Map<String, String> map) {
    Map<String, String> copy = new TreeMap<>();
    map.forEach((name, value) -> copy.put(name, orEmpty(value)));
    return Collections.unmodifiableMap(copy);
  }

  /** The same, of that version of the table; null for whichever is the newest. */
  public Enrichment of(@Nullable Integer other) {
    return new Enrichment(table, other, key, set, defaults);
  }
}
