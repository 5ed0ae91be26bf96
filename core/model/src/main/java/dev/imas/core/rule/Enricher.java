package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An {@link Enrichment} with its table. */
final class Enricher {

  private final Enrichment said;

  /** Null if that version is not there: then the defaults are set. */
  final @Nullable LookupTable table;

  private Enricher(Enrichment said, @Nullable LookupTable table) {
    this.said = said;
    this.table = table;
  }

  static @Nullable Enricher of(@Nullable Enrichment said, LookupTable.Versions tables) {
    if (said == null) {
      return null;
    }
    Integer version = said.version();
    return new Enricher(said, version == null ? null : tables.apply(version));
  }

  /** As people wrote the table's name. */
  String name() {
    return table == null ? said.table() : table.name();
  }

  @Nullable Integer version() {
    return said.version();
  }

  /** The first label whose value is a key of the table; null for none. */
  @Nullable String label(Labels labels) {
    if (table != null) {
      for (String label : said.key()) {
        String value = labels.get(label);
        if (value != null && table.has(value)) {
          return label;
        }
      }
    }
    return null;
  }

  /**
   * What it sets for an alert with these labels.
   *
   * @param decided what earlier rules have set, which stays
   */
  Map<String, String> values(Labels labels, Set<String> decided) {
    String label = label(labels);
    String key = label == null ? null : labels.get(label);
    Map<String, String> defaults = said.defaults() == null ? Map.of() : said.defaults();
    Map<String, String> values = new LinkedHashMap<>();
    said.set()
        .forEach(
            (name, column) -> {
              String cell = table == null || key == null ? "" : table.cell(key, column);
              String value = cell.isEmpty() ? defaults.getOrDefault(name, "") : cell;
              if (!value.isEmpty() && !decided.contains(name)) {
                values.put(name, value);
              }
            });
    return values;
  }
}
