package dev.imas.core.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.ChannelsOfTests;
import dev.imas.core.bus.Saying;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.MessageLinks;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Tx;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.TestCalls;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages about something other than an incident (trap 60). */
class NoticesIT {

  private static final TenantId TENANT = new TenantId(id(1));
  private static final UUID TEAM = id(2);
  private static final UUID ALICE = id(11);
  private static final UUID BOB = id(12);
  private static final UUID CAROL = id(13);
  private static final UUID SCHEDULE = id(3);

  private final Vertx vertx = Vertx.vertx();
  private final MovableClock clock = MovableClock.atPresent();
  private final TestDatabase database = TestDatabase.create();
  private final TestCalls calls = new TestCalls(vertx, database);
  private final Notices notices =
      new Notices(
          new DeliveryQueue(
              Duration.ZERO,
              vertx.eventBus(),
              new MessageLinks(new SecretBox(new byte[32]), Duration.ofHours(1))),
          clock);
  private final NoticeReceivers receivers =
      new NoticeReceivers(new ChannelKinds(new ChannelsOfTests().kinds()), clock);

  @BeforeEach
  void furnish() {
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'acme');
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%2$s', 'Payments');
        INSERT INTO user_account (tenant_id, id, username, email, role, is_active)
        SELECT '%1$s', u.id::uuid, u.name, u.name || '@account.example', 'responder', u.name <> 'carol'
          FROM (VALUES ('%3$s', 'alice'), ('%4$s', 'bob'), ('%5$s', 'carol')) AS u(id, name);
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at, created_at)
        VALUES ('%1$s', '%6$s', '%3$s', 'Phone', 'sms', '+33612345678', now(), '2026-01-01'),
               ('%1$s', '%7$s', '%3$s', 'Mail', 'email', 'alice@mail.example', now(), '2026-01-02'),
               ('%1$s', '%8$s', '%4$s', 'Phone', 'sms', '+33687654321', NULL, '2026-01-01');
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, min_severity)
        VALUES ('%1$s', '%9$s', '%2$s', 'chat', 'webhook', 'https://chat.example/x', 1),
               ('%1$s', '%10$s', '%2$s', 'mirror', 'pagerduty', 'PagerDuty', 4)\
        """
            .formatted(TENANT, TEAM, ALICE, BOB, CAROL, id(21), id(22), id(23), id(31), id(32)));
  }

  @AfterEach
  void close() {
    calls.close();
    Await.result(vertx.close());
    database.close();
  }

  @Test
  void theSameNoticeIsSentOnceAlsoByTwoAtOnce() {
    Notice gap = gap("2026-03-08");
    List<Future<Integer>> atOnce =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    calls.start(
                        TENANT, tx -> notices.send(tx, gap, receivers.ofTeamChannels(tx, TEAM))))
            .toList();

    assertThat(atOnce.stream().mapToInt(Await::result).sum()).isEqualTo(1);
    int another =
        call(tx -> notices.send(tx, gap("2026-03-09"), receivers.ofTeamChannels(tx, TEAM)));
    assertThat(another).as("another day is another notice").isEqualTo(1);
  }

  @Test
  void aNoticeIsAPageThatEveryChannelCanSend() {
    call(tx -> notices.send(tx, gap("2026-03-08"), receivers.ofTeamChannels(tx, TEAM)));

    JsonNode sent =
        Json.read(
            database
                .query(
                    "SELECT json_build_object('event', event, 'status', status, 'incident',"
                        + " incident_id, 'alone', alone, 'head', is_head, 'kind', about_kind,"
                        + " 'about', about_id, 'payload', payload)::text FROM delivery")
                .getFirst(),
            JsonNode.class);

    assertThat(sent.get("event").asText()).isEqualTo("notice.schedule");
    assertThat(sent.get("status").asText()).isEqualTo("pending");
    assertThat(sent.get("incident").isNull()).isTrue();
    assertThat(sent.get("alone").asBoolean()).isFalse();
    assertThat(sent.get("head").asBoolean()).isTrue();
    assertThat(sent.get("kind").asText()).isEqualTo("schedule");
    assertThat(sent.get("about").asText()).isEqualTo(SCHEDULE.toString());
    assertThat(sent.at("/payload/tenant").asText()).isEqualTo("acme");
    assertThat(sent.at("/payload/incident/title").asText()).isEqualTo("Nobody is on call");
    assertThat(sent.at("/payload/incident/url").asText()).isEqualTo("/api/v1/schedules/1");
  }

  @Test
  void anUrgentOneIsSentAlone() {
    Notice rights =
        new Notice(
            NoticeKind.RIGHTS,
            ALICE,
            "1",
            Severity.SEV1_CRITICAL,
            Saying.plain("alice is an admin"),
            Saying.NOTHING,
            null);
    call(tx -> notices.send(tx, rights, receivers.ofTeamChannels(tx, TEAM)));

    assertThat(database.query("SELECT alone::text FROM delivery")).containsExactly("true");
  }

  @Test
  void peopleAreToldByMailAndUrgentlyByAllTheirContacts() {
    assertThat(addresses(tx -> receivers.ofUsers(tx, List.of(ALICE), Severity.SEV3_MEDIUM)))
        .containsExactly("alice@mail.example");
    assertThat(addresses(tx -> receivers.ofUsers(tx, List.of(ALICE), Severity.SEV1_CRITICAL)))
        .containsExactlyInAnyOrder("+33612345678", "alice@mail.example");
  }

  @Test
  void whoHasVerifiedNothingIsToldAtTheAccountsAddressAndWhoIsGoneNotAtAll() {
    assertThat(addresses(tx -> receivers.ofUsers(tx, List.of(BOB, CAROL), Severity.SEV1_CRITICAL)))
        .containsExactly("bob@account.example");
    assertThat(
            call(tx -> receivers.atAddress(tx, "BOB@account.example").id())
                .equals(call(tx -> receivers.atAddress(tx, "bob@account.example").id())))
        .as("one receiver for an address")
        .isTrue();
  }

  @Test
  void withoutFallbackContactsTheConsoleIsTold() {
    assertThat(addresses(receivers::ofFallback)).containsExactly("console");
    database.execute(
        "INSERT INTO fallback_contact (tenant_id, position, contact_id) VALUES ('%s', 0, '%s')"
            .formatted(TENANT, id(31)));
    assertThat(addresses(receivers::ofFallback)).containsExactly("https://chat.example/x");
  }

  @Test
  void aDeliveryIsAboutOneThing() {
    String insert =
        """
        INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload, about_kind)
        VALUES ('%s', '%s', 0, 'notice.schedule', '%s', 'email', 'x@example.org', 4, 'pending', '{}', 'schedule')\
        """
            .formatted(TENANT, id(41), id(31));
    assertThatThrownBy(() -> database.execute(insert)).hasStackTraceContaining("delivery_about");
  }

  private static Notice gap(String day) {
    return new Notice(
        NoticeKind.SCHEDULE,
        SCHEDULE,
        day,
        Severity.SEV3_MEDIUM,
        Saying.plain("Nobody is on call"),
        Saying.plain("On Sunday from 08:00."),
        "/api/v1/schedules/1");
  }

  private List<String> addresses(Function<Tx, Collection<NoticeReceiver>> found) {
    return call(tx -> found.apply(tx).stream().map(NoticeReceiver::address).toList());
  }

  private <T> T call(Function<Tx, T> work) {
    return calls.call(TENANT, work);
  }

  private static UUID id(int n) {
    return UUID.fromString("01890000-0000-7000-8000-%012d".formatted(n));
  }
}
