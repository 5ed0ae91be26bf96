package dev.imas.core.merge;

import dev.imas.core.catalog.Contact;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Merge;
import dev.imas.core.incident.UnpagedIncidents;
import dev.imas.core.merge.MergeRepository.Stored;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.paging.MergedEscalations;
import dev.imas.core.paging.MergedEscalations.UnderWay;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Merges locked incidents, and undoes it. Only on a virtual thread. */
final class Merging {

  /** Of so many incidents one call merges the alerts. */
  static final int MOST_SOURCES = 100;

  /** So many alerts one call moves. */
  static final int MOST_ALERTS = 10_000;

  private static final int MOST_SHOWN = 1_000;
  private static final Set<Incident.Origin> MERGEABLE =
      Set.of(Incident.Origin.ALERT, Incident.Origin.API);

  private final MergeRepository merges = new MergeRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final OwnedServiceRepository owned = new OwnedServiceRepository();
  private final IncidentRepository incidents;
  private final IncidentWriter writer;
  private final MergedEscalations escalations;
  private final Duration undoWithin;
  private final InstantSource clock;

  Merging(
      IncidentRepository incidents,
      IncidentWriter writer,
      MergedEscalations escalations,
      Duration undoWithin,
      InstantSource clock) {
    this.incidents = incidents;
    this.writer = writer;
    this.escalations = escalations;
    this.undoWithin = undoWithin;
    this.clock = clock;
  }

  /**
   * What is merged.
   *
   * @param target locked, as every source
   * @param by who merges them
   * @param isPreview whether nothing is done
   */
  record Asked(
      Incident target,
      List<Incident> sources,
      String by,
      @Nullable String message,
      boolean isPreview) {}

  /**
   * All or nothing.
   *
   * @throws Fault CONFLICT or INVALID if they cannot be merged; the text says which and why
   */
  MergeView.Outcome merge(Tx tx, Asked asked) {
    Incident target = asked.target;
    List<Incident> sources = asked.sources;
    if (sources.stream().allMatch(s -> target.id().equals(s.mergedInto()))) {
      return done(tx, target, sources);
    }
    mayBeMerged(target, "the target ");
    sources.forEach(source -> mayBeMerged(source, ""));
    sources.forEach(source -> mustBothBeTests(source, target));
    List<UUID> ids = sources.stream().map(Incident::id).toList();
    long alerts = merges.alerts(tx, ids);
    if (alerts > MOST_ALERTS) {
      throw Fault.invalid(
          "/sources",
          "these %,d incidents have %,d alerts, and one merge moves %,d at most; merge fewer at once"
              .formatted(ids.size(), alerts, MOST_ALERTS));
    }
    Map<UUID, UUID> teams = new HashMap<>();
    teams.put(target.id(), services.ownerTeam(tx, target.serviceId()).await());
    sources.forEach(s -> teams.put(s.id(), services.ownerTeam(tx, s.serviceId()).await()));
    List<UUID> all = new ArrayList<>(ids);
    all.add(target.id());
    Map<UUID, UnderWay> paging = escalations.of(tx, all);
    MergePlan plan = MergePlan.of(target, sources, teams, paging.keySet());
    Instant at = now();
    MergeView.Outcome outcome =
        new MergeView.Outcome(
            MergeRepository.named(target),
            sources.stream().map(MergeRepository::named).toList(),
            alerts,
            plan.raisesTo(),
            plan.starts(),
            teamsOf(tx, plan.tells()),
            at.plus(undoWithin),
            asked.isPreview);
    if (!asked.isPreview) {
      write(tx, asked, plan, paging, at);
    }
    return outcome;
  }

  private void write(Tx tx, Asked asked, MergePlan plan, Map<UUID, UnderWay> paging, Instant at) {
    Incident target = asked.target;
    List<Stored> stored = new ArrayList<>();
    for (Incident source : asked.sources) {
      stored.add(
          new Stored(
              UuidV7.at(at.toEpochMilli()),
              source.id(),
              target.id(),
              at,
              asked.by,
              source.status(),
              source.counts().alerts(),
              paging.get(source.id()),
              Merge.Before.of(target),
              plan.leftStatus(target),
              plan.leftSeverity(target)));
    }
    int added = merges.move(tx, stored);
    int firing = merges.firing(tx, List.of(target.id())).getOrDefault(target.id(), 0);
    List<IncidentChange> changes = new ArrayList<>();
    for (Incident source : asked.sources) {
      changes.add(
          IncidentChange.of(source).then(Merge.into(source, target, asked.by, at, asked.message)));
    }
    IncidentChange merged =
        IncidentChange.of(target)
            .then(
                Merge.absorb(
                    target,
                    asked.sources,
                    target.counts().alerts() + added,
                    firing,
                    asked.by,
                    at,
                    asked.message));
    merged = follow(merged, asked, plan, at);
    changes.add(merged);
    writer.apply(tx, changes).await();
    tellOthers(tx, merged.after(), plan.tells(), asked.by);
  }

  /** What the target does besides taking the alerts. */
  private static IncidentChange follow(
      IncidentChange merged, Asked asked, MergePlan plan, Instant at) {
    IncidentChange change = merged;
    String names = String.join(", ", asked.sources.stream().map(Incident::shortId).toList());
    Severity to = plan.raisesTo();
    if (to != null) {
      change =
          change.then(
              change
                  .after()
                  .raise(
                      to,
                      Incident.SYSTEM,
                      at,
                      "Raised to " + to + " by what was merged: " + names));
    }
    if (plan.bringsBack()) {
      change =
          change.then(change.after().refire(at, "No longer mitigated: " + names + " was merged"));
    }
    return plan.starts()
        ? change.then(
            UnpagedIncidents.page(
                change.after(), Incident.SYSTEM, "Paging starts: it goes on for " + names))
        : change;
  }

  /** Whoever is on call for another team whose incident nobody had taken on. */
  private void tellOthers(Tx tx, Incident target, List<Incident> sources, String by) {
    Incident current = target;
    for (Incident source : sources) {
      List<Contact> contacts = escalations.onCall(tx, source);
      String team = String.join("", teamsOf(tx, List.of(source)));
      IncidentChange told =
          IncidentChange.of(current)
              .then(
                  contacts.isEmpty()
                      ? current
                          .page(
                              by,
                              "Nobody is on call for team "
                                  + team
                                  + ", whose "
                                  + source.shortId()
                                  + " was merged")
                          .untold()
                      : current.page(
                          by,
                          "Team "
                              + team
                              + " is paged: its "
                              + source.shortId()
                              + " was merged here"));
      writer.apply(tx, List.of(contacts.isEmpty() ? told : told.calling(contacts))).await();
      current = told.after();
    }
  }

  private List<String> teamsOf(Tx tx, List<Incident> of) {
    if (of.isEmpty()) {
      return List.of();
    }
    Map<UUID, OwnedService> found =
        owned.load(tx, of.stream().map(Incident::serviceId).toList()).await();
    return of.stream()
        .map(incident -> found.get(incident.serviceId()))
        .filter(Objects::nonNull)
        .map(OwnedService::team)
        .distinct()
        .toList();
  }

  private static void mayBeMerged(Incident incident, String which) {
    String name = which + incident.shortId();
    if (incident.mergedInto() != null) {
      throw Fault.conflict(name + " was merged into another incident; name that one");
    }
    if (!incident.status().isOpen()) {
      throw Fault.conflict(name + " is resolved; only open incidents are merged");
    }
    if (!MERGEABLE.contains(incident.origin())) {
      throw Fault.conflict(
          name
              + (incident.origin() == Incident.Origin.STORM
                  ? " stands for a storm"
                  : " was opened by a heartbeat")
              + "; only incidents of alerts, and those opened by hand, are merged");
    }
  }

  /** Its alerts, and those of its group that come later, would be told as what is real, or not. */
  private static void mustBothBeTests(Incident source, Incident target) {
    if (source.isTest() != target.isTest()) {
      throw Fault.conflict(
          (source.isTest() ? source : target).shortId()
              + " is a test; tests are merged with tests alone");
    }
  }

  /** The same merge again. */
  private MergeView.Outcome done(Tx tx, Incident target, List<Incident> sources) {
    List<Stored> found =
        sources.stream()
            .map(s -> merges.of(tx, s.id()).orElse(null))
            .filter(Objects::nonNull)
            .toList();
    long alerts = found.stream().mapToLong(Stored::alerts).sum();
    Instant at = found.stream().map(Stored::at).findFirst().orElse(now());
    return new MergeView.Outcome(
        MergeRepository.named(target),
        sources.stream().map(MergeRepository::named).toList(),
        alerts,
        null,
        false,
        List.of(),
        at.plus(undoWithin),
        false);
  }

  /** The merges of an incident, each with whether it can still be undone. */
  MergeView.All of(Tx tx, UUID id) {
    List<Stored> from = merges.into(tx, id, MOST_SHOWN);
    Stored into = merges.of(tx, id).orElse(null);
    List<UUID> ids = new ArrayList<>(from.stream().map(Stored::source).toList());
    ids.add(id);
    if (into != null) {
      ids.add(into.target());
    }
    Map<UUID, Incident> known = new HashMap<>();
    incidents.read(tx, ids).await().forEach(one -> known.put(one.id(), one));
    List<MergeView.Line> lines = new ArrayList<>();
    for (Stored merge : from) {
      Incident source = known.get(merge.source());
      Incident target = known.get(merge.target());
      if (source != null && target != null) {
        lines.add(line(merge, source, target, source));
      }
    }
    Incident target = into == null ? null : known.get(into.target());
    Incident source = known.get(id);
    return new MergeView.All(
        into == null || target == null || source == null
            ? null
            : line(into, source, target, target),
        lines);
  }

  private MergeView.Line line(Stored merge, Incident source, Incident target, Incident shown) {
    Instant until = merge.at().plus(undoWithin);
    boolean canBeUndone = now().isBefore(until) && kept(merge, source, target) == null;
    return new MergeView.Line(
        MergeRepository.named(shown), merge.at(), merge.author(), canBeUndone ? until : null);
  }

  /**
   * Why a merge cannot be undone exactly any more.
   *
   * @return null if it can
   */
  private static @Nullable String kept(Stored merge, Incident source, Incident target) {
    if (!merge.target().equals(source.mergedInto()) || target.mergedInto() != null) {
      return target.shortId() + " was merged itself since";
    }
    if (target.status() != merge.leftStatus()) {
      return target.shortId() + " is " + target.status() + " by now";
    }
    return target.severity() == merge.leftSeverity()
        ? null
        : target.shortId() + " is " + target.severity() + " by now";
  }

  /** The merge of an incident; CONFLICT if it was not merged, or that was undone. */
  Stored last(Tx tx, UUID source, String shown) {
    return merges
        .of(tx, source)
        .orElseThrow(() -> Fault.conflict(shown + " was not merged into another incident"));
  }

  /**
   * Both are as they were, with their alerts as they are now.
   *
   * @param source locked, as the target
   * @throws Fault CONFLICT if the time has passed or either has changed
   */
  void undo(Tx tx, Stored merge, Incident source, Incident target, String by) {
    Instant at = now();
    String why =
        at.isBefore(merge.at().plus(undoWithin))
            ? kept(merge, source, target)
            : "it was merged more than " + minutes(undoWithin) + " ago";
    if (why != null) {
      throw Fault.conflict("the merge of " + source.shortId() + " cannot be undone: " + why);
    }
    int left = merges.giveBack(tx, merge, by, at);
    Map<UUID, Integer> firing = merges.firing(tx, List.of(source.id(), target.id()));
    IncidentChange restored =
        IncidentChange.of(source)
            .then(
                Merge.restore(
                    source,
                    target,
                    merge.status(),
                    merge.alerts(),
                    firing.getOrDefault(source.id(), 0),
                    by,
                    at));
    IncidentChange released =
        IncidentChange.of(target)
            .then(
                Merge.release(
                    target,
                    source,
                    before(tx, merge),
                    target.counts().alerts() - left,
                    firing.getOrDefault(target.id(), 0),
                    by,
                    at));
    writer.apply(tx, List.of(restored, released)).await();
    UnderWay run = merge.run();
    if (run != null && merge.status() == IncidentStatus.TRIGGERED) {
      escalations.goOn(tx, source.id(), run);
    }
  }

  /** As the target was, but for what other sources brought that are merged still. */
  private Merge.Before before(Tx tx, Stored merge) {
    List<Stored> others =
        merges.into(tx, merge.target(), MOST_SHOWN).stream()
            .filter(other -> !other.at().isBefore(merge.at()))
            .toList();
    Merge.Before before = merge.before();
    if (others.isEmpty()) {
      return before;
    }
    Severity severity = before.severity();
    String setBy = before.severitySetBy();
    Instant detected = before.detectedAt();
    for (Incident other :
        incidents.read(tx, others.stream().map(Stored::source).toList()).await()) {
      if (other.severity().isMoreSevereThan(severity)) {
        severity = other.severity();
        setBy = null;
      }
      Instant sooner = other.clocks().detectedAt();
      detected = sooner.isBefore(detected) ? sooner : detected;
    }
    return new Merge.Before(merge.leftStatus(), severity, setBy, detected);
  }

  private static String minutes(Duration duration) {
    return duration.toMinutes() + " min";
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
