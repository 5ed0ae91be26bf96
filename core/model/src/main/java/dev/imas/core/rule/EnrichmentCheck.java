package dev.imas.core.rule;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What is wrong with an {@link Enrichment}, but for what its table has. */
final class EnrichmentCheck {

  private EnrichmentCheck() {}

  /**
   * @param fault gets a pointer into the enrichment, and what is wrong there
   */
  static void check(Enrichment said, BiConsumer<String, String> fault) {
    name("/table", said.table(), "a lookup table", fault);
    if (said.key().isEmpty() || said.key().size() > RuleLimits.ENRICHING_KEYS) {
      fault.accept("/key", "must name 1 to " + RuleLimits.ENRICHING_KEYS + " labels");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < said.key().size(); i++) {
      name("/key/" + i, said.key().get(i), "a label", fault);
      if (!seen.add(said.key().get(i))) {
        fault.accept("/key/" + i, "repeats " + said.key().get(i) + "; name each label once");
      }
    }
    if (said.set().isEmpty() || said.set().size() > RuleLimits.ENRICHED_LABELS) {
      fault.accept("/set", "must set 1 to " + RuleLimits.ENRICHED_LABELS + " labels");
    }
    said.set()
        .forEach(
            (label, column) -> {
              String at = "/set/" + escape(label);
              name(at, label, "a label", fault);
              name(at, column, "a column", fault);
            });
    Map<String, String> defaults = said.defaults() == null ? Map.of() : said.defaults();
    defaults.forEach(
        (label, value) -> {
          String at = "/default/" + escape(label);
          if (!said.set().containsKey(label)) {
            fault.accept(at, "is for a label that set does not name; name it there, too");
          }
          if (value.length() > RuleLimits.LABEL_VALUE || value.indexOf('\0') >= 0) {
            fault.accept(at, "must have at most " + RuleLimits.LABEL_VALUE + " characters");
          }
        });
  }

  private static void name(String at, String name, String what, BiConsumer<String, String> fault) {
    if (name.isBlank()) {
      fault.accept(at, "is empty; name " + what);
    } else if (name.length() > RuleLimits.NAME_LENGTH || name.indexOf('\0') >= 0) {
      fault.accept(at, "must have at most " + RuleLimits.NAME_LENGTH + " characters");
    }
  }

  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
