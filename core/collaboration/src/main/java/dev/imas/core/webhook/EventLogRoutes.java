package dev.imas.core.webhook;

import dev.imas.core.access.Permission;
import dev.imas.core.delivery.TestDelivery;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.webhook.EventLogRepository.Detail;
import dev.imas.core.webhook.EventLogRepository.EventView;
import dev.imas.core.webhook.EventLogRepository.Filter;
import dev.imas.core.webhook.EventRepository.NewEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@code /webhooks/outgoing/{id}/…}: what was posted, again and for a test. */
public final class EventLogRoutes {

  /** The event of a test. */
  static final String TEST = "webhook.test";

  private static final int LONGEST_WAIT = 15;
  private static final long LOOK_EVERY_MS = 200;

  /** Stored in lower case. */
  private enum Status {
    PENDING,
    SENDING,
    SENT,
    DEAD,
    CANCELLED
  }

  private final Vertx vertx;
  private final Transactions transactions;
  private final BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds;
  private final InstantSource clock;
  private final WebhookRepository webhooks = new WebhookRepository();
  private final EventLogRepository log = new EventLogRepository();
  private final EventRepository events = new EventRepository();

  /**
   * @param incidentIds finds an incident's id by UUID or short id
   */
  public EventLogRoutes(
      Vertx vertx,
      Transactions transactions,
      BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds,
      InstantSource clock) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.incidentIds = incidentIds;
    this.clock = clock;
  }

  public void mount(Api api) {
    String one = WebhookRoutes.PATH + "/{id}";
    api.post(one + "/test", Permission.EVENT_WEBHOOK_MANAGE, this::test);
    api.get(one + "/deliveries", Permission.EVENT_WEBHOOK_READ, this::list);
    api.get(one + "/deliveries/{delivery}", Permission.EVENT_WEBHOOK_READ, this::get);
    api.post(
        one + "/deliveries/{delivery}/redeliver",
        Permission.EVENT_WEBHOOK_REDELIVER,
        this::redeliver);
  }

  private Answer list(Call call) {
    Query query = call.query("status", "event", "incident", "limit", "cursor");
    ListRange paging = query.paging();
    Reference webhook = call.reference("id");
    String[] statuses = query.choices("status", Status.class);
    String[] stored =
        statuses == null
            ? null
            : Arrays.stream(statuses).map(s -> s.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    String event = query.text("event");
    String incident = query.text("incident");
    List<EventView> found =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID of = webhooks.existingId(tx, webhook).await();
              Filter filter = new Filter(null, stored, event, incident(tx, incident));
              return log.list(tx, of, filter, paging).await();
            });
    return Answer.page(found, paging, e -> new TimeKey(e.createdAt(), e.id()));
  }

  private @Nullable UUID incident(Tx tx, @Nullable String reference) {
    return reference == null
        ? null
        : incidentIds.apply(tx, reference).await().orElse(Reference.NOTHING);
  }

  private Answer get(Call call) {
    call.query();
    Reference webhook = call.reference("id");
    UUID id = call.pathId("delivery");
    return Answer.ok(
        transactions.call(
            call.tenant(), tx -> existing(tx, webhooks.existingId(tx, webhook).await(), id)));
  }

  private Detail existing(Tx tx, UUID webhook, UUID id) {
    return log.detail(tx, webhook, id)
        .await()
        .orElseThrow(
            () ->
                Fault.notFound(
                    "there is no event " + id + " of this event webhook; it may be past its time"));
  }

  private Answer redeliver(Call call) {
    Reference webhook = call.reference("id");
    UUID id = call.pathId("delivery");
    call.body().only().throwIfFaulty();
    return new Answer(
        202,
        transactions.call(
            call.tenant(),
            tx -> {
              UUID of = webhooks.existingId(tx, webhook).await();
              Detail before = existing(tx, of, id);
              if (!active(tx, of)) {
                throw Fault.conflict(
                    "the event webhook is switched off; switch it on first (PUT … is_active)");
              }
              if (!log.queueAgain(tx, of, id).await()) {
                throw Fault.conflict(
                    "the event is "
                        + before.event().status()
                        + "; only what has ended is posted again");
              }
              call.audit(
                  tx,
                  new Audit.Change(
                      new Audit.Subject("event_webhook", of),
                      "redeliver",
                      null,
                      Map.of("event", id.toString())));
              return existing(tx, of, id);
            }),
        Map.of());
  }

  private boolean active(Tx tx, UUID webhook) {
    return webhooks.find(tx, webhook).await().map(WebhookView::isActive).orElse(false);
  }

  /** The body of a test: like that of an event, about no incident. */
  private record TestBody(String event, Instant timestamp, TestData data) {}

  private record TestData(UUID id, String message, UUID tenant) {}

  private Answer test(Call call) {
    Integer wait = call.query("wait").count("wait", 0, LONGEST_WAIT);
    Reference webhook = call.reference("id");
    UUID id = UuidV7.at(clock.millis());
    int seconds = wait == null ? LONGEST_WAIT : wait;
    UUID of = transactions.call(call.tenant(), tx -> queueTest(call, tx, webhook, id));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      Detail detail = transactions.call(call.tenant(), tx -> existing(tx, of, id));
      boolean isOver = detail.event().isOver();
      // A test that failed is tried again like every event; who tests wants to know now.
      if (isOver || !detail.attemptLog().isEmpty() || System.nanoTime() - until >= 0) {
        return new Answer(
            isOver ? 200 : 202,
            detail,
            Map.of("location", Api.BASE + WebhookRoutes.PATH + "/" + of + "/deliveries/" + id));
      }
      vertx.timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS).await();
    }
  }

  private UUID queueTest(Call call, Tx tx, Reference webhook, UUID id) {
    UUID of = webhooks.existingId(tx, webhook).await();
    if (!active(tx, of)) {
      throw Fault.conflict(
          "the event webhook is switched off; switch it on first (PUT … is_active)");
    }
    TestDelivery.refuseMany("the event webhook", log.tests(tx, of).await());
    TestBody body =
        new TestBody(
            TEST,
            clock.instant(),
            new TestData(
                id, "A test of this event webhook: nothing has happened", call.tenant().value()));
    events
        .queue(tx, List.of(new NewEvent(id, of, of, TEST + ":" + id, TEST, Json.write(body))))
        .await();
    return of;
  }
}
