package dev.imas.core.dora;

import dev.imas.core.dora.FinishedDeployment.Target;
import dev.imas.core.model.EnvironmentTier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rollouts of a time in order, each with what it is for the metrics: what it followed, whether
 * it rolled another one back, what ended its failure, and which commits it brought. What a rollout
 * is does not depend on the time that is asked about, so months add up to their year. Pure.
 */
final class RolloutHistory {

  /** How long before a rollout its predecessors may be. */
  static final Duration LOOK_BACK = PushChains.LOOK_BACK;

  /** How long after a failure the success may be that ends it. */
  static final Duration LOOK_AHEAD = Duration.ofDays(90);

  private final List<Rollout> rollouts;

  RolloutHistory(DoraFacts facts) {
    Map<Target, List<Rollout>> byTarget = gather(facts.deployments());
    Set<UUID> causes =
        facts.incidents().stream().map(CausedIncident::deployment).collect(Collectors.toSet());
    Map<UUID, Rollout> byCause = new HashMap<>();
    List<Rollout> all = new ArrayList<>();
    for (List<Rollout> there : byTarget.values()) {
      there.sort(RolloutHistory::byEnd);
      follow(there);
      all.addAll(there);
    }
    for (Rollout one : all) {
      for (FinishedDeployment deployment : one.places()) {
        if (causes.contains(deployment.id())) {
          byCause.put(deployment.id(), one);
        }
      }
    }
    for (CausedIncident incident : facts.incidents()) {
      Rollout cause = byCause.get(incident.deployment());
      if (cause != null) {
        cause.add(incident);
      }
    }
    all.sort(RolloutHistory::byEnd);
    bring(all, new PushChains(facts.pushes()));
    this.rollouts = List.copyOf(all);
  }

  private static int byEnd(Rollout one, Rollout other) {
    int order = one.finishedAt().compareTo(other.finishedAt());
    return order == 0 ? one.id().compareTo(other.id()) : order;
  }

  private static int deploymentsByEnd(FinishedDeployment one, FinishedDeployment other) {
    int order = one.finishedAt().compareTo(other.finishedAt());
    return order == 0 ? one.id().compareTo(other.id()) : order;
  }

  /** In the order in which they ended. */
  List<Rollout> rollouts() {
    return rollouts;
  }

  private static Map<Target, List<Rollout>> gather(List<FinishedDeployment> deployments) {
    Map<Target, List<Rollout>> byTarget = new LinkedHashMap<>();
    Map<Target, Map<String, Rollout>> open = new HashMap<>();
    deployments.stream()
        .sorted(RolloutHistory::deploymentsByEnd)
        .forEach(
            one -> {
              Map<String, Rollout> there =
                  open.computeIfAbsent(one.target(), target -> new HashMap<>());
              Rollout last = there.get(one.sha());
              if (last != null && last.takes(one)) {
                last.add(one);
              } else {
                Rollout begun = new Rollout(one);
                there.put(one.sha(), begun);
                byTarget.computeIfAbsent(one.target(), target -> new ArrayList<>()).add(begun);
              }
            });
    return byTarget;
  }

  /** Of one target, in order. */
  private static void follow(List<Rollout> there) {
    @Nullable Rollout current = null;
    Map<String, Rollout> successes = new HashMap<>();
    List<Rollout> failed = new ArrayList<>();
    for (Rollout one : there) {
      Instant earliest = one.finishedAt().minus(LOOK_BACK);
      if (current != null && !current.finishedAt().isBefore(earliest)) {
        one.previous = current;
      }
      if (!one.isSuccess()) {
        failed.add(one);
        continue;
      }
      for (Rollout failure : failed) {
        if (!one.finishedAt().isAfter(failure.finishedAt().plus(LOOK_AHEAD))) {
          failure.nextSuccess = one;
        }
      }
      failed.clear();
      Rollout before = one.sha().isEmpty() ? null : successes.get(one.sha());
      Rollout undone = one.previous;
      if (before != null
          && undone != null
          && !undone.sha().equals(one.sha())
          && !before.finishedAt().isBefore(earliest)) {
        one.rollbackOf = before;
        if (!one.finishedAt().isAfter(undone.finishedAt().plus(LOOK_AHEAD))) {
          undone.rolledBackBy = one;
        }
      }
      successes.put(one.sha(), one);
      current = one;
    }
  }

  /** Each commit is brought to a service's production once, by the first rollout that has it. */
  private static void bring(List<Rollout> all, PushChains chains) {
    Map<Object, Set<PushRecord>> brought = new HashMap<>();
    for (Rollout one : all) {
      if (one.isSuccess() && one.deployment().tier() == EnvironmentTier.PRODUCTION) {
        one.lead =
            lead(
                one,
                chains,
                brought.computeIfAbsent(one.deployment().owner(), owner -> new HashSet<>()));
      }
    }
  }

  private static Lead lead(Rollout one, PushChains chains, Set<PushRecord> brought) {
    Rollout previous = one.previous;
    String from = previous == null ? one.deployment().previousSha() : previous.sha();
    if (one.rollbackOf != null || PushChains.areSame(from, one.sha())) {
      return new Lead(Lead.Known.NONE, List.of());
    }
    if (previous == null && from.isEmpty()) {
      return new Lead(Lead.Known.FIRST, List.of());
    }
    List<PushRecord> pushes = chains.between(one.deployment(), from);
    return pushes == null
        ? new Lead(Lead.Known.NO, List.of())
        : new Lead(Lead.Known.YES, pushes.stream().filter(brought::add).toList());
  }
}
