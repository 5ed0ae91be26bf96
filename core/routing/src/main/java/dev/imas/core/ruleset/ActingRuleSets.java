package dev.imas.core.ruleset;

import dev.imas.core.lookup.LookupTables;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ActingRules;
import dev.imas.core.rule.Naming;
import dev.imas.core.rule.PastRouting;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.RuleSetDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the rules that routed an alert say of an incident that it opens, and when it is
 * hidden. Versions never change, so each is read once while it is among the last used: a thousand,
 * and of those that say something as many as have {@value #MOST_RULES} rules together.
 */
public final class ActingRuleSets {

  private static final int MOST = 1_000;
  private static final int MOST_RULES = 100_000;

  private record Key(TenantId tenant, int version) {}

  private final RuleSetRepository ruleSets = new RuleSetRepository();
  private final LookupTables tables = new LookupTables();
  private final ServiceCatalogs catalogs = new ServiceCatalogs();

  /** The last used comes last. */
  private final LinkedHashMap<Key, Optional<ActingRules>> known =
      new LinkedHashMap<>(16, 0.75f, true);

  private int rules;

  /**
   * What the rules say that routed an alert. Call it on a virtual thread.
   *
   * @param at when it was received, or will have been
   */
  public RuleActions actions(Tx tx, PastRouting routed, Labels labels, Instant at) {
    return routed.ruleSet() > 0 && routed.rule() >= 0
        ? read(tx, routed.ruleSet())
            .map(
                rules ->
                    rules.actions(
                        routed.rule(),
                        routed.alert(labels, at, Naming.UNKNOWN),
                        () -> catalogs.of(tx)))
            .orElse(RuleActions.NONE)
        : RuleActions.NONE;
  }

  private Optional<ActingRules> read(Tx tx, int version) {
    Key key = new Key(tx.tenant().orElseThrow(), version);
    Optional<ActingRules> there = known(key);
    if (there != null) {
      return there;
    }
    Optional<ActingRules> read =
        ruleSets
            .find(tx, version)
            .await()
            .flatMap(
                set -> {
                  RuleSetDefinition definition = set.definition();
                  return ActingRules.of(version, definition, tables.of(tx, definition));
                });
    keep(key, read);
    return read;
  }

  private synchronized @Nullable Optional<ActingRules> known(Key key) {
    return known.get(key);
  }

  private synchronized void keep(Key key, Optional<ActingRules> set) {
    if (known.putIfAbsent(key, set) != null) {
      return;
    }
    rules += size(set);
    while (known.size() > 1 && (known.size() > MOST || rules > MOST_RULES)) {
      rules -= size(known.pollFirstEntry().getValue());
    }
  }

  private static int size(Optional<ActingRules> set) {
    return set.map(ActingRules::size).orElse(0);
  }
}
