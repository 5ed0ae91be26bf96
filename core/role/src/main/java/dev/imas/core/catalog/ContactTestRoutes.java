package dev.imas.core.catalog;

import dev.imas.core.bus.PageContent;
import dev.imas.core.catalog.TeamRepository.ContactView;
import dev.imas.core.catalog.TeamRepository.TeamView;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.DeliveryRepository;
import dev.imas.core.delivery.DeliveryRepository.Detail;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Scope;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * {@code POST /teams/{team}/contacts/{id}/test}: a sample goes the way of every page, in the urgent
 * lane, with one try, and the answer says what the provider said.
 */
public final class ContactTestRoutes {

  /** A test is a message to somebody: three a minute are enough to mend an address by. */
  private static final int MOST = 3;

  private static final Duration WITHIN = Duration.ofMinutes(1);
  private static final int LONGEST_WAIT = 15;
  private static final long LOOK_EVERY_MS = 200;

  private final Vertx vertx;
  private final Transactions transactions;
  private final DeliveryRepository deliveries;
  private final InstantSource clock;
  private final TeamRepository teams = new TeamRepository();
  private final DeliveryQueue queue;

  public ContactTestRoutes(
      Vertx vertx,
      Transactions transactions,
      DeliveryRepository deliveries,
      DeliveryQueue queue,
      InstantSource clock) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.deliveries = deliveries;
    this.queue = queue;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.post("/teams/{team}/contacts/{id}/test", Scope.WRITE, this::test);
  }

  private Future<Answer> test(Call call) {
    Reference team = call.reference("team");
    Reference contact = call.reference("id");
    Integer wait = call.query("wait").count("wait", 0, LONGEST_WAIT);
    call.body().only().throwIfFaulty();
    UUID id = UuidV7.at(clock.millis());
    int seconds = wait == null ? LONGEST_WAIT : wait;
    return transactions
        .run(call.tenant(), tx -> queue(tx, team, contact, id, call.author()))
        .compose(
            queued ->
                outcome(call.tenant(), id, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)))
        .map(
            detail ->
                new Answer(
                    isOver(detail) ? 200 : 202,
                    detail,
                    Map.of("location", Api.BASE + "/deliveries/" + id)));
  }

  private Future<Void> queue(Tx tx, Reference team, Reference contact, UUID id, String author) {
    return teams
        .existingId(tx, team)
        .compose(of -> teams.existingContactId(tx, of, contact).compose(c -> pair(tx, of, c)))
        .compose(found -> queue(tx, found.team(), found.contact(), id, author));
  }

  private record Pair(TeamView team, ContactView contact) {}

  private Future<Pair> pair(Tx tx, UUID team, UUID contact) {
    return teams
        .find(tx, team)
        .compose(
            t ->
                teams
                    .contact(tx, team, contact)
                    .map(c -> new Pair(t.orElseThrow(), c.orElseThrow())));
  }

  private Future<Void> queue(Tx tx, TeamView team, ContactView contact, UUID id, String author) {
    return teams
        .lockTests(tx, team.id(), contact.id(), WITHIN)
        .compose(
            tests -> {
              if (tests >= MOST) {
                return Future.failedFuture(
                    Fault.tooMany(
                        "the contact was tested " + tests + " times within a minute; wait a little",
                        (int) WITHIN.toSeconds() / MOST));
              }
              return queue.tenantName(tx);
            })
        .compose(
            tenant ->
                queue.insert(
                    tx,
                    List.of(
                        new NewDelivery(
                            id,
                            null,
                            0,
                            PageContent.TEST,
                            contact.id(),
                            contact.channel(),
                            contact.address(),
                            Severity.SEV1_CRITICAL,
                            SamplePage.of(
                                id,
                                contact.name(),
                                team.name(),
                                tenant,
                                author,
                                clock.instant())))));
  }

  /** As it is when it is over, or when the time is. */
  private Future<Detail> outcome(TenantId tenant, UUID id, long until) {
    return transactions
        .run(tenant, tx -> deliveries.detail(tx, id))
        .compose(
            found -> {
              Detail detail = found.orElseThrow(() -> Fault.notFound("there is no delivery " + id));
              return isOver(detail) || System.nanoTime() - until >= 0
                  ? Future.succeededFuture(detail)
                  : vertx
                      .timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)
                      .compose(later -> outcome(tenant, id, until));
            });
  }

  private static boolean isOver(Detail detail) {
    return switch (detail.delivery().status()) {
      case "pending", "sending" -> false;
      default -> true;
    };
  }
}
