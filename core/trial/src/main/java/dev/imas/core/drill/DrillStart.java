package dev.imas.core.drill;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.ChoiceRepository;
import dev.imas.core.policy.PolicyRepository;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Begins drills. Only on a virtual thread. */
public final class DrillStart {

  /** Of a tenant, at the same time. */
  static final int MOST_RUNNING = 5;

  /**
   * What is to be drilled.
   *
   * @param policy empty: the one that an incident of the service would follow
   */
  record Wanted(
      Optional<UUID> policy,
      UUID service,
      Severity severity,
      Labels labels,
      int factor,
      boolean sends) {}

  private final Timers timers;
  private final InstantSource clock;
  private final DrillRepository drills = new DrillRepository();
  private final ServiceOfDrillRepository services = new ServiceOfDrillRepository();
  private final ChoiceRepository choices = new ChoiceRepository();
  private final PolicyRepository policies = new PolicyRepository();

  public DrillStart(Timers timers, InstantSource clock) {
    this.timers = timers;
    this.clock = clock;
  }

  /**
   * @param by who starts it
   * @param schedule by which it is started
   * @throws Fault CONFLICT when too many run, INVALID when no policy fits
   */
  UUID start(Tx tx, Wanted wanted, String by, Optional<UUID> schedule) {
    if (drills.running(tx) >= MOST_RUNNING) {
      throw Fault.conflict(
          MOST_RUNNING + " drills run already; acknowledge one or wait until it has ended");
    }
    ServiceOfDrillRepository.Service service = services.find(tx, wanted.service);
    EscalationPolicy policy = policy(tx, wanted);
    Instant now = clock.instant();
    UUID id = UuidV7.at(now.toEpochMilli());
    Duration wait = policy.waitBefore(Place.FIRST);
    drills.insert(
        tx,
        new Drill(
            id,
            policy.id(),
            policy.version(),
            policy.name(),
            wanted.service,
            service.name(),
            service.team(),
            service.teamName(),
            wanted.severity,
            wanted.labels,
            wanted.factor,
            wanted.sends,
            Drill.State.RUNNING,
            Place.FIRST,
            false,
            now.plus(wait),
            now.plus(wait.dividedBy(wanted.factor)),
            now,
            by,
            schedule,
            Optional.empty(),
            Optional.empty()));
    timers
        .set(
            tx,
            List.of(NewTimer.after(wait.dividedBy(wanted.factor), DrillTimer.KIND, id.toString())))
        .await();
    return id;
  }

  private EscalationPolicy policy(Tx tx, Wanted wanted) {
    if (wanted.policy.isPresent()) {
      UUID id = wanted.policy.get();
      return services
          .version(tx, id)
          .flatMap(version -> policies.read(tx, id, version).await())
          .orElseThrow(() -> Fault.invalid("/policy", "/policy is gone"));
    }
    return choices
        .load(tx, List.of(wanted.service))
        .await()
        .choose(wanted.service, wanted.severity, wanted.labels, Optional.empty())
        .chosen()
        .flatMap(chosen -> policies.read(tx, chosen.id(), chosen.version()).await())
        .orElseThrow(
            () ->
                Fault.invalid(
                    "/policy",
                    "/policy is missing, and no policy fits a "
                        + wanted.severity
                        + " of this service; name one"));
  }
}
