package dev.imas.e2e;

import dev.imas.core.postgres.ConnectionSettings;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole product with the commit as its limit: ten rows at most, and each flush five
 * milliseconds slower. The bootstrap tenant storms, and there are nine quiet ones. Pages of SEV1 go
 * to a receiver on the loopback.
 */
final class OverloadScene implements AutoCloseable {

  static final int QUIET_TENANTS = 9;
  static final int MOST_ROWS = 10;

  final Vertx vertx = Vertx.vertx();
  final FakeReceiver receiver = FakeReceiver.start(vertx);
  final ImasProcess imas;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder = TestPostgres.newFolder();

  OverloadScene() {
    imas =
        new ImasProcess(
            folder,
            Map.of(
                "IMAS_GATEWAY_MAX_BATCH",
                Integer.toString(MOST_ROWS),
                "IMAS_NOTIFIER_WEBHOOK_ALLOW",
                "127.0.0.1",
                "IMAS_NOTIFIER_RECEIVER_RATE",
                "0",
                "IMAS_NOTIFIER_CONSOLE",
                "false"),
            List.of());
    imas.start();
    // It applies to the gateway's commits only, from its next connections on.
    sql("ALTER ROLE imas_ingest SET commit_delay = 5000");
    sql("ALTER ROLE imas_ingest SET commit_siblings = 0");
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'imas_ingest'");
    Await.until(
        "the gateway to be back",
        () -> imas.post("/api/v1/webhooks/custom/", "{\"name\":\"Begins\",\"severity\":\"low\"}"),
        status -> status == 202);
    for (int i = 0; i < QUIET_TENANTS; i++) {
      addTenant(i);
    }
    String team = imas.api("/api/v1/teams").path("items").get(0).path("id").asText();
    imas.apiPost(
        "/api/v1/teams/" + team + "/contacts",
        "{\"name\":\"receiver\",\"channel\":\"webhook\",\"min_severity\":\"SEV1\",\"address\":\""
            + receiver.url("/")
            + "\"}");
  }

  static String quietKey(int tenant) {
    return "imas_src_overload-quiet-" + tenant;
  }

  private void addTenant(int number) {
    sql(
        """
        WITH t AS (INSERT INTO imas.tenant (tenant_id, name) VALUES (gen_random_uuid(), 'quiet-%d') RETURNING tenant_id),
             o AS (INSERT INTO imas.team (tenant_id, id, name) SELECT tenant_id, gen_random_uuid(), 'Operations' FROM t
                   RETURNING tenant_id, id),
             s AS (INSERT INTO imas.service (tenant_id, id, name, owner_team_id, is_triage)
                   SELECT tenant_id, gen_random_uuid(), 'Unknown/Triage', id, true FROM o),
             e AS (INSERT INTO imas.source (tenant_id, id, name, type)
                   SELECT tenant_id, gen_random_uuid(), 'everything', 'ANY' FROM t RETURNING tenant_id, id)
        INSERT INTO imas.source_key (tenant_id, id, source_id, key_hash, hint)
        SELECT tenant_id, gen_random_uuid(), id, sha256(convert_to('%s', 'UTF8')), 'x' FROM e\
        """
            .formatted(number, quietKey(number)));
  }

  /** Returns the first column, read as superuser. */
  List<String> sql(String statement) {
    ConnectionSettings to = EmbeddedPostgres.running(folder.resolve("data")).orElseThrow();
    try (Connection connection = TestPostgres.connect(to);
        Statement sql = connection.createStatement()) {
      List<String> first = new ArrayList<>();
      if (sql.execute(statement)) {
        try (ResultSet rows = sql.getResultSet()) {
          while (rows.next()) {
            first.add(String.valueOf(rows.getString(1)));
          }
        }
      }
      return first;
    } catch (SQLException e) {
      throw new AssertionError(statement, e);
    }
  }

  /** The sum of the samples whose line begins with this. */
  double metric(String beginning) {
    return metrics(beginning).stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Requests refused so far, also of tenants that do not storm: tenant, reason and number. */
  String refusals() {
    return String.join("; ", metrics("imas_ingest_shed_total"));
  }

  private List<String> metrics(String beginning) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(imas.gateway() + "/metrics")).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(beginning))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    imas.close();
    receiver.close();
    http.close();
    vertx.close();
    TestPostgres.delete(folder);
  }
}
