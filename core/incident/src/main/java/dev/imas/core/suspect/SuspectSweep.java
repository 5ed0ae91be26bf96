package dev.imas.core.suspect;

import dev.imas.core.catalog.DependencyRepository;
import dev.imas.core.catalog.ServiceGraph.Edge;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.suspect.SuspectRepository.Case;
import dev.imas.core.suspect.SuspectRepository.Ranked;
import dev.imas.core.suspicion.Suspect;
import dev.imas.core.suspicion.SuspectChange;
import dev.imas.core.suspicion.SuspectChange.Gate;
import dev.imas.core.suspicion.SuspectChange.History;
import dev.imas.core.suspicion.SuspectChange.Nearness;
import dev.imas.core.suspicion.SuspectScore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out the suspects of incidents, some seconds after they were opened and again later. Nothing
 * of it is in the transaction that opens an incident and pages: this finds new incidents by their
 * time, and locks none. Tenants take turns, and each incident is a transaction that can be
 * repeated. On a virtual thread.
 */
final class SuspectSweep {

  private static final Logger log = LoggerFactory.getLogger(SuspectSweep.class);

  /** Whether a run may find something. */
  static final String WAITS =
      "EXISTS (SELECT FROM suspect_tenants(" + TimerKind.Work.Leased.CLOCK + "))";

  /** Incidents of a tenant's turn. */
  private static final int AT_ONCE = 20;

  private static final int MOST_DEPENDENCIES = 500;
  private static final Duration LONGEST_RUN = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final Duration HISTORY = Duration.ofDays(365);

  private final Transactions transactions;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Timer computed;
  private final SuspectRepository repository = new SuspectRepository();
  private final FoundChangeRepository changes = new FoundChangeRepository();
  private final DependencyRepository dependencies = new DependencyRepository();
  private @Nullable RuntimeException failure;

  SuspectSweep(
      Transactions transactions, InstantSource clock, LongSupplier nanoTime, MeterRegistry meters) {
    this.transactions = transactions;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.computed =
        Timer.builder("imas.suspects.computing")
            .description("Time of one transaction that works out the suspects of an incident")
            .register(meters);
  }

  /** Does what it can within half a minute. It fails at the end if an incident's did. */
  Future<String> run() {
    failure = null;
    long end = nanoTime.getAsLong() + LONGEST_RUN.toNanos();
    unbound(tx -> repository.lateFacts(tx, now()));
    Deque<TenantId> turns = new ArrayDeque<>(unbound(tx -> repository.tenants(tx, now())));
    int incidents = 0;
    while (!turns.isEmpty() && nanoTime.getAsLong() < end) {
      TenantId tenant = turns.remove();
      int some = turn(tenant);
      incidents += some;
      if (some == AT_ONCE) {
        turns.add(tenant);
      }
    }
    return failure == null
        ? Future.succeededFuture(incidents + " incidents looked at")
        : Future.failedFuture(failure);
  }

  private <T> T unbound(Function<Tx, T> work) {
    return transactions.runUnbound(tx -> Future.succeededFuture(work.apply(tx))).await();
  }

  private int turn(TenantId tenant) {
    List<UUID> due;
    try {
      due =
          transactions.call(
              tenant,
              tx -> {
                Instant now = now();
                repository.begin(tx, now, AT_ONCE);
                return repository.due(tx, now, AT_ONCE);
              });
    } catch (RuntimeException e) {
      failed(tenant, null, e);
      return 0;
    }
    for (UUID incident : due) {
      try {
        long began = nanoTime.getAsLong();
        transactions.call(tenant, tx -> pass(tx, incident));
        computed.record(nanoTime.getAsLong() - began, TimeUnit.NANOSECONDS);
      } catch (RuntimeException e) {
        failed(tenant, incident, e);
        if (Outage.isOne(e)) {
          return 0;
        }
        putOff(tenant, incident);
      }
    }
    return due.size();
  }

  private void failed(TenantId tenant, @Nullable UUID incident, RuntimeException e) {
    failure = e;
    (Outage.isOne(e) ? log.atDebug() : log.atWarn())
        .addKeyValue("tenant", tenant)
        .addKeyValue("incident", incident)
        .setCause(e)
        .log("The suspects of an incident could not be worked out; they are tried again");
  }

  /** What fails alone must not keep the others waiting. */
  private void putOff(TenantId tenant, UUID incident) {
    try {
      transactions.call(
          tenant,
          tx -> {
            repository.putOff(tx, incident, now().plus(AGAIN));
            return incident;
          });
    } catch (RuntimeException e) {
      failed(tenant, incident, e);
    }
  }

  private int pass(Tx tx, UUID incident) {
    Case of = repository.find(tx, incident).orElse(null);
    if (of == null || of.hasCause()) {
      repository.end(tx, incident);
      return 0;
    }
    Instant now = now();
    List<FoundChange> found = changes.before(tx, of.detectedAt(), of.environment());
    Map<UUID, FoundChange> byId = new HashMap<>();
    found.forEach(change -> byId.put(change.id(), change));
    List<Ranked> ranked = new ArrayList<>();
    for (Suspect suspect : SuspectScore.rank(of.detectedAt(), asScored(tx, of, found, now))) {
      FoundChange change = Objects.requireNonNull(byId.get(suspect.change().id()), "was scored");
      ranked.add(new Ranked(change, suspect.score(), ranked.size() + 1, suspect.lines()));
    }
    repository.write(tx, incident, ranked, now);
    repository.done(tx, of, Passes.next(of.openedAt(), now), now, found.size(), latest(of, found));
    return ranked.size();
  }

  private List<SuspectChange> asScored(Tx tx, Case of, List<FoundChange> found, Instant now) {
    Set<UUID> upstream =
        dependencies.upstream(tx, List.of(of.service()), MOST_DEPENDENCIES).stream()
            .map(Edge::upstream)
            .collect(Collectors.toSet());
    Set<UUID> services =
        found.stream()
            .map(FoundChange::service)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    Map<UUID, History> history =
        repository.history(tx, services, of.incident(), now.minus(HISTORY));
    Set<UUID> reported =
        changes.reported(
            tx,
            of.incident(),
            found.stream().filter(FoundChange::hasFailed).map(FoundChange::id).toList(),
            of.detectedAt().minus(SuspectScore.WINDOW));
    return found.stream()
        .map(
            change ->
                new SuspectChange(
                    change.kind(),
                    change.id(),
                    change.at(),
                    nearness(of.service(), upstream, change.service()),
                    change.isSameEnvironment(),
                    change.hasFailed(),
                    change.isSetting(),
                    Gate.UNKNOWN,
                    change.service() == null
                        ? History.NONE
                        : history.getOrDefault(change.service(), History.NONE),
                    reported.contains(change.id())))
        .toList();
  }

  private static Nearness nearness(UUID service, Set<UUID> upstream, @Nullable UUID changed) {
    if (changed == null) {
      return Nearness.OTHER;
    }
    return changed.equals(service)
        ? Nearness.SAME_SERVICE
        : upstream.contains(changed) ? Nearness.DEPENDENCY : Nearness.OTHER;
  }

  /** What one would name without a score. */
  private static @Nullable FoundChange latest(Case of, List<FoundChange> found) {
    return found.stream()
        .filter(change -> of.service().equals(change.service()))
        .max(Comparator.comparing(FoundChange::at).thenComparing(FoundChange::id))
        .orElse(null);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
