package dev.imas.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.Transactions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people find, and what they do not. */
class SearchIT {

  private static RunningCore core;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
    core.holdHousekeeping();
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static String open(String title, String description) {
    core.clock.move(Duration.ofSeconds(1)); // Each is newer than the one before.
    return core.post(
            "/api/v1/incidents",
            """
            {"title": "%s", "description": "%s", "severity": "SEV3", "service": "%s"}\
            """
                .formatted(title, description, core.triage))
        .json()
        .get("short_id")
        .asText();
  }

  private static void write() {
    core.sweep("search-text");
  }

  private static JsonNode search(String token, String q, String kind) {
    RunningCore.Reply reply =
        core.send(
            token,
            "GET",
            "/api/v1/search?kind=" + kind + "&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8),
            null);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json().at("/kinds/0");
  }

  private static List<String> titles(String q, String kind) {
    List<String> titles = new ArrayList<>();
    search(core.token, q, kind).get("items").forEach(i -> titles.add(i.get("title").asText()));
    return titles;
  }

  @Test
  void incidentsAreFoundByWordsPhrasesBeginningsAndShortIds() {
    String disk = open("Quokka full on db-01.eu.example.com", "espace épuisé, 10.20.30.40");
    String net = open("Quokka réseau down", "node_filesystem_avail_bytes is full on quokka");
    write();
    String first = disk + " Quokka full on db-01.eu.example.com";
    String second = net + " Quokka réseau down";

    assertThat(titles("quokka", "INCIDENT")).containsExactly(second, first);
    assertThat(titles("quokka full", "INCIDENT")).containsExactly(second, first);
    assertThat(titles("\"quokka full\"", "INCIDENT")).containsExactly(first);
    assertThat(titles("quokka -reseau", "INCIDENT")).containsExactly(first);
    assertThat(titles("QUOKKA RESEA", "INCIDENT")).containsExactly(second);
    assertThat(titles("epuise", "INCIDENT")).containsExactly(first);
    assertThat(titles("eu.example quokka", "INCIDENT")).containsExactly(first);
    assertThat(titles("db-01 quokka", "INCIDENT")).containsExactly(first);
    assertThat(titles("20.30.4", "INCIDENT")).containsExactly(first);
    assertThat(titles("filesystem_av", "INCIDENT")).containsExactly(second);
    assertThat(titles(disk.toLowerCase(Locale.ROOT), "INCIDENT")).containsExactly(first);
    assertThat(titles(disk.substring(0, 8), "INCIDENT")).contains(first);
    assertThat(titles(disk.substring(4), "INCIDENT")).containsExactly(first);
    assertThat(titles("quok", "INCIDENT")).hasSize(2);
    assertThat(titles("uokka", "INCIDENT")).isEmpty();
    assertThat(titles("quokka nobodyhasthis", "INCIDENT")).isEmpty();
  }

  @Test
  void correctedTextReplacesTheFormerAndCommentsAreFound() {
    String id = open("Wombat before", "");
    write();
    RunningCore.Reply read = core.get("/api/v1/incidents/" + id);
    RunningCore.Reply edited =
        core.send(
            core.token,
            "PATCH",
            "/api/v1/incidents/" + id,
            "{\"title\": \"Narwhal after\"}",
            "If-Match",
            Objects.requireNonNull(read.header("etag")));
    assertThat(edited.status()).as(edited.http().body()).isEqualTo(200);
    assertThat(
            core.post(
                    "/api/v1/incidents/" + id + "/comments",
                    "{\"message\": \"<img src=x> the bilby did it\"}")
                .status())
        .isLessThan(300);
    write();

    assertThat(titles("wombat", "INCIDENT")).isEmpty();
    assertThat(titles("narwhal", "INCIDENT")).containsExactly(id + " Narwhal after");
    JsonNode entry = search(core.token, "bilby", "TIMELINE").at("/items/0");
    assertThat(entry.at("/incident/short_id").asText()).isEqualTo(id);
    String text = entry.get("text").asText();
    assertThat(text).contains("<img src=x>"); // Data: who shows it escapes it.
    JsonNode range = entry.at("/text_ranges/0");
    assertThat(text.substring(range.get("from").asInt(), range.get("to").asInt()))
        .isEqualTo("bilby");
  }

  @Test
  void alertsAreFoundByNameAndLabelsAndThoseOfOthersAreNot() {
    UUID service = core.service("searched");
    core.post(Event.firing("DugongHighLatency", 3, service, core.now()));
    core.follow();
    open("Dugong of ours", "");
    write();
    String other = core.tokenOfAnotherTenant("other-search", "read");

    assertThat(titles("latency dug", "ALERT")).containsExactly("DugongHighLatency");
    assertThat(search(core.token, "dugong", "INCIDENT").get("total").asInt()).isEqualTo(2);
    for (String kind : List.of("INCIDENT", "ALERT", "TIMELINE", "SERVICE", "TEAM", "PERSON")) {
      JsonNode found = search(other, "dugong", kind);
      assertThat(found.get("items")).isEmpty();
      assertThat(found.get("total").asInt()).isZero();
    }
    assertThat(titles("SEARCH", "SERVICE")).containsExactly("searched");
  }

  /** The function that sees past row-level security asks for the tenant itself. */
  @Test
  void functionFindsNothingOfAnotherTenantAndNothingWithoutOne() {
    open("Echidna", "");
    write();
    Pool pool =
        new Database(core.vertx, core.database.config())
            .pool(Login.APP, "search", 1, Duration.ofSeconds(15));
    try {
      Transactions transactions = new Transactions(pool);
      String sql =
          "SELECT cardinality(ids) FROM search_ids(1::smallint, '''#:echidna''', 10, '1 hour',"
              + " 'infinity', 0)";

      assertThat(found(transactions, core.tenant, sql)).isEqualTo(1);
      assertThat(found(transactions, UUID.randomUUID(), sql)).isZero();
      int unbound =
          Await.result(
              transactions.runUnbound(
                  tx ->
                      tx.connection()
                          .query(sql)
                          .execute()
                          .map(r -> r.iterator().next().getInteger(0))));
      assertThat(unbound).isZero();
    } finally {
      Await.result(pool.close());
    }
  }

  private static int found(Transactions transactions, UUID tenant, String sql) {
    return Await.result(
        transactions.run(
            new TenantId(tenant),
            tx ->
                tx.connection().query(sql).execute().map(r -> r.iterator().next().getInteger(0))));
  }

  @Test
  void searchWithoutAWordSaysWhatToWrite() {
    for (String q : List.of("", "?q=-disk", "?q=%22%22", "?q=" + "x".repeat(201))) {
      RunningCore.Reply reply = core.get("/api/v1/search" + q);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.json().get("detail").asText()).containsPattern("^(q |there is no word)");
    }
    assertThat(core.get("/api/v1/search?q=x&kind=card").status()).isEqualTo(400);
  }

  /** The cursor of an answer that ended early belongs to one kind. */
  @Test
  void whatIsOlderIsAskedForOneKindAlone() {
    String bandicoot = open("Bandicoot", "");
    write();
    String all = "/api/v1/search?q=bandicoot&kind=INCIDENT&older=";
    assertThat(core.get(all + "9000000000000000.1").json().at("/kinds/0/items")).hasSize(1);
    RunningCore.Reply none = core.get(all + "1.1");
    assertThat(none.json().at("/kinds/0/items")).as(bandicoot + " is newer").isEmpty();
    assertThat(none.json().at("/kinds/0/complete").asBoolean()).isTrue();
    for (String wrong :
        List.of(
            "q=x&kind=INCIDENT&older=yesterday",
            "q=x&kind=INCIDENT&older=1.99999999999",
            "q=x&older=1.1",
            "q=x&kind=INCIDENT,ALERT&older=1.1",
            "q=x&kind=SERVICE&older=1.1")) {
      RunningCore.Reply reply = core.get("/api/v1/search?" + wrong);
      assertThat(reply.status()).as(wrong).isEqualTo(400);
      assertThat(reply.json().get("detail").asText()).startsWith("older ");
    }
  }

  /** Nothing is written for search by the transaction that pages. */
  @Test
  void textIsWrittenAfterwardsAndTheNewestComeFirstOverBuckets() {
    long before = core.database.count("SELECT count(*) FROM search_text");
    String older = open("Potoroo one", "");
    assertThat(core.database.count("SELECT count(*) FROM search_text")).isEqualTo(before);
    write();
    core.database.execute("UPDATE search_bucket SET docs = 1000000"); // The next opens another.
    String newer = open("Potoroo two", "");
    write();

    assertThat(titles("potoroo", "INCIDENT"))
        .containsExactly(newer + " Potoroo two", older + " Potoroo one");
    assertThat(core.database.count("SELECT count(*) FROM search_work")).isZero();
  }

  /** One alert may bring megabytes, and a storm of them must not fill the memory. */
  @Test
  void longTextIsFoundByItsBeginning() {
    UUID service = core.service("long-texts");
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      events.add(Event.firing("QuollLong" + i, 3, service, core.now()));
    }
    core.post(events.toArray(Event[]::new));
    core.database.execute(
        """
        UPDATE alert_state SET annotations = CASE name
          WHEN 'QuollLong0' THEN '{"text": "kowari ' || repeat('x', 3000000) || '"}'
          WHEN 'QuollLong1' THEN '{"text": "mulgara ' || repeat('- ', 5000) || 'phascogale"}'
          WHEN 'QuollLong2' THEN '{"text": "' || repeat('dunnart ', 399) || 'antechinus planigale"}' END
         WHERE name LIKE 'QuollLong%'\
        """);
    core.follow();
    write();

    assertThat(titles("kowari", "ALERT")).containsExactly("QuollLong0");
    assertThat(titles("x".repeat(100), "ALERT")).containsExactly("QuollLong0");
    assertThat(titles("mulgara", "ALERT")).containsExactly("QuollLong1");
    assertThat(titles("phascogale", "ALERT")).as("after 10,000 characters").isEmpty();
    assertThat(titles("antechinus", "ALERT")).containsExactly("QuollLong2");
    assertThat(titles("planigale", "ALERT")).as("the 401st word").isEmpty();
  }

  /** A storm leaves minutes of it, and whoever stops the process waits for none of them. */
  @Test
  void aStopDoesNotWaitForTheBacklog() {
    open("Bettong one", "");
    open("Bettong two", "");
    AtomicInteger looks = new AtomicInteger();

    String none = writeUntil(() -> true);
    assertThat(none).isEqualTo("0 texts written before a stop");
    assertThat(titles("bettong", "INCIDENT")).isEmpty();

    // Stopped after the first unit, it neither rests nor goes on.
    String some = writeUntil(() -> looks.getAndIncrement() > 0);
    assertThat(some).endsWith("before a stop").doesNotStartWith("0 ");
    write();
    assertThat(titles("bettong", "INCIDENT")).hasSize(2);
  }

  /** A long one keeps what posts leave behind from being cleared away, and makes them slower. */
  @Test
  void whatAStormLeavesIsWrittenInShortTransactions() {
    UUID service = core.service("numbats");
    write();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      events.add(Event.firing("Numbat" + i, 3, service, core.now()));
    }
    core.post(events.toArray(Event[]::new));
    core.follow();
    AtomicInteger looks = new AtomicInteger();

    String some = writeUntil(() -> looks.getAndIncrement() > 0);
    assertThat(Integer.parseInt(some.substring(0, some.indexOf(' '))))
        .isBetween(1, SearchTextRepository.TEXTS_OF_A_MARK);
    write();
    assertThat(core.database.count("SELECT count(*) FROM search_work")).isZero();
    assertThat(search(core.token, "numbat", "ALERT").get("total").asInt()).isEqualTo(120);
  }

  private static String writeUntil(BooleanSupplier stopping) {
    Pool pool =
        new Database(core.vertx, core.database.config())
            .pool(Login.APP, "search", 1, Duration.ofSeconds(15));
    Promise<String> told = Promise.promise();
    try {
      core.vertx.deployVerticle(
          new VerticleBase() {
            @Override
            public Future<?> start() {
              return new SearchIndexer(vertx, new Transactions(pool), stopping)
                  .write()
                  .onComplete(told);
            }
          },
          new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
      return Await.result(told.future());
    } finally {
      Await.result(pool.close());
    }
  }
}
