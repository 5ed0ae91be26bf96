package dev.imas.core.intake;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.incident.Change;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.Page;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a set of state changes does to incidents. Pure: the same state gives the same plan,
 * and the order of the transitions, their repeats and how they were cut into sets change nothing in
 * where it ends.
 *
 * <p>Transitions of one alert are applied in order of their seq. Across alerts, firings come before
 * recoveries and severe ones before others, so that a storm opens an incident at its final severity
 * and an incident does not end and reopen within one set.
 */
public final class IntakePlanner {

  private static final Comparator<Transition> WITHIN_A_ROUND =
      Comparator.comparing((Transition t) -> !t.kind().isFiring())
          .thenComparing(Transition::severity)
          .thenComparing(Transition::receivedAt)
          .thenComparing(Transition::fingerprint);

  private final IntakeState state;
  private final IntakePolicy policy;
  private final IntakeIds ids;
  private final Instant now;
  private final Map<UUID, IncidentDraft> drafts = new LinkedHashMap<>();
  private final Map<String, UUID> openByGroup = new HashMap<>();
  private final Map<String, UUID> resolvedByGroup = new HashMap<>();
  private final Map<UUID, Progress> progress = new LinkedHashMap<>();
  private final Map<Link, Boolean> links = new LinkedHashMap<>();

  private IntakePlanner(IntakeState state, IntakePolicy policy, IntakeIds ids, Instant now) {
    this.state = state;
    this.policy = policy;
    this.ids = ids;
    this.now = now;
    for (Incident incident : state.incidents()) {
      drafts.put(incident.id(), new IncidentDraft(incident, now));
      String group = incident.groupKey();
      if (group != null && incident.status().isOpen()) {
        openByGroup.put(group, incident.id());
      } else if (group != null) {
        resolvedByGroup.merge(group, incident.id(), this::resolvedLater);
      }
    }
  }

  public static IntakePlan plan(
      IntakeState state, IntakePolicy policy, IntakeIds ids, Instant now) {
    return new IntakePlanner(state, policy, ids, now).plan();
  }

  private IntakePlan plan() {
    for (List<Transition> round : rounds()) {
      round.sort(WITHIN_A_ROUND);
      round.forEach(this::apply);
    }
    List<Incident> opened = new ArrayList<>();
    List<Incident> changed = new ArrayList<>();
    List<TimelineEntry> entries = new ArrayList<>();
    List<Page> pages = new ArrayList<>();
    for (IncidentDraft draft : drafts.values()) {
      draft.finish();
      if (draft.isNew()) {
        opened.add(draft.current());
      } else if (draft.isChanged()) {
        changed.add(draft.current());
      }
      entries.addAll(draft.entries());
      pages.addAll(draft.pages());
    }
    return new IntakePlan(opened, changed, links, List.copyOf(progress.values()), entries, pages);
  }

  /** The n-th round holds the n-th new transition of each alert. */
  private List<List<Transition>> rounds() {
    Map<UUID, TreeMap<Integer, Transition>> byAlert = new LinkedHashMap<>();
    for (Transition t : state.transitions()) {
      Progress done = progressOf(t.fingerprint());
      if (t.seq() > done.appliedSeq()) {
        byAlert.computeIfAbsent(t.fingerprint(), f -> new TreeMap<>()).put(t.seq(), t);
      }
    }
    List<List<Transition>> rounds = new ArrayList<>();
    for (TreeMap<Integer, Transition> ofOne : byAlert.values()) {
      int round = 0;
      for (Transition t : ofOne.values()) {
        if (rounds.size() == round) {
          rounds.add(new ArrayList<>());
        }
        rounds.get(round++).add(t);
      }
    }
    return rounds;
  }

  private void apply(Transition t) {
    Progress before = progressOf(t.fingerprint());
    UUID incident =
        switch (t.kind()) {
          case OPENED, REOPENED -> fire(t, before);
          case SEVERITY_CHANGED -> reweigh(t, before);
          case RESOLVED, EXPIRED, SUPPRESSED -> recover(t, before);
        };
    progress.put(t.fingerprint(), new Progress(t.fingerprint(), t.seq(), incident));
  }

  private UUID fire(Transition t, Progress before) {
    IncidentDraft draft = openIncidentFor(t);
    UUID id = draft.current().id();
    if (before.incidentId() != null && !before.incidentId().equals(id)) {
      leave(new Link(before.incidentId(), t.fingerprint()));
    }
    Link link = new Link(id, t.fingerprint());
    Boolean fired = firing(link);
    links.put(link, true);
    draft.received(
        t.fingerprint(),
        fired == null,
        !Boolean.TRUE.equals(fired),
        Decision.autoResolve(t.decision()));
    return id;
  }

  /** Only a rise matters; it is news like a firing, also for an incident that was ended by hand. */
  private @Nullable UUID reweigh(Transition t, Progress before) {
    UUID id = before.incidentId();
    if (id == null) {
      return fire(t, before);
    }
    IncidentDraft draft = drafts.get(id);
    if (draft == null || !t.severity().isMoreSevereThan(draft.current().severity())) {
      return id;
    }
    if (!draft.current().status().isOpen()) {
      return fire(t, before);
    }
    raise(draft, t, true);
    return id;
  }

  private @Nullable UUID recover(Transition t, Progress before) {
    UUID id = before.incidentId();
    if (id == null) {
      return null;
    }
    Link link = new Link(id, t.fingerprint());
    IncidentDraft draft = drafts.get(id);
    if (draft != null && Boolean.TRUE.equals(firing(link))) {
      links.put(link, false);
      draft.recovered(t.fingerprint(), t.kind() == TransitionKind.EXPIRED);
    }
    return id;
  }

  private void leave(Link link) {
    IncidentDraft draft = drafts.get(link.incidentId());
    if (draft != null && Boolean.TRUE.equals(firing(link))) {
      links.put(link, false);
      draft.left();
    }
  }

  private IncidentDraft openIncidentFor(Transition t) {
    UUID open = openByGroup.get(t.groupKey());
    if (open != null) {
      IncidentDraft draft = draft(open);
      if (t.severity().isMoreSevereThan(draft.current().severity())) {
        raise(draft, t, true);
      }
      return draft;
    }
    UUID resolved = resolvedByGroup.get(t.groupKey());
    IncidentDraft draft = resolved == null ? null : draft(resolved);
    if (draft != null && isWithinReopenWindow(draft.current(), t)) {
      if (t.severity().isMoreSevereThan(draft.current().severity())) {
        raise(draft, t, false); // The page about the reopening tells the new severity.
      }
      draft.step(
          i -> i.reopen(Incident.SYSTEM, now, "Reopened: " + nameOf(t) + " fires again"), true);
      resolvedByGroup.remove(t.groupKey());
      openByGroup.put(t.groupKey(), draft.current().id());
      return draft;
    }
    IncidentDraft opened = new IncidentDraft(open(t, draft == null ? null : draft.current()), now);
    drafts.put(opened.current().id(), opened);
    openByGroup.put(t.groupKey(), opened.current().id());
    return opened;
  }

  private Change open(Transition t, @Nullable Incident previous) {
    AlertFacts alert = state.alerts().get(t.fingerprint());
    OwnedService service = state.services().get(t.serviceId());
    if (service == null) {
      service = state.triage(); // Deleted since the gateway chose it.
    }
    Instant detectedAt = detectedAt(t, alert);
    StringBuilder message = new StringBuilder("Opened by alert ").append(nameOf(t));
    Map<String, Object> facts = new TreeMap<>();
    facts.put("fingerprint", t.fingerprint().toString().replace("-", ""));
    if (service.isTriage()) {
      facts.put("triage", true);
      message.append("; it names no known service, so it went to ").append(service.name());
    }
    if (!detectedAt.equals(t.startsAt()) || startsInFuture(t, alert)) {
      Instant said =
          alert == null || alert.senderStartsAt() == null ? t.startsAt() : alert.senderStartsAt();
      facts.put("starts_at", said.toString());
      message.append("; its start, ").append(said).append(", is not believed");
    }
    if (previous != null) {
      facts.put("previous", previous.shortId());
      message.append("; follows ").append(previous.shortId());
    }
    return Incident.open(
        new Incident.Opening(
            ids.incidentId(),
            ids.shortId(),
            alert == null ? "Unnamed alert" : alert.title(Incident.LONGEST_TITLE),
            alert == null ? "" : alert.description(Incident.LONGEST_DESCRIPTION),
            service.id(),
            t.severity(),
            Incident.Origin.ALERT,
            t.groupKey(),
            Decision.autoResolve(t.decision()),
            Incident.SYSTEM,
            detectedAt,
            previous == null ? null : previous.id()),
        message.toString(),
        facts,
        now);
  }

  /** When the alert says it began, where that can be (requirement ING-21). */
  private Instant detectedAt(Transition t, @Nullable AlertFacts alert) {
    boolean tooOld = t.startsAt().isBefore(t.receivedAt().minus(policy.oldestStart()));
    return tooOld || t.startsAt().isAfter(t.receivedAt()) || startsInFuture(t, alert)
        ? t.receivedAt()
        : t.startsAt();
  }

  private static boolean startsInFuture(Transition t, @Nullable AlertFacts alert) {
    Instant said = alert == null ? null : alert.senderStartsAt();
    return said != null && said.isAfter(t.receivedAt());
  }

  private boolean isWithinReopenWindow(Incident resolved, Transition t) {
    Instant end = resolved.clocks().resolvedAt();
    return end != null && t.receivedAt().isBefore(end.plus(policy.reopenWindow()));
  }

  private void raise(IncidentDraft draft, Transition t, boolean tellPeople) {
    Severity to = t.severity();
    draft.step(
        i -> i.raise(to, Incident.SYSTEM, now, "Raised to " + to + " by alert " + nameOf(t)),
        tellPeople);
  }

  private String nameOf(Transition t) {
    AlertFacts alert = state.alerts().get(t.fingerprint());
    return alert == null ? t.fingerprint().toString().replace("-", "") : alert.name();
  }

  private Progress progressOf(UUID fingerprint) {
    Progress now = progress.get(fingerprint);
    return now != null
        ? now
        : state.progress().getOrDefault(fingerprint, Progress.none(fingerprint));
  }

  private @Nullable Boolean firing(Link link) {
    Boolean planned = links.get(link);
    return planned != null ? planned : state.links().get(link);
  }

  private IncidentDraft draft(UUID id) {
    IncidentDraft draft = drafts.get(id);
    if (draft == null) {
      throw new IllegalStateException("incident " + id + " was not loaded");
    }
    return draft;
  }

  private UUID resolvedLater(UUID a, UUID b) {
    return endOf(a).isBefore(endOf(b)) ? b : a;
  }

  private Instant endOf(UUID id) {
    Incident incident = draft(id).current();
    Instant end = incident.clocks().resolvedAt();
    return end == null || incident.status() != IncidentStatus.RESOLVED ? Instant.EPOCH : end;
  }
}
