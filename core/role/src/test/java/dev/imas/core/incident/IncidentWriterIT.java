package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.Holding;
import dev.imas.core.delivery.MessageLinks;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.core.work.Overtaken;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written when incidents change, whoever changes them. */
class IncidentWriterIT {

  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  private static final Vertx vertx = Vertx.vertx();
  private static final TestDatabase database = TestDatabase.create();
  private static final TenantId tenant =
      new TenantId(
          Bootstrap.run(
                  database.config(), InstantSource.system(), Optional.empty(), Optional.empty())
              .tenant());
  private static final Pool pool =
      new Database(vertx, database.config())
          .pool(DatabaseConfig.Login.APP, "test", 2, Duration.ofSeconds(5));
  private static final Transactions transactions = new Transactions(pool);
  private static final UUID SERVICE =
      UUID.fromString(
          database.query("SELECT id FROM service WHERE tenant_id = '%s'".formatted(tenant)).get(0));
  private static int drawn;

  private final List<String> seen = new ArrayList<>();

  @AfterAll
  static void close() {
    Await.result(pool.close());
    Await.result(vertx.close());
    database.close();
  }

  @Test
  void reactionsFollowInTheirOrderAndSeeWhatIsStored() {
    Incident incident = open("g1");
    IncidentWriter writer =
        new IncidentWriter(
            List.of(
                noting("first"),
                (tx, changes) ->
                    lines(tx, incident.id()).map(n -> seen.add("stored " + n)).mapEmpty(),
                noting("last")),
            List.of(noting("beside")));

    Await.result(
        transactions.run(
            tenant,
            tx -> writer.apply(tx, List.of(acknowledged(incident), IncidentChange.of(incident)))));

    // A change without effect is not written.
    assertThat(seen).containsExactly("first 1", "stored 2", "last 1", "beside 1");
    assertThat(status(incident)).isEqualTo("ACKNOWLEDGED 2 2");
  }

  @Test
  void whatAReactionRefusesIsNotWritten() {
    Incident incident = open("g2");
    IncidentWriter writer =
        new IncidentWriter(
            List.of((tx, changes) -> Future.failedFuture("no"), noting("never called")),
            List.of(noting("nor this")));

    assertThatThrownBy(
            () ->
                Await.result(
                    transactions.run(
                        tenant, tx -> writer.apply(tx, List.of(acknowledged(incident))))))
        .hasMessage("no");

    assertThat(seen).isEmpty();
    assertThat(status(incident)).isEqualTo("TRIGGERED 1 1");
  }

  @Test
  void reactionsBesideEachOtherFailWithTheFirstThatFails() {
    Incident incident = open("g5");
    IncidentWriter writer =
        new IncidentWriter(
            List.of(),
            List.of(
                noting("first"),
                (tx, changes) -> tx.connection().query("SELECT 1 / 0").execute().mapEmpty(),
                (tx, changes) -> lines(tx, incident.id()).mapEmpty(),
                noting("last")));

    assertThatThrownBy(
            () ->
                Await.result(
                    transactions.run(
                        tenant, tx -> writer.apply(tx, List.of(acknowledged(incident))))))
        .hasMessageContaining("division by zero");

    assertThat(seen).containsExactly("first 1", "last 1");
    assertThat(status(incident)).isEqualTo("TRIGGERED 1 1");
  }

  /** Also when nobody is told: it is written beside the deliveries, and no part may be lost. */
  @Test
  void whatIsWrittenAboutPeopleFailsTheChangeWithItsOwnFailure() {
    Incident incident = open("g6");
    IncidentWriter writer =
        new IncidentWriter(
            List.of(
                new Pager(
                    new DeliveryQueue(
                        Duration.ofMinutes(5),
                        vertx.eventBus(),
                        new MessageLinks(new SecretBox(new byte[32]), Duration.ofDays(1))),
                    (tx, changes) ->
                        Future.succeededFuture(
                            new PagedPeople.Called(
                                Map.of(),
                                tx.connection().query("SELECT 1 / 0").execute().mapEmpty())),
                    Holding.NONE,
                    InstantSource.system())),
            List.of());
    IncidentChange told = acknowledged(incident);
    assertThat(told.pages()).isNotEmpty();
    IncidentChange untold =
        IncidentChange.of(incident)
            .then(incident.report(TimelineType.NOTE, "ann", "nobody is told of it", Map.of()));
    assertThat(untold.pages()).isEmpty();

    for (IncidentChange change : List.of(told, untold)) {
      assertThatThrownBy(
              () -> Await.result(transactions.run(tenant, tx -> writer.apply(tx, List.of(change)))))
          .hasMessageContaining("division by zero");
    }
    assertThat(status(incident)).isEqualTo("TRIGGERED 1 1");
  }

  @Test
  void aGroupThatGotItsIncidentMeanwhileOvertakesWhoOpensAnother() {
    open("g3");

    assertThatThrownBy(() -> open("g3")).isInstanceOf(Overtaken.class);

    Incident first = open("g4");
    store(IncidentChange.of(first).then(first.resolve("ann", T0, null, null)));
    Incident over = locked(first.id());
    open("g4");
    assertThatThrownBy(
            () -> store(IncidentChange.of(over).then(over.reopen("ann", T0, "not fixed"))))
        .isInstanceOf(Overtaken.class);
    assertThat(status(first)).startsWith("RESOLVED");
  }

  private IncidentReaction noting(String name) {
    return (tx, changes) -> {
      seen.add(name + " " + changes.size());
      return Future.succeededFuture();
    };
  }

  private static IncidentChange acknowledged(Incident incident) {
    return IncidentChange.of(incident).then(incident.acknowledge(Author.program("ann"), T0, null));
  }

  private static Incident open(@Nullable String group) {
    UUID id = UUID.randomUUID();
    Step opening =
        TestIncident.any().called(id, "INC-TEST" + ++drawn).of(SERVICE).in(group).openingAt(T0);
    store(IncidentChange.opening(opening));
    return locked(id);
  }

  private static void store(IncidentChange change) {
    IncidentWriter writer = new IncidentWriter(List.of(), List.of());
    Await.result(transactions.run(tenant, tx -> writer.apply(tx, List.of(change))));
  }

  private static Incident locked(UUID id) {
    return Await.result(
            transactions.run(tenant, tx -> new IncidentRepository().lock(tx, List.of(id))))
        .get(0);
  }

  private static Future<Integer> lines(Tx tx, UUID incident) {
    return new TimelineRepository().read(tx, incident, 0, 100).map(List::size);
  }

  /** Status, version and the number of timeline entries. */
  private static String status(Incident incident) {
    return database
        .query(
            """
            SELECT i.status || ' ' || i.version || ' ' || (SELECT count(*) FROM timeline t WHERE t.incident_id = i.id)
              FROM incident i WHERE i.id = '%s'\
            """
                .formatted(incident.id()))
        .get(0);
  }

  /** The database orders an incident's messages by whether they are pages. */
  @ParameterizedTest
  @EnumSource
  void whatCallsPeopleDoesSoInTheDatabaseToo(IncidentEvent event) {
    for (String function :
        List.of(
            "SELECT pg_get_functiondef('settle_deliveries'::regproc)",
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'delivery_alone'")) {
      String calls =
          database
              .query(function)
              .get(0)
              .lines()
              .filter(l -> l.contains("severity_changed"))
              .findFirst()
              .orElseThrow();
      assertThat(calls.contains(event.wireName())).isEqualTo(event.calls());
    }
  }
}
