package dev.imas.core.simulation;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.flapping.FlappingRepository;
import dev.imas.core.intake.IntakePolicy;
import dev.imas.core.lookup.LookupTables;
import dev.imas.core.model.Labels;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.ChoiceRepository;
import dev.imas.core.policy.ChoiceRepository.Choices;
import dev.imas.core.rule.ActingRules;
import dev.imas.core.rule.ReopenWindow;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.ruleset.RuleSetRepository;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import dev.imas.core.ruleset.StoredRules;
import dev.imas.core.simulation.CheckpointRepository.Checkpoint;
import dev.imas.core.storm.StormPolicies;
import dev.imas.core.suppressed.PastSuppressionRepository;
import dev.imas.core.suppressed.PastSuppressionRepository.Past;
import dev.imas.core.suppression.SuppressionTable;
import dev.imas.core.suppression.SuppressionTable.Side;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads what a simulation starts from. Only on a virtual thread. */
final class PremisesRepository {

  private final LookupTables tables = new LookupTables();
  private final OwnedServiceRepository owned = new OwnedServiceRepository();
  private final CheckpointRepository checkpoints = new CheckpointRepository();
  private final FlappingRepository flapping = new FlappingRepository();
  private final StormPolicies storms = new StormPolicies();
  private final PastSuppressionRepository hiding = new PastSuppressionRepository();
  private final ChoiceRepository policies = new ChoiceRepository();
  private final RuleSetRepository ruleSets = new RuleSetRepository();
  private final ReceivedRepository received;
  private final ServiceRepository services;
  private final IntakePolicy policy;

  PremisesRepository(ReceivedRepository received, ServiceRepository services, IntakePolicy policy) {
    this.received = received;
    this.services = services;
    this.policy = policy;
  }

  Premises read(Tx tx, Simulations.Asked asked) {
    List<ServiceView> all = StoredRules.services(tx, services);
    List<UUID> ids = all.stream().map(ServiceView::id).toList();
    Map<UUID, OwnedService> loaded = owned.load(tx, ids).await();
    Choices choices = policies.load(tx, ids, List.of(), received.policies(tx)).await();
    RuleSetDefinition rules =
        asked.version() == null ? tables.pinned(tx, asked.rules()) : asked.rules();
    Checkpoint start = checkpoints.at(tx, asked.from(), policy.reopenWindow());
    Past past = hiding.since(tx, asked.from());
    SuppressionTable hides = past.table();
    return new Premises(
        all,
        loaded,
        start,
        new World.Setting(
            policy,
            flapping.policy(tx).await(),
            storms.of(tx),
            loaded,
            reopening(all),
            (service, severity, labels, named) ->
                choices.choose(service, severity, labels, named).chosen()),
        choices::team,
        past,
        hides,
        hides.inhibits()
            ? received.among(tx, start.firing(), alert -> isSource(hides, alert))
            : List.of(),
        rules,
        tables.of(tx, rules));
  }

  private static Map<UUID, ReopenWindow> reopening(List<ServiceView> services) {
    Map<UUID, ReopenWindow> reopening = new HashMap<>();
    for (ServiceView service : services) {
      if (service.reopenWindow() != null) {
        reopening.put(
            service.id(),
            ReopenWindow.ofService(Duration.parse(service.reopenWindow()), service.name()));
      }
    }
    return reopening;
  }

  private static boolean isSource(SuppressionTable hides, Received alert) {
    Labels labels = alert.labels();
    return labels != null && hides.sides(labels).stream().anyMatch(Side::isSource);
  }

  /** What the rules of a stored version say of incidents; empty for nothing, or if it is gone. */
  Optional<ActingRules> acting(Tx tx, int version) {
    return ruleSets
        .find(tx, version)
        .await()
        .flatMap(set -> ActingRules.of(version, set.definition(), tables.of(tx, set.definition())));
  }

  /** The rules of a stored version, whose lookup tables are there. */
  static RuleSetDefinition rulesOf(RuleSetRepository ruleSets, Tx tx, int version) {
    RuleSetView stored =
        ruleSets
            .find(tx, version)
            .await()
            .orElseThrow(() -> Fault.notFound("there is no rule set " + version));
    new LookupTables().mustBeKept(tx, version);
    return stored.definition();
  }
}
