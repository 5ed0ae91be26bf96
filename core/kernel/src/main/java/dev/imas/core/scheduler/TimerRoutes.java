package dev.imas.core.scheduler;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /timers}: lists timers, and lets a person run one now or skip its next run. Admins of
 * every tenant can see and run the platform's own timers, since their work can be repeated. They
 * cannot skip them, since all tenants depend on them.
 */
public final class TimerRoutes {

  private static final Logger log = LoggerFactory.getLogger(TimerRoutes.class);

  private final Transactions transactions;
  private final Timers timers;
  private final TimerDeskRepository repository = new TimerDeskRepository();

  public TimerRoutes(Transactions transactions, Timers timers) {
    this.transactions = transactions;
    this.timers = timers;
  }

  public void mount(Api api) {
    api.get("/timers", Permission.TIMER_MANAGE, this::list);
    api.get("/timers/{id}", Permission.TIMER_MANAGE, this::get);
    api.post("/timers/{id}/run", Permission.TIMER_MANAGE, this::run);
    api.post("/timers/{id}/skip", Permission.TIMER_MANAGE, this::skip);
  }

  private Answer list(Call call) {
    Query query = call.query("kind", "platform", "limit", "cursor");
    ListRange paging = query.paging();
    String kind = query.text("kind");
    TimerKey after = paging.key(TimerKey::parse);
    List<TimerView> found =
        transactions.call(
            owner(call, query),
            tx ->
                repository
                    .list(tx, kind, after == null ? TimerKey.NONE : after, paging.fetch())
                    .await());
    return Answer.page(found, paging, TimerView::id);
  }

  private Answer get(Call call) {
    TimerKey key = key(call);
    return Answer.ok(
        transactions.call(
            owner(call, call.query("platform")),
            tx -> repository.find(tx, key).await().orElseThrow(() -> unknown(key))));
  }

  private Answer run(Call call) {
    call.body().only().throwIfFaulty();
    TimerKey key = key(call);
    TimerView after =
        transactions.call(
            owner(call, call.query("platform")),
            tx -> {
              Optional<TimerDeskRepository.Locked> locked = idle(tx, key);
              if (locked.isPresent()) {
                repository.run(tx, key, call.author()).await();
                audited(tx, call, key, "run");
                tx.afterCommit(timers::nudge);
              }
              // One that fired while this waited for it is not run again: what is set in its place
              // is its next run, such as the next step of a policy, for which nobody has asked.
              return repository.find(tx, key).await().orElseThrow(() -> unknown(key));
            });
    told(call, key, "run");
    return Answer.ok(after);
  }

  private Answer skip(Call call) {
    call.body().only().throwIfFaulty();
    TimerKey key = key(call);
    TenantId owner = owner(call, call.query("platform"));
    if (owner.equals(TenantId.PLATFORM)) {
      throw Fault.conflict(
          "all tenants depend on this timer, so it cannot be skipped; you can run it now");
    }
    Answer answer =
        transactions.call(
            owner,
            tx -> {
              TimerDeskRepository.Locked locked = idle(tx, key).orElseThrow(() -> tooLate(tx, key));
              String recurs = locked.timer().recurs();
              if (recurs == null) {
                repository.remove(tx, key).await();
                audited(tx, call, key, "skip");
                return Answer.noContent();
              }
              repository.skipTo(tx, key, call.author(), afterNext(recurs, locked)).await();
              audited(tx, call, key, "skip");
              return Answer.ok(repository.find(tx, key).await().orElseThrow(() -> unknown(key)));
            });
    told(call, key, "skip");
    return answer;
  }

  private static Instant afterNext(String recurs, TimerDeskRepository.Locked locked) {
    Recurrence recurrence;
    try {
      recurrence = Recurrence.parse(recurs);
    } catch (IllegalArgumentException e) {
      throw Fault.conflict(
          "this version cannot tell when the timer is due next: " + recurs + "; update IMAS");
    }
    Instant due = locked.timer().dueAt();
    Instant skipped = due.isAfter(locked.now()) ? due : locked.now();
    return recurrence.next(due, skipped);
  }

  /**
   * Locks a timer that is not running. Empty if there is none, and also if it has fired while this
   * waited for its row: another one may then be set in its place.
   */
  private Optional<TimerDeskRepository.Locked> idle(Tx tx, TimerKey key) {
    Optional<TimerDeskRepository.Locked> locked = repository.lock(tx, key).await();
    if (locked.filter(found -> found.timer().isRunning()).isPresent()) {
      throw Fault.conflict("the timer is running now; try again when it has ended");
    }
    return locked;
  }

  /** What was to be skipped has run, or never was. */
  private Fault tooLate(Tx tx, TimerKey key) {
    return repository
        .find(tx, key)
        .await()
        .map(
            next ->
                Fault.conflict(
                    "the timer has just run, and is set for "
                        + next.dueAt()
                        + "; skip it again if you mean that run"))
        .orElseGet(() -> unknown(key));
  }

  private static TenantId owner(Call call, Query query) {
    return Boolean.TRUE.equals(query.flag("platform")) ? TenantId.PLATFORM : call.tenant();
  }

  private static TimerKey key(Call call) {
    String id = call.path("id");
    try {
      return TimerKey.parse(id);
    } catch (IllegalArgumentException e) {
      throw Fault.notFound("there is no timer " + id);
    }
  }

  private static Fault unknown(TimerKey key) {
    return Fault.notFound("there is no timer " + key + ", or it has ended");
  }

  private static void audited(Tx tx, Call call, TimerKey key, String verb) {
    call.audit(
        tx,
        new Audit.Change(
            new Audit.Subject("timer", null), verb, null, Map.of("timer", key.toString())));
  }

  private static void told(Call call, TimerKey key, String what) {
    log.atInfo()
        .addKeyValue("tenant", call.tenant())
        .addKeyValue("by", call.author())
        .addKeyValue("timer", key)
        .addKeyValue("asked", what)
        .log("A person ran or skipped a timer");
  }
}
