package dev.imas.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.Sendability;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.policy.StepReceivers.Person;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.policy.TargetResolver.Turns;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestCalls;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom targets tell at a time (ONC-09, ONC-13), and round robin (traps 79). */
class TargetResolverIT {

  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
  private static final TenantId TENANT = new TenantId(id(1));
  private static final UUID TEAM = id(2);
  private static final UUID SCHEDULE = id(3);
  private static final UUID CHAT = id(4);
  private static final UUID MAIL = id(5);
  private static final UUID ALICE = id(11);
  private static final UUID BOB = id(12);
  private static final UUID CAROL = id(13);
  private static final UUID DAVE = id(14);
  private static final Optional<UUID> OWN = Optional.empty();

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.create();
  private final TestCalls calls = new TestCalls(vertx, database);
  private final TargetResolver resolver =
      new TargetResolver(new Sendability(new ChannelKinds(List.of())));

  @BeforeEach
  void furnish() {
    String layers =
        """
        [{"name":"first","level":1,"priority":0,"time_zone":"UTC","start":"2026-03-02T00:00","every":"P1D",
          "slots":[["%s"]],"since":0,"first":0,"counted":"all","after_absence":"takes_next","hours":[]},
         {"name":"second","level":2,"priority":0,"time_zone":"UTC","start":"2026-03-02T00:00","every":"P1D",
          "slots":[["%s"]],"since":0,"first":0,"counted":"all","after_absence":"takes_next","hours":[]}]\
        """
            .formatted(ALICE, BOB);
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'acme');
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%2$s', 'Payments');
        INSERT INTO user_account (tenant_id, id, username, email, role, is_active)
        SELECT '%1$s', u.id::uuid, u.name, u.name || '@example.org', 'responder', u.name <> 'dave'
          FROM (VALUES ('%3$s', 'alice'), ('%4$s', 'bob'), ('%5$s', 'carol'), ('%6$s', 'dave')) AS u(id, name);
        INSERT INTO team_member (tenant_id, team_id, user_id, role)
        VALUES ('%1$s', '%2$s', '%3$s', 'member'), ('%1$s', '%2$s', '%5$s', 'lead'), ('%1$s', '%2$s', '%6$s', 'member');
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, min_severity)
        VALUES ('%1$s', '%7$s', '%2$s', 'chat', 'slack', '#pay', 4), ('%1$s', '%8$s', '%2$s', 'mail', 'email', 'p@example.org', 1);
        INSERT INTO schedule (tenant_id, id, team_id, name, time_zone, created_at, updated_at)
        VALUES ('%1$s', '%9$s', '%2$s', 'Primary', 'UTC', '2026-03-01', '2026-03-01');
        INSERT INTO schedule_version (tenant_id, schedule_id, version, in_force_from, layers, made_by)
        VALUES ('%1$s', '%9$s', 1, '2026-03-01', '%10$s', 'test');
        INSERT INTO schedule_person (tenant_id, schedule_id, user_id)
        VALUES ('%1$s', '%9$s', '%3$s'), ('%1$s', '%9$s', '%4$s'), ('%1$s', '%9$s', '%6$s');
        INSERT INTO escalation_address (tenant_id, id, address, created_at) VALUES ('%1$s', '%11$s', 'CTO@example.org', now())\
        """
            .formatted(TENANT, TEAM, ALICE, BOB, CAROL, DAVE, CHAT, MAIL, SCHEDULE, layers, id(6)));
  }

  @AfterEach
  void close() {
    calls.close();
    Await.result(vertx.close());
    database.close();
  }

  @Test
  void whoeverIsOnCallIsFoundByTheChainAndByLevel() {
    assertThat(told(new EscalationTarget.OnCall(OWN, OptionalInt.empty())).people())
        .containsExactly(
            new Person(
                ALICE,
                "alice",
                true,
                List.of("on call for Payments at level 1 (layer first)"),
                Set.of(SCHEDULE),
                new EscalationTarget.OnCall(OWN, OptionalInt.empty())));
    assertThat(people(new EscalationTarget.OnCall(OWN, OptionalInt.of(2)))).containsExactly("bob");
    assertThat(missed(new EscalationTarget.OnCall(OWN, OptionalInt.of(3))))
        .containsExactly("nobody is on call for Payments at level 3");
  }

  @Test
  void membersLeadsAndManagerAreToldUnlessTheyAreInactiveOrThereIsNone() {
    StepReceivers team = told(new EscalationTarget.Team(OWN));

    assertThat(team.people()).extracting(Person::username).containsExactly("alice", "carol");
    assertThat(team.missed())
        .extracting(StepReceivers.Missed::why)
        .containsExactly("dave is inactive (member of Payments)");
    assertThat(people(new EscalationTarget.Leads(OWN))).containsExactly("carol");
    assertThat(missed(new EscalationTarget.Manager(OWN)))
        .containsExactly("Payments has no manager");
  }

  /** RTE-02: its addresses, and whoever is on call for its team. */
  @Test
  void aScopeTellsItsAddressesAndTheOnCallOfItsTeam() {
    database.execute(
        """
        INSERT INTO impact_scope (tenant_id, id, name, team_id, is_active)
        VALUES ('%1$s', '%2$s', 'Breach', '%5$s', true), ('%1$s', '%3$s', 'Off', '%5$s', false),
               ('%1$s', '%4$s', 'Empty', NULL, true);
        INSERT INTO impact_scope_address (tenant_id, scope_id, address_id, position) VALUES ('%1$s', '%2$s', '%6$s', 1)\
        """
            .formatted(TENANT, id(31), id(32), id(33), TEAM, id(6)));
    StepReceivers told = told(new EscalationTarget.Scope(Optional.of(id(31))));

    assertThat(told.channels())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.address()).isEqualTo("CTO@example.org");
              assertThat(one.how()).containsExactly("recipient of Breach");
            });
    assertThat(told.people()).extracting(Person::username).containsExactly("alice");
    assertThat(missed(new EscalationTarget.Scope(Optional.of(id(32)))))
        .containsExactly("the impact scope Off is inactive");
    assertThat(missed(new EscalationTarget.Scope(Optional.of(id(33)))))
        .containsExactly("the impact scope Empty has neither addresses nor a team");
    assertThat(missed(new EscalationTarget.Scope(Optional.of(id(34)))))
        .containsExactly("the impact scope " + id(34) + " is gone");
    assertThat(missed(new EscalationTarget.Scope(Optional.empty())))
        .containsExactly("the incident has no impact scope");
  }

  @Test
  void whoIsNamedByTwoTargetsIsToldOnceAndSaysBoth() {
    StepReceivers told =
        told(
            new EscalationTarget.User(ALICE),
            new EscalationTarget.OnCall(OWN, OptionalInt.empty()));

    assertThat(told.people())
        .singleElement()
        .satisfies(
            person -> {
              assertThat(person.how()).hasSize(2);
              assertThat(person.isOnCall()).isTrue();
            });
  }

  @Test
  void channelsAreThoseThatWantTheSeverityAndAddressesHaveAReceiver() {
    StepReceivers told =
        told(
            new EscalationTarget.TeamChannels(OWN),
            new EscalationTarget.Channel(MAIL),
            new EscalationTarget.Address("cto@EXAMPLE.org"));

    assertThat(told.channels())
        .extracting(StepReceivers.Channel::name)
        .as("the mail contact wants SEV1 only, but the step names it")
        .containsExactly("chat", "mail", "cto@EXAMPLE.org");
    assertThat(told.channels().get(2).receiver()).isEqualTo(id(6));
    assertThat(told.channels().get(1).how()).containsExactly("the step names it");
  }

  /**
   * Issue, 8.6; traps 49 and 50: a hand-over at 02:30 on the nights when Paris changes its clocks.
   */
  @Test
  void onTheNightsWhenClocksChangeWhoeverTheScheduleSaysIsTold() {
    database.execute(
        """
        UPDATE schedule_version SET layers = replace(replace(layers::text, '"UTC"', '"Europe/Paris"'), 'T00:00', 'T02:30')::jsonb;
        UPDATE schedule_version
           SET layers = jsonb_set(layers, '{0,slots}', '[["%s"],["%s"]]') #- '{1}'\
        """
            .formatted(ALICE, BOB));
    String before = onCall("2026-10-25T00:29:00Z"); // 02:29 for the first time

    assertThat(onCall("2026-10-25T00:30:00Z")).as("02:30 for the first time").isNotEqualTo(before);
    assertThat(onCall("2026-10-25T01:10:00Z"))
        .as("02:10 for the second time")
        .isEqualTo(onCall("2026-10-25T00:30:00Z"));
    assertThat(onCall("2026-10-26T01:29:00Z")).isEqualTo(onCall("2026-10-25T00:30:00Z"));
    assertThat(onCall("2026-10-26T01:30:00Z")).as("a day and an hour later").isEqualTo(before);

    String spring = onCall("2026-03-29T01:29:00Z"); // 03:29; there is no 02:30
    assertThat(onCall("2026-03-29T00:59:00Z")).isEqualTo(spring);
    assertThat(onCall("2026-03-29T01:30:00Z")).as("after the gap").isNotEqualTo(spring);
  }

  private String onCall(String at) {
    List<Ask> asks = List.of(ask(new EscalationTarget.OnCall(OWN, OptionalInt.empty())));
    return names(calls.call(TENANT, tx -> resolver.find(tx, Instant.parse(at), asks, Turns.LEFT)));
  }

  @Test
  void whatIsGoneIsAReasonAndNoFailure() {
    UUID gone = id(99);

    assertThat(
            missed(
                new EscalationTarget.User(gone),
                new EscalationTarget.Team(Optional.of(gone)),
                new EscalationTarget.OnCall(Optional.of(gone), OptionalInt.empty()),
                new EscalationTarget.OfSchedule(gone, false),
                new EscalationTarget.OfSchedule(gone, true),
                new EscalationTarget.Channel(gone),
                new EscalationTarget.Address("x@example.org")))
        .hasSize(7)
        .allMatch(why -> why.contains("gone") || why.contains("not known"));
  }

  @Test
  void roundRobinGivesEachIncidentOfABatchTheNextActivePersonAndQuestionsTakeNoTurn() {
    Ask next = ask(new EscalationTarget.OfSchedule(SCHEDULE, true));

    assertThat(names(find(List.of(next, next, next), Turns.LEFT))).isEqualTo("alice bob alice");
    assertThat(names(find(List.of(next, next, next), Turns.TAKEN))).isEqualTo("alice bob alice");
    assertThat(names(find(List.of(next), Turns.LEFT))).isEqualTo("bob");
    assertThat(names(find(List.of(next), Turns.TAKEN))).isEqualTo("bob");
    database.execute("UPDATE user_account SET is_active = true");
    assertThat(names(find(List.of(next, next), Turns.TAKEN))).isEqualTo("dave alice");
  }

  @Test
  void turnsTakenAtTheSameTimeAreSharedEvenly() {
    Ask next = ask(new EscalationTarget.OfSchedule(SCHEDULE, true));
    List<Future<List<StepReceivers>>> atOnce = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      atOnce.add(calls.start(TENANT, tx -> resolver.find(tx, NOW, List.of(next), Turns.TAKEN)));
    }

    List<String> called = atOnce.stream().map(Await::result).map(TargetResolverIT::names).toList();

    assertThat(called.stream().filter("alice"::equals)).hasSize(10);
    assertThat(called.stream().filter("bob"::equals)).hasSize(10);
  }

  private static Ask ask(EscalationTarget... targets) {
    return new Ask(TEAM, Severity.SEV3_MEDIUM, Arrays.asList(targets));
  }

  private StepReceivers told(EscalationTarget... targets) {
    return find(List.of(ask(targets)), Turns.TAKEN).getFirst();
  }

  private Stream<String> people(EscalationTarget target) {
    return told(target).people().stream().map(Person::username);
  }

  private List<String> missed(EscalationTarget... targets) {
    return told(targets).missed().stream().map(StepReceivers.Missed::why).toList();
  }

  private static String names(List<StepReceivers> all) {
    return String.join(
        " ", all.stream().flatMap(told -> told.people().stream()).map(Person::username).toList());
  }

  private List<StepReceivers> find(List<Ask> asks, Turns turns) {
    return calls.call(TENANT, tx -> resolver.find(tx, NOW, asks, turns));
  }

  private static UUID id(int n) {
    return UUID.fromString("01890000-0000-7000-8000-%012d".formatted(n));
  }
}
