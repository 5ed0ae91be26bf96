package dev.imas.core.simulation;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.flapping.Flapping;
import dev.imas.core.flapping.FlappingChange;
import dev.imas.core.flapping.FlappingPolicy;
import dev.imas.core.flapping.FlappingState;
import dev.imas.core.hiding.HidingPlan;
import dev.imas.core.incident.GatheredGroups;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.Step;
import dev.imas.core.intake.AlertFacts;
import dev.imas.core.intake.IntakeIds;
import dev.imas.core.intake.IntakePlan;
import dev.imas.core.intake.IntakePlanner;
import dev.imas.core.intake.IntakePolicy;
import dev.imas.core.intake.IntakeState;
import dev.imas.core.intake.IntakeWords;
import dev.imas.core.intake.Progress;
import dev.imas.core.intake.Room;
import dev.imas.core.intake.Transition;
import dev.imas.core.umbrella.StormPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Incidents as intake would make them of a stream of changes, in memory. {@link IntakePlanner}
 * decides, as it does for intake. One thread at a time.
 *
 * <p>It remembers alerts that fire, and incidents that are open or may be reopened. So its memory
 * follows what is under way at once, and not the length of the stream.
 */
final class World {

  /** About 100 bytes each. */
  static final int MOST_FIRING = 1_000_000;

  /** About half a kilobyte each. */
  static final int MOST_INCIDENTS = 100_000;

  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  /**
   * What holds in both worlds.
   *
   * @param flapping from when on incidents flap; what they did before the stream is unknown
   * @param services all of the tenant
   */
  record Setting(
      IntakePolicy intake,
      FlappingPolicy flapping,
      StormPolicy storms,
      Map<UUID, OwnedService> services,
      Choosing choosing) {}

  /** Finds what is known of an alert that fires now; null for nothing. */
  interface Facts {
    @Nullable AlertFacts of(UUID fingerprint);
  }

  private record Ended(UUID incident, Instant forgottenAt) {}

  private record Held(UUID incident, Instant until) {}

  /** Counts up, so that both worlds and every run give the same. */
  private static final class Ids implements IntakeIds {
    private long last;

    @Override
    public UUID incidentId() {
      return new UUID(0, ++last);
    }

    @Override
    public String shortId() {
      return "SIM-" + last;
    }
  }

  private final Setting setting;
  private final IntakePolicy policy;
  private final FlappingPolicy flappingPolicy;
  private final Telling telling;
  private final Ids ids = new Ids();
  private final Map<UUID, Progress> firing = new HashMap<>();
  private final Map<UUID, Incident> incidents = new HashMap<>();
  private final Map<String, UUID> byGroup = new HashMap<>();
  private final ArrayDeque<Ended> ended = new ArrayDeque<>();
  private final Map<UUID, Flapping> flapping = new HashMap<>();
  private final Map<UUID, Instant> heldUntil = new HashMap<>();
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private final ArrayDeque<Instant> openedUrgent = new ArrayDeque<>();
  private final ArrayDeque<Instant> openedOther = new ArrayDeque<>();
  private long opened;
  private long reopened;
  private long resolved;

  World(Setting setting) {
    this.setting = setting;
    this.policy = setting.intake();
    this.flappingPolicy = setting.flapping();
    this.telling = new Telling(setting);
  }

  /**
   * What is there when the stream begins.
   *
   * @param open incidents that are open, or may be reopened
   * @param inThem the alerts that fire in them
   */
  void begin(List<Incident> open, List<Progress> inThem) {
    for (Incident incident : open) {
      keep(incident);
      if (!incident.status().isOpen()) {
        forgetLater(incident);
      }
    }
    inThem.forEach(progress -> firing.put(progress.fingerprint(), progress));
  }

  /**
   * Applies changes that came together: those of the urgent lane first, as intake does.
   *
   * @param now not before that of the last call
   * @param facts of those that fire
   * @return what became of those that fire now
   */
  Map<UUID, Joined> apply(List<Transition> together, Instant now, Facts facts) {
    through(now);
    telling.begin();
    Map<UUID, Joined> ofIncident = new HashMap<>();
    Map<UUID, UUID> incidentOf = new HashMap<>();
    Set<UUID> urgent = new HashSet<>();
    List<Transition> first = new ArrayList<>();
    List<Transition> rest = new ArrayList<>();
    for (Transition t : together.reversed()) {
      // Intake takes an alert's earlier changes along, whatever lane they are in.
      boolean isUrgent = t.severity().isCritical() || urgent.contains(t.fingerprint());
      (isUrgent ? first : rest).add(t);
      if (isUrgent) {
        urgent.add(t.fingerprint());
      }
    }
    for (List<Transition> lane : List.of(first, rest)) {
      if (!lane.isEmpty()) {
        settle(plan(lane, now, facts), now, ofIncident, incidentOf);
      }
    }
    mustFit();
    Map<UUID, Joined> joined = HashMap.newHashMap(incidentOf.size());
    incidentOf.forEach(
        (alert, incident) -> joined.put(alert, ofIncident.getOrDefault(incident, Joined.JOINED)));
    return joined;
  }

  private IntakePlan plan(List<Transition> lane, Instant now, Facts facts) {
    Map<UUID, Progress> progress = new HashMap<>();
    Map<UUID, Incident> involved = new LinkedHashMap<>();
    for (Transition t : lane) {
      Progress known = firing.get(t.fingerprint());
      if (known != null) {
        progress.put(t.fingerprint(), known);
        involve(involved, known.incidentId());
      }
      involve(involved, byGroup.get(t.groupKey()));
    }
    Room room = new Room(left(openedUrgent), left(openedOther));
    if (lane.size() <= Math.min(room.urgent(), room.other())) {
      room = Room.ENDLESS;
    } else {
      for (Transition t : lane) {
        involve(involved, byGroup.get(GatheredGroups.key(t.serviceId(), true)));
        involve(involved, byGroup.get(GatheredGroups.key(t.serviceId(), false)));
      }
    }
    IntakeState state =
        new IntakeState(
            lane,
            progress,
            List.copyOf(involved.values()),
            Set.of(),
            room,
            HidingPlan.NOTHING,
            Set.of(),
            new FlappingState(flappingPolicy, known(involved.keySet())));
    // As intake does: most plans need no words.
    IntakePlan plan = IntakePlanner.plan(state, IntakeWords.NONE, policy, new Ids(), now);
    return plan.needs().incidents() == 0 && plan.needs().alerts().isEmpty()
        ? plan
        : IntakePlanner.plan(state, words(plan.needs().alerts(), facts), policy, ids, now);
  }

  private IntakeWords words(Set<UUID> alerts, Facts facts) {
    Map<UUID, AlertFacts> known = new HashMap<>();
    for (UUID alert : alerts) {
      AlertFacts of = facts.of(alert);
      if (of != null) {
        known.put(alert, of);
      }
    }
    return new IntakeWords(known, setting.services());
  }

  private Map<UUID, Flapping> known(Set<UUID> involved) {
    Map<UUID, Flapping> known = new HashMap<>();
    for (UUID id : involved) {
      Flapping of = flapping.get(id);
      if (of != null) {
        known.put(id, of);
      }
    }
    return known;
  }

  private void involve(Map<UUID, Incident> involved, @Nullable UUID id) {
    Incident incident = id == null ? null : incidents.get(id);
    if (incident != null) {
      involved.put(incident.id(), incident);
    }
  }

  private int left(ArrayDeque<Instant> openedLately) {
    return Math.max(0, policy.newIncidents() - openedLately.size());
  }

  private void settle(
      IntakePlan plan, Instant now, Map<UUID, Joined> ofIncident, Map<UUID, UUID> incidentOf) {
    telling.take(plan.changes(), now);
    for (IncidentChange change : plan.changes()) {
      Incident after = change.after();
      ofIncident.putIfAbsent(after.id(), joined(change));
      count(change, now);
      keep(after);
      if (!after.status().isOpen()) {
        forgetLater(after);
      }
    }
    plan.flapping().forEach(change -> settle(change, now));
    for (Progress progress : plan.progress()) {
      UUID incident = progress.incidentId();
      if (progress.firing()) {
        firing.put(progress.fingerprint(), progress);
      } else {
        firing.remove(progress.fingerprint());
      }
      if (incident != null) {
        incidentOf.put(progress.fingerprint(), incident);
      }
    }
  }

  private void settle(FlappingChange change, Instant now) {
    UUID incident = change.incident();
    flapping.put(incident, change.after());
    Duration calm = change.holdDown();
    if (calm == null) {
      heldUntil.remove(incident);
    } else {
      heldUntil.put(incident, now.plus(calm));
      held.add(new Held(incident, now.plus(calm)));
    }
  }

  /** What happens by then without further changes. */
  void through(Instant now) {
    telling.through(now, incidents::get, id -> flapping.getOrDefault(id, Flapping.NONE).flaps());
    while (!held.isEmpty() && !held.getFirst().until().isAfter(now)) {
      Held due = held.removeFirst();
      if (heldUntil.remove(due.incident(), due.until())) {
        endFlapping(due);
      }
    }
    forget(now);
  }

  private void endFlapping(Held due) {
    Incident incident = incidents.get(due.incident());
    flapping.computeIfPresent(due.incident(), (id, known) -> known.over());
    if (incident != null && incident.status().isOpen() && incident.counts().firing() == 0) {
      Incident after = incident.resolve(Incident.SYSTEM, due.until(), "", null).incident();
      resolved++;
      telling.ended(after.id(), due.until());
      keep(after);
      forgetLater(after);
    }
  }

  /** What became of an alert that joins by this change, the first of a moment. */
  private static Joined joined(IncidentChange change) {
    Incident before = change.before();
    if (GatheredGroups.isKey(change.after().groupKey())) {
      return Joined.GATHERED;
    }
    return before == null
        ? Joined.OPENED
        : before.status().isOpen() ? Joined.JOINED : Joined.REOPENED;
  }

  private void count(IncidentChange change, Instant now) {
    if (change.isNew()) {
      opened++;
      (change.after().severity().isCritical() ? openedUrgent : openedOther).add(now);
    }
    for (Step step : change.steps()) {
      IncidentEvent event = step.event();
      if (event == IncidentEvent.REOPENED) {
        reopened++;
      } else if (event == IncidentEvent.RESOLVED) {
        resolved++;
      }
    }
  }

  private void keep(Incident incident) {
    incidents.put(incident.id(), incident);
    String group = incident.groupKey();
    UUID known = group == null ? null : byGroup.get(group);
    if (group != null
        && (known == null || incident.status().isOpen() || isOlder(known, incident))) {
      byGroup.put(group, incident.id());
    }
  }

  /** Whether the group's known incident ended before this one. */
  private boolean isOlder(UUID known, Incident than) {
    Incident other = incidents.get(known);
    if (other == null || other.id().equals(than.id())) {
      return true;
    }
    Instant end = other.clocks().resolvedAt();
    Instant ownEnd = than.clocks().resolvedAt();
    return !other.status().isOpen() && end != null && ownEnd != null && end.isBefore(ownEnd);
  }

  private void forgetLater(Incident incident) {
    Instant end = incident.clocks().resolvedAt();
    if (end != null) {
      ended.add(new Ended(incident.id(), end.plus(policy.reopenWindow())));
    }
  }

  private void forget(Instant now) {
    Instant since = now.minus(RATE_WINDOW);
    for (ArrayDeque<Instant> lately : List.of(openedUrgent, openedOther)) {
      while (!lately.isEmpty() && !lately.getFirst().isAfter(since)) {
        lately.removeFirst();
      }
    }
    while (!ended.isEmpty() && !ended.getFirst().forgottenAt().isAfter(now)) {
      Incident incident = incidents.get(ended.removeFirst().incident());
      if (incident != null && mayGo(incident, now)) {
        incidents.remove(incident.id());
        flapping.remove(incident.id());
        telling.forget(incident.id());
        String group = incident.groupKey();
        if (group != null && incident.id().equals(byGroup.get(group))) {
          byGroup.remove(group);
        }
      }
    }
  }

  /** It is over, nobody reopens it, and no alert of it fires. */
  private boolean mayGo(Incident incident, Instant now) {
    Instant end = incident.clocks().resolvedAt();
    return incident.status() == IncidentStatus.RESOLVED
        && end != null
        && !end.plus(policy.reopenWindow()).isAfter(now)
        && incident.counts().firing() == 0;
  }

  private void mustFit() {
    if (firing.size() > MOST_FIRING) {
      throw new CannotSimulateException(
          "more than " + MOST_FIRING + " alerts fire at once; choose a shorter window");
    }
    if (incidents.size() > MOST_INCIDENTS) {
      throw new CannotSimulateException(
          "more than "
              + MOST_INCIDENTS
              + " incidents are open at once or may be reopened; choose a shorter window");
    }
  }

  long opened() {
    return opened;
  }

  long reopened() {
    return reopened;
  }

  long resolved() {
    return resolved;
  }

  /** Whom people hear of, and when. */
  Telling telling() {
    return telling;
  }
}
