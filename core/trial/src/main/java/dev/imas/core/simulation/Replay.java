package dev.imas.core.simulation;

import dev.imas.core.intake.Transition;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.Decision;
import dev.imas.core.rule.Routing;
import dev.imas.core.simulation.EpisodeDifference.Decided;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replays what was received in two worlds: one where it is routed as it was, one where it is routed
 * by other rules. Both get the same changes together, as intake gets them. Pure, and one thread at
 * a time.
 */
final class Replay {

  /** As long as intake gathers changes for one transaction by default. */
  private static final Duration TOGETHER = Duration.ofMillis(100);

  private static final int MOST_TOGETHER = 1_000;

  private final World then;
  private final World otherwise;
  private final Rerouting rerouting;
  private final Acting acting;
  private final Comparison comparison;
  private final Openings openings;
  private final Silenced silenced;
  private final List<Received> together = new ArrayList<>();
  private Instant since = Instant.EPOCH;
  private Instant now = Instant.EPOCH;
  private long replayed;
  private long severityChanges;

  Replay(
      World then,
      World otherwise,
      Rerouting rerouting,
      Acting acting,
      Comparison comparison,
      Openings openings,
      Silenced silenced) {
    this.then = then;
    this.otherwise = otherwise;
    this.rerouting = rerouting;
    this.acting = acting;
    this.comparison = comparison;
    this.openings = openings;
    this.silenced = silenced;
  }

  /** Takes the next change, in the order of the journal. */
  void accept(Received received) {
    Instant at = received.transition().receivedAt();
    if (together.size() >= MOST_TOGETHER || at.isAfter(since.plus(TOGETHER))) {
      apply();
      since = at;
    }
    together.add(received);
  }

  /**
   * After the last change: what happens by the end without another.
   *
   * @param to the end of the window; null if it was cut short
   */
  void finish(@Nullable Instant to) {
    apply();
    Instant end = to == null ? now : to;
    then.telling().begin();
    otherwise.telling().begin();
    then.through(end);
    otherwise.through(end);
    openings.compare(then.telling().openedNow(), otherwise.telling().openedNow());
  }

  private void apply() {
    if (together.isEmpty()) {
      return;
    }
    List<Transition> as = new ArrayList<>(together.size());
    List<Transition> other = new ArrayList<>(together.size());
    List<@Nullable Routing> routings = new ArrayList<>(together.size());
    for (Received received : together) {
      Transition t = received.transition();
      now = t.receivedAt().isAfter(now) ? t.receivedAt() : now;
      severityChanges += t.kind() == TransitionKind.SEVERITY_CHANGED ? 1 : 0;
      Routing routing = t.kind().isFiring() ? rerouting.route(received) : null;
      as.add(t);
      if (routing == null) {
        other.add(t);
      } else if (routing.dropped() == null) {
        other.add(routed(t, routing));
      }
      routings.add(routing);
    }
    Map<UUID, Integer> places = new HashMap<>();
    for (int i = 0; i < together.size(); i++) {
      if (together.get(i).transition().kind().isFiring()) {
        places.put(together.get(i).transition().fingerprint(), i);
      }
    }
    Map<UUID, Joined> joined =
        then.apply(
            as,
            now,
            alert -> {
              Integer place = places.get(alert);
              return place == null ? null : acting.then(together.get(place));
            });
    Map<UUID, Joined> wouldJoin =
        otherwise.apply(
            other,
            now,
            alert -> {
              Integer place = places.get(alert);
              Routing by = place == null ? null : routings.get(place);
              return place == null || by == null
                  ? null
                  : acting.otherwise(together.get(place), by.ruleSetVersion(), by.rule());
            });
    openings.compare(then.telling().openedNow(), otherwise.telling().openedNow());
    for (int i = 0; i < together.size(); i++) {
      if (together.get(i).opensEpisode()) {
        compare(together.get(i), routings.get(i), joined, wouldJoin);
      }
    }
    replayed += together.size();
    together.clear();
  }

  private static Transition routed(Transition t, Routing routing) {
    return new Transition(
        t.fingerprint(),
        t.seq(),
        t.kind(),
        routing.severity(),
        routing.serviceId(),
        t.receivedAt(),
        t.startsAt(),
        routing.decision(),
        routing.groupKey());
  }

  private void compare(
      Received received,
      @Nullable Routing routing,
      Map<UUID, Joined> joined,
      Map<UUID, Joined> wouldJoin) {
    if (routing == null) {
      comparison.withoutLabels();
      return;
    }
    if (routing.dropped() == null) {
      silenced.routed(received, routing);
    }
    Transition t = received.transition();
    comparison.compare(
        received,
        new Decided(
            received.routed().ruleSet(),
            received.routed().rule(),
            t.serviceId(),
            t.severity(),
            t.groupKey(),
            Decision.autoResolve(t.decision()),
            null,
            joined.get(t.fingerprint()),
            then.hidden().reasons(t.fingerprint())),
        new Decided(
            routing.ruleSetVersion(),
            routing.rule(),
            routing.serviceId(),
            routing.severity(),
            routing.groupKey(),
            Decision.autoResolve(routing.decision()),
            routing.dropped(),
            wouldJoin.get(t.fingerprint()),
            otherwise.hidden().reasons(t.fingerprint())));
  }

  /** When the last change was received. */
  Instant now() {
    return now;
  }

  long replayed() {
    return replayed;
  }

  long severityChanges() {
    return severityChanges;
  }
}
