package dev.imas.core.window;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.deployment.EnvironmentRepository;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.model.TenantId;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.window.ConflictRepository.Found;
import dev.imas.core.window.ConflictRepository.Target;
import dev.imas.core.window.WindowConflicts.Conflict;
import dev.imas.core.window.WindowConflicts.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds what a draft names, and what speaks against it. Only on a virtual thread. */
final class WindowPlans {

  /** Covers what zones and clocks move. */
  private static final Duration AROUND = Duration.ofDays(3);

  private final Computations computations;
  private final EnvironmentRepository environments = new EnvironmentRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final IncidentRepository incidents = new IncidentRepository();
  private final ConflictRepository conflicts = new ConflictRepository();
  private final WindowDeploymentRepository deployments = new WindowDeploymentRepository();

  WindowPlans(Computations computations) {
    this.computations = computations;
  }

  Computations.Share share(TenantId tenant) {
    return computations.of(tenant);
  }

  /**
   * @throws Fault INVALID if the draft names what is not there, or lacks what its environment needs
   */
  WindowContent content(Tx tx, DeploymentWindowDraft draft) {
    UUID environment =
        environments
            .findId(tx, draft.environment())
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/environment",
                        "/environment: there is no environment " + draft.environment()));
    List<UUID> named = new ArrayList<>();
    for (int i = 0; i < draft.services().size(); i++) {
      String pointer = "/services/" + i;
      Reference service = draft.services().get(i);
      named.add(
          services
              .findId(tx, service)
              .await()
              .orElseThrow(
                  () -> Fault.invalid(pointer, pointer + ": there is no service " + service)));
    }
    boolean isProduction = conflicts.target(tx, environment).tier() == EnvironmentTier.PRODUCTION;
    if (isProduction && draft.rollbackPlan().isEmpty()) {
      throw Fault.invalid(
          "/rollback_plan", "/rollback_plan must say how a deployment to production is undone");
    }
    if (draft.mutes() && !isProduction) {
      throw Fault.invalid(
          "/mutes",
          "/mutes: only a window in production can mute, since it mutes its services in every"
              + " environment; plan maintenance with matchers instead");
    }
    Occurrence time = time(draft);
    return new WindowContent(
        environment,
        named,
        draft.sha(),
        draft.rollbackPlan(),
        incident(tx, draft),
        draft.mutes(),
        time.startsAt(),
        time.endsAt());
  }

  private @Nullable UUID incident(Tx tx, DeploymentWindowDraft draft) {
    String named = draft.incident();
    return named == null
        ? null
        : incidents
            .findId(tx, named)
            .await()
            .orElseThrow(
                () ->
                    Fault.invalid("/incident", "/incident: there is no incident '" + named + "'"));
  }

  private static Occurrence time(DeploymentWindowDraft draft) {
    Instant about = draft.times().start().toInstant(ZoneOffset.UTC);
    return draft
        .times()
        .between(about.minus(AROUND), about.plus(AROUND).plus(draft.times().length()), 1)
        .getFirst();
  }

  /** Reads what speaks against a plan that is not stored. */
  Found found(Tx tx, WindowContent content) {
    Target target = conflicts.target(tx, content.environment());
    return conflicts.read(
        tx,
        target.environment(),
        target.tier(),
        conflicts.services(tx, content.services()),
        content.from(),
        content.until());
  }

  Found found(Tx tx, DeploymentWindow window) {
    return conflicts.read(
        tx, window.environment(), window.tier(), window.services(), window.from(), window.until());
  }

  boolean isProduction(Tx tx, WindowContent content) {
    return conflicts.target(tx, content.environment()).tier() == EnvironmentTier.PRODUCTION;
  }

  List<WindowDeploymentRepository.Deployed> deployments(Tx tx, DeploymentWindow window) {
    return deployments.list(tx, window);
  }

  List<Conflict> conflicts(TenantId tenant, Plan plan, Found found) {
    return computations
        .of(tenant)
        .call(() -> WindowConflicts.of(plan, found.in(plan.from(), plan.until())));
  }
}
