package dev.imas.core.intake;

import dev.imas.core.catalog.OwnedServiceRepository;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.Pager;
import dev.imas.core.incident.ShortId;
import dev.imas.core.incident.TimelineRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One unit of intake, one transaction: claims rows of one tenant, loads what they touch, plans, and
 * writes. It commits whole or not at all. Its futures are awaited: call it on a virtual thread.
 */
final class IntakeUnit {

  /**
   * @param tenant null when there was nothing to do
   * @param opened incidents
   */
  record Done(
      @Nullable TenantId tenant, int rows, int opened, int reopened, List<NewDelivery> deliveries) {
    static final Done NOTHING = new Done(null, 0, 0, 0, List.of());
  }

  /** The unit was rolled back; these are the rows that it had claimed. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient OutboxRepository.Claim claim;

    Failed(OutboxRepository.Claim claim, Throwable cause) {
      super(cause.getMessage(), cause, false, false);
      this.claim = claim;
    }

    OutboxRepository.Claim claim() {
      return claim;
    }
  }

  /** What was read has been overtaken by somebody else's commit; the same again will do. */
  static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("another transaction opened an incident of the same group", null, false, false);
    }
  }

  private final Transactions transactions;
  private final OutboxRepository outbox;
  private final IntakeRepository intake = new IntakeRepository();
  private final IncidentRepository incidents;
  private final TimelineRepository timeline;
  private final OwnedServiceRepository services;
  private final Pager pager;
  private final IntakePolicy policy;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  IntakeUnit(
      Transactions transactions,
      OutboxRepository outbox,
      IncidentRepository incidents,
      TimelineRepository timeline,
      OwnedServiceRepository services,
      Pager pager,
      IntakePolicy policy,
      InstantSource clock) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.incidents = incidents;
    this.timeline = timeline;
    this.services = services;
    this.pager = pager;
    this.policy = policy;
    this.clock = clock;
  }

  Future<Done> run(int limit) {
    return transactions.runUnbound(
        tx ->
            outbox
                .claim(tx, limit)
                .compose(
                    claim -> {
                      TenantId tenant = claim.tenant();
                      return tenant == null
                          ? Future.succeededFuture(Done.NOTHING)
                          : transactions
                              .enter(tx, tenant)
                              .compose(in -> work(tx, tenant, claim.rows()))
                              .recover(e -> Future.failedFuture(new Failed(claim, e)));
                    }));
  }

  private Future<Done> work(Tx tx, TenantId tenant, List<OutboxRepository.Claimed> rows) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return load(tx, rows)
        .compose(
            state ->
                freeShortIds(tx, groupsOf(state.transitions()).size())
                    .compose(
                        shortIds ->
                            write(
                                tx,
                                tenant,
                                rows.size(),
                                IntakePlanner.plan(state, policy, ids(shortIds), now),
                                now)));
  }

  private Future<Done> write(Tx tx, TenantId tenant, int rows, IntakePlan plan, Instant now) {
    int reopened =
        (int) plan.pages().stream().filter(p -> p.event() == IncidentEvent.REOPENED).count();
    return incidents
        .insert(tx, plan.opened())
        .compose(
            stored ->
                stored == plan.opened().size()
                    ? incidents.update(tx, plan.changed())
                    : Future.failedFuture(new Overtaken()))
        .compose(done -> intake.saveLinks(tx, plan.links(), now))
        .compose(done -> intake.saveProgress(tx, plan.progress()))
        .compose(done -> timeline.append(tx, plan.entries()))
        .compose(done -> pager.queue(tx, plan.pages()))
        .map(queued -> new Done(tenant, rows, plan.opened().size(), reopened, queued));
  }

  private Future<IntakeState> load(Tx tx, List<OutboxRepository.Claimed> rows) {
    Set<UUID> fingerprints = new LinkedHashSet<>();
    rows.forEach(r -> fingerprints.add(r.transition().fingerprint()));
    return intake
        .progress(tx, fingerprints)
        .compose(
            progress ->
                intake
                    .missing(tx, gaps(rows, progress))
                    .compose(
                        missing -> {
                          List<Transition> all = new ArrayList<>(missing);
                          rows.forEach(r -> all.add(r.transition()));
                          return intake
                              .alerts(tx, fingerprints)
                              .compose(alerts -> loadIncidents(tx, all, alerts, progress));
                        }));
  }

  private Future<IntakeState> loadIncidents(
      Tx tx,
      List<Transition> transitions,
      Map<UUID, AlertFacts> alerts,
      Map<UUID, Progress> progress) {
    return intake
        .incidentsOf(tx, groupsOf(transitions))
        .compose(
            ids -> {
              Set<UUID> all = new HashSet<>(ids);
              for (Progress p : progress.values()) {
                if (p.incidentId() != null) {
                  all.add(p.incidentId());
                }
              }
              return incidents.lock(tx, all);
            })
        .compose(
            locked ->
                intake
                    .links(tx, pairs(transitions, progress, locked))
                    .compose(
                        links -> {
                          Set<UUID> serviceIds = new HashSet<>();
                          transitions.forEach(t -> serviceIds.add(t.serviceId()));
                          return services
                              .load(tx, serviceIds)
                              .map(
                                  owned ->
                                      new IntakeState(
                                          transitions, alerts, progress, locked, links, owned));
                        }));
  }

  /** Where later transitions were claimed before earlier ones, which the journal has. */
  private static List<IntakeRepository.Gap> gaps(
      List<OutboxRepository.Claimed> rows, Map<UUID, Progress> progress) {
    Map<UUID, Set<Integer>> seqs = new HashMap<>();
    rows.forEach(
        r ->
            seqs.computeIfAbsent(r.transition().fingerprint(), f -> new HashSet<>())
                .add(r.transition().seq()));
    List<IntakeRepository.Gap> gaps = new ArrayList<>();
    seqs.forEach(
        (fingerprint, claimed) -> {
          Progress done = progress.get(fingerprint);
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

  private static Set<Link> pairs(
      List<Transition> transitions, Map<UUID, Progress> progress, List<Incident> incidents) {
    Map<String, List<UUID>> byGroup = new HashMap<>();
    for (Incident incident : incidents) {
      if (incident.groupKey() != null) {
        byGroup.computeIfAbsent(incident.groupKey(), g -> new ArrayList<>()).add(incident.id());
      }
    }
    Set<Link> pairs = new HashSet<>();
    for (Transition t : transitions) {
      for (UUID id : byGroup.getOrDefault(t.groupKey(), List.of())) {
        pairs.add(new Link(id, t.fingerprint()));
      }
      Progress done = progress.get(t.fingerprint());
      if (done != null && done.incidentId() != null) {
        pairs.add(new Link(done.incidentId(), t.fingerprint()));
      }
    }
    return pairs;
  }

  /** Drawn and looked up beforehand, so that a clash is next to impossible when inserting. */
  private Future<Deque<String>> freeShortIds(Tx tx, int count) {
    Set<String> drawn = new LinkedHashSet<>();
    while (drawn.size() < count) {
      drawn.add(ShortId.draw(random));
    }
    if (drawn.isEmpty()) {
      return Future.succeededFuture(new ArrayDeque<>());
    }
    return incidents
        .takenShortIds(tx, drawn)
        .compose(
            taken -> {
              drawn.removeAll(Set.copyOf(taken));
              return taken.isEmpty()
                  ? Future.succeededFuture(new ArrayDeque<>(drawn))
                  : freeShortIds(tx, count);
            });
  }

  private IntakeIds ids(Deque<String> shortIds) {
    return new IntakeIds() {
      @Override
      public UUID incidentId() {
        return UuidV7.at(clock.millis());
      }

      @Override
      public String shortId() {
        return shortIds.isEmpty() ? ShortId.draw(random) : shortIds.pop();
      }
    };
  }
}
