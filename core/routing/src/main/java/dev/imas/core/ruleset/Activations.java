package dev.imas.core.ruleset;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.lookup.LookupTables;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.ruleset.ActivationRepository.Before;
import dev.imas.core.ruleset.NamedThings.Found;
import dev.imas.core.ruleset.NamedThings.Names;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts versions of the rules into force, one after the other for each tenant, and records each. All
 * of it in the caller's transaction, on a virtual thread.
 */
final class Activations {

  static final Audit.Subject SUBJECT = new Audit.Subject("rule_set", null);

  private final ActivationRepository activations = new ActivationRepository();
  private final LookupTables tables = new LookupTables();
  private final RuleSetRepository ruleSets;
  private final NamedThings things = new NamedThings(new ServiceRepository(), Set.of());

  Activations(RuleSetRepository ruleSets) {
    this.ruleSets = ruleSets;
  }

  /** Puts a version into force. Nothing is done and recorded if it is in force already. */
  void activate(Tx tx, Call call, int version) {
    Integer active = activeNow(tx, call);
    if (!Objects.equals(active, version)) {
      mustFindAll(tx, version);
      change(tx, call, "activate", version, active, null);
    }
  }

  /** Puts rules into force that say the same as those in force now. */
  void follow(Tx tx, Call call, int version) {
    activations.lock(tx);
    change(tx, call, "activate", version, ruleSets.active(tx).await().orElse(null), null);
  }

  /** Back to no rules: labels find the service. */
  void deactivate(Tx tx, Call call) {
    Integer active = activeNow(tx, call);
    if (active != null) {
      change(tx, call, "deactivate", null, active, null);
    }
  }

  /**
   * Puts what was in force before into force again. A second rollback goes further back.
   *
   * @return the version; null for no rules
   */
  @Nullable Integer rollBack(Tx tx, Call call) {
    Integer active = activeNow(tx, call);
    Before before =
        activations
            .before(tx)
            .orElseThrow(
                () ->
                    Fault.conflict(
                        "nothing was in force before; POST /rule-sets/deactivate goes back to no"
                            + " rules"));
    Integer version = before.version();
    if (version != null) {
      mustFindAll(tx, version);
    }
    change(tx, call, "rollback", version, active, before.number());
    return version;
  }

  /** What was there when the version was stored may have been renamed or switched off since. */
  private void mustFindAll(Tx tx, int version) {
    tables.mustBeKept(tx, version);
    RuleSetView set =
        ruleSets
            .find(tx, version)
            .await()
            .orElseThrow(() -> Fault.notFound("there is no rule set " + version));
    for (Found kind : things.find(tx, Names.of(set.definition()))) {
      for (String name : kind.names().keySet()) {
        if (!kind.found().containsKey(name)) {
          throw Fault.conflict(
              "version "
                  + version
                  + " names the "
                  + kind.what()
                  + " '"
                  + name
                  + "', which is not there any more; give it this name again, or store new rules");
        }
      }
    }
  }

  /**
   * @throws Fault PRECONDITION_FAILED if the caller believes that another version is in force
   */
  private @Nullable Integer activeNow(Tx tx, Call call) {
    Integer believed = call.expectedVersionOrNull();
    activations.lock(tx);
    Integer active = ruleSets.active(tx).await().orElse(null);
    if (believed != null && believed != (active == null ? 0 : active)) {
      throw Fault.of(
          Fault.Kind.PRECONDITION_FAILED,
          (active == null ? "no rule set is" : "version " + active + " is")
              + " in force, not "
              + believed
              + "; look at what it changed, then send If-Match with its ETag");
    }
    return active;
  }

  private void change(
      Tx tx,
      Call call,
      String action,
      @Nullable Integer version,
      @Nullable Integer previous,
      @Nullable Integer arrivesAt) {
    activations.put(tx, version, call.author());
    activations.record(tx, action, version, previous, arrivesAt, call.author());
    call.audit(tx, new Audit.Change(SUBJECT, action, named(previous), named(version)));
  }

  private static @Nullable Map<String, Integer> named(@Nullable Integer version) {
    return version == null ? null : Map.of("version", version);
  }
}
