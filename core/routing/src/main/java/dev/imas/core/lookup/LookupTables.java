package dev.imas.core.lookup;

import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Enrichment;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleSetDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The lookup tables that rules name. Stored rules say which version of each they read, and so
 * always read the same. Rules without tables cost no question. Only on a virtual thread.
 */
public final class LookupTables {

  private final LookupRepository repository = new LookupRepository();

  /**
   * The same rules, with the newest version of each table that they name.
   *
   * @throws Fault INVALID with a pointer to each table or column that is not there
   */
  public RuleSetDefinition pinned(Tx tx, RuleSetDefinition rules) {
    if (!enriches(rules)) {
      return rules;
    }
    Map<String, List<String>> faults = new LinkedHashMap<>();
    Map<String, Optional<LookupView>> known = new HashMap<>();
    List<RuleDefinition> pinned = new ArrayList<>();
    for (int i = 0; i < rules.rules().size(); i++) {
      RuleDefinition rule = rules.rules().get(i);
      Enrichment said = rule.enrich();
      pinned.add(
          said == null
              ? rule
              : rule.enriching(
                  pinned(
                      said,
                      known.computeIfAbsent(
                          said.table(), name -> repository.find(tx, Reference.of(name.strip()))),
                      "/rules/" + i + "/enrich",
                      faults)));
    }
    if (!faults.isEmpty()) {
      throw Fault.invalid(faults);
    }
    return new RuleSetDefinition(pinned);
  }

  private static Enrichment pinned(
      Enrichment said, Optional<LookupView> found, String at, Map<String, List<String>> faults) {
    if (found.isEmpty()) {
      String pointer = at + "/table";
      faults.put(
          pointer,
          List.of(
              pointer
                  + " names '"
                  + said.table()
                  + "', but there is no lookup table with this name or id; create it first"));
      return said;
    }
    said.set()
        .forEach(
            (label, column) -> {
              if (!found.get().columns().contains(column)) {
                String pointer = at + "/set/" + label.replace("~", "~0").replace("/", "~1");
                faults.put(
                    pointer,
                    List.of(
                        pointer
                            + " names the column '"
                            + column
                            + "', which the lookup table has not; its columns are "
                            + String.join(", ", found.get().columns())));
              }
            });
    return said.of(found.get().content());
  }

  /** The tables that stored rules name, in the versions that they name. */
  public LookupTable.Versions of(Tx tx, RuleSetDefinition rules) {
    if (!enriches(rules)) {
      return LookupTable.Versions.NONE;
    }
    Map<Integer, LookupTable> found = repository.versions(tx, versions(rules));
    return found::get;
  }

  /**
   * Keeps which versions of tables stored rules read.
   *
   * @param rules as {@link #pinned} has made them
   */
  public void stored(Tx tx, int version, RuleSetDefinition rules) {
    if (enriches(rules)) {
      repository.reads(tx, version, versions(rules));
    }
  }

  /**
   * Fails if stored rules read a version that is not kept any more: they would set defaults, as if
   * the table had no row.
   *
   * @throws Fault CONFLICT
   */
  public void mustBeKept(Tx tx, int version) {
    repository
        .gone(tx, version)
        .ifPresent(
            gone -> {
              throw Fault.conflict(
                  "version %d of the rules reads version %d of a lookup table, which is not kept any more; store the same rules again, and they read the newest rows"
                      .formatted(version, gone));
            });
  }

  private static List<Integer> versions(RuleSetDefinition rules) {
    return rules.rules().stream()
        .map(RuleDefinition::enrich)
        .filter(Objects::nonNull)
        .map(Enrichment::version)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static boolean enriches(RuleSetDefinition rules) {
    return rules.rules().stream().anyMatch(rule -> rule.enrich() != null);
  }
}
