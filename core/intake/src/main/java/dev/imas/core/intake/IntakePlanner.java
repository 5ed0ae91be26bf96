package dev.imas.core.intake;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.flapping.FlappingChange;
import dev.imas.core.incident.DecidedBy;
import dev.imas.core.incident.Detection;
import dev.imas.core.incident.GatheredGroups;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.NewIncident;
import dev.imas.core.incident.Step;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a set of state changes does to incidents. Pure: the same state gives the same plan.
 * The final result does not depend on the order of the transitions, on repeats, or on how they were
 * split into sets.
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

  private static final OwnedService PLACEHOLDER =
      new OwnedService(new UUID(0, 0), "", "", null, false, "", List.of());

  private final IntakeState state;
  private final IntakeWords words;
  private final IntakePolicy policy;
  private final IntakeIds ids;
  private final Instant now;
  private final ReopenWindows reopening;
  private final Map<UUID, IncidentDraft> drafts = new LinkedHashMap<>();
  private final IncidentsByGroup groups;
  private final Map<UUID, AlertProgress> progress = new LinkedHashMap<>();
  private final Set<Link> joined = new LinkedHashSet<>();
  private final Set<UUID> wordsNeeded = new LinkedHashSet<>();
  private final Set<UUID> servicesNeeded = new LinkedHashSet<>();
  private int urgentRoom;
  private int otherRoom;

  private IntakePlanner(
      IntakeState state, IntakeWords words, IntakePolicy policy, IntakeIds ids, Instant now) {
    this.state = state;
    this.words = words;
    this.policy = policy;
    this.ids = ids;
    this.now = now;
    this.reopening = new ReopenWindows(state.reopening(), policy.reopenWindow());
    this.urgentRoom = state.room().urgent();
    this.otherRoom = state.room().other();
    this.groups = IncidentsByGroup.of(state.incidents());
    for (Incident incident : state.incidents()) {
      drafts.put(incident.id(), new IncidentDraft(incident, state.flapping(), now));
    }
  }

  /**
   * Makes a plan. Its decisions do not depend on the words: {@link IntakeWords#NONE} gives the same
   * plan with placeholders, and the plan says what it needs.
   */
  public static IntakePlan plan(
      IntakeState state, IntakeWords words, IntakePolicy policy, IntakeIds ids, Instant now) {
    return new IntakePlanner(state, words, policy, ids, now).plan();
  }

  private IntakePlan plan() {
    for (List<Transition> round : rounds()) {
      round.sort(WITHIN_A_ROUND);
      round.forEach(this::apply);
    }
    List<IncidentChange> changes = new ArrayList<>();
    List<FlappingChange> flapping = new ArrayList<>();
    Set<UUID> mayFlap = new LinkedHashSet<>();
    for (IncidentDraft draft : drafts.values()) {
      draft.finish();
      draft.change().ifPresent(changes::add);
      draft.flapping().ifPresent(flapping::add);
      if (draft.mayFlap()) {
        mayFlap.add(draft.current().id());
      }
    }
    int opened = (int) changes.stream().filter(IncidentChange::isNew).count();
    return new IntakePlan(
        changes,
        joined,
        List.copyOf(progress.values()),
        flapping,
        words.isLoaded()
            ? IntakeNeeds.NOTHING
            : new IntakeNeeds(wordsNeeded, servicesNeeded, opened, mayFlap));
  }

  /** The n-th round holds the n-th new transition of each alert. */
  private List<List<Transition>> rounds() {
    Map<UUID, TreeMap<Integer, Transition>> byAlert = new LinkedHashMap<>();
    for (Transition t : state.transitions()) {
      AlertProgress done = progressOf(t.fingerprint());
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
    AlertProgress before = progressOf(t.fingerprint());
    progress.put(t.fingerprint(), t.kind().isFiring() ? burn(t, before) : recover(t, before));
  }

  private AlertProgress burn(Transition t, AlertProgress before) {
    if (isBeat(t)) {
      return beat(t, before);
    }
    if (state.hiding().hides(t.fingerprint())) {
      return hide(t, before);
    }
    return switch (t.kind()) {
      case OPENED, REOPENED, REFIRED -> fire(t, before);
      case STILL_FIRING -> fireOn(t, before);
      case RECONSIDERED -> show(t, before);
      case SEVERITY_CHANGED -> reweigh(t, before);
      case RESOLVED, EXPIRED, SUPPRESSED, LAPSED -> recover(t, before);
    };
  }

  private boolean isBeat(Transition t) {
    return state.beats().contains(t.fingerprint());
  }

  /** Nobody is told that all is well. It leaves the incident that it was in before. */
  private AlertProgress beat(Transition t, AlertProgress before) {
    UUID former = before.incidentId();
    if (former != null && before.firing()) {
      leave(former);
    }
    return new AlertProgress(t.fingerprint(), t.seq(), null, false);
  }

  /** It opens and raises nothing. An incident in which it fires already keeps it. */
  private static AlertProgress hide(Transition t, AlertProgress before) {
    return new AlertProgress(t.fingerprint(), t.seq(), before.incidentId(), before.firing());
  }

  /**
   * It is not hidden. If it was until now, it is as if it began to fire; an incident that it fires
   * in already goes on.
   */
  private AlertProgress show(Transition t, AlertProgress before) {
    if (!state.hiding().shows(t.fingerprint())) {
      return hide(t, before);
    }
    if (!before.firing()) {
      return fire(t, before);
    }
    IncidentDraft own = drafts.get(before.incidentId());
    return own != null && own.current().status().isOpen() ? reweigh(t, before) : fireOn(t, before);
  }

  private AlertProgress fire(Transition t, AlertProgress before) {
    IncidentDraft draft = openIncidentFor(t);
    UUID id = draft.current().id();
    UUID former = before.incidentId();
    boolean stays = id.equals(former);
    if (former != null && !stays && before.firing()) {
      leave(former);
    }
    boolean joins = !stays && !isMember(new Link(id, t.fingerprint()));
    if (joins) {
      joined.add(new Link(id, t.fingerprint()));
    }
    draft.received(
        t.fingerprint(),
        () -> nameOf(t),
        () -> causeOf(t),
        joins,
        !before.firesIn(id),
        Decision.autoResolve(t.decision()));
    return new AlertProgress(t.fingerprint(), t.seq(), id, true);
  }

  /** Somebody resolved its incident, but it still fires: that incident is reopened, however old. */
  private AlertProgress fireOn(Transition t, AlertProgress before) {
    UUID id = before.incidentId();
    IncidentDraft own = id == null ? null : drafts.get(id);
    if (own == null
        || (!own.current().status().isOpen()
            && (groups.open(t.groupKey()) != null || isGathered(own)))) {
      return fire(t, before);
    }
    if (!own.current().status().isOpen()) {
      Instant end = own.current().clocks().resolvedAt();
      String since =
          end == null ? "" : ", " + Duration.between(end, now).toMinutes() + " min later";
      reopen(own, t.groupKey(), "Reopened: " + nameOf(t) + " still fires" + since, t);
    }
    return new AlertProgress(t.fingerprint(), t.seq(), own.current().id(), true);
  }

  /**
   * Only a rise in severity matters. It counts like a firing, even if a person resolved the
   * incident.
   */
  private AlertProgress reweigh(Transition t, AlertProgress before) {
    UUID id = before.incidentId();
    if (id == null) {
      return fire(t, before);
    }
    IncidentDraft draft = drafts.get(id);
    if (draft != null && draft.current().isRaisedBy(t.severity())) {
      boolean outgrowsOthers = isGathered(draft) && isUrgent(t);
      if (!draft.current().status().isOpen() || outgrowsOthers) {
        return fire(t, before);
      }
      raise(draft, t, true);
      draft.worsened(t.severity(), nameOf(t), causeOf(t));
    }
    return new AlertProgress(t.fingerprint(), t.seq(), id, before.firing());
  }

  private AlertProgress recover(Transition t, AlertProgress before) {
    UUID id = before.incidentId();
    IncidentDraft draft = id == null ? null : drafts.get(id);
    if (draft != null && before.firing()) {
      draft.recovered(t.fingerprint(), t.kind());
    }
    return new AlertProgress(t.fingerprint(), t.seq(), id, false);
  }

  private boolean isMember(Link link) {
    return joined.contains(link)
        || state.members().contains(link)
        || link.incidentId().equals(state.progressOf(link.fingerprint()).incidentId());
  }

  private void leave(UUID former) {
    IncidentDraft draft = drafts.get(former);
    if (draft != null) {
      draft.left();
    }
  }

  private IncidentDraft openIncidentFor(Transition t) {
    return incidentOf(isKnown(t) || takesRoom(t) ? t.groupKey() : gatheringKey(t), t);
  }

  /** Whether its group has an incident that it joins or reopens. */
  private boolean isKnown(Transition t) {
    if (groups.open(t.groupKey()) != null) {
      return true;
    }
    UUID resolved = groups.resolved(t.groupKey());
    return resolved != null && mayReopen(draft(resolved).current(), t);
  }

  /** Tests take no room of what is real, and the bound of each unit holds for them, too. */
  private boolean takesRoom(Transition t) {
    if (t.isTest()) {
      return true;
    }
    int left = isUrgent(t) ? urgentRoom-- : otherRoom--;
    return left > 0;
  }

  private static String gatheringKey(Transition t) {
    return GatheredGroups.key(t.serviceId(), isUrgent(t));
  }

  private static boolean isUrgent(Transition t) {
    return t.severity().compareTo(Severity.SEV2_HIGH) <= 0;
  }

  private static boolean isGathered(IncidentDraft draft) {
    return GatheredGroups.isKey(draft.current().groupKey());
  }

  private IncidentDraft incidentOf(String group, Transition t) {
    UUID open = groups.open(group);
    if (open != null) {
      IncidentDraft draft = draft(open);
      if (draft.current().isRaisedBy(t.severity())) {
        raise(draft, t, true);
      }
      return draft;
    }
    UUID resolved = groups.resolved(group);
    IncidentDraft draft = resolved == null ? null : draft(resolved);
    if (draft != null && mayReopen(draft.current(), t)) {
      String since = sinceItEnded(draft.current(), t);
      String kept = judge(draft, t); // The page about the reopening is of what fires now.
      reopen(
          draft, group, "Reopened: " + nameOf(t) + " fires again" + since + kept + oddWords(t), t);
      draft.cameBack();
      return draft;
    }
    AlertFacts alert = factsOf(t);
    Step opening = open(t, alert, group, draft == null ? null : draft.current());
    IncidentDraft opened =
        new IncidentDraft(
            groupWait(t, alert, group).isPositive() ? opening.untold() : opening,
            alert == null ? null : alert.opening(),
            now);
    drafts.put(opened.current().id(), opened);
    groups.opened(group, opened.current().id());
    return opened;
  }

  /**
   * What comes back is told as what fires now. Nothing lowers an incident in which other alerts may
   * fire, or that gathers groups. What a person decided stays, until a person or a more severe
   * alert changes it.
   *
   * @return what stays as a person decided it, for the timeline and the page; empty if nothing
   */
  private String judge(IncidentDraft draft, Transition t) {
    Incident ended = draft.current();
    if (ended.isRaisedBy(t.severity())) {
      raise(draft, t, false);
    }
    boolean isLower = ended.severity().isMoreSevereThan(t.severity());
    if (isGathered(draft) || ended.counts().firing() > 0) {
      return "";
    }
    String decided = isLower ? ended.setBy().severity() : null;
    Severity to = decided == null ? t.severity() : ended.severity();
    if (isLower
        || t.severity() != ended.severity()
        || !isMember(new Link(ended.id(), t.fingerprint()))) {
      AlertFacts telling = ended.setBy().words() == null ? factsOf(t) : null;
      String title = telling == null ? ended.title() : titleOf(telling);
      if (to != draft.current().severity() || !title.equals(ended.title())) {
        String description =
            telling == null
                ? ended.description()
                : telling.description(t.severity(), Incident.LONGEST_DESCRIPTION);
        draft.step(
            i ->
                i.judge(
                        to,
                        title,
                        description,
                        now,
                        "Judged by what fires now, " + nameOf(t) + ": " + t.severity())
                    .withAll(causeOf(t)),
            false);
      }
    }
    return decided == null
        ? ""
        : ", as " + t.severity() + "; it stays " + to + ", which " + decided + " set";
  }

  private static Duration groupWait(Transition t, @Nullable AlertFacts alert, String group) {
    return alert == null || GatheredGroups.isKey(group)
        ? Duration.ZERO
        : alert.groupWait(t.severity());
  }

  private void reopen(IncidentDraft draft, String group, String reason, Transition t) {
    draft.step(i -> i.reopen(Incident.SYSTEM, now, reason).withAll(causeOf(t)), true);
    groups.reopened(group, draft.current().id());
  }

  private Step open(
      Transition t, @Nullable AlertFacts alert, String group, @Nullable Incident previous) {
    OwnedService service = serviceOf(t);
    Instant detectedAt = detectedAt(t, alert);
    StringBuilder message = new StringBuilder("Opened by alert ").append(nameOf(t));
    Map<String, Object> facts = new TreeMap<>(causeOf(t));
    if (service.isTriage()) {
      facts.put("triage", true);
      message.append("; it names no known service, so it went to ").append(service.name());
    }
    if (!detectedAt.equals(t.startsAt()) || startsInFuture(t, alert)) {
      Instant said =
          alert == null || alert.senderStartsAt() == null ? t.startsAt() : alert.senderStartsAt();
      facts.put("starts_at", said.toString());
      message.append(Detection.notBelieved(said));
    }
    message.append(oddWords(t));
    boolean gathered = GatheredGroups.isKey(group);
    if (gathered) {
      facts.put("gathered", true);
      message
          .append("; more than ")
          .append(policy.newIncidents())
          .append(" incidents were opened within a minute, so new groups of ")
          .append(service.name())
          .append(" are gathered here");
    }
    Duration wait = groupWait(t, alert, group);
    if (wait.isPositive()) {
      facts.put("group_wait", wait.toString());
      message.append("; its first word waits ").append(wait.toSeconds()).append(" s for its group");
    }
    if (previous != null) {
      facts.put("previous", previous.shortId());
      message.append("; follows ").append(previous.shortId()).append(sinceItEnded(previous, t));
    }
    return Incident.open(
        new NewIncident(
            ids.incidentId(),
            ids.shortId(),
            gathered ? gatheredTitle(service) : titleOf(alert),
            alert == null ? "" : alert.description(t.severity(), Incident.LONGEST_DESCRIPTION),
            service.id(),
            t.severity(),
            Incident.Origin.ALERT,
            group,
            Decision.autoResolve(t.decision()),
            Incident.SYSTEM,
            detectedAt,
            previous == null ? null : previous.id()),
        message.toString(),
        facts,
        now);
  }

  private static String titleOf(@Nullable AlertFacts alert) {
    return alert == null ? "Unnamed alert" : alert.title(Incident.LONGEST_TITLE);
  }

  private static String gatheredTitle(OwnedService service) {
    return "Too many new alerts for an incident each: " + service.name();
  }

  /** When the alert began by its own account, if that is plausible (requirement ING-21). */
  private Instant detectedAt(Transition t, @Nullable AlertFacts alert) {
    return startsInFuture(t, alert)
        ? t.receivedAt()
        : Detection.of(t.startsAt(), t.receivedAt(), policy.oldestStart()).at();
  }

  private static boolean startsInFuture(Transition t, @Nullable AlertFacts alert) {
    Instant said = alert == null ? null : alert.senderStartsAt();
    return said != null && said.isAfter(t.receivedAt());
  }

  private boolean mayReopen(Incident resolved, Transition t) {
    return reopening.of(resolved.id()).isOpen(resolved.clocks().resolvedAt(), t.receivedAt());
  }

  /** Where a rule or a service says how long incidents are reopened. */
  private String sinceItEnded(Incident resolved, Transition t) {
    return reopening.of(resolved.id()).explained(resolved.clocks().resolvedAt(), t.receivedAt());
  }

  private void raise(IncidentDraft draft, Transition t, boolean tellPeople) {
    Severity to = t.severity();
    draft.step(
        i ->
            i.raise(
                    to,
                    Incident.SYSTEM,
                    now,
                    "Raised to " + to + " by alert " + nameOf(t) + oddWords(t))
                .withAll(causeOf(t)),
        tellPeople);
  }

  /**
   * For the timeline: the alert that causes something, and the version of the rules that sent it
   * here.
   */
  private Map<String, Object> causeOf(Transition t) {
    Map<String, Object> cause = new TreeMap<>();
    cause.put(DecidedBy.FINGERPRINT, t.fingerprint().toString().replace("-", ""));
    AlertFacts alert = factsOf(t);
    if (alert != null && alert.routed().ruleSet() > 0) {
      cause.put(DecidedBy.RULE_SET, alert.routed().ruleSet());
    }
    if (alert != null) {
      alert.unknown().forEach((what, word) -> cause.put("unknown_" + what, word));
    }
    return cause;
  }

  /** What its sender said and nobody knows, for the timeline and the page. */
  private String oddWords(Transition t) {
    AlertFacts alert = factsOf(t);
    return alert == null || alert.unknown().isEmpty()
        ? ""
        : "; " + alert.unknownWords(t.severity());
  }

  private String nameOf(Transition t) {
    AlertFacts alert = factsOf(t);
    return alert == null ? t.fingerprint().toString().replace("-", "") : alert.name();
  }

  private @Nullable AlertFacts factsOf(Transition t) {
    wordsNeeded.add(t.fingerprint());
    return words.alert(t.fingerprint());
  }

  private OwnedService serviceOf(Transition t) {
    servicesNeeded.add(t.serviceId());
    return words.isLoaded() ? words.serviceOrTriage(t.serviceId()) : PLACEHOLDER;
  }

  private AlertProgress progressOf(UUID fingerprint) {
    AlertProgress now = progress.get(fingerprint);
    return now != null ? now : state.progressOf(fingerprint);
  }

  private IncidentDraft draft(UUID id) {
    IncidentDraft draft = drafts.get(id);
    if (draft == null) {
      throw new IllegalStateException("incident " + id + " is not among the loaded ones");
    }
    return draft;
  }
}
