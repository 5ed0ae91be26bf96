package dev.imas.core.simulation;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.intake.IntakePolicy;
import dev.imas.core.model.TenantId;
import dev.imas.core.paging.PastEscalations.About;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Permits;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.ActingRules;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.core.ruleset.StoredRules;
import dev.imas.core.simulation.ReceivedRepository.Page;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs simulations: one at a time in a process, and one at a time of a tenant. It reads pages by a
 * pool of its own and computes on a thread of its own, so that nobody waits for it. Safe from any
 * thread.
 */
public final class Simulations {

  /** One reads a page while the other says how far it is. */
  public static final int CONNECTIONS = 2;

  /** For the one statement that reads the keys of all changes. */
  public static final Duration LONGEST_READ = Duration.ofSeconds(60);

  /** At twenty bytes each. */
  static final int MOST_CHANGES = 4_000_000;

  private static final Logger log = LoggerFactory.getLogger(Simulations.class);
  private static final int PAGES_BETWEEN = 5;
  private static final String STOPPED = "the process was stopped; start it again";

  /**
   * What is to be simulated.
   *
   * @param version null for a draft
   * @param limit how many differences are kept
   * @param removed what is said of changes that are not kept any more; null if all are
   * @param now when it was asked
   */
  record Asked(
      @Nullable Integer version,
      RuleSetDefinition rules,
      Instant from,
      Instant to,
      int limit,
      @Nullable String removed,
      Instant now) {}

  private final Vertx vertx;
  private final Executor threads;
  private final WorkerExecutor worker;
  private final Transactions writes;
  private final Transactions reads;
  private final SimulationRepository simulations = new SimulationRepository();
  private final ReceivedRepository received = new ReceivedRepository();
  private final ReceiverNameRepository receivers = new ReceiverNameRepository();
  private final PremisesRepository premises;
  private final Permits turns;
  private volatile boolean closing;

  /**
   * @param threads virtual threads
   * @param writes for short transactions
   * @param reads of a pool with {@link #CONNECTIONS} connections and statements that may take
   *     {@link #LONGEST_READ}
   */
  public Simulations(
      Vertx vertx,
      Executor threads,
      Transactions writes,
      Transactions reads,
      ServiceRepository services,
      IntakePolicy policy) {
    this.vertx = vertx;
    this.threads = threads;
    this.turns = new Permits(vertx, 1, 1);
    this.worker = vertx.createSharedWorkerExecutor("imas-simulation", 1, 60, TimeUnit.SECONDS);
    this.writes = writes;
    this.reads = reads;
    this.premises = new PremisesRepository(received, services, policy);
  }

  /** Removes what ended an hour ago, in the transaction's tenant. */
  public Future<Void> forget(Tx tx) {
    return simulations.tidy(tx);
  }

  /**
   * Begins one, as soon as its turn comes. Only on a virtual thread.
   *
   * @throws Fault CONFLICT if the tenant has one already, UNAVAILABLE if no turn comes in time
   */
  UUID begin(TenantId tenant, UUID id, Asked asked, String by) {
    writes.call(tenant, this::mustHaveNone);
    if (closing) {
      throw Fault.unavailable("the process is being stopped; try again", 5);
    }
    turns.take(tenant).await();
    try {
      writes.call(
          tenant,
          tx -> {
            mustHaveNone(tx);
            simulations.keep(tx, SimulationRepository.MOST_KEPT - 1);
            simulations.insert(tx, id, asked.version(), asked.from(), asked.to(), by);
            return id;
          });
      threads.execute(() -> run(tenant, id, asked));
      return id;
    } catch (RuntimeException e) {
      turns.done(tenant);
      throw e;
    }
  }

  private boolean mustHaveNone(Tx tx) {
    simulations.lock(tx);
    simulations.tidy(tx).await();
    simulations
        .running(tx)
        .ifPresent(
            other -> {
              throw Fault.conflict(
                  "simulation " + other + " is running; wait for it, or cancel it");
            });
    return true;
  }

  private void run(TenantId tenant, UUID id, Asked asked) {
    try {
      simulate(tenant, id, asked);
    } catch (RuntimeException e) {
      String failure = explained(e, id);
      writes
          .run(
              tenant,
              tx -> {
                simulations.failed(tx, id, failure);
                return Future.succeededFuture();
              })
          .onFailure(lost -> log.warn("The end of simulation {} was not recorded", id, lost));
    } finally {
      turns.done(tenant);
    }
  }

  private String explained(RuntimeException e, UUID id) {
    if (e instanceof CannotSimulateException || e instanceof Fault) {
      return String.valueOf(e.getMessage());
    }
    if (closing) {
      return STOPPED;
    }
    if (DatabaseFailure.of(e) == DatabaseFailure.CANCELLED) {
      return "reading the journal of these days takes longer than "
          + LONGEST_READ.toSeconds()
          + " s; choose a shorter window";
    }
    log.warn("Simulation {} failed", id, e);
    return "an unexpected failure, which the log of the process explains; start it again";
  }

  private void simulate(TenantId tenant, UUID id, Asked asked) {
    long began = System.nanoTime();
    Premises facts = read(tenant, id, tx -> premises.read(tx, asked));
    ServiceCatalog catalog = compute(() -> StoredRules.catalog(facts.services()));
    Rerouting rerouting =
        compute(
            () ->
                new Rerouting(
                    asked.version() == null ? 0 : asked.version(),
                    facts.rules(),
                    catalog,
                    facts.tables()));
    int simulated = asked.version() == null ? 0 : asked.version();
    Acting acting = new Acting(ActingRules.of(simulated, facts.rules(), facts.tables()), catalog);
    World then = compute(() -> facts.begin(asked.from(), acting));
    World otherwise = compute(() -> facts.begin(asked.from(), acting));
    Comparison comparison = new Comparison(asked.limit());
    Recipients recipients = Recipients.of(asked, facts.owned(), facts.teams(), then, otherwise);
    Openings openings = new Openings(asked.limit(), recipients.audiences());
    Silenced silenced = new Silenced(facts.hides());
    Replay replay = new Replay(then, otherwise, rerouting, acting, comparison, openings, silenced);
    long total = replayAll(tenant, id, asked, replay, acting, recipients);
    if (total < 0) {
      return;
    }
    boolean cutShort = total == MOST_CHANGES;
    compute(
        () -> {
          replay.finish(cutShort ? null : asked.to());
          recipients.endAll(cutShort ? replay.now() : asked.to(), replay.now());
          return true;
        });
    settle(tenant, recipients);
    PagedReport paged = new PagedReport(recipients);
    Map<UUID, ReceiverNameRepository.Named> channels =
        reads.call(tenant, tx -> receivers.read(tx, paged.channels()));
    Map<RuleKey, String> names =
        reads.call(tenant, tx -> received.ruleNames(tx, RuleKey.of(comparison.differences())));
    Instant until = cutShort ? replay.now() : asked.to();
    long really = reads.call(tenant, tx -> received.reallyOpened(tx, asked.from(), until));
    SimulationReport report =
        new SimulationReport(
            facts.owned(),
            (version, rule) -> names.get(new RuleKey(version, rule)),
            rerouting,
            asked.version() == null);
    Findings findings =
        new Findings(
            until,
            replay.replayed(),
            new Findings.Alerts(
                comparison.same() + comparison.otherwise() + comparison.unknown(),
                comparison.same(),
                comparison.otherwise(),
                comparison.unknown(),
                comparison.byField()),
            new Findings.Incidents(
                really,
                made(then),
                made(otherwise),
                new Findings.Alike(
                    openings.same(),
                    openings.otherwise(),
                    openings.onlyThen(),
                    openings.onlyOtherwise(),
                    openings.byField())),
            report.pages(then, otherwise),
            paged.paged(channels),
            SimulationReport.silences(
                silenced,
                reads.call(
                    tenant, tx -> received.repeats(tx, silenced.hidden(), asked.from(), until))),
            new Findings.Hidden(
                SimulationReport.hidden(then.hidden().episodes()),
                SimulationReport.hidden(otherwise.hidden().episodes())),
            report.incidents(openings),
            openings.leftOut(),
            rerouting.unmatched().size(),
            report.unmatched(),
            report.shown(comparison.differences()),
            comparison.otherwise() - comparison.differences().size(),
            SimulationReport.limits(
                comparison,
                replay,
                recipients,
                rerouting,
                acting,
                silenced,
                facts.setting().storms(),
                SuppressionLimits.of(facts.past(), then, otherwise),
                asked.removed(),
                cutShort),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    writes.call(
        tenant,
        tx -> {
          simulations.done(tx, id, replay.replayed(), Json.write(findings));
          return true;
        });
  }

  private static Findings.Made made(World world) {
    return new Findings.Made(
        world.opened(),
        world.reopened(),
        world.resolved(),
        world.telling().held(),
        world.telling().umbrellas(),
        world.telling().toldAgain());
  }

  /**
   * Replays all pages; the next one is read meanwhile.
   *
   * @return how many changes there are; -1 if it was cancelled
   */
  private long replayAll(
      TenantId tenant, UUID id, Asked asked, Replay replay, Acting acting, Recipients recipients) {
    List<Keys> pages =
        read(tenant, id, tx -> received.keys(tx, asked.from(), asked.to(), MOST_CHANGES));
    long total = pages.stream().mapToLong(Keys::size).sum();
    long done = 0;
    Future<Page> next = pages.isEmpty() ? null : page(tenant, pages.get(0));
    for (int i = 0; i < pages.size(); i++) {
      if (i % PAGES_BETWEEN == 0 && !goesOn(tenant, id, done, total)) {
        return -1;
      }
      Page page = Objects.requireNonNull(next).await();
      next = i + 1 < pages.size() ? page(tenant, pages.get(i + 1)) : null;
      readRules(tenant, acting, page);
      compute(
          () -> {
            page.received().forEach(replay::accept);
            return true;
          });
      settle(tenant, recipients);
      done += pages.get(i).size();
    }
    return goesOn(tenant, id, done, total) ? total : -1;
  }

  /** Follows the escalations that are over, with the schedules of then. */
  private void settle(TenantId tenant, Recipients recipients) {
    Set<About> unread = recipients.unread();
    if (!unread.isEmpty()) {
      reads.call(
          tenant,
          tx -> {
            recipients.read(tx, unread);
            return true;
          });
    }
    compute(
        () -> {
          recipients.settle();
          return true;
        });
  }

  /** Reads what may take long, and ends it soon after somebody cancelled the simulation. */
  private <T> T read(TenantId tenant, UUID id, Function<Tx, T> work) {
    return reads.call(
        tenant,
        tx -> {
          try (Watch _ =
              Watch.begin(vertx, threads, () -> isWanted(tenant, id), () -> received.end(tx))) {
            return work.apply(tx);
          }
        });
  }

  private boolean isWanted(TenantId tenant, UUID id) {
    return !closing && writes.call(tenant, tx -> simulations.advance(tx, id, 0, null));
  }

  /** What rules of that time say of incidents. Few pages have versions that none before had. */
  private void readRules(TenantId tenant, Acting acting, Page page) {
    for (int version : page.versions()) {
      if (acting.wants(version)) {
        acting.keep(version, reads.call(tenant, tx -> premises.acting(tx, version)));
      }
    }
  }

  private Future<Page> page(TenantId tenant, Keys keys) {
    return reads.run(tenant, tx -> received.page(tx, keys));
  }

  private boolean goesOn(TenantId tenant, UUID id, long replayed, long total) {
    if (closing) {
      throw new CannotSimulateException(STOPPED);
    }
    return writes.call(tenant, tx -> simulations.advance(tx, id, replayed, total));
  }

  private <T> T compute(Callable<T> work) {
    return Objects.requireNonNull(worker.executeBlocking(work, false).await());
  }

  /** What runs ends with its next page. */
  public Future<Void> close() {
    closing = true;
    return worker.close();
  }
}
