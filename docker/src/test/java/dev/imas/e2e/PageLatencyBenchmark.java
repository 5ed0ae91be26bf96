package dev.imas.e2e;

import dev.imas.core.CoreRole;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestPostgres;
import dev.imas.gateway.GatewayRole;
import dev.imas.notifier.NotifierRole;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time from the first alert of a new SEV1 to its page at a webhook receiver on the loopback.
 * The whole product runs in this process on a durable PostgreSQL of its own. It is measured idle,
 * then beside a load of single posts that are sent as fast as they are answered; 5 % of them change
 * an alert's state.
 *
 * <p>Arguments: seconds of each part (default 20), connections of the load (64), probes a second
 * (10), and {@code crowd} for what a busy installation has beside it ({@link PageCrowd}); the
 * probes then call whoever is on call, too. Meanwhile core's list of open incidents is read. With
 * {@code neighbours} the pages go through one provider, alone, beside four others that work, and
 * beside the same four when they fail ({@link PageNeighbours}). With {@code behind} each page comes
 * right after a burst of 3,000 incidents, as many times as the third argument says ({@link
 * PageBehind}). With {@code slowest} each part says where the time of its slowest pages went
 * ({@link SlowestPages}).
 */
final class PageLatencyBenchmark implements AutoCloseable {

  private static final String KEY = "latency-source-key";
  private static final String TOKEN = "latency-admin-token";
  private static final int FINGERPRINTS = 10_000;
  private static final int GROUPS = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final long NEIGHBOURS_EVERY_MS = 125;
  private static final int BURST = 3_000;
  private static final String HEADING =
      "part       posts/s  refused  pages  missing    p50    p95    p99    max ms   list p95 ms";
  private static final int EVERY_NTH_CHANGES = 20;
  private static final Pattern PROBE = Pattern.compile("probe-([a-z]+-[0-9]+)");
  private static final Pattern BEHIND = Pattern.compile("behind-[0-9]+");
  private static final String[] SEVERITIES = {"low", "medium", "medium", "low", "high"};

  private final TestDatabase database;
  private final Vertx product = Vertx.vertx();
  private final Vertx ground = Vertx.vertx();
  private final HttpClient http;
  private final HttpServer receiver;
  private final Map<String, Role.Running> running = new LinkedHashMap<>();
  private final Map<String, Long> posted = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> lists = new ConcurrentLinkedQueue<>();
  private final boolean[] resolved = new boolean[FINGERPRINTS];
  private final AtomicLong answered = new AtomicLong();
  private final AtomicInteger refused = new AtomicInteger();
  private final Map<String, Integer> probesRefused = new ConcurrentHashMap<>();
  private volatile @Nullable PageBehind behind;
  private final SlowestPages slowest;
  private boolean showsSlowest;
  private long turn;

  /**
   * @param settings of all roles
   */
  private PageLatencyBenchmark(
      EmbeddedPostgres server, int connections, Map<String, String> settings) {
    database = TestDatabase.createOn(server);
    slowest = new SlowestPages(database);
    Bootstrap.run(
        database.config(),
        InstantSource.system(),
        Optional.of(new Secret(KEY)),
        Optional.of(new Secret(TOKEN)));
    http =
        ground.createHttpClient(
            new HttpClientOptions().setDefaultHost("127.0.0.1"),
            new PoolOptions().setHttp1MaxSize(connections + 8));
    receiver =
        ground
            .createHttpServer()
            .requestHandler(
                r ->
                    r.bodyHandler(
                        b -> {
                          arrived(b.toString());
                          r.response().end();
                        }));
    Await.result(receiver.listen(0, "127.0.0.1"));
    database.execute(
        """
        INSERT INTO imas.team_contact (tenant_id, id, team_id, name, channel, address, min_severity)
        SELECT tenant_id, gen_random_uuid(), id, 'receiver', 'webhook', 'http://127.0.0.1:%d/', 1 FROM imas.team\
        """
            .formatted(receiver.actualPort()));
    for (Role role : List.of(new NotifierRole(), new CoreRole(), new GatewayRole())) {
      running.put(role.name(), start(role, settings));
    }
  }

  private Role.Running start(Role role, Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                // Not 0: servers of one Vert.x that ask for any port share the first one's.
                "IMAS_" + role.name().toUpperCase(Locale.ROOT) + "_PORT",
                Integer.toString(FreePort.next()),
                "IMAS_NOTIFIER_CONSOLE",
                "false",
                "IMAS_NOTIFIER_WEBHOOK_ALLOW",
                "127.0.0.1"));
    environment.putAll(more);
    Settings settings = new Settings(environment, new Properties());
    Role.Setup setup = role.configure(settings);
    settings.throwIfFaulty();
    InstantSource clock = InstantSource.system();
    return Await.result(
        setup.start(
            new Platform(
                product,
                new Database(product, database.config()),
                clock,
                new SimpleMeterRegistry(),
                new SecretBox(new byte[32]),
                clock.instant(),
                "benchmark")));
  }

  public static void main(String[] arguments) {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
    int perSecond = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    boolean isBehind = List.of(arguments).contains("behind");
    boolean showsSlowest = List.of(arguments).contains("slowest");
    Path folder = TestPostgres.newFolder();
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(
            EmbeddedPostgresConfig.in(folder)
                .withBinariesDir(TestPostgres.binaries())
                .withSettings(
                    isBehind || showsSlowest
                        ? Map.of("track_commit_timestamp", "on")
                        : Map.of()))) {
      try (PageLatencyBenchmark benchmark =
          new PageLatencyBenchmark(
              server,
              connections,
              // Bursts follow each other faster than incidents open one by one.
              isBehind
                  ? Map.of("IMAS_CORE_NEW_INCIDENTS", "1000000")
                  : Map.of("IMAS_NOTIFIER_RECEIVER_RATE", "0"))) {
        benchmark.showsSlowest = showsSlowest;
        if (List.of(arguments).contains("crowd")) {
          benchmark.gatherCrowd();
        }
        if (List.of(arguments).contains("neighbours")) {
          benchmark.besideNeighbours(Duration.ofSeconds(seconds), perSecond);
          return;
        }
        if (isBehind) {
          benchmark.behind(perSecond);
          return;
        }
        System.out.println(HEADING);
        benchmark.part("warmup", WARM_UP, 0, perSecond);
        benchmark.part("idle", Duration.ofSeconds(seconds), 0, perSecond);
        benchmark.part("warmstorm", Duration.ofSeconds(15), connections, perSecond);
        benchmark.part("storm", Duration.ofSeconds(seconds), connections, perSecond);
        benchmark.part("after", Duration.ofSeconds(seconds), 0, perSecond);
      }
    } finally {
      TestPostgres.delete(folder);
    }
  }

  private void gatherCrowd() {
    new PageCrowd(database, http, port("core"), TOKEN)
        .gather("http://127.0.0.1:" + receiver.actualPort());
    System.out.println(
        "open incidents "
            + database.count("SELECT count(*) FROM imas.incident WHERE status <> 'RESOLVED'")
            + ", escalations under way "
            + escalating());
  }

  private void besideNeighbours(Duration duration, int perSecond) {
    try (PageNeighbours neighbours =
        new PageNeighbours(ground, database, http, port("core"), TOKEN)) {
      neighbours.moveIn(receiver.actualPort());
      System.out.println(HEADING);
      part("warmup", WARM_UP, 0, perSecond);
      part("alone", duration, 0, perSecond);
      long opening = ground.setPeriodic(NEIGHBOURS_EVERY_MS, id -> neighbours.openNext());
      part("working", duration, 0, perSecond);
      neighbours.turnBad();
      part("turning", WARM_UP, 0, perSecond);
      part("failing", duration, 0, perSecond);
      ground.cancelTimer(opening);
    }
  }

  private void behind(int rounds) {
    PageBehind behind = new PageBehind(database, http, port("core"), TOKEN, this::post);
    behind.moveIn("http://127.0.0.1:" + receiver.actualPort());
    this.behind = behind;
    behind.measure(BURST / 6, 1); // to warm up
    behind.measure(BURST, rounds);
  }

  private long escalating() {
    return database.count("SELECT count(*) FROM imas.escalation_run WHERE state = 'running'");
  }

  private void part(String name, Duration duration, int connections, int probesPerSecond) {
    latencies.clear();
    lists.clear();
    posted.clear();
    answered.set(0);
    refused.set(0);
    probesRefused.clear();
    slowest.clear();
    AtomicBoolean blowing = new AtomicBoolean(true);
    List<Future<Void>> load = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Promise<Void> connection = Promise.promise();
      blow(blowing, connection);
      load.add(connection.future());
    }
    long begun = System.nanoTime();
    int probes = 0;
    while (System.nanoTime() - begun < duration.toNanos()) {
      probe(name + "-" + probes++);
      if (probes % 2 == 0) {
        readList();
      }
      long due = begun + probes * 1_000_000_000L / probesPerSecond;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    try {
      Await.until("the pages", Duration.ofSeconds(30), posted::size, n -> n == 0);
    } catch (AssertionError late) {
      System.out.println("not told of " + posted.keySet());
    }
    blowing.set(false);
    Await.result(Future.join(load));
    System.out.printf(
        Locale.ROOT,
        "%-9s %8.0f %8d %6d %8d %6.1f %6.1f %6.1f %9.1f %13.1f%n",
        name,
        answered.get() / seconds,
        refused.get(),
        latencies.size(),
        posted.size(),
        quantile(latencies, 0.5),
        quantile(latencies, 0.95),
        quantile(latencies, 0.99),
        quantile(latencies, 1),
        quantile(lists, 0.95));
    if (!probesRefused.isEmpty()) {
      System.out.println("probes refused: " + probesRefused);
    }
    if (showsSlowest) {
      slowest.print();
    }
  }

  /** One connection's share of the load, post after post; completes the promise after the last. */
  private void blow(AtomicBoolean blowing, Promise<Void> connection) {
    if (!blowing.get()) {
      connection.complete();
      return;
    }
    String body;
    synchronized (resolved) {
      long now = turn++;
      int alert = (int) ((now * 7919) % FINGERPRINTS);
      if (now % EVERY_NTH_CHANGES == 0) {
        resolved[alert] = !resolved[alert];
      }
      body =
          "{\"alert_name\":\"Load %d\",\"severity\":\"%s\",\"status\":\"%s\",\"labels\":{\"host\":\"h%d\"},\"title\":\"value %d\"}"
              .formatted(
                  alert % GROUPS,
                  SEVERITIES[alert % SEVERITIES.length],
                  resolved[alert] ? "resolved" : "firing",
                  alert,
                  now);
    }
    // Not compose: a chain as long as a storm would overflow the stack.
    post(body)
        .onSuccess(
            status -> {
              answered.incrementAndGet();
              if (status >= 300) {
                refused.incrementAndGet();
              }
              blow(blowing, connection);
            })
        .onFailure(connection::fail);
  }

  private void probe(String name) {
    posted.put(name, System.nanoTime());
    slowest.posted(name);
    post("{\"alert_name\":\"probe-%s\",\"severity\":\"critical\",\"title\":\"probe-%s\"}"
            .formatted(name, name))
        .onComplete(
            done -> {
              slowest.answered(name);
              if (done.failed() || done.result() >= 300) {
                posted.remove(name);
                probesRefused.merge(
                    done.failed() ? String.valueOf(done.cause()) : "status " + done.result(),
                    1,
                    Integer::sum);
              }
            });
  }

  private void arrived(String page) {
    PageBehind burst = behind;
    Matcher last = BEHIND.matcher(page);
    if (burst != null && last.find()) {
      burst.arrived(last.group());
    }
    Matcher matcher = PROBE.matcher(page);
    if (matcher.find()) {
      Long at = posted.remove(matcher.group(1));
      if (at != null) {
        latencies.add(System.nanoTime() - at);
        slowest.arrived(matcher.group(1));
      }
    }
  }

  private Future<Integer> post(String body) {
    return http.request(HttpMethod.POST, port("gateway"), "127.0.0.1", "/api/v1/webhooks/custom/")
        .compose(request -> request.putHeader("X-API-Key", KEY).send(Buffer.buffer(body)))
        .compose(response -> response.end().map(response.statusCode()));
  }

  private void readList() {
    long begun = System.nanoTime();
    http.request(HttpMethod.GET, port("core"), "127.0.0.1", "/api/v1/incidents?status=TRIGGERED")
        .compose(request -> request.putHeader("Authorization", "Bearer " + TOKEN).send())
        .compose(response -> response.end())
        .onSuccess(read -> lists.add(System.nanoTime() - begun));
  }

  private int port(String role) {
    Role.Running started = running.get(role);
    if (started == null) {
      throw new IllegalStateException("no " + role);
    }
    return started.port();
  }

  private static double quantile(ConcurrentLinkedQueue<Long> nanos, double q) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * q))) / 1e6;
  }

  @Override
  public void close() {
    running.values().forEach(role -> Await.result(role.stop()));
    Await.result(receiver.close());
    Await.result(ground.close());
    Await.result(product.close());
    database.close();
  }
}
