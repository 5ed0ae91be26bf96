package dev.imas.core.simulation;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.flapping.FlappingPolicy;
import dev.imas.core.incident.GatheredGroups;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.OpeningAlert;
import dev.imas.core.incident.Step;
import dev.imas.core.intake.AlertFacts;
import dev.imas.core.intake.AlertProgress;
import dev.imas.core.intake.IntakeIds;
import dev.imas.core.intake.IntakePlan;
import dev.imas.core.intake.IntakePlanner;
import dev.imas.core.intake.IntakePolicy;
import dev.imas.core.intake.IntakeState;
import dev.imas.core.intake.IntakeWords;
import dev.imas.core.intake.OpeningAllowance;
import dev.imas.core.intake.Transition;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.ReopenWindow;
import dev.imas.core.storm.StormPolicy;
import java.time.Instant;
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

  /** As many as intake takes at once. */
  private static final int TOGETHER = 1_000;

  /** About half a kilobyte each. */
  static final int MOST_INCIDENTS = 100_000;

  /**
   * What holds in both worlds.
   *
   * @param flapping from when on incidents flap; what they did before the stream is unknown
   * @param services all of the tenant
   * @param reopening by service, of those that say how long their incidents are reopened
   */
  record Setting(
      IntakePolicy intake,
      FlappingPolicy flapping,
      StormPolicy storms,
      Map<UUID, OwnedService> services,
      Map<UUID, ReopenWindow> reopening,
      Choosing choosing) {}

  /** Finds what is known of an alert that fires now; null for nothing. */
  interface Facts {
    @Nullable Known of(UUID fingerprint);
  }

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
  private final SimulatedNotifications telling;
  private final Ids ids = new Ids();
  private final Map<UUID, AlertProgress> firing = new HashMap<>();
  private final KeptIncidents incidents;
  private final SuppressedAlerts hidden;
  private final SuppressedIncidents hiddenIncidents = new SuppressedIncidents();
  private final Flaps flaps;
  private final OpenedLately lately;
  private long opened;
  private long reopened;
  private long resolved;

  /**
   * @param hidden of this world alone
   */
  World(Setting setting, SuppressedAlerts hidden) {
    this.setting = setting;
    this.hidden = hidden;
    this.incidents = new KeptIncidents(setting.intake().reopenWindow());
    this.policy = setting.intake();
    this.flaps = new Flaps(setting.flapping());
    this.lately = new OpenedLately(setting.intake().newIncidents());
    this.telling = new SimulatedNotifications(setting);
  }

  /**
   * What is there when the stream begins.
   *
   * @param open incidents that are open, or may be reopened
   * @param inThem the alerts that fire in them
   * @param reopening what a rule or a service says of some of them
   */
  void begin(List<Incident> open, List<AlertProgress> inThem, Map<UUID, ReopenWindow> reopening) {
    reopening.forEach(incidents::reopens);
    open.forEach(incidents::keep);
    inThem.forEach(progress -> firing.put(progress.fingerprint(), progress));
  }

  /**
   * What is known of alerts that fire in incidents when the stream begins: of those that something
   * may hide, or that may hide others.
   *
   * @param decided the change of each by which it was decided last
   */
  void beginHiding(List<Transition> decided, Facts facts, Instant from) {
    for (Transition last : decided) {
      if (firing.containsKey(last.fingerprint())) {
        settle(List.of(Watched.reconsidered(last, last.seq(), from)), from, facts, new Moment());
      }
    }
  }

  /**
   * Applies changes that came together: those of the urgent lane first, as intake does.
   *
   * @param now not before that of the last call
   * @param facts of those that fire
   * @return what became of those that fire now
   */
  Map<UUID, Joined> apply(List<Transition> together, Instant now, Facts facts) {
    telling.begin();
    through(now);
    Moment moment = new Moment();
    settle(hiddenBefore(together), now, facts, moment);
    settle(
        together.stream().filter(t -> t.kind() != TransitionKind.RECONSIDERED).toList(),
        now,
        facts,
        moment);
    decideAnew(now);
    mustFit();
    return moment.joined();
  }

  /**
   * When core decided anew is decided here by the same rules, and not by when it did. It matters
   * for alerts of which this world knows nothing: they have been hidden since before it began.
   */
  private List<Transition> hiddenBefore(List<Transition> together) {
    Set<UUID> known = new HashSet<>();
    List<Transition> hiddenBefore = new ArrayList<>();
    for (Transition t : together) {
      boolean isFirst = known.add(t.fingerprint());
      if (t.kind() == TransitionKind.RECONSIDERED
          && isFirst
          && !hidden.knows(t.fingerprint())
          && !firing.containsKey(t.fingerprint())) {
        hiddenBefore.add(t);
      }
    }
    return hiddenBefore;
  }

  private void settle(List<Transition> together, Instant now, Facts facts, Moment moment) {
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
        settle(plan(lane, now, facts), now, moment);
        noteHidden(lane);
      }
    }
  }

  /** Where alerts that are hidden fire in incidents. */
  private void noteHidden(List<Transition> lane) {
    if (!hidden.isIdle()) {
      for (Transition t : lane) {
        AlertProgress known = hidden.isHidden(t.fingerprint()) ? firing.get(t.fingerprint()) : null;
        hiddenIncidents.note(t.fingerprint(), known == null ? null : known.incidentId());
      }
    }
  }

  /** What begins or ends to be hidden by then, and what has waited for it. */
  private void decideAnew(Instant now) {
    while (!hidden.nextDue().isAfter(now)) {
      List<Watched> due = hidden.takeDue(now);
      for (int i = 0; i < due.size(); i += TOGETHER) {
        Map<UUID, Known> known = new HashMap<>();
        List<Transition> some = new ArrayList<>();
        for (Watched one : due.subList(i, Math.min(i + TOGETHER, due.size()))) {
          known.put(one.last().fingerprint(), one.known());
          some.add(Watched.reconsidered(one.last(), one.last().seq(), now));
        }
        settle(some, now, known::get, new Moment());
      }
      mustFit();
    }
  }

  private IntakePlan plan(List<Transition> lane, Instant now, Facts facts) {
    Map<UUID, AlertProgress> progress = new HashMap<>();
    Map<UUID, Incident> involved = new LinkedHashMap<>();
    for (Transition t : lane) {
      AlertProgress known = firing.get(t.fingerprint());
      if (known != null) {
        progress.put(t.fingerprint(), before(t, known));
        involve(involved, incidents.find(known.incidentId()));
      }
      involve(involved, incidents.ofGroup(t.groupKey()));
    }
    OpeningAllowance room = lately.room();
    if (lane.size() <= Math.min(room.urgent(), room.other())) {
      room = OpeningAllowance.ENDLESS;
    } else {
      for (Transition t : lane) {
        involve(involved, incidents.ofGroup(GatheredGroups.key(t.serviceId(), true)));
        involve(involved, incidents.ofGroup(GatheredGroups.key(t.serviceId(), false)));
      }
    }
    IntakeState state =
        new IntakeState(
            lane,
            progress,
            List.copyOf(involved.values()),
            Set.of(),
            room,
            hidden.decide(lane, facts, firing::containsKey, now),
            Set.of(),
            incidents.reopening(involved.keySet()),
            flaps.of(involved.keySet()));
    // As intake does: most plans need no words.
    IntakePlan plan = IntakePlanner.plan(state, IntakeWords.NONE, policy, new Ids(), now);
    return plan.needs().incidents() == 0 && plan.needs().alerts().isEmpty()
        ? plan
        : IntakePlanner.plan(state, words(plan.needs().alerts(), facts), policy, ids, now);
  }

  /** What is decided anew here has no number of its own: it counts as that of its last change. */
  private static AlertProgress before(Transition t, AlertProgress known) {
    return t.kind() == TransitionKind.RECONSIDERED && known.appliedSeq() >= t.seq()
        ? new AlertProgress(known.fingerprint(), t.seq() - 1, known.incidentId(), known.firing())
        : known;
  }

  private IntakeWords words(Set<UUID> alerts, Facts facts) {
    Map<UUID, AlertFacts> known = new HashMap<>();
    for (UUID alert : alerts) {
      Known one = facts.of(alert);
      AlertFacts of = one == null ? null : one.facts();
      if (of != null) {
        known.put(alert, of);
      }
    }
    return new IntakeWords(known, setting.services());
  }

  private static void involve(Map<UUID, Incident> involved, @Nullable Incident incident) {
    if (incident != null) {
      involved.put(incident.id(), incident);
    }
  }

  private void settle(IntakePlan plan, Instant now, Moment moment) {
    telling.take(plan.changes(), now);
    for (IncidentChange change : plan.changes()) {
      moment.changed(change);
      reopens(change);
      count(change, now);
      incidents.keep(change.after());
    }
    plan.flapping().forEach(change -> flaps.take(change, now));
    for (AlertProgress progress : plan.progress()) {
      UUID incident = progress.incidentId();
      if (progress.firing()) {
        firing.put(progress.fingerprint(), progress);
      } else {
        firing.remove(progress.fingerprint());
      }
      if (incident != null) {
        moment.isIn(progress.fingerprint(), incident);
      }
    }
  }

  private void reopens(IncidentChange change) {
    OpeningAlert by = change.openedBy();
    if (!change.isNew()) {
      return;
    }
    UUID incident = change.after().id();
    ReopenWindow ofRule =
        by == null || GatheredGroups.isKey(change.after().groupKey())
            ? null
            : by.actions().reopenWindow();
    ReopenWindow ofService = setting.reopening().get(change.after().serviceId());
    if (ofRule != null) {
      incidents.reopens(incident, ofRule);
    } else if (ofService != null) {
      incidents.reopens(incident, ofService);
    }
  }

  /** What happens by then without further changes. */
  void through(Instant now) {
    for (Instant due = hidden.nextDue(); !due.isAfter(now); due = hidden.nextDue()) {
      calmThrough(due);
      decideAnew(due);
    }
    calmThrough(now);
  }

  private void calmThrough(Instant now) {
    telling.through(
        now,
        incidents::find,
        flaps::flaps,
        id -> hiddenIncidents.isWhole(incidents.find(id)),
        (alert, incident) -> {
          AlertProgress progress = firing.get(alert);
          return progress != null && incident.equals(progress.incidentId());
        });
    flaps.through(now, this::isCalm);
    lately.forget(now);
    incidents.forget(
        now,
        id -> {
          flaps.forget(id);
          telling.forget(id);
        });
  }

  /** It flaps no more. */
  private void isCalm(UUID id, Instant since) {
    Incident incident = incidents.find(id);
    if (incident != null && incident.status().isOpen() && incident.counts().firing() == 0) {
      Incident after = incident.resolve(Incident.SYSTEM, since, "", null).incident();
      resolved++;
      telling.ended(after.id(), since);
      incidents.keep(after);
    }
  }

  private void count(IncidentChange change, Instant now) {
    if (change.isNew()) {
      opened++;
      lately.add(change.after(), now);
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

  /** Which alerts are hidden. */
  SuppressedAlerts hidden() {
    return hidden;
  }

  /** Whom people hear of, and when. */
  SimulatedNotifications telling() {
    return telling;
  }
}
