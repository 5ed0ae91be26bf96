package dev.imas.core.intake;

import dev.imas.core.flapping.Flapping;
import dev.imas.core.flapping.FlappingChange;
import dev.imas.core.flapping.FlappingPolicy;
import dev.imas.core.flapping.FlappingState;
import dev.imas.core.flapping.FlappingWords;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEnd;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An incident while a plan is made. Consecutive alerts that come or go share one timeline entry, so
 * a storm of a thousand alerts writes one line and not a thousand.
 */
final class IncidentDraft {

  private static final int NAMED_AT_MOST = 20;

  private final @Nullable Incident before;
  private final Instant at;
  private final @Nullable OpeningAlert openedBy;
  private final FlappingPolicy flappingPolicy;
  private final Flapping flappingBefore;
  private final List<Step> steps = new ArrayList<>();
  private final List<UUID> named = new ArrayList<>();
  private Incident current;
  private boolean changed;
  private boolean lostAlert;
  private IncidentEnd.By endedBy = IncidentEnd.By.ALERTS;
  private @Nullable TimelineType gathering;
  private int gathered;
  private int expired;
  private int lapsed;
  private final Set<UUID> joined = new LinkedHashSet<>();
  private boolean called;
  private Flapping flapping;
  private boolean mayFlap;
  private @Nullable Duration held;

  IncidentDraft(Incident existing, FlappingState flapping, Instant at) {
    this.before = existing;
    this.current = existing;
    this.at = at;
    this.openedBy = null;
    this.flappingPolicy = flapping.policy();
    this.flappingBefore = flapping.of(existing.id());
    this.flapping = flappingBefore;
  }

  IncidentDraft(Step opening, @Nullable OpeningAlert openedBy, Instant at) {
    this.before = null;
    this.current = opening.incident();
    this.at = at;
    this.openedBy = openedBy;
    this.flappingPolicy = FlappingState.OFF.policy();
    this.flappingBefore = Flapping.NONE;
    this.flapping = Flapping.NONE;
    record(opening, true);
  }

  Incident current() {
    return current;
  }

  /** The whole change; empty if nothing was done. */
  Optional<IncidentChange> change() {
    return changed
        ? Optional.of(new IncidentChange(before, current, steps, joined, openedBy))
        : Optional.empty();
  }

  /**
   * @param name the alert's name, read only if a message needs it
   * @param cause the alert as the timeline's metadata says it, read only with a message
   * @param isNewHere whether it was never one of the incident's alerts
   * @param firesAnew whether it was not one of the incident's firing alerts until now
   */
  void received(
      UUID fingerprint,
      Supplier<String> name,
      Supplier<Map<String, Object>> cause,
      boolean isNewHere,
      boolean firesAnew,
      boolean autoResolves) {
    if (firesAnew && before != null && current.status().isOpen()) {
      if (current.isBroughtBack()) {
        refire("No longer mitigated: " + name.get() + " fires", cause.get(), true);
      } else if (current.counts().firing() == 0 && !called) {
        boolean tellPeople = !flapping.flaps();
        refire("Fires again: " + name.get(), cause.get(), tellPeople);
        if (!tellPeople && isNewHere) {
          joined.add(fingerprint);
        }
        cameBack();
      } else {
        joined.add(fingerprint);
      }
    }
    gather(TimelineType.ALERT_RECEIVED, fingerprint);
    current = current.attached(isNewHere ? 1 : 0, firesAnew ? 1 : 0, autoResolves);
  }

  /** One of its firing alerts is more severe now, so what was done against it did not help. */
  void worsened(Severity to, String name, Map<String, Object> cause) {
    if (current.isBroughtBack()) {
      refire("No longer mitigated: " + name + " is " + to + " now", cause, true);
    }
  }

  private void refire(String message, Map<String, Object> cause, boolean tellPeople) {
    step(i -> i.refire(at, message).withAll(cause), tellPeople);
  }

  /** It ended, or nothing fired in it any more, and now an alert fires again. */
  void cameBack() {
    mayFlap = true;
    Flapping after = flapping.cameBack(flappingPolicy, at);
    if (after.flaps() && !flapping.flaps()) {
      Map<String, Object> facts = Map.of("flapping", true, "returns", after.returns().size());
      String begins = FlappingWords.begins(flappingPolicy);
      step(i -> i.note(TimelineType.NOTE, Incident.SYSTEM, begins, facts, at), false);
    }
    flapping = after;
  }

  void recovered(UUID fingerprint, TransitionKind how) {
    gather(TimelineType.ALERT_RESOLVED, fingerprint);
    joined.remove(fingerprint);
    expired += how == TransitionKind.EXPIRED ? 1 : 0;
    lapsed += how == TransitionKind.LAPSED ? 1 : 0;
    lostAlert = true;
    boolean isSilent = how == TransitionKind.EXPIRED || how == TransitionKind.LAPSED;
    endedBy = isSilent ? IncidentEnd.By.TIMEOUT : IncidentEnd.By.ALERTS;
    current = current.attached(0, -1, true);
  }

  /** The alert went to another incident without a recovery here. */
  void left() {
    lostAlert = true;
    changed = true;
    current = current.attached(0, -1, true);
  }

  /** Takes a step from the current state. */
  void step(Function<Incident, Step> step, boolean tellPeople) {
    flush();
    record(step.apply(current), tellPeople);
  }

  /**
   * Resolves it if none of its alerts fires any more and it may resolve by itself. One that flaps
   * stays open for a while.
   */
  void finish() {
    flush();
    if (!lostAlert || !current.status().isOpen() || current.counts().firing() > 0) {
      return;
    }
    mayFlap |= current.counts().reopens() > 0;
    flapping = flapping.calmed(flappingPolicy, at);
    if (!current.autoResolve()) {
      return;
    }
    if (flapping.flaps()) {
      held = flappingPolicy.holdDown();
    } else {
      step(i -> i.resolve(endedBy, at, "Resolved: none of its alerts fires any more"), true);
    }
  }

  /** Whether the plan depends on how often it came back. */
  boolean mayFlap() {
    return mayFlap;
  }

  Optional<FlappingChange> flapping() {
    return held == null && flapping.equals(flappingBefore)
        ? Optional.empty()
        : Optional.of(new FlappingChange(current.id(), flapping, held));
  }

  private void record(Step step, boolean tellPeople) {
    current = step.incident();
    changed = true;
    steps.add(tellPeople ? step : step.untold());
    IncidentEvent event = step.event();
    called |= tellPeople && event != null && event.calls();
  }

  private void gather(TimelineType type, UUID fingerprint) {
    changed = true;
    if (gathering != type) {
      flush();
      gathering = type;
    }
    gathered++;
    if (named.size() < NAMED_AT_MOST) {
      named.add(fingerprint);
    }
  }

  private void flush() {
    TimelineType type = gathering;
    if (type == null) {
      return;
    }
    boolean received = type == TimelineType.ALERT_RECEIVED;
    String message =
        (gathered == 1 ? "1 alert" : gathered + " alerts") + (received ? " joined" : endedBy());
    Map<String, Object> facts = new TreeMap<>();
    facts.put("count", gathered);
    if (expired > 0) {
      facts.put("expired", expired);
    }
    if (lapsed > 0) {
      facts.put("lapsed", lapsed);
    }
    facts.put("fingerprints", named.stream().map(f -> f.toString().replace("-", "")).toList());
    gathering = null;
    gathered = 0;
    expired = 0;
    lapsed = 0;
    named.clear();
    record(current.note(type, Incident.SYSTEM, message, facts, at), false);
  }

  private String endedBy() {
    if (lapsed == gathered) {
      return " not repeated for too long, so treated as ended";
    }
    return expired == gathered ? " expired" : " recovered";
  }
}
