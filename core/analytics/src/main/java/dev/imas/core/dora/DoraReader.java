package dev.imas.core.dora;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.dora.DoraRepository.NamedService;
import dev.imas.core.hold.TenantTimes;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.UnindexedReads;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request asks about, few requests at a time, and puts it together on a thread that
 * may be kept busy. On a virtual thread.
 */
final class DoraReader {

  private static final String NARROWER = "a shorter time or a service";

  private final UnindexedReads reads;
  private final Computations computations;
  private final ServiceRepository services = new ServiceRepository();
  private final TeamRepository teams = new TeamRepository();
  private final TenantTimes times = new TenantTimes();
  private final DoraRepository repository = new DoraRepository();

  DoraReader(UnindexedReads reads, Computations computations) {
    this.reads = reads;
    this.computations = computations;
  }

  /**
   * What a request asked about, and all that was found.
   *
   * @param serviceId null: all services
   * @param teamId null: all teams
   * @param span as it was asked about
   * @param until the same, but not after what was known
   */
  record Asked(
      DoraQuery query,
      @Nullable UUID serviceId,
      @Nullable UUID teamId,
      DoraSpan span,
      DoraSpan until,
      DoraFacts facts,
      Map<UUID, NamedService> named,
      RolloutHistory history) {

    Asked {
      named = Map.copyOf(named);
    }

    /**
     * The rollouts to production that ended in that time, in the environment that was asked for.
     */
    DoraCount count(DoraSpan in) {
      return new DoraCount(
          Rollout.endedIn(history.rollouts(), in).stream()
              .filter(one -> one.deployment().tier() == EnvironmentTier.PRODUCTION)
              .filter(this::isAskedFor)
              .toList(),
          in);
    }

    DoraCount count() {
      return count(until);
    }

    /** All rollouts that ended in the time, by their environments. */
    Map<DoraEnvironment, DoraCount> byEnvironment() {
      return Rollout.endedIn(history.rollouts(), until).stream()
          .filter(this::isAskedFor)
          .collect(
              Collectors.groupingBy(
                  one ->
                      new DoraEnvironment(
                          one.deployment().environment(), one.deployment().tier().wireName()),
                  Collectors.collectingAndThen(
                      Collectors.toList(), all -> new DoraCount(all, until))));
    }

    private boolean isAskedFor(Rollout one) {
      return query.environment() == null
          || query.environment().equalsIgnoreCase(one.deployment().environment());
    }

    @Nullable NamedService service(Rollout one) {
      UUID id = one.deployment().service();
      return id == null ? null : named.get(id);
    }
  }

  /** An environment of the tenant, or a name that belongs to none. */
  record DoraEnvironment(String name, String tier) {}

  private record Found(
      @Nullable UUID service,
      @Nullable UUID team,
      DoraSpan span,
      DoraFacts facts,
      Map<UUID, NamedService> named) {}

  Asked ask(TenantId tenant, DoraQuery query) {
    Found found = reads.call(tenant, "deployments", NARROWER, tx -> find(tx, query));
    RolloutHistory history = computations.of(tenant).call(() -> new RolloutHistory(found.facts()));
    return new Asked(
        query,
        found.service,
        found.team,
        found.span,
        found.span.until(query.asOf()),
        found.facts,
        found.named,
        history);
  }

  /** Computes on a thread that may be kept busy. */
  <T> T compute(TenantId tenant, Callable<T> work) {
    return computations.of(tenant).call(work);
  }

  /** By whose clocks the tenant's days begin. */
  ZoneId zone(Tx tx) {
    return times.read(tx).zone();
  }

  private Found find(Tx tx, DoraQuery query) {
    DoraSpan span = query.span(zone(tx));
    @Nullable UUID service = null;
    @Nullable UUID team = null;
    @Nullable Set<UUID> owners = null;
    Reference namedService = query.service();
    if (namedService != null) {
      service = namedService.orNothing(services.findId(tx, namedService).await());
      owners = new HashSet<>(List.of(service));
    }
    Reference namedTeam = query.team();
    if (namedTeam != null) {
      team = namedTeam.orNothing(teams.findId(tx, namedTeam).await());
      Set<UUID> owned = new HashSet<>(repository.servicesOf(tx, team));
      if (owners != null) {
        owned.retainAll(owners);
      }
      owners = owned;
    }
    DoraFacts facts = facts(tx, query.asOf(), span, owners);
    return new Found(
        service,
        team,
        span,
        facts,
        repository.services(
            tx,
            facts.deployments().stream()
                .map(FinishedDeployment::service)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet())));
  }

  private DoraFacts facts(Tx tx, Instant asOf, DoraSpan span, @Nullable Set<UUID> owners) {
    Instant from = span.from().minus(RolloutHistory.LOOK_BACK).minus(Rollout.TOGETHER);
    Instant to = span.to().plus(RolloutHistory.LOOK_AHEAD);
    DeploymentHistoryRepository told = new DeploymentHistoryRepository(tx, asOf, from, to);
    List<FinishedDeployment> deployments = owners == null ? told.all() : told.of(owners);
    refuseMore(deployments.size(), DeploymentHistoryRepository.MOST_DEPLOYMENTS, "deployments");
    List<PushRecord> pushes =
        repository.pushes(tx, asOf, from, span.to(), owners == null ? null : deployments);
    refuseMore(pushes.size(), DoraRepository.MOST_PUSHES, "pushes");
    return new DoraFacts(deployments, pushes, repository.incidents(tx, asOf, deployments));
  }

  private static void refuseMore(int found, int most, String what) {
    if (found > most) {
      throw Query.fault(
          "from",
          "the time asked about and the half year before it have more than %,d %s; ask about a"
                  .formatted(most, what)
              + " shorter time or a service");
    }
  }
}
