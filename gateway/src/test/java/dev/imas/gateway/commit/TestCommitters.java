package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.Disposition;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.rule.Routing;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.ChangeFact;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SideEvent;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.dedup.UrgentGroups;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Committers on event loops of their own, over one database. Tests submit alerts without the edge.
 */
final class TestCommitters implements AutoCloseable {

  static final CommitterConfig CONFIG =
      new CommitterConfig(
          1_000, Duration.ofSeconds(5), Duration.ofSeconds(25), 10, Duration.ofSeconds(15));

  final TestDatabase database = TestDatabase.create();
  final MovableClock clock = MovableClock.atPresent();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** So large that none of a class's alerts meets a full set, and stays out. */
  final KnownAlerts known = new KnownAlerts(1 << 16, 600);

  final UrgentGroups urgentGroups = new UrgentGroups();
  final List<TransitionsCommitted> announced = new CopyOnWriteArrayList<>();
  final UUID tenant;
  final UUID source;
  private final UUID service;
  private final Vertx vertx = Vertx.vertx();
  private final List<Loop> loops = new ArrayList<>();

  private record Loop(Context context, Committer committer) {}

  /** All of them may commit at once. */
  TestCommitters(int count, CommitterConfig config) {
    this(count, config, new CommitPermits(count));
  }

  TestCommitters(int count, CommitterConfig config, CommitPermits permits) {
    tenant =
        Bootstrap.run(
                database.config(),
                clock,
                Optional.of(new Secret("imas_src_test-source-key")),
                Optional.of(new Secret("imas_adm_test-admin-token")))
            .tenant();
    source = UUID.fromString(database.query("SELECT id FROM source").getFirst());
    service = UUID.fromString(database.query("SELECT id FROM service").getFirst());
    CommitMeters commitMeters = new CommitMeters(meters);
    for (int i = 0; i < count; i++) {
      int shard = i;
      Context context = vertx.getOrCreateContext();
      if (i > 0) {
        context = Objects.requireNonNull(newContext());
      }
      Context own = context;
      Promise<Loop> made = Promise.promise();
      own.runOnContext(
          go -> {
            Pool line =
                new Database(vertx, database.config())
                    .pool(
                        DatabaseConfig.Login.INGEST, "ingest-" + shard, 1, Duration.ofSeconds(10));
            CommitConnection connection =
                new CommitConnection(vertx, line, new Outage(System::nanoTime));
            Committer committer =
                new Committer(
                    vertx,
                    connection,
                    config,
                    clock,
                    known,
                    urgentGroups,
                    commitMeters,
                    new TextRefresh(vertx, line, known),
                    shard,
                    permits,
                    t -> 1,
                    announced::add,
                    new WorkerHealth("committer_" + shard, Duration.ofSeconds(20), clock));
            connection.open().map(opened -> new Loop(own, committer)).onComplete(made);
          });
      loops.add(Await.result(made.future()));
    }
  }

  /** Runs it on another event loop than the ones before. */
  private Context newContext() {
    Promise<Context> promise = Promise.promise();
    Await.result(
        vertx.deployVerticle(
            new io.vertx.core.VerticleBase() {
              @Override
              public Future<?> start() {
                promise.complete(context);
                return Future.succeededFuture();
              }
            }));
    return Await.result(promise.future());
  }

  /** How many events wait to be committed on that loop. */
  int waiting(int loop) {
    Promise<Integer> asked = Promise.promise();
    Loop on = loops.get(loop);
    on.context().runOnContext(go -> asked.complete(on.committer().waiting()));
    return Await.result(asked.future());
  }

  @Override
  public void close() {
    for (Loop loop : loops) {
      Promise<Void> drained = Promise.promise();
      loop.context().runOnContext(go -> loop.committer().drain().onComplete(drained));
      Await.result(drained.future());
    }
    Await.result(vertx.close());
    database.close();
  }

  /**
   * What a sender posted; times in seconds from the clock's start, null for none.
   *
   * @param sender the address that the sender tells of itself
   */
  record Said(
      String name,
      boolean firing,
      @Nullable Long startsAt,
      @Nullable Long observedAt,
      Severity severity,
      @Nullable Long endsAt,
      @Nullable String sender) {

    Said(
        String name,
        boolean firing,
        @Nullable Long startsAt,
        @Nullable Long observedAt,
        Severity severity) {
      this(name, firing, startsAt, observedAt, severity, null, null);
    }

    static Said firing(String name) {
      return new Said(name, true, null, null, Severity.SEV3_MEDIUM);
    }

    static Said recovery(String name) {
      return new Said(name, false, null, null, Severity.SEV3_MEDIUM);
    }

    Said startsAt(long seconds) {
      return new Said(name, firing, seconds, observedAt, severity, endsAt, sender);
    }

    Said severity(Severity other) {
      return new Said(name, firing, startsAt, observedAt, other, endsAt, sender);
    }

    Said named(String other) {
      return new Said(other, firing, startsAt, observedAt, severity, endsAt, sender);
    }
  }

  private final MovableClock started = new MovableClock(clock.instant());

  private long micros(long seconds) {
    return (started.instant().getEpochSecond() + seconds) * 1_000_000;
  }

  Fingerprint fingerprint(String name) {
    return Fingerprint.of(UUID.nameUUIDFromBytes((tenant + name).getBytes(StandardCharsets.UTF_8)));
  }

  private IncomingAlert alert(Said said, long received, int bodyStart, int bodyEnd) {
    Long starts = said.startsAt();
    Long observed = said.observedAt();
    return new IncomingAlert(
        said.firing(),
        false,
        said.name(),
        false,
        Labels.of("alertname", said.name()),
        Labels.EMPTY,
        said.sender() == null ? Labels.EMPTY : Labels.of("external_url", said.sender()),
        fingerprint(said.name()),
        said.severity(),
        starts == null ? IncomingAlert.NONE : micros(starts),
        said.endsAt() == null ? IncomingAlert.NONE : micros(said.endsAt()),
        observed == null ? received : Math.min(micros(observed), received),
        bodyStart,
        bodyEnd);
  }

  /**
   * Submits one request. The future completes as its answer would. The body holds the names, one
   * per line.
   */
  Future<Submission> submit(int loop, List<Said> request) {
    return submit(loop, request, List.of());
  }

  /** The same, with what is no alert beside the alerts. */
  Future<Submission> submit(int loop, List<Said> request, List<SideEventRow> sideEvents) {
    Loop to = loops.get(loop);
    long received = clock.instant().toEpochMilli() * 1_000;
    Promise<Submission> promise = Promise.promise();
    to.context()
        .runOnContext(
            go -> {
              List<AlertEvent> events = new ArrayList<>();
              StringBuilder body = new StringBuilder();
              for (Said said : request) {
                int start = body.length();
                body.append(said.name());
                events.add(event(alert(said, received, start, body.length())));
                body.append('\n');
              }
              Submission submission =
                  new Submission(
                      UuidV7.at(clock.millis()),
                      tenant,
                      source,
                      "test",
                      events,
                      List.of(),
                      sideEvents,
                      body.toString().getBytes(StandardCharsets.UTF_8),
                      received);
              submission.committed().map(done -> submission).onComplete(promise);
              to.committer().submit(submission);
            });
    return promise.future();
  }

  /**
   * Submits what was read of a body, with its facts.
   *
   * @param delivery as which its sender names the post; null for none
   */
  Future<Submission> submit(int loop, List<Element> read, @Nullable String delivery, byte[] body) {
    Loop to = loops.get(loop);
    long received = clock.instant().toEpochMilli() * 1_000;
    Promise<Submission> promise = Promise.promise();
    to.context()
        .runOnContext(
            go -> {
              List<AlertEvent> events = new ArrayList<>();
              List<SideEventRow> sides = new ArrayList<>();
              List<ChangeFact> facts = new ArrayList<>();
              for (Element element : read) {
                switch (element) {
                  case IncomingAlert alert -> events.add(event(alert));
                  case SideEvent side ->
                      sides.add(new SideEventRow(UuidV7.at(clock.millis()), side, 1));
                  case ChangeFact fact -> facts.add(fact);
                  case BrokenElement broken -> throw new AssertionError(broken.reason());
                }
              }
              Submission submission =
                  new Submission(
                      UuidV7.at(clock.millis()),
                      tenant,
                      source,
                      "github",
                      events,
                      List.of(),
                      sides,
                      PostedFacts.of(facts, sides, delivery, body),
                      body,
                      received);
              submission.committed().map(done -> submission).onComplete(promise);
              to.committer().submit(submission);
            });
    return promise.future();
  }

  private AlertEvent event(IncomingAlert alert) {
    AlertEvent.Router router =
        a -> new Routing(service, severity(a), "group", 0, Routing.NO_RULE, (short) 0);
    if (alert.firing()) {
      Severity cached =
          known.severityOf(
              alert.fingerprint(),
              alert.severity(),
              alert.startsAtMicros(),
              1,
              (int) clock.instant().getEpochSecond());
      if (cached != null) {
        return AlertEvent.known(alert, cached, 1, router);
      }
    }
    return AlertEvent.routed(alert, router.route(alert), 1, router);
  }

  private static Severity severity(IncomingAlert alert) {
    Severity said = alert.severity();
    return said == null ? Severity.SEV3_MEDIUM : said;
  }

  /** One request of one alert, committed. */
  Disposition commit(Said said) {
    return Objects.requireNonNull(
        Await.result(submit(0, List.of(said))).events().getFirst().disposition());
  }

  /** {@code F2} for firing with SEV2, {@code R} for resolved; the start of the episode if named. */
  String state(String name) {
    return database
        .query(
            "SELECT CASE status WHEN 1 THEN 'F' || severity ELSE 'R' END"
                + " || coalesce(' ' || sender_starts_at, '') FROM alert WHERE name = '"
                + name
                + "'")
        .getFirst();
  }

  double count(String counter) {
    return meters.get(counter).counter().count();
  }

  long commits() {
    return meters.get("imas_ingest_commit_seconds").timer().count();
  }

  void ledgerBalances() {
    assertThat(
            database.query(
                "SELECT concat_ws(' ', figure, in_ledger, recounted) FROM recount_ledger()"))
        .isEmpty();
  }
}
