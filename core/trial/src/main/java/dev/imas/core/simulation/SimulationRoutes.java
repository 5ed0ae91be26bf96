package dev.imas.core.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.retention.Missing;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.ruleset.RuleSetRepository;
import dev.imas.core.ruleset.RuleSetRoutes;
import dev.imas.core.simulation.SimulationRepository.SimulationView;
import dev.imas.core.simulation.SimulationRepository.Summary;
import dev.imas.core.simulation.Simulations.Asked;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /rule-sets/{version}/simulate} and {@code /simulations}: what would have come of the
 * alerts that were really received, with other rules. Nothing but the simulation itself is stored.
 */
public final class SimulationRoutes {

  private static final int MOST_DIFFERENCES = 1_000;
  private static final int DIFFERENCES = 100;

  private final Simulations simulations;
  private final SimulationRepository repository = new SimulationRepository();
  private final Transactions transactions;
  private final RuleSetRepository ruleSets;
  private final RuleSetRoutes drafts;
  private final Missing missing;
  private final InstantSource clock;

  /**
   * @param drafts reads the rules of a request
   */
  public SimulationRoutes(
      Simulations simulations,
      Transactions transactions,
      RuleSetRepository ruleSets,
      RuleSetRoutes drafts,
      Missing missing,
      InstantSource clock) {
    this.simulations = simulations;
    this.transactions = transactions;
    this.ruleSets = ruleSets;
    this.drafts = drafts;
    this.missing = missing;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.post("/rule-sets/simulate", Permission.RULE_SIMULATE, this::simulateDraft);
    api.post("/rule-sets/{version}/simulate", Permission.RULE_SIMULATE, this::simulateVersion);
    api.get("/simulations", Permission.RULE_SIMULATE, this::list);
    api.get("/simulations/{id}", Permission.RULE_SIMULATE, this::get);
    api.delete("/simulations/{id}", Permission.RULE_SIMULATE, this::end);
  }

  private Answer simulateDraft(Call call) {
    mayReadAll(call);
    Body body = call.body().only("from", "to", "limit", "rules");
    Asked window = window(body);
    return begin(call, window, null, drafts.rules(call.tenant(), body));
  }

  private Answer simulateVersion(Call call) {
    mayReadAll(call);
    int version = RuleSetRoutes.pathVersion(call, "version");
    Asked window = window(call.body().only("from", "to", "limit"));
    RuleSetDefinition rules =
        transactions.call(call.tenant(), tx -> PremisesRepository.rulesOf(ruleSets, tx, version));
    return begin(call, window, version, rules);
  }

  /** What it finds tells of alerts, and of whom policies tell. */
  private static void mayReadAll(Call call) {
    for (Permission needed : List.of(Permission.ALERT_READ, Permission.ESCALATION_POLICY_READ)) {
      if (!call.may(needed)) {
        throw Call.refusal(needed);
      }
    }
  }

  private Asked window(Body body) {
    Instant from = body.time("from");
    Instant to = body.time("to");
    int limit = limit(body);
    if (from == null) {
      body.fault("/from", "must be a time");
    }
    body.throwIfFaulty();
    Instant now = clock.instant();
    Instant end = to == null ? now : to;
    if (from == null || !from.isBefore(end)) {
      throw Fault.invalid("/from", "/from must be before /to, which is now if it is left out");
    }
    return new Asked(null, RuleSetDefinition.EMPTY, from, end, limit, missing.changes(from), now);
  }

  private static int limit(Body body) {
    JsonNode limit = body.present("limit");
    if (limit == null) {
      return DIFFERENCES;
    }
    int most = limit.canConvertToInt() && limit.isIntegralNumber() ? limit.asInt() : 0;
    if (most < 1 || most > MOST_DIFFERENCES) {
      body.fault("/limit", "must be a number from 1 to " + MOST_DIFFERENCES);
    }
    return most;
  }

  private Answer begin(
      Call call, Asked window, @Nullable Integer version, RuleSetDefinition rules) {
    UUID id = UuidV7.at(clock.millis());
    simulations.begin(
        call.tenant(),
        id,
        new Asked(
            version,
            rules,
            window.from(),
            window.to(),
            window.limit(),
            window.removed(),
            window.now()),
        call.author());
    return new Answer(202, existing(call, id), Map.of("location", Api.BASE + "/simulations/" + id));
  }

  private Answer get(Call call) {
    mayReadAll(call);
    return Answer.ok(existing(call, call.pathId("id")));
  }

  private Answer list(Call call) {
    mayReadAll(call);
    ListRange paging = call.query("limit", "cursor").paging();
    List<Summary> found =
        transactions.call(
            call.tenant(),
            tx -> {
              repository.tidy(tx).await();
              return repository.list(tx, paging);
            });
    return Answer.page(found, paging, Summary::id);
  }

  private SimulationView existing(Call call, UUID id) {
    return transactions.call(
        call.tenant(),
        tx -> {
          repository.tidy(tx).await();
          return repository
              .find(tx, id)
              .orElseThrow(
                  () ->
                      Fault.notFound(
                          "there is no simulation "
                              + id
                              + "; one is kept for an hour after its end"));
        });
  }

  private Answer end(Call call) {
    UUID id = call.pathId("id");
    if (!transactions.call(call.tenant(), tx -> repository.end(tx, id))) {
      throw Fault.notFound("there is no simulation " + id);
    }
    return Answer.noContent();
  }
}
