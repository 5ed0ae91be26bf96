package dev.imas.core.ruleset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.ruleset.ActivationRepository.ActivationView;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /rule-sets}: which version is in force, which ones were, and how two differ. */
public final class ActivationRoutes {

  /**
   * @param ruleSet null when there are no rules now
   */
  record InForce(@Nullable RuleSetView ruleSet) {}

  private final Computations computations;
  private final Transactions transactions;
  private final RuleSetRepository ruleSets;
  private final Activations activations;
  private final ActivationRepository history = new ActivationRepository();

  /**
   * @param computations compare rules
   */
  public ActivationRoutes(
      Computations computations, Transactions transactions, RuleSetRepository ruleSets) {
    this.computations = computations;
    this.transactions = transactions;
    this.ruleSets = ruleSets;
    this.activations = new Activations(ruleSets);
  }

  /** Before the routes with a version, which would match some of them too. */
  public void mount(Api api) {
    api.get("/rule-sets/activations", Permission.RULE_READ, this::list);
    api.get("/rule-sets/{version}/diff/{other}", Permission.RULE_READ, this::diff);
    api.post("/rule-sets/{version}/activate", Permission.RULE_ACTIVATE, this::activate);
    api.post("/rule-sets/rollback", Permission.RULE_ACTIVATE, this::rollBack);
    api.post("/rule-sets/deactivate", Permission.RULE_ACTIVATE, this::deactivate);
  }

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    Integer below = paging.afterNumber();
    List<ActivationView> found =
        transactions.call(call.tenant(), tx -> history.list(tx, below, paging).await());
    return Answer.page(found, paging, ActivationView::number);
  }

  private Answer activate(Call call) {
    int version = RuleSetRoutes.pathVersion(call, "version");
    call.body().only().throwIfFaulty();
    return Answer.versioned(
        transactions.call(
            call.tenant(),
            tx -> {
              existing(tx, version);
              activations.activate(tx, call, version);
              return existing(tx, version);
            }));
  }

  private Answer rollBack(Call call) {
    call.body().only().throwIfFaulty();
    return inForce(
        transactions.call(
            call.tenant(),
            tx -> {
              Integer version = activations.rollBack(tx, call);
              return new InForce(version == null ? null : existing(tx, version));
            }));
  }

  private Answer deactivate(Call call) {
    call.body().only().throwIfFaulty();
    return inForce(
        transactions.call(
            call.tenant(),
            tx -> {
              activations.deactivate(tx, call);
              return new InForce(null);
            }));
  }

  private static Answer inForce(InForce now) {
    RuleSetView set = now.ruleSet();
    return Answer.ok(now).withVersion(set == null ? 0 : set.version());
  }

  private Answer diff(Call call) {
    int from = RuleSetRoutes.pathVersion(call, "version");
    int to = RuleSetRoutes.pathVersion(call, "other");
    List<RuleSetView> both =
        transactions.call(call.tenant(), tx -> List.of(existing(tx, from), existing(tx, to)));
    // Large sets take long to compare, so this must not block a thread that others need.
    return Answer.ok(
        computations
            .of(call.tenant())
            .call(() -> RuleSetDiff.of(from, rules(both.get(0)), to, rules(both.get(1)))));
  }

  private static JsonNode rules(RuleSetView set) {
    return Json.read(Objects.requireNonNull(set.rules()), JsonNode.class);
  }

  private RuleSetView existing(Tx tx, int version) {
    return ruleSets
        .find(tx, version)
        .await()
        .orElseThrow(() -> Fault.notFound("there is no rule set " + version));
  }
}
