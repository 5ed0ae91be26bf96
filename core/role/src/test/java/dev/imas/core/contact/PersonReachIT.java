package dev.imas.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.KindOfTests;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestCalls;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How people are told, from what is stored of them. */
class PersonReachIT {

  private static final Vertx vertx = Vertx.vertx();
  private static final TestDatabase database = TestDatabase.create();
  private static final TestCalls calls = new TestCalls(vertx, database);
  private static final TenantId TENANT =
      new TenantId(UUID.fromString("01890000-0000-7000-8000-000000000001"));
  private static final UUID OTHER = UUID.fromString("01890000-0000-7000-8000-000000000002");
  private static final UUID KIM = UUID.fromString("01890000-0000-7000-8000-00000000000a");
  private static final UUID LEE = UUID.fromString("01890000-0000-7000-8000-00000000000b");
  private static final UUID EMAIL = UUID.fromString("01890000-0000-7000-8000-0000000000e1");
  private static final UUID PHONE = UUID.fromString("01890000-0000-7000-8000-0000000000e2");

  private final PersonReach reach =
      new PersonReach(
          new ChannelKinds(List.of(KindOfTests.named("email"), KindOfTests.named("sms"))));

  @BeforeEach
  void people() {
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'acme'), ('%2$s', 'other') ON CONFLICT DO NOTHING;
        INSERT INTO user_account (tenant_id, id, username, email, role)
        VALUES ('%1$s', '%3$s', 'kim', 'kim@example.org', 'responder'), ('%1$s', '%4$s', 'lee', 'lee@example.org', 'responder'),
               ('%2$s', '%3$s', 'kim', 'kim@example.org', 'responder');
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at, created_at)
        VALUES ('%1$s', '%5$s', '%3$s', 'Email', 'email', 'kim@example.org', now(), now()),
               ('%1$s', '%6$s', '%3$s', 'Phone', 'sms', '+33612345678', now(), now() - interval '1 s'),
               ('%2$s', '%5$s', '%3$s', 'Email', 'email', 'kim@other.example', now(), now())\
        """
            .formatted(TENANT, OTHER, KIM, LEE, EMAIL, PHONE));
  }

  @AfterEach
  void empty() {
    database.execute(
        "TRUNCATE user_account, user_contact, notification_rule, notification_preference,"
            + " notification_matrix CASCADE");
  }

  @AfterAll
  static void close() {
    calls.close();
    Await.result(vertx.close());
    database.close();
  }

  private static <T> T call(Function<Tx, T> work) {
    return calls.call(TENANT, work);
  }

  private Map<UUID, Reach> plan(List<UUID> users, Severity severity, String... channels) {
    return call(tx -> reach.plan(tx, users, severity, Set.of(channels)));
  }

  private Reach kim(Severity severity) {
    return of(plan(List.of(KIM), severity), KIM);
  }

  private static Reach of(Map<UUID, Reach> plans, UUID user) {
    return Objects.requireNonNull(plans.get(user));
  }

  private List<UUID> others(List<UUID> tried) {
    List<Reach.Call> others = call(tx -> reach.others(tx, KIM, tried));
    return others.stream().map(Reach.Call::method).toList();
  }

  private static List<String> calls(Reach reach) {
    return reach.calls().stream()
        .map(c -> c.after() + " " + c.name() + " " + c.channel() + " " + c.address())
        .toList();
  }

  private static void rule(String urgency, int position, String wait, UUID contact) {
    database.execute(
        "INSERT INTO notification_rule VALUES ('%s', '%s', '%s', %d, '%s', '%s')"
            .formatted(TENANT, KIM, urgency, position, wait, contact));
  }

  @Test
  void aPersonIsToldByTheRulesOfTheUrgency() {
    rule("high", 0, "0", EMAIL);
    rule("high", 1, "3 minutes", PHONE);
    rule("low", 0, "1 hour", EMAIL);
    assertThat(calls(kim(Severity.SEV2_HIGH)))
        .containsExactly("PT0S Email email kim@example.org", "PT3M Phone sms +33612345678");
    assertThat(calls(kim(Severity.SEV4_LOW))).containsExactly("PT1H Email email kim@example.org");
  }

  @Test
  void withoutRulesTheTenantsMatrixDecides() {
    assertThat(calls(kim(Severity.SEV2_HIGH))).containsExactly("PT0S Email email kim@example.org");
    database.execute(
        """
        INSERT INTO notification_matrix (tenant_id, matrix)
        VALUES ('%s', '{"SEV2_HIGH": {"sms": "at_once", "email": "never", "chat": "later_version"}}')\
        """
            .formatted(TENANT));
    assertThat(calls(kim(Severity.SEV2_HIGH))).containsExactly("PT0S Phone sms +33612345678");
  }

  @Test
  void everybodyAskedForIsAnswered() {
    UUID nobody = UUID.randomUUID();
    Map<UUID, Reach> plans = plan(List.of(LEE, KIM, nobody, KIM), Severity.SEV1_CRITICAL);
    assertThat(plans.keySet()).containsExactly(LEE, KIM, nobody);
    assertThat(of(plans, LEE).unreachable()).contains("has no contact method");
    assertThat(of(plans, LEE).username()).isEqualTo("lee");
    assertThat(calls(of(plans, KIM))).hasSize(2);
    assertThat(of(plans, nobody).unreachable()).contains("has no active account");
    assertThat(plan(List.of(), Severity.SEV1_CRITICAL)).isEmpty();
  }

  @Test
  void whoIsInactiveOrDeletedCannotBeReached() {
    database.execute("UPDATE user_account SET is_active = false");
    assertThat(kim(Severity.SEV1_CRITICAL).unreachable()).isPresent();
    database.execute("UPDATE user_account SET is_active = true, deleted_at = now()");
    assertThat(kim(Severity.SEV1_CRITICAL).unreachable()).isPresent();
    assertThat(others(List.of())).isEmpty();
  }

  /** NTF-26. */
  @Test
  void failingOverTriesTheOtherMethodsInTheOrderOfTheRules() {
    rule("low", 0, "0", PHONE);
    rule("high", 0, "0", EMAIL);
    assertThat(others(List.of())).containsExactly(EMAIL, PHONE);
    assertThat(others(List.of(EMAIL))).containsExactly(PHONE);
  }
}
