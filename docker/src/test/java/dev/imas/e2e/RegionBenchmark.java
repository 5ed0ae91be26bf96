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
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * An outage of everybody: one new SEV1 in each of many tenants, posted within two seconds. The
 * whole product runs in this process on a durable PostgreSQL of its own. Each round prints the
 * slowest post, when the last incident opened, how long the pages of teams and of people took, and
 * the transactions and the processor time for each tenant. Beside it the same number of incidents
 * of one tenant.
 *
 * <p>Arguments: tenants (default 1,000), rounds (3), and {@code profile}, which prints the
 * statements of each round by their cost; with {@code inside} also those inside of functions.
 */
final class RegionBenchmark implements AutoCloseable {

  private static final Duration SPREAD = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final String ONE = "region-one-key";
  private static final String HEADING =
      "round      posts max  last incident   team p50    p99    max   person p50    p99    max ms"
          + "  missing  transactions  processor ms a tenant (java, postgres)";

  private final TestDatabase database;
  private final int tenants;
  private final boolean profiles;
  private final long postmaster;
  private final Vertx product = Vertx.vertx();
  private final Vertx ground = Vertx.vertx();
  private final HttpClient http;
  private final HttpServer receiver;
  private final Map<String, Role.Running> running = new LinkedHashMap<>();
  private final Map<String, Long> posted = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> toTeams = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> toPeople = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> answers = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Integer> refused = new ConcurrentLinkedQueue<>();
  private long looks;

  private RegionBenchmark(EmbeddedPostgres server, int tenants, boolean profiles) {
    this.tenants = tenants;
    this.profiles = profiles;
    database = TestDatabase.createOn(server);
    postmaster =
        ProcessHandle.of(database.count("SELECT pg_backend_pid()"))
            .flatMap(ProcessHandle::parent)
            .orElseThrow()
            .pid();
    Bootstrap.run(
        database.config(),
        InstantSource.system(),
        Optional.of(new Secret(ONE)),
        Optional.of(new Secret("region-admin-token")));
    http =
        ground.createHttpClient(
            new HttpClientOptions().setDefaultHost("127.0.0.1"),
            new PoolOptions().setHttp1MaxSize(256).setMaxWaitQueueSize(-1));
    receiver =
        ground
            .createHttpServer()
            .requestHandler(
                r -> {
                  arrived(r.uri());
                  r.response().end();
                });
    Await.result(receiver.listen(0, "127.0.0.1"));
    String sink = "http://127.0.0.1:" + receiver.actualPort();
    Region.moveIn(database, tenants, sink);
    database.execute(
        """
        INSERT INTO imas.team_contact (tenant_id, id, team_id, name, channel, address, min_severity)
        SELECT t.tenant_id, gen_random_uuid(), t.id, 'receiver', 'webhook', '%s/one/', 1
          FROM imas.team t JOIN imas.tenant n USING (tenant_id) WHERE n.name = 'default'\
        """
            .formatted(sink));
    if (profiles) {
      database.execute("CREATE EXTENSION pg_stat_statements");
    }
    for (Role role : List.of(new NotifierRole(), new CoreRole(), new GatewayRole())) {
      running.put(role.name(), start(role));
    }
  }

  private Role.Running start(Role role) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "IMAS_" + role.name().toUpperCase(Locale.ROOT) + "_PORT",
                Integer.toString(FreePort.next()),
                "IMAS_NOTIFIER_CONSOLE",
                "false",
                "IMAS_NOTIFIER_WEBHOOK_ALLOW",
                "127.0.0.1"));
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

  public static void main(String[] arguments) throws Exception {
    int tenants = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    boolean profiles = List.of(arguments).contains("profile");
    Path folder = TestPostgres.newFolder();
    EmbeddedPostgresConfig config =
        EmbeddedPostgresConfig.in(folder)
            .withBinariesDir(TestPostgres.binaries())
            .withSettings(
                profiles
                    ? Map.of(
                        "shared_preload_libraries",
                        "pg_stat_statements",
                        "pg_stat_statements.track_planning",
                        "on",
                        "pg_stat_statements.track",
                        List.of(arguments).contains("inside") ? "all" : "top")
                    : Map.of());
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config);
        RegionBenchmark benchmark = new RegionBenchmark(server, tenants, profiles)) {
      benchmark.open();
      System.out.println(HEADING);
      for (int round = 1; round <= rounds; round++) {
        benchmark.round("all-" + round, true);
        benchmark.round("one-" + round, false);
      }
    } finally {
      TestPostgres.delete(folder);
    }
  }

  /** Until the gateway takes posts of each tenant. */
  private void open() {
    for (int n = 1; n <= tenants; n++) {
      String key = Region.key(n);
      Await.until(
          "the gateway",
          LONGEST,
          () -> Await.result(send(key, "{\"alert_name\":\"none\",\"status\":\"resolved\"}")),
          status -> status < 300);
    }
  }

  private void round(String name, boolean ofAll) throws Exception {
    quiet();
    posted.clear();
    toTeams.clear();
    toPeople.clear();
    answers.clear();
    refused.clear();
    if (profiles) {
      database.execute("SELECT pg_stat_statements_reset()");
    }
    long openBefore = incidents();
    long transactions = transactions();
    long looksBefore = looks;
    long java = javaNanos();
    double postgres = postgresSeconds();
    long begun = System.nanoTime();
    List<Future<Void>> posts = new ArrayList<>();
    for (int n = 1; n <= tenants; n++) {
      posts.add(post(ofAll ? Region.key(n) : ONE, n, name));
      LockSupport.parkNanos(begun + n * SPREAD.toNanos() / tenants - System.nanoTime());
    }
    Await.until(
        "the incidents", LONGEST, () -> incidents() - openBefore, count -> count >= tenants);
    double lastIncident = (System.nanoTime() - begun) / 1e6;
    try {
      Await.until(
          "the pages",
          LONGEST,
          () -> toTeams.size() + toPeople.size(),
          count -> count >= (ofAll ? 2 * tenants : 1));
    } catch (AssertionError late) {
      System.out.println(late.getMessage());
    }
    Await.result(Future.join(posts));
    quiet();
    long used = transactions() - transactions - (looks - looksBefore);
    double javaMs = (javaNanos() - java) / 1e6 / tenants;
    double postgresMs = (postgresSeconds() - postgres) * 1e3 / tenants;
    System.out.printf(
        Locale.ROOT,
        "%-9s %10.0f %14.0f %10.0f %6.0f %6.0f %12.0f %6.0f %6.0f %11d %13.1f  %6.1f (%.1f,"
            + " %.1f)%n",
        name,
        quantile(answers, 1),
        lastIncident,
        quantile(toTeams, 0.5),
        quantile(toTeams, 0.99),
        quantile(toTeams, 1),
        quantile(toPeople, 0.5),
        quantile(toPeople, 0.99),
        quantile(toPeople, 1),
        ofAll ? 2 * tenants - toTeams.size() - toPeople.size() : 0,
        (double) used / tenants,
        javaMs + postgresMs,
        javaMs,
        postgresMs);
    if (!refused.isEmpty()) {
      System.out.println("refused: " + refused);
    }
    if (profiles) {
      profile();
    }
  }

  /** Until nothing is to be done any more, in the outbox and in what is sent. */
  private void quiet() {
    Await.until(
        "quiet",
        LONGEST,
        () ->
            look("SELECT count(*) FROM imas.outbox")
                + look("SELECT count(*) FROM imas.delivery WHERE status IN ('pending', 'sending')"),
        n -> n == 0);
  }

  private void profile() {
    System.out.println("calls/tenant  ms/tenant  planning  login  statement");
    database
        .query(
            """
            SELECT format('%%s  %%s  %%s  %%s  %%s', to_char(s.calls::numeric / %1$d, '990.99'),
                          to_char(s.total_exec_time::numeric / %1$d, '990.999'), to_char(s.total_plan_time::numeric / %1$d, '990.999'), r.rolname || CASE WHEN s.toplevel THEN '' ELSE ' inside' END,
                          left(regexp_replace(s.query, '\\s+', ' ', 'g'), 150))
              FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
             WHERE s.calls > %1$d / 50 AND r.rolname LIKE 'imas%%'
             ORDER BY s.total_exec_time + s.total_plan_time DESC LIMIT 150\
            """
                .formatted(tenants))
        .forEach(System.out::println);
  }

  private long incidents() {
    return look("SELECT count(*) FROM imas.incident");
  }

  /** What is asked here is not what is measured. */
  private long look(String sql) {
    looks++;
    return database.count(sql);
  }

  private long transactions() {
    return database.count(
        "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname ="
            + " current_database()");
  }

  private static long javaNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Of the server and of all its backends, also of those that have ended. */
  private double postgresSeconds() throws Exception {
    double ticks = 0;
    List<ProcessHandle> all = new ArrayList<>();
    ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
    all.add(server);
    server.children().forEach(all::add);
    for (ProcessHandle one : all) {
      Path stat = Path.of("/proc/" + one.pid() + "/stat");
      if (!Files.exists(stat)) {
        continue;
      }
      String line = Files.readString(stat);
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
      if (one.pid() == postmaster) {
        ticks += Double.parseDouble(fields[13]) + Double.parseDouble(fields[14]);
      }
    }
    return ticks / 100;
  }

  private Future<Void> post(String key, int number, String round) {
    String name = "outage-" + round + "-" + number;
    long at = System.nanoTime();
    posted.put(Integer.toString(number), at);
    return send(
            key,
            "{\"alert_name\":\"%s\",\"severity\":\"critical\",\"title\":\"%s\"}"
                .formatted(name, name))
        .map(
            status -> {
              answers.add(System.nanoTime() - at);
              if (status >= 300) {
                refused.add(status);
              }
              return null;
            });
  }

  private Future<Integer> send(String key, String body) {
    return http.request(
            HttpMethod.POST,
            Objects.requireNonNull(running.get("gateway")).port(),
            "127.0.0.1",
            "/api/v1/webhooks/custom/")
        .compose(request -> request.putHeader("X-API-Key", key).send(Buffer.buffer(body)))
        .map(response -> response.statusCode());
  }

  private void arrived(String path) {
    String[] parts = path.split("/", -1);
    long now = System.nanoTime();
    switch (parts[1]) {
      case "team" -> count(toTeams, parts[2], now);
      case "person" -> count(toPeople, parts[2], now);
      default -> toTeams.add(0L);
    }
  }

  private void count(ConcurrentLinkedQueue<Long> pages, String number, long now) {
    Long at = posted.get(number);
    if (at != null) {
      pages.add(now - at);
    }
  }

  private static double quantile(ConcurrentLinkedQueue<Long> nanos, double q) {
    List<Long> sorted = nanos.stream().sorted().toList();
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
