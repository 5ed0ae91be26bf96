package dev.imas.core.intake;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ReopenWindow;
import dev.imas.core.suppressed.Suppression;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Loads what claimed rows touch, and locks it, in as few round trips as can be. */
final class IntakeLoading {

  /**
   * What a unit was made from.
   *
   * @param epoch of what hides alerts; empty if the tenant has never had any of it
   */
  record Loaded(IntakeState state, Optional<Long> epoch) {

    Loaded withBeats(Set<UUID> found) {
      return new Loaded(state.withBeats(found), epoch);
    }
  }

  /** The shortest possible core.retention.alerts: no alert is purged sooner. */
  private static final Duration LEAST_RETENTION = Duration.ofDays(1);

  private final Transactions transactions;
  private final IntakeRepository intake;
  private final IncidentRepository incidents;
  private final Suppression hiding;
  private final InstantSource clock;

  IntakeLoading(
      Transactions transactions,
      IntakeRepository intake,
      IncidentRepository incidents,
      Suppression hiding,
      InstantSource clock) {
    this.transactions = transactions;
    this.intake = intake;
    this.incidents = incidents;
    this.hiding = hiding;
    this.clock = clock;
  }

  /** Of the tenant of these rows, which the transaction enters. */
  Future<Loaded> load(Tx tx, TenantId tenant, List<OutboxRepository.Claimed> rows) {
    Map<UUID, AlertProgress> progress = new HashMap<>();
    List<Transition> claimed = new ArrayList<>(rows.size());
    for (OutboxRepository.Claimed row : rows) {
      claimed.add(row.transition());
      if (row.progress().appliedSeq() > 0) {
        progress.put(row.progress().fingerprint(), row.progress());
      }
    }
    List<IntakeRepository.Gap> gaps = gaps(rows, progress);
    Future<Void> entered = transactions.enter(tx, tenant);
    if (gaps.isEmpty()) {
      return loadIncidents(tx, entered, claimed, progress);
    }
    return Pipeline.join(List.of(entered.map(List.<Transition>of()), intake.missing(tx, gaps)))
        .compose(
            missing -> {
              List<Transition> all = new ArrayList<>(missing.get(1));
              all.addAll(claimed);
              return loadIncidents(tx, entered, all, progress);
            });
  }

  private Future<Loaded> loadIncidents(
      Tx tx,
      Future<Void> entered,
      List<Transition> transitions,
      Map<UUID, AlertProgress> progress) {
    Set<UUID> ofProgress = new HashSet<>();
    for (AlertProgress p : progress.values()) {
      if (p.incidentId() != null) {
        ofProgress.add(p.incidentId());
      }
    }
    Future<Optional<Long>> epoch = hiding.epoch(tx);
    return Pipeline.join(
            List.of(
                entered.map(List.<Incident>of()),
                epoch.map(List.<Incident>of()),
                incidents.lockOfGroups(tx, groupsOf(transitions), ofProgress)))
        .compose(
            ended -> {
              List<Incident> locked = ended.get(2);
              Future<Map<UUID, ReopenWindow>> reopening = intake.reopening(tx, resolved(locked));
              Future<Set<Link>> members =
                  intake.members(tx, doubtful(transitions, progress, locked, clock.instant()));
              return Pipeline.join(List.of(reopening.map(true), members.map(true)))
                  .map(
                      read ->
                          new Loaded(
                              new IntakeState(transitions, progress, locked, members.result())
                                  .reopening(reopening.result()),
                              epoch.result()));
            });
  }

  /** Those of which it may be asked whether they are reopened; most units have none. */
  private static List<UUID> resolved(List<Incident> locked) {
    return locked.stream().filter(i -> !i.status().isOpen()).map(Incident::id).toList();
  }

  /** Gaps where later transitions were claimed before earlier ones, which the journal has. */
  private static List<IntakeRepository.Gap> gaps(
      List<OutboxRepository.Claimed> rows, Map<UUID, AlertProgress> progress) {
    Map<UUID, Set<Integer>> seqs = new HashMap<>();
    rows.forEach(
        r ->
            seqs.computeIfAbsent(r.transition().fingerprint(), f -> new HashSet<>())
                .add(r.transition().seq()));
    List<IntakeRepository.Gap> gaps = new ArrayList<>();
    seqs.forEach(
        (fingerprint, claimed) -> {
          AlertProgress done = progress.get(fingerprint);
          int applied = done == null ? 0 : done.appliedSeq();
          int last = claimed.stream().mapToInt(Integer::intValue).max().orElse(0);
          long fresh = claimed.stream().filter(s -> s > applied).count();
          if (last - applied > fresh) {
            gaps.add(new IntakeRepository.Gap(fingerprint, applied, last));
          }
        });
    return gaps;
  }

  private static Set<String> groupsOf(List<Transition> transitions) {
    Set<String> groups = new HashSet<>();
    for (Transition t : transitions) {
      if (t.kind().isFiring()) {
        groups.add(t.groupKey());
      }
    }
    return groups;
  }

  /**
   * Alerts that may now join an incident in which they were before. Some went to another incident
   * meanwhile. Others look new, but may have been purged since, if the incident is old enough.
   */
  private static Set<Link> doubtful(
      List<Transition> transitions,
      Map<UUID, AlertProgress> progress,
      List<Incident> incidents,
      Instant now) {
    IncidentsByGroup groups = IncidentsByGroup.of(incidents);
    Map<UUID, Incident> byId = new HashMap<>();
    incidents.forEach(incident -> byId.put(incident.id(), incident));
    Map<String, List<Incident>> byGroup = new HashMap<>();
    for (Incident incident : incidents) {
      if (incident.groupKey() != null) {
        byGroup.computeIfAbsent(incident.groupKey(), g -> new ArrayList<>()).add(incident);
      }
    }
    Set<Link> doubtful = new HashSet<>();
    for (Transition t : transitions) {
      AlertProgress done = progress.get(t.fingerprint());
      UUID former = done == null ? null : done.incidentId();
      if (!t.kind().isFiring()) {
        continue;
      }
      List<Incident> candidates = new ArrayList<>(byGroup.getOrDefault(t.groupKey(), List.of()));
      Incident led = byId.get(groups.of(t.groupKey()));
      if (led != null && !candidates.contains(led)) {
        candidates.add(led);
      }
      for (Incident incident : candidates) {
        if (former == null
            ? incident.clocks().createdAt().isBefore(now.minus(LEAST_RETENTION))
            : !incident.id().equals(former)) {
          doubtful.add(new Link(incident.id(), t.fingerprint()));
        }
      }
    }
    return doubtful;
  }
}
