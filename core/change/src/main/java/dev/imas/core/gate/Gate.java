package dev.imas.core.gate;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.changeevent.ChangeEvent;
import dev.imas.core.changeevent.ChangeReaction;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.freeze.ConcerningFreezeRepository.Concerning;
import dev.imas.core.gate.GateKnowledgeRepository.Belonging;
import dev.imas.core.gate.GateKnowledgeRepository.Known;
import dev.imas.core.gate.GateKnowledgeRepository.Target;
import dev.imas.core.gate.GatePolicy.Fallback;
import dev.imas.core.gate.GateWorld.KnownFreeze;
import dev.imas.core.gate.StoredDecision.Basis;
import dev.imas.core.http.Api;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers whether a deployment may start, and keeps each answer with what it was computed from. A
 * run that asks again gets the same answer, as long as nothing has changed. Only on a virtual
 * thread.
 */
public final class Gate {

  /** Of so many tenants the setting is known while the database is away. */
  private static final int MOST_FALLBACKS = 4_096;

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final ChangeReaction reaction;
  private final Map<TenantId, Fallback> fallbacks =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TenantId, Fallback> eldest) {
          return size() > MOST_FALLBACKS;
        }
      };
  private final GateKnowledgeRepository knowledge = new GateKnowledgeRepository();
  private final GateRepository decisions = new GateRepository();
  private final GatePolicyRepository policies = new GatePolicyRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final IncidentRepository incidents = new IncidentRepository();

  /**
   * @param reaction is told of deployments that may not start
   */
  public Gate(CoreContext core, ChangeReaction reaction) {
    this.transactions = core.searches().plannedOnce();
    this.computations = core.computations();
    this.clock = core.clock();
    this.meters = core.meters();
    this.reaction = reaction;
  }

  /** The database did not answer in time. */
  static final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Unanswered(Throwable cause) {
      super(cause);
    }
  }

  /** What the tenant's setting said when it was last read; null: that the pipeline decides. */
  @Nullable Fallback fallback(TenantId tenant) {
    synchronized (fallbacks) {
      return fallbacks.get(tenant);
    }
  }

  private void remember(TenantId tenant, @Nullable Fallback fallback) {
    synchronized (fallbacks) {
      if (fallback == null) {
        fallbacks.remove(tenant);
      } else {
        fallbacks.put(tenant, fallback);
      }
    }
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** What was read for an answer. */
  private record Read(
      GateQuestion question, GatePolicy policy, Known known, Optional<StoredDecision> last) {}

  /**
   * @param permitted throws if whoever asks may not ask for the services of that team; null: the
   *     service does not exist
   * @param patience how long it waits for the database; null: as long as others do
   * @throws Unanswered if that was not long enough
   */
  StoredDecision ask(
      TenantId tenant,
      GateRequest request,
      String author,
      BiConsumer<Tx, @Nullable UUID> permitted,
      @Nullable Duration patience) {
    long begun = System.nanoTime();
    Instant now = now();
    Read read =
        within(
            patience,
            begun,
            transactions.run(
                tenant, tx -> Future.succeededFuture(read(tx, request, now, permitted))));
    remember(tenant, read.policy.whenUnavailable());
    GateWorld world = world(tenant, read, now);
    GateAnswer answer = GateRules.decide(read.question, world);
    return within(
        patience,
        begun,
        transactions.runInsisting(
            tenant,
            tx -> Future.succeededFuture(keep(tx, read, request, author, world, answer, now))));
  }

  /**
   * @param begun the nanosecond at which somebody began to wait
   */
  private static <T> T within(@Nullable Duration patience, long begun, Future<T> done) {
    if (patience == null) {
      return done.await();
    }
    long left = patience.toNanos() - (System.nanoTime() - begun);
    return done.timeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)), TimeUnit.MILLISECONDS)
        .recover(e -> Future.failedFuture(isOutage(e) ? new Unanswered(e) : e))
        .await();
  }

  private static boolean isOutage(Throwable e) {
    return DatabaseFailure.of(e).passes()
        || (e instanceof Fault fault && fault.kind() == Fault.Kind.UNAVAILABLE);
  }

  private StoredDecision keep(
      Tx tx,
      Read read,
      GateRequest request,
      String author,
      GateWorld world,
      GateAnswer answer,
      Instant now) {

    Optional<StoredDecision> same =
        read.last.filter(last -> isStillSo(last, read.question, request, answer, now));
    if (same.isPresent()) {
      return same.get();
    }
    StoredDecision decision =
        new StoredDecision(
            UuidV7.at(after(read.last, now)),
            read.question,
            request.ref(),
            request.run(),
            request.runUrl(),
            request.isDryRun(),
            author,
            answer,
            new Basis(GateRules.VERSION, read.question, world),
            null);
    decisions.insert(tx, decision);
    count(answer.decision());
    if (answer.decision() == GateDecision.DENY && !request.isDryRun()) {
      reaction.react(tx, denied(decision));
    }
    return decision;
  }

  private static ChangeEvent denied(StoredDecision decision) {
    GateQuestion question = decision.question();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", decision.id());
    data.put("service", question.service());
    data.put("team", question.team());
    data.put("environment", question.environment());
    data.put("tier", question.tier().wireName());
    data.put("sha", question.sha());
    data.put("ref", decision.ref());
    data.put("run", Map.of("id", decision.run(), "url", decision.runUrl()));
    data.put(
        "reasons",
        decision.answer().reasons().stream()
            .filter(GateReason::blocking)
            .map(GateReason::text)
            .toList());
    data.put("author", decision.askedBy());
    return new ChangeEvent(
        ChangeEvent.Kind.GATE_DENIED,
        decision.id(),
        "",
        List.of(new ChangeEvent.Concerned(question.service().id(), question.team().id())),
        Api.BASE + "/gate/decisions/" + decision.id(),
        data);
  }

  /** The order of a run's answers is that of their ids, even within a millisecond. */
  private static long after(Optional<StoredDecision> last, Instant now) {
    return Math.max(
        now.toEpochMilli(), last.map(one -> UuidV7.epochMillis(one.id()) + 1).orElse(0L));
  }

  /**
   * What a deployment window is told before it starts.
   *
   * @param decision the id of the answer
   * @param blocking why it may not start; empty: it may
   */
  public record StartAnswer(UUID decision, List<GateReason> blocking) {

    public StartAnswer {
      blocking = List.copyOf(blocking);
    }
  }

  /**
   * Asks for a service of a deployment window as its pipeline would.
   *
   * @param run by which it is asked again
   * @param incident that the deployment is to mend
   */
  public StartAnswer ask(
      TenantId tenant,
      UUID service,
      String environment,
      String sha,
      @Nullable UUID incident,
      String run,
      String author) {
    GateRequest request =
        new GateRequest(
            Reference.of(service.toString()),
            null,
            environment,
            sha,
            "",
            incident == null ? List.of() : List.of(incident.toString()),
            null,
            run,
            "",
            false);
    StoredDecision stored = ask(tenant, request, author, (tx, team) -> {}, null);
    return new StartAnswer(
        stored.id(),
        stored.effective() == GateDecision.ALLOW
            ? List.of()
            : stored.answer().reasons().stream().filter(GateReason::blocking).toList());
  }

  private static boolean isStillSo(
      StoredDecision last,
      GateQuestion question,
      GateRequest request,
      GateAnswer answer,
      Instant now) {
    if (!last.concerns(question, request.isDryRun())) {
      return false;
    }
    if (last.override() != null && last.isGoodAt(now)) {
      return true;
    }
    return last.override() == null
        && last.answer().isLike(answer)
        && (answer.decision() != GateDecision.ALLOW || last.isGoodAt(now));
  }

  private void count(GateDecision decision) {
    Counter.builder("imas.gate.decisions")
        .description("Answers of the gate to deployments")
        .tag("decision", decision.wireName())
        .register(meters)
        .increment();
  }

  private Read read(
      Tx tx, GateRequest request, Instant now, BiConsumer<Tx, @Nullable UUID> permitted) {
    Optional<UUID> service = service(tx, request);
    if (service.isEmpty()) {
      permitted.accept(tx, null);
      throw unknown(request);
    }
    Target target =
        knowledge.target(tx, service.get(), request.environment(), request.repository());
    permitted.accept(tx, target.team().id());
    Optional<Belonging> window =
        knowledge.window(tx, service.get(), request.environment(), request.window(), now);
    if (request.window() != null && window.isEmpty()) {
      throw Fault.invalid("/window", "/window: there is no deployment window " + request.window());
    }
    GateQuestion question =
        new GateQuestion(
            target.service(),
            target.team(),
            request.environment(),
            target.tier(),
            request.sha(),
            incidents(tx, request.incidents(), window),
            now,
            request.window());
    return new Read(
        question,
        policies.read(tx).policy(),
        knowledge.read(tx, question, target, window.map(Belonging::window).orElse(null)),
        request.run().isEmpty() ? Optional.empty() : decisions.lastOf(tx, request.run()));
  }

  private Optional<UUID> service(Tx tx, GateRequest request) {
    Reference named = request.service();
    if (named != null) {
      return knowledge.serviceNamed(tx, named.text()).or(() -> services.findId(tx, named).await());
    }
    Reference repository = request.repository();
    return repository == null ? Optional.empty() : knowledge.serviceOfRepository(tx, repository);
  }

  private static Fault unknown(GateRequest request) {
    return request.service() != null
        ? Fault.invalid("/service", "/service: there is no service '" + request.service() + "'")
        : Fault.invalid(
            "/repository",
            "/repository: no service is made of '"
                + request.repository()
                + "'; enter the repository with its service, or name the service");
  }

  /** Those that were named, and that of the window. */
  private List<UUID> incidents(Tx tx, List<String> named, Optional<Belonging> window) {
    List<UUID> ids = new ArrayList<>();
    window
        .filter(one -> one.window().isOfIt() && one.incident() != null)
        .ifPresent(one -> ids.add(one.incident()));
    for (String one : named) {
      ids.add(
          incidents
              .findId(tx, one)
              .await()
              .orElseThrow(
                  () ->
                      Fault.invalid(
                          "/incidents", "/incidents: there is no incident '" + one + "'")));
    }
    return ids.stream().distinct().sorted().toList();
  }

  private GateWorld world(TenantId tenant, Read read, Instant now) {
    Known known = read.known;
    boolean comesAgain = known.freezes().stream().anyMatch(one -> one.times().recurrence() != null);
    return new GateWorld(
        read.policy,
        comesAgain
            ? computations.of(tenant).call(() -> freezes(known.freezes(), now))
            : freezes(known.freezes(), now),
        known.incidents(),
        known.inProgress(),
        known.onCall(),
        known.deployedBefore(),
        known.budgets(),
        known.window());
  }

  private static List<KnownFreeze> freezes(List<Concerning> all, Instant now) {
    return all.stream()
        .flatMap(
            one ->
                one
                    .at(now, GateRules.LEASE)
                    .map(
                        time ->
                            new KnownFreeze(
                                one.id(),
                                one.name(),
                                one.version(),
                                one.observes(),
                                one.emergencies(),
                                time.startsAt(),
                                time.endsAt()))
                    .stream())
        .toList();
  }
}
