package dev.imas.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.MovableClock;
import dev.imas.fixtures.database.TestDatabase;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A gateway on a database of its own, started as the launcher does it, with a clock that stands
 * still.
 */
public final class TestGateway implements AutoCloseable {

  /** The key of the bootstrap source, which accepts every format. */
  public static final String KEY = "imas_src_test-key-of-the-bootstrap-source";

  public static final String ALERTMANAGER = "/api/v1/webhooks/alertmanager/";
  public static final String API_V2 = "/api/v2/alerts";
  public static final String DATADOG = "/api/v1/webhooks/datadog/";
  public static final String GRAFANA = "/api/v1/webhooks/grafana/";
  public static final String CUSTOM = "/api/v1/webhooks/custom/";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final TestDatabase database;
  private final boolean ownsDatabase;
  private final MovableClock clock;
  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SecretBox secrets = new SecretBox(new byte[32]);
  private final int port;

  /** Null once it is closed: tests keep what they closed, and a gateway has much in memory. */
  private Role.@Nullable Running running;

  private @Nullable Future<Void> stopped;
  private final UUID tenant;

  private TestGateway(
      TestDatabase database,
      boolean ownsDatabase,
      MovableClock clock,
      Senders senders,
      Map<String, String> set) {
    this.database = database;
    this.ownsDatabase = ownsDatabase;
    this.clock = clock;
    this.tenant =
        Bootstrap.run(
                database.config(),
                clock,
                Optional.of(new Secret(KEY)),
                Optional.of(new Secret("imas_adm_test-admin-token")))
            .tenant();
    Settings settings = settings(set);
    Role.Setup setup = new GatewayRole(senders).configure(settings);
    settings.throwIfFaulty();
    Role.Running started =
        Await.result(
            setup.start(
                new Platform(
                    vertx,
                    new Database(vertx, database.config()),
                    clock,
                    meters,
                    secrets,
                    clock.instant(),
                    "test")));
    running = started;
    port = started.port();
  }

  /** With settings by key: {@code "gateway.max-body", "1MiB", …}. */
  public static TestGateway start(String... keysAndValues) {
    return start(new Senders(), keysAndValues);
  }

  /** With other senders than the built-in ones. */
  public static TestGateway start(Senders senders, String... keysAndValues) {
    return new TestGateway(
        TestDatabase.create(), true, MovableClock.atPresent(), senders, map(keysAndValues));
  }

  /** Starts another gateway on the same database and clock. */
  public TestGateway startAnother(String... keysAndValues) {
    return new TestGateway(database, false, clock, new Senders(), map(keysAndValues));
  }

  private static Map<String, String> map(String... keysAndValues) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static Settings settings(Map<String, String> set) {
    Properties properties = new Properties();
    properties.setProperty("gateway.port", "0");
    // A busy machine must not count as overload, except where a test makes it so.
    properties.setProperty("gateway.longest-wait", "5s");
    properties.putAll(set);
    return new Settings(Map.of(), properties);
  }

  /** Says that it will stop, and serves on. */
  public void announceStop() {
    Objects.requireNonNull(running, "closed").announceStop();
  }

  /** Stops it; further calls do nothing. */
  public synchronized Future<Void> stop() {
    Future<Void> before = stopped;
    if (before == null) {
      before = Objects.requireNonNull(running).stop();
      stopped = before;
    }
    return before;
  }

  @Override
  public void close() {
    Await.result(stop());
    Await.result(vertx.close());
    meters.close();
    meters.clear();
    stopped = Future.succeededFuture();
    running = null;
    if (ownsDatabase) {
      database.close();
    }
  }

  public TestDatabase database() {
    return database;
  }

  public MovableClock clock() {
    return clock;
  }

  public Vertx vertx() {
    return vertx;
  }

  public int port() {
    return port;
  }

  /** The bootstrap tenant. */
  public UUID tenant() {
    return tenant;
  }

  // HTTP

  public record Reply(int status, String body, Map<String, String> headers) {

    /** The reason phrase of a status, as RFC 9457 requires. */
    public void assertProblem(int expected) {
      assertThat(status).as(body).isEqualTo(expected);
      assertThat(header("content-type")).isEqualTo("application/problem+json");
      assertThat(json().get("status").asInt()).isEqualTo(expected);
      assertThat(json().get("title").asText()).isNotBlank();
      assertThat(json().get("detail").asText()).isNotBlank();
    }

    public JsonNode json() {
      return Json.read(body, JsonNode.class);
    }

    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    private static Reply of(HttpResponse<String> response) {
      Map<String, String> headers = new LinkedHashMap<>();
      response
          .headers()
          .map()
          .forEach((k, v) -> headers.put(k.toLowerCase(Locale.ROOT), v.getFirst()));
      return new Reply(response.statusCode(), response.body(), headers);
    }
  }

  /** A request without a key. */
  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
  }

  public HttpRequest.Builder withKey(String path, String key) {
    return to(path).header("Authorization", "Bearer " + key);
  }

  public static Reply send(HttpRequest.Builder request) {
    try {
      return sendAsync(request).get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public static CompletableFuture<Reply> sendAsync(HttpRequest.Builder request) {
    return CLIENT
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(Reply::of);
  }

  public Reply post(String path, String body) {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  public Reply post(String path, byte[] body) {
    return post(KEY, path, body);
  }

  public Reply post(String key, String path, byte[] body) {
    return send(json(key, path, body));
  }

  public CompletableFuture<Reply> postAsync(String path, String body) {
    return sendAsync(json(KEY, path, body.getBytes(StandardCharsets.UTF_8)));
  }

  public HttpRequest.Builder json(String key, String path, byte[] body) {
    return withKey(path, key)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  public Reply get(String path) {
    return send(withKey(path, KEY).GET());
  }

  /** One custom alert; the fields are JSON members without braces. */
  public Reply custom(String fields) {
    return post(CUSTOM, "{" + fields + "}");
  }

  /** A connection on which a test writes the bytes itself. */
  public Socket socket() {
    try {
      Socket socket = new Socket("localhost", port());
      socket.setSoTimeout(20_000);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The head of a post whose body a test writes itself. */
  public static byte[] head(String path, String lengthHeader) {
    return head(KEY, path, lengthHeader);
  }

  public static byte[] head(String key, String path, String lengthHeader) {
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + key
            + "\r\nContent-Type: application/json\r\n"
            + lengthHeader
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] payload(String path) {
    try (InputStream in = TestGateway.class.getResourceAsStream("/payloads/" + path)) {
      return Objects.requireNonNull(in, path).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An Alertmanager webhook body of that many different alerts. */
  public static String storm(String name, int alerts) {
    StringBuilder body = new StringBuilder("{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[");
    for (int i = 0; i < alerts; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"status\":\"firing\",\"labels\":{\"alertname\":\"")
          .append(name)
          .append("\",\"instance\":\"i")
          .append(i)
          .append("\"},\"startsAt\":\"2026-01-01T00:00:00Z\"}");
    }
    return body.append("]}").toString();
  }

  // What a tenant has

  public UUID addTenant(String name) {
    UUID id = UuidV7.at(clock.millis());
    UUID team = UuidV7.at(clock.millis());
    update("INSERT INTO tenant (tenant_id, name) VALUES (?, ?)", id, name);
    update("INSERT INTO team (tenant_id, id, name) VALUES (?, ?, 'Operations')", id, team);
    update(
        "INSERT INTO service (tenant_id, id, name, owner_team_id, is_triage)"
            + " VALUES (?, ?, 'Unknown/Triage', ?, true)",
        id,
        UuidV7.at(clock.millis()),
        team);
    return id;
  }

  /**
   * Creates many tenants at once, each with one source that accepts every format. Returns the keys
   * by tenant.
   */
  public Map<UUID, String> addTenants(int count) {
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name)
        SELECT gen_random_uuid(), 'many-' || n FROM generate_series(1, %d) n;
        INSERT INTO team (tenant_id, id, name)
        SELECT tenant_id, gen_random_uuid(), 'Operations' FROM tenant WHERE name LIKE 'many-%%';
        INSERT INTO service (tenant_id, id, name, owner_team_id, is_triage)
        SELECT tenant_id, gen_random_uuid(), 'Unknown/Triage', id, true FROM team
         WHERE tenant_id IN (SELECT tenant_id FROM tenant WHERE name LIKE 'many-%%');
        INSERT INTO source (tenant_id, id, name, type)
        SELECT tenant_id, gen_random_uuid(), 'everything', 'ANY' FROM tenant WHERE name LIKE 'many-%%';
        INSERT INTO source_key (tenant_id, id, source_id, key_hash, hint)
        SELECT tenant_id, gen_random_uuid(), id, sha256(convert_to('imas_src_many-' || tenant_id, 'UTF8')), 'x'
          FROM source WHERE name = 'everything'\
        """
            .formatted(count));
    Map<UUID, String> keys = new LinkedHashMap<>();
    database
        .query("SELECT tenant_id FROM tenant WHERE name LIKE 'many-%'")
        .forEach(id -> keys.put(UUID.fromString(id), "imas_src_many-" + id));
    keys.values().forEach(this::awaitLive);
    return keys;
  }

  public UUID addService(UUID ofTenant, String name) {
    UUID id = UuidV7.at(clock.millis());
    update(
        "INSERT INTO service (tenant_id, id, name, owner_team_id)"
            + " SELECT ?, ?, ?, id FROM team WHERE tenant_id = ? LIMIT 1",
        ofTenant,
        id,
        name,
        ofTenant);
    return id;
  }

  public record Source(UUID id, String key) {}

  public Source addSource(UUID ofTenant, String name, String type) {
    return addSource(ofTenant, name, type, "{}", true, null);
  }

  public Source addSource(
      UUID ofTenant,
      String name,
      String type,
      String config,
      boolean active,
      @Nullable String signingSecret) {
    UUID id = UuidV7.at(clock.millis());
    String key = "imas_src_key-of-" + name + "-" + id;
    update(
        "INSERT INTO source (tenant_id, id, name, type, config, is_active, signing_secret_enc)"
            + " VALUES (?, ?, ?, ?, ?::jsonb, ?, ?)",
        ofTenant,
        id,
        name,
        type,
        config,
        active,
        signingSecret == null ? null : secrets.seal(signingSecret, new TenantId(ofTenant)));
    update(
        "INSERT INTO source_key (tenant_id, id, source_id, key_hash, hint)"
            + " VALUES (?, ?, ?, ?, 'x')",
        ofTenant,
        UuidV7.at(clock.millis()),
        id,
        Credential.hash(key));
    return new Source(id, key);
  }

  /** Stores rules as the next version. */
  public void activateRules(UUID ofTenant, String rules) {
    update(
        "INSERT INTO rule_set (tenant_id, version, rules, created_by)"
            + " SELECT ?, coalesce(max(version), 0) + 1, ?::jsonb, 'test' FROM rule_set"
            + " WHERE tenant_id = ?",
        ofTenant,
        rules,
        ofTenant);
    update(
        "INSERT INTO rule_set_activation (tenant_id, version, activated_by)"
            + " SELECT tenant_id, max(version), 'test' FROM rule_set WHERE tenant_id = ?"
            + " GROUP BY tenant_id"
            + " ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version",
        ofTenant);
  }

  /** Waits until the gateway lets this key read. */
  public void awaitLive(String key) {
    Await.until(
        "the key to be live",
        () -> send(withKey("/api/v2/receivers", key).GET()).status(),
        status -> status != 401);
  }

  public void update(String sql, @Nullable Object... values) {
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage() + " in " + sql, e);
    }
  }

  // What became of the alerts.

  /**
   * @param status 1 firing, 2 resolved
   */
  public record StoredAlert(
      UUID fingerprint,
      String name,
      int status,
      int severity,
      int episode,
      int seq,
      long fireCount,
      long dedupCount,
      int staleCount,
      String groupKey,
      UUID service,
      int ruleSetVersion,
      Map<String, String> labels,
      Map<String, String> annotations,
      Map<String, String> details) {

    public boolean firing() {
      return status == 1;
    }
  }

  /** The dead letters in order of creation. */
  public List<StoredAlert> alerts() {
    return alerts("true");
  }

  public List<StoredAlert> alerts(String where) {
    String sql =
        "SELECT * FROM alert WHERE " + where + " ORDER BY created_at, name, labels, fingerprint";
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      List<StoredAlert> all = new ArrayList<>();
      while (row.next()) {
        all.add(
            new StoredAlert(
                row.getObject("fingerprint", UUID.class),
                row.getString("name"),
                row.getInt("status"),
                row.getInt("severity"),
                row.getInt("episode"),
                row.getInt("seq"),
                row.getLong("fire_count"),
                row.getLong("dedup_count"),
                row.getInt("stale_count"),
                row.getString("group_key"),
                row.getObject("service_id", UUID.class),
                row.getInt("rule_set_version"),
                Json.readTexts(row.getString("labels")),
                Json.readTexts(row.getString("annotations")),
                Json.readTexts(row.getString("details"))));
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  public StoredAlert alert(String name) {
    List<StoredAlert> all = alerts("name = '" + name.replace("'", "''") + "'");
    assertThat(all).as("alerts named " + name).hasSize(1);
    return all.getFirst();
  }

  /** The kinds of the transitions of the alerts with that name, in order. */
  public List<Integer> transitions(String name) {
    return database
        .query(
            "SELECT t.kind FROM journal t JOIN alert a USING (tenant_id, fingerprint)"
                + " WHERE a.name = '"
                + name
                + "' ORDER BY t.fingerprint, t.seq")
        .stream()
        .map(Integer::valueOf)
        .toList();
  }

  /** The sum of a column of the ledger. */
  public long ledger(String column) {
    return database.count("SELECT coalesce(sum(" + column + "), 0) FROM ledger");
  }

  public void ledgerBalances() {
    assertThat(
            database.query(
                "SELECT concat_ws(' ', figure, in_ledger, recounted) FROM recount_ledger()"))
        .as("differences between ledger and rows")
        .isEmpty();
  }

  /** The sum of all counters, gauges and timers' counts with that name and this tag value. */
  public double metric(String name, String... tagValue) {
    double sum = 0;
    for (Meter meter : meters.getMeters()) {
      if (meter.getId().getName().equals(name)
          && (tagValue.length == 0
              || meter.getId().getTags().stream()
                  .anyMatch(tag -> tag.getValue().equals(tagValue[0])))) {
        sum +=
            switch (meter) {
              case Counter counter -> counter.count();
              case Gauge gauge -> gauge.value();
              case Timer timer -> timer.count();
              default -> 0;
            };
      }
    }
    return sum;
  }

  /** The bytes of bodies in flight: 0 when nothing is in flight. */
  public double inFlightBytes() {
    return metric("imas_ingest_in_flight_bytes");
  }

  public void awaitNothingInFlight() {
    Await.until("nothing in flight", this::inFlightBytes, bytes -> bytes == 0);
  }
}
