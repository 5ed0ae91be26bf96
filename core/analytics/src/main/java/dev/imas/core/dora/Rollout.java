package dev.imas.core.dora;

import dev.imas.core.model.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Deployments that count as one: of one commit, to several places of one environment, within half
 * an hour. What it is for the metrics is found by {@link RolloutHistory}. Bound to one thread until
 * then, and not changed after.
 */
final class Rollout {

  /** How long after the first place the last one may follow. */
  static final Duration TOGETHER = Duration.ofMinutes(30);

  private static final Pattern HOTFIX = Pattern.compile("(refs/heads/)?hotfix/.*");

  /** Why a rollout counts as failed. Each counts once, for the first reason that holds. */
  enum FailedBy {
    INCIDENT,
    FAILURE,
    ROLLBACK;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why a rollout counts as rework. */
  enum ReworkBy {
    NAMED_INCIDENT,
    HOTFIX;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final FinishedDeployment first;
  private final List<FinishedDeployment> places = new ArrayList<>();
  private final List<CausedIncident> incidents = new ArrayList<>();
  private Instant finishedAt;
  private DeploymentState state;
  @Nullable Rollout previous;
  @Nullable Rollout rollbackOf;
  @Nullable Rollout rolledBackBy;
  @Nullable Rollout nextSuccess;
  @Nullable Lead lead;

  Rollout(FinishedDeployment first) {
    this.first = first;
    this.finishedAt = first.finishedAt();
    this.state = first.state();
    places.add(first);
  }

  /** Whether that deployment belongs to it. */
  boolean takes(FinishedDeployment next) {
    return !first.sha().isEmpty()
        && first.sha().equals(next.sha())
        && !next.finishedAt().isAfter(first.finishedAt().plus(TOGETHER))
        && !isAt(next.place());
  }

  private boolean isAt(String name) {
    for (FinishedDeployment place : places) {
      if (place.place().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** The worst state of its places is its own, and it ends with the last of them. */
  void add(FinishedDeployment next) {
    places.add(next);
    if (next.finishedAt().isAfter(finishedAt)) {
      finishedAt = next.finishedAt();
    }
    if (next.state().number() > state.number()) {
      state = next.state();
    }
  }

  void add(CausedIncident incident) {
    incidents.add(incident);
  }

  /** Those of them that ended in that time, of rollouts in the order in which they ended. */
  static List<Rollout> endedIn(List<Rollout> inOrder, DoraSpan time) {
    return inOrder.subList(endedBefore(inOrder, time.from()), endedBefore(inOrder, time.to()));
  }

  private static int endedBefore(List<Rollout> inOrder, Instant moment) {
    int from = 0;
    int to = inOrder.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (inOrder.get(middle).finishedAt.isBefore(moment)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  UUID id() {
    return first.id();
  }

  FinishedDeployment deployment() {
    return first;
  }

  List<FinishedDeployment> places() {
    return Collections.unmodifiableList(places);
  }

  List<CausedIncident> incidents() {
    return List.copyOf(incidents);
  }

  Instant finishedAt() {
    return finishedAt;
  }

  DeploymentState state() {
    return state;
  }

  boolean isSuccess() {
    return state == DeploymentState.SUCCESS;
  }

  String sha() {
    return first.sha();
  }

  @Nullable FailedBy failedBy() {
    if (!incidents.isEmpty()) {
      return FailedBy.INCIDENT;
    }
    return switch (state) {
      case FAILURE -> FailedBy.FAILURE;
      case ROLLED_BACK -> FailedBy.ROLLBACK;
      case SUCCESS -> rolledBackBy == null ? null : FailedBy.ROLLBACK;
      case QUEUED, RUNNING, CANCELLED -> null;
    };
  }

  @Nullable ReworkBy reworkBy() {
    boolean isHotfix = false;
    for (FinishedDeployment place : places) {
      if (place.incident() != null) {
        return ReworkBy.NAMED_INCIDENT;
      }
      isHotfix = isHotfix || isHotfix(place.ref());
    }
    return isHotfix ? ReworkBy.HOTFIX : null;
  }

  /** Most branches are told apart without the expression. */
  private static boolean isHotfix(String ref) {
    return ref.contains("hotfix/") && HOTFIX.matcher(ref).matches();
  }

  /** How a failure ended. */
  sealed interface Recovery {

    /** Whole seconds, from when it hurt until it was mended. */
    record After(long seconds) implements Recovery {}

    record NotYet() implements Recovery {}

    /** Its end is told for before its beginning. */
    record Unmeasurable() implements Recovery {}
  }

  /** Only of what failed. */
  Recovery recovery() {
    if (!incidents.isEmpty()) {
      Instant begin = incidents.get(0).detectedAt();
      Instant end = Instant.MIN;
      for (CausedIncident incident : incidents) {
        Instant restored = incident.restoredAt();
        if (restored == null) {
          return new Recovery.NotYet();
        }
        begin = incident.detectedAt().isBefore(begin) ? incident.detectedAt() : begin;
        end = restored.isAfter(end) ? restored : end;
      }
      return between(begin, end);
    }
    if (state == DeploymentState.ROLLED_BACK) {
      Instant undone = undoneAt();
      if (undone != null) {
        return between(finishedAt, undone);
      }
    }
    Rollout end = rolledBackBy == null ? nextSuccess : rolledBackBy;
    return end == null ? new Recovery.NotYet() : between(finishedAt, end.finishedAt());
  }

  /** When its sender rolled it back; null where that is told for no later time than its end. */
  private @Nullable Instant undoneAt() {
    return places.stream()
        .filter(place -> place.state() == DeploymentState.ROLLED_BACK)
        .map(FinishedDeployment::stateAt)
        .filter(at -> at != null && at.isAfter(finishedAt))
        .max(Instant::compareTo)
        .orElse(null);
  }

  private static Recovery between(Instant begin, Instant end) {
    return end.isBefore(begin)
        ? new Recovery.Unmeasurable()
        : new Recovery.After(Duration.between(begin, end).toSeconds());
  }
}
