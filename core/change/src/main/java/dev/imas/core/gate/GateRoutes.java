package dev.imas.core.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.gate.GatePolicy.Fallback;
import dev.imas.core.gate.GateRepository.Filter;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /gate}: whether a deployment may start, and what was answered before. */
final class GateRoutes {

  private static final int SHORTEST_REASON = 20;
  private static final int LONGEST_REASON = 2_000;
  private static final int MOST_REPLAYED = 10_000;
  private static final int MOST_NAMED = 100;
  private static final int PAGE = 500;
  private static final Duration OVERRIDABLE = Duration.ofDays(1);
  private static final Duration USUAL_SUMMARY = Duration.ofDays(30);
  private static final Duration LONGEST_SUMMARY = Duration.ofDays(92);

  /** How long it waits for the database where the tenant says what to answer without it. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private static final Logger log = LoggerFactory.getLogger(GateRoutes.class);

  private final Transactions transactions;
  private final Gate gate;
  private final MeterRegistry meters;
  private final OverrideNotices overrides;
  private final GateRepository decisions = new GateRepository();
  private final ServiceRepository services = new ServiceRepository();

  GateRoutes(
      Transactions transactions, Gate gate, OverrideNotices overrides, MeterRegistry meters) {
    this.meters = meters;
    this.transactions = transactions;
    this.gate = gate;
    this.overrides = overrides;
  }

  void mount(Api api) {
    api.postInOutage("/gate", Permission.DEPLOYMENT_GATE, this::ask);
    api.get("/gate/summary", Permission.DEPLOYMENT_READ, this::summary);
    api.post("/gate/replay", Permission.DEPLOYMENT_READ, this::replay);
    api.get("/gate/decisions", Permission.DEPLOYMENT_READ, this::list);
    api.get("/gate/decisions/{id}", Permission.DEPLOYMENT_READ, this::one);
    api.post("/gate/decisions/{id}/override", Permission.FREEZE_OVERRIDE, this::override);
  }

  private Answer ask(Call call) {
    GateRequest request = GateRequest.read(call.body());
    Fallback fallback = gate.fallback(call.tenant());
    try {
      return Answer.ok(
          GateView.of(
              gate.ask(
                  call.tenant(),
                  request,
                  call.author(),
                  (tx, team) -> call.require(Permission.DEPLOYMENT_GATE, team),
                  fallback == null ? null : PATIENCE)));
    } catch (Gate.Unanswered e) {
      call.requireSomewhere(Permission.DEPLOYMENT_GATE);
      return Answer.ok(unstored(Objects.requireNonNull(fallback), request, call.author(), e));
    }
  }

  private GateView unstored(
      Fallback fallback, GateRequest request, String author, Gate.Unanswered why) {
    GateView view = GateView.unstored(fallback, request, author, gate.now());
    Counter.builder("imas.gate.unstored")
        .description("Answers of the gate while the database was away, by the tenant's setting")
        .tag("decision", fallback.wireName())
        .register(meters)
        .increment();
    // One line for each, since it is kept nowhere else. The cause is the same for all.
    log.warn(
        "The database does not answer ({}), so the gate answers {} with {} by the tenant's setting",
        String.valueOf(why.getCause()),
        view.id(),
        fallback.wireName());
    return view;
  }

  private Answer list(Call call) {
    Query query =
        call.query("service", "environment", "decision", "run", "from", "to", "limit", "cursor");
    ListRange paging = query.paging();
    UUID after = paging.afterId();
    Reference service = query.reference("service");
    Filter filter =
        new Filter(
            null,
            query.text("environment"),
            decision(query),
            query.text("run"),
            query.time("from"),
            query.time("to"));
    List<GateView> found =
        transactions.call(
            call.tenant(),
            tx -> {
              @Nullable UUID of =
                  service == null ? null : service.orNothing(services.findId(tx, service).await());
              return decisions.list(tx, filter.of(of), after, paging).stream()
                  .map(GateView::of)
                  .toList();
            });
    return Answer.page(found, paging, GateView::id);
  }

  private static @Nullable GateDecision decision(Query query) {
    String word = query.text("decision");
    return word == null
        ? null
        : GateDecision.parse(word)
            .orElseThrow(() -> Query.fault("decision", "must be allow, deny or wait"));
  }

  /**
   * What the rules say today of what was known then.
   *
   * @param same whether that is what was answered
   */
  record Replayed(GateDecision decision, boolean same) {}

  /**
   * An answer with all that it was computed from.
   *
   * @param replayed null: other rules had computed it
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Shown(@JsonUnwrapped GateView view, GateWorld known, @Nullable Replayed replayed) {}

  private Answer one(Call call) {
    UUID id = call.pathId("id");
    call.query();
    StoredDecision stored = transactions.call(call.tenant(), tx -> existing(tx, id));
    return Answer.ok(new Shown(GateView.of(stored), stored.basis().world(), replayed(stored)));
  }

  private StoredDecision existing(Tx tx, UUID id) {
    return decisions
        .find(tx, id)
        .orElseThrow(() -> Fault.notFound("there is no answer of the gate " + id));
  }

  private static @Nullable Replayed replayed(StoredDecision stored) {
    if (stored.basis().rules() != GateRules.VERSION) {
      return null;
    }
    GateAnswer again = GateRules.decide(stored.basis().question(), stored.basis().world());
    return new Replayed(again.decision(), again.reasons().equals(stored.answer().reasons()));
  }

  /**
   * @param replayed how many answers were computed again
   * @param byOtherRules how many were not, since older rules had computed them
   * @param differing those that would be others now, at most a hundred
   * @param isWhole false: there were more than 10,000
   */
  record Replay(
      Instant from,
      Instant to,
      int replayed,
      int byOtherRules,
      List<UUID> differing,
      boolean isWhole) {

    Replay {
      differing = List.copyOf(differing);
    }
  }

  /** Computes the answers of a time again from what was known then. */
  private Answer replay(Call call) {
    Body body = call.body().only("from", "to");
    Instant now = gate.now();
    Instant to = body.time("to");
    Instant since = body.time("from");
    Instant from = since == null ? (to == null ? now : to).minus(USUAL_SUMMARY) : since;
    if (to != null && !from.isBefore(to)) {
      body.fault("/from", "must be before to");
    }
    body.throwIfFaulty();
    Filter filter = new Filter(null, null, null, null, from, to);
    int replayed = 0;
    int byOtherRules = 0;
    List<UUID> differing = new ArrayList<>();
    UUID after = null;
    boolean goesOn = true;
    while (goesOn && replayed + byOtherRules < MOST_REPLAYED) {
      UUID last = after;
      List<StoredDecision> page =
          transactions.call(
              call.tenant(), tx -> decisions.list(tx, filter, last, new ListRange(PAGE - 1, null)));
      for (StoredDecision stored : page) {
        Replayed again = replayed(stored);
        if (again == null) {
          byOtherRules++;
        } else {
          replayed++;
          if (!again.same && differing.size() < MOST_NAMED) {
            differing.add(stored.id());
          }
        }
        after = stored.id();
      }
      goesOn = page.size() == PAGE;
    }
    return Answer.ok(
        new Replay(from, to == null ? now : to, replayed, byOtherRules, differing, !goesOn));
  }

  private Answer summary(Call call) {
    Query query = call.query("from", "to");
    Instant asked = query.time("to");
    Instant to = asked == null ? gate.now() : asked;
    Instant since = query.time("from");
    Instant from = since == null ? to.minus(USUAL_SUMMARY) : since;
    if (!from.isBefore(to) || from.plus(LONGEST_SUMMARY).isBefore(to)) {
      throw Query.fault("from", "must be before to, by at most 92 days");
    }
    return Answer.ok(transactions.call(call.tenant(), tx -> decisions.summary(tx, from, to)));
  }

  /** Lets a deployment start all the same, for ten minutes. */
  private Answer override(Call call) {
    UUID id = call.pathId("id");
    Body body = call.body().only("reason");
    String reason = body.requiredText("reason", LONGEST_REASON).strip();
    if (!reason.isEmpty() && reason.length() < SHORTEST_REASON) {
      body.fault("/reason", "must say why, in at least " + SHORTEST_REASON + " characters");
    }
    body.throwIfFaulty();
    return Answer.ok(
        GateView.of(transactions.insist(call.tenant(), tx -> overridden(tx, call, id, reason))));
  }

  private StoredDecision overridden(Tx tx, Call call, UUID id, String reason) {
    StoredDecision before = existing(tx, id);
    Instant now = gate.now();
    if (before.isDryRun()) {
      throw Fault.conflict("this answer was a try, so there is nothing to override");
    }
    if (before.answer().decision() == GateDecision.ALLOW) {
      throw Fault.conflict("this deployment is allowed already");
    }
    if (before.question().at().plus(OVERRIDABLE).isBefore(now)) {
      throw Fault.conflict("this answer is older than a day; ask the gate again");
    }
    StoredDecision.Override override = new StoredDecision.Override(now, call.author(), reason);
    if (!decisions.override(tx, id, override, now.plus(GateRules.LEASE))) {
      StoredDecision.Override first = before.override();
      throw Fault.conflict(
          first == null
              ? "this answer was overridden meanwhile"
              : "this answer was overridden by " + first.by() + " already");
    }
    StoredDecision after = existing(tx, id);
    call.audit(
        tx,
        new Audit.Change(
            new Audit.Subject("gate_decision", id),
            "override",
            GateView.of(before),
            GateView.of(after)));
    overrides.send(tx, after, override);
    return after;
  }
}
