package dev.imas.core.delivery;

import dev.imas.core.access.Permission;
import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.delivery.DeliveryRepository.DeliveryView;
import dev.imas.core.delivery.DeliveryRepository.Detail;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.ListRange.Page;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * {@code /deliveries}: what was sent, to whom, and with which outcome. Dead deliveries can be sent
 * again.
 */
public final class DeliveryRoutes {

  /** Stored in lower case. */
  private enum Status {
    HELD,
    PENDING,
    SENDING,
    SENT,
    DEAD,
    FOLDED,
    CANCELLED
  }

  private final Transactions transactions;
  private final DeliveryRepository deliveries;
  private final BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds;
  private final DeliveryQueue queue;
  private final Missing missing;
  private final BiFunction<Tx, Reference, Future<Optional<UUID>>> providerIds;

  /**
   * @param incidentIds finds an incident's id by UUID or short id
   * @param providerIds finds a provider's id by name or id
   */
  public DeliveryRoutes(
      Transactions transactions,
      DeliveryRepository deliveries,
      BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds,
      BiFunction<Tx, Reference, Future<Optional<UUID>>> providerIds,
      DeliveryQueue queue,
      Missing missing) {
    this.transactions = transactions;
    this.deliveries = deliveries;
    this.incidentIds = incidentIds;
    this.providerIds = providerIds;
    this.queue = queue;
    this.missing = missing;
  }

  public void mount(Api api) {
    api.get("/deliveries", Permission.DELIVERY_READ, this::list);
    api.get("/deliveries/{id}", Permission.DELIVERY_READ, this::get);
    api.post("/deliveries/{id}/replay", Permission.DELIVERY_REPLAY, this::replay);
  }

  private Answer list(Call call) {
    Query query =
        call.query(
            "status",
            "incident",
            "channel",
            "folded_into",
            "provider",
            "receiver",
            "from",
            "to",
            "total",
            "limit",
            "cursor");
    ListRange paging = query.paging();
    boolean withTotal = Boolean.TRUE.equals(query.flag("total"));
    String[] statuses = query.choices("status", Status.class);
    String[] stored =
        statuses == null
            ? null
            : Arrays.stream(statuses).map(s -> s.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    String incident = query.text("incident");
    String channel = query.text("channel");
    UUID foldedInto = query.uuid("folded_into");
    Reference provider = query.reference("provider");
    UUID receiver = query.uuid("receiver");
    Instant from = query.time("from");
    Instant to = query.time("to");
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              DeliveryRepository.Filter filter =
                  new DeliveryRepository.Filter(
                      null,
                      stored,
                      incident == null
                          ? null
                          : incidentIds.apply(tx, incident).await().orElse(Reference.NOTHING),
                      channel,
                      foldedInto,
                      provider == null
                          ? null
                          : providerIds.apply(tx, provider).await().orElse(Reference.NOTHING),
                      receiver,
                      from,
                      to);
              Page<DeliveryView> page =
                  Page.of(
                      deliveries.list(tx, filter, paging).await(),
                      paging,
                      d -> new TimeKey(d.createdAt(), d.id()).toString());
              return withTotal ? page.with(deliveries.total(tx, filter).await()) : page;
            }));
  }

  private Answer get(Call call) {
    UUID id = call.pathId("id");
    return Answer.ok(transactions.call(call.tenant(), tx -> detail(tx, id)));
  }

  private Answer replay(Call call) {
    UUID id = call.pathId("id");
    call.body().only().throwIfFaulty();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              revive(tx, detail(tx, id).delivery());
              return detail(tx, id);
            }));
  }

  private void revive(Tx tx, DeliveryView dead) {
    if (!deliveries.isReachable(tx, dead.receiver()).await()) {
      throw Fault.conflict(
          "the contact "
              + dead.receiver()
              + " of the delivery was removed or is not active, so it cannot be sent; "
              + "activate the contact first");
    }
    queue.announceCommitted(tx, new DeliveriesQueued(1, dead.urgency()));
    if (!deliveries.revive(tx, dead.id()).await()) {
      throw Fault.conflict(
          "the delivery is " + dead.status() + "; only a dead delivery can be sent again");
    }
  }

  private Detail detail(Tx tx, UUID id) {
    return deliveries.detail(tx, id).await().orElseThrow(() -> missing.delivery(id));
  }
}
