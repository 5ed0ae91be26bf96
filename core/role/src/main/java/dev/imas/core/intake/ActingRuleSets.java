package dev.imas.core.intake;

import dev.imas.core.lookup.LookupTables;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ActingRules;
import dev.imas.core.rule.RuleActions;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.ruleset.RuleSetRepository;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the rules that routed an alert say of an incident that it opens. Versions never
 * change, so each is read once while it is among the last used: a thousand, and of those that say
 * something as many as have {@value #MOST_RULES} rules together.
 */
final class ActingRuleSets {

  private static final int MOST = 1_000;
  private static final int MOST_RULES = 100_000;

  private record Key(TenantId tenant, int version) {}

  private final RuleSetRepository ruleSets = new RuleSetRepository();
  private final LookupTables tables = new LookupTables();

  /** The last used comes last. */
  private final LinkedHashMap<Key, Optional<ActingRules>> known =
      new LinkedHashMap<>(16, 0.75f, true);

  private int rules;

  /**
   * The same alerts with what their rules say. Call it on a virtual thread.
   *
   * @param state whose transitions they are the alerts of
   */
  Map<UUID, AlertFacts> actions(Tx tx, Map<UUID, AlertFacts> alerts, IntakeState state) {
    Map<UUID, Instant> received = new HashMap<>();
    for (Transition t : state.transitions()) {
      if (t.kind().isFiring()) {
        received.merge(t.fingerprint(), t.receivedAt(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
    Map<UUID, AlertFacts> acted = new HashMap<>(alerts);
    for (AlertFacts alert : alerts.values()) {
      Instant at = received.get(alert.fingerprint());
      if (alert.ruleSet() > 0 && alert.rule() >= 0 && at != null) {
        read(tx, alert.ruleSet())
            .map(rules -> rules.actions(alert.rule(), Labels.of(alert.labels()), at))
            .filter(said -> !said.equals(RuleActions.NONE))
            .ifPresent(said -> acted.put(alert.fingerprint(), alert.with(said)));
      }
    }
    return acted;
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
