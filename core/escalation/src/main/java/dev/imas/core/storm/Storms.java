package dev.imas.core.storm;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.ShortId;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Storms, as the intake meets them: what it does to incidents goes through here before it is
 * written. Of a tenant without storms nothing is read.
 */
public final class Storms {

  private final StormRepository repository = new StormRepository();
  private final SecureRandom random = new SecureRandom();
  private final StormTenants tenants;
  private final Timers timers;
  private final Counter held;

  public Storms(StormTenants tenants, Timers timers, MeterRegistry meters) {
    this.tenants = tenants;
    this.timers = timers;
    this.held =
        Counter.builder("imas.incidents.held")
            .description("Incidents opened by alerts that a storm held, so that nobody was paged")
            .register(meters);
  }

  /**
   * Decides of which of these changes people are told.
   *
   * @param changes of alerts; the transaction has locked those that are not new
   */
  public Future<StormPlan> plan(Tx tx, TenantId tenant, List<IncidentChange> changes, Instant now) {
    if (!tenants.mayContain(tenant.value())) {
      return Future.succeededFuture(StormPlan.of(changes));
    }
    List<IncidentChange> opening = new ArrayList<>();
    List<UUID> calling = new ArrayList<>();
    for (IncidentChange change : changes) {
      if (change.after().isTest()) {
        continue; // A test begins no storm, and none holds it.
      }
      if (change.isNew()) {
        opening.add(change);
      } else if (StormPlanner.calls(change)) {
        calling.add(change.after().id());
      }
    }
    return opening.isEmpty() && calling.isEmpty()
        ? Future.succeededFuture(StormPlan.of(changes))
        : repository
            .load(tx, opening, calling, now)
            .map(state -> StormPlanner.plan(changes, state, ids(now), now));
  }

  /**
   * Keeps what was decided, once the incidents are stored. Fails with a unique violation if another
   * transaction has begun a storm of the same team.
   */
  public Future<Void> save(Tx tx, StormPlan plan, Instant now) {
    if (plan.isNothing()) {
      return Future.succeededFuture();
    }
    tx.afterCommit(() -> held.increment(plan.held().size()));
    List<NewTimer> looks = new ArrayList<>();
    plan.begun().forEach(one -> looks.add(StormTimer.look(one.umbrella(), StormTimer.EVERY)));
    Set<UUID> begun = new HashSet<>();
    plan.begun().forEach(one -> begun.add(one.umbrella()));
    plan.rising().stream()
        .filter(umbrella -> !begun.contains(umbrella))
        .forEach(umbrella -> looks.add(StormTimer.look(umbrella, Duration.ZERO)));
    return repository.save(tx, plan, Incident.SYSTEM, now).compose(saved -> timers.set(tx, looks));
  }

  private StormPlanner.Ids ids(Instant now) {
    return new StormPlanner.Ids() {
      @Override
      public UUID incident() {
        return UuidV7.at(now.toEpochMilli());
      }

      @Override
      public String shortId() {
        return ShortId.draw(random);
      }
    };
  }
}
