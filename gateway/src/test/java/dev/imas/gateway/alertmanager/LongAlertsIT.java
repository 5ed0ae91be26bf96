package dev.imas.gateway.alertmanager;

import static dev.imas.gateway.TestGateway.ALERTMANAGER;
import static dev.imas.gateway.TestGateway.API_V2;
import static dev.imas.gateway.TestGateway.storm;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts with long texts, of which a page must hold only a bounded number. */
class LongAlertsIT {

  private static final int MANY = 30;
  private static final int LONG = 500_000;

  private TestGateway gateway;

  @BeforeEach
  void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    assertThat(gateway.post(ALERTMANAGER, storm("Long", MANY)).status()).isEqualTo(202);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void annotate(String which, int length) {
    gateway
        .database()
        .execute(
            "UPDATE alert_state SET annotations = '{\"text\":\"' || repeat('x', %d) || '\"}' WHERE %s"
                .formatted(length, which));
  }

  /** The alerts of each page that is in memory at once. */
  private List<List<Fingerprint>> pages() {
    Pool pool =
        new Database(gateway.vertx(), gateway.database().config())
            .pool(DatabaseConfig.Login.INGEST, "test", 1, Duration.ofSeconds(10));
    WorkerExecutor workers = gateway.vertx().createSharedWorkerExecutor("test", 1);
    List<List<Fingerprint>> pages = new ArrayList<>();
    Await.result(
        new FiringAlerts(pool, workers)
            .forEachPage(
                new ReadScope(new TenantId(gateway.tenant()), null),
                gateway.clock().instant(),
                page -> {
                  pages.add(page.stream().map(FiringAlert::fingerprint).toList());
                  return "";
                },
                nothing -> Future.succeededFuture()));
    Await.result(pool.close());
    Await.result(workers.close());
    return pages;
  }

  @Test
  void pageEndsByBytesAndTheWalkIsWhole() {
    annotate("true", LONG);

    List<List<Fingerprint>> pages = pages();

    assertThat(pages).extracting(List::size).containsExactly(8, 8, 8, 6);
    assertThat(pages.stream().flatMap(List::stream)).hasSize(MANY).doesNotHaveDuplicates();
    JsonNode read = gateway.get(API_V2).json();
    Set<String> instances = new HashSet<>();
    read.forEach(alert -> instances.add(alert.at("/labels/instance").asText()));
    assertThat(instances).hasSize(MANY);
    assertThat(read.at("/0/annotations/text").asText()).hasSize(LONG);
  }

  @Test
  void alertLongerThanAPageIsOneOfItsOwn() {
    String second =
        "(SELECT fingerprint FROM alert_state ORDER BY created_at, fingerprint OFFSET 1 LIMIT 1)";
    annotate("fingerprint = " + second, 5_000_000);

    assertThat(pages()).extracting(List::size).containsExactly(1, 1, MANY - 2);
  }
}
