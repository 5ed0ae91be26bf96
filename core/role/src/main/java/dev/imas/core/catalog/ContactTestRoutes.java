package dev.imas.core.catalog;

import dev.imas.core.access.Permission;
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
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * {@code POST /teams/{team}/contacts/{id}/test}: sends a sample in the way of every page, as urgent
 * as a SEV1, with a single attempt. The response shows what the provider said.
 */
public final class ContactTestRoutes {

  /** The most tests a minute, since each sends somebody a message. */
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
    api.post("/teams/{team}/contacts/{id}/test", Permission.CONTACT_MANAGE, this::test);
  }

  private Answer test(Call call) {
    Reference team = call.reference("team");
    Reference contact = call.reference("id");
    Integer wait = call.query("wait").count("wait", 0, LONGEST_WAIT);
    call.body().only().throwIfFaulty();
    UUID id = UuidV7.at(clock.millis());
    int seconds = wait == null ? LONGEST_WAIT : wait;
    transactions.call(
        call.tenant(),
        tx -> queue.insert(tx, List.of(delivery(tx, call, team, contact, id))).await());
    Detail detail =
        outcome(call.tenant(), id, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    return new Answer(
        isOver(detail) ? 200 : 202, detail, Map.of("location", Api.BASE + "/deliveries/" + id));
  }

  private NewDelivery delivery(Tx tx, Call call, Reference team, Reference contact, UUID id) {
    UUID teamId = teams.existingId(tx, team).await();
    call.require(Permission.CONTACT_MANAGE, teamId);
    UUID contactId = teams.existingContactId(tx, teamId, contact).await();
    TeamView of = teams.find(tx, teamId).await().orElseThrow();
    ContactView to = teams.contact(tx, teamId, contactId).await().orElseThrow();
    int tests = teams.lockTests(tx, teamId, contactId, WITHIN).await();
    if (tests >= MOST) {
      throw Fault.tooMany(
          "the contact was tested " + tests + " times within a minute; wait, then test again",
          (int) WITHIN.toSeconds() / MOST);
    }
    return new NewDelivery(
        id,
        null,
        0,
        PageContent.TEST,
        contactId,
        to.channel(),
        to.address(),
        Severity.SEV1_CRITICAL,
        SamplePage.of(
            id,
            to.name(),
            of.name(),
            queue.tenantName(tx).await(),
            call.author(),
            clock.instant()));
  }

  /** The delivery when it has ended, or when the time is up. */
  private Detail outcome(TenantId tenant, UUID id, long until) {
    while (true) {
      Detail detail =
          transactions
              .call(tenant, tx -> deliveries.detail(tx, id).await())
              .orElseThrow(() -> Fault.notFound("there is no delivery " + id));
      if (isOver(detail) || System.nanoTime() - until >= 0) {
        return detail;
      }
      vertx.timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS).await();
    }
  }

  private static boolean isOver(Detail detail) {
    return switch (detail.delivery().status()) {
      case "pending", "sending" -> false;
      default -> true;
    };
  }
}
