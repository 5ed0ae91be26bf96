package dev.imas.gateway.alertmanager;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Permits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads and writes out the firing alerts, apart from the event loops that take alerts in. Only a
 * few reads run at once, and the same question is answered once a second. Shared by the event
 * loops.
 */
public final class AlertReads {

  private static final int AT_ONCE = 3;
  private static final int OF_ONE_TENANT = 2;
  private static final int THREADS = 2;
  private static final Duration SHARED_FOR = Duration.ofSeconds(1);

  /**
   * An answer by groups is built in memory before its first byte is sent, so its size is bounded.
   */
  static final int MOST_IN_GROUPS = 20_000;

  private static final int LONGEST_GROUPS = 24 << 20;

  private final Vertx vertx;
  private final FiringAlerts firing;
  private final InstantSource clock;
  private final WorkerExecutor workers;
  private final Permits turns;
  private final Silences silences;
  private final Map<Question, Future<Buffer>> answers = new ConcurrentHashMap<>();

  private record Question(ReadScope scope, String query) {}

  private record Group(String head, StringBuilder alerts) {}

  public AlertReads(Vertx vertx, Pool pool, InstantSource clock) {
    this.vertx = vertx;
    this.workers =
        vertx.createSharedWorkerExecutor("imas-alert-reads", THREADS, 60, TimeUnit.SECONDS);
    this.firing = new FiringAlerts(pool, workers);
    this.clock = clock;
    this.silences = new Silences(pool, workers, clock);
    this.turns = new Permits(vertx, AT_ONCE, OF_ONE_TENANT);
  }

  public Future<Void> close() {
    return workers.close();
  }

  Silences silences() {
    return silences;
  }

  Future<List<String>> receivers(TenantId tenant) {
    return firing.receivers(tenant);
  }

  /**
   * Writes the alerts that the filter accepts, page by page, no faster than the reader takes them.
   *
   * @param write is given pieces of a JSON list without its brackets, on the caller's event loop
   */
  Future<Void> alerts(ReadScope scope, AlertsQuery filter, Function<String, Future<Void>> write) {
    FilterBudget budget = new FilterBudget();
    boolean[] any = {false};
    return inTurn(
        scope.tenant(),
        () ->
            firing.forEachPage(
                scope,
                clock.instant(),
                page -> {
                  budget.nextPage();
                  StringBuilder text = new StringBuilder();
                  for (FiringAlert alert : page) {
                    if (filter.takes(alert, budget)) {
                      text.append(any[0] ? "," : "").append(Json.write(alert.toGettable()));
                      any[0] = true;
                    }
                  }
                  return text.toString();
                },
                write));
  }

  /**
   * The alerts that the filter accepts, by group.
   *
   * @param query as it was asked; callers who read the same alerts with the same query share one
   *     answer for a second
   */
  Future<Buffer> groups(ReadScope scope, AlertsQuery filter, String query) {
    Question question = new Question(scope, query);
    Future<Buffer> known = answers.get(question);
    if (known != null) {
      return onOwnLoop(known);
    }
    Future<Buffer> asked = inTurn(scope.tenant(), () -> readGroups(scope, filter));
    answers.put(question, asked);
    asked.onComplete(
        done ->
            vertx.setTimer(
                done.succeeded() ? SHARED_FOR.toMillis() : 1,
                id -> answers.remove(question, asked)));
    return asked;
  }

  /** Another event loop may have asked first. */
  private Future<Buffer> onOwnLoop(Future<Buffer> shared) {
    Context own = vertx.getOrCreateContext();
    Promise<Buffer> here = Promise.promise();
    shared.onComplete(done -> own.runOnContext(now -> here.handle(done)));
    return here.future();
  }

  private Future<Buffer> readGroups(ReadScope scope, AlertsQuery filter) {
    FilterBudget budget = new FilterBudget();
    Map<String, Group> groups = new LinkedHashMap<>();
    int[] taken = {0, 0};
    return firing
        .forEachPage(
            scope,
            clock.instant(),
            page -> {
              budget.nextPage();
              for (FiringAlert alert : page) {
                if (filter.takes(alert, budget)) {
                  String text = Json.write(alert.toGettable());
                  taken[0]++;
                  taken[1] += text.length();
                  if (taken[0] > MOST_IN_GROUPS || taken[1] > LONGEST_GROUPS) {
                    throw Fault.badRequest(
                        "more than "
                            + (taken[0] - 1)
                            + " alerts fire, which is too much for an answer by groups; ask for"
                            + " fewer by filter or receiver, or read /api/v2/alerts");
                  }
                  StringBuilder alerts =
                      groups
                          .computeIfAbsent(
                              alert.groupKey(), key -> new Group(head(alert), new StringBuilder()))
                          .alerts();
                  alerts.append(alerts.isEmpty() ? "" : ",").append(text);
                }
              }
              return "";
            },
            nothing -> Future.succeededFuture())
        .compose(done -> workers.executeBlocking(() -> write(groups.values()), false));
  }

  /** The alerts of a group, up to the bound. */
  private static String head(FiringAlert alert) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("labels", alert.groupLabels());
    head.put("routeLabels", alert.groupLabels());
    head.put("receiver", Map.of("name", alert.receiver()));
    String text = Json.write(head);
    return text.substring(0, text.length() - 1) + ",\"alerts\":[";
  }

  private static Buffer write(Iterable<Group> groups) {
    Buffer all = Buffer.buffer("[");
    boolean any = false;
    for (Group group : groups) {
      all.appendString(any ? "," : "").appendString(group.head());
      all.appendString(group.alerts().toString()).appendString("]}");
      any = true;
    }
    return all.appendString("]");
  }

  private <T> Future<T> inTurn(TenantId tenant, Supplier<Future<T>> work) {
    return turns.take(tenant).compose(turn -> work.get().onComplete(done -> turns.done(tenant)));
  }
}
