package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.e2e.CoreAndGateway.Reply;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A source's mapping fits nothing, is mended, and what came meanwhile is read again. */
class MendedMappingIT {

  private static final String REPLAY = "/api/v1/dead-letters/replay";

  private static final CoreAndGateway imas = new CoreAndGateway();
  private static final TestDatabase database = imas.database;

  @AfterAll
  static void stop() {
    imas.close();
  }

  @Test
  void whatCameMeanwhileBecomesAlertsOnce() {
    JsonNode source = made("/api/v1/sources", mapping("cellar", "{'alerts':'/events'}"));
    String id = source.get("id").asText();
    String key = made("/api/v1/sources/" + id + "/keys", "{}").get("key").asText();
    String events =
        IntStream.range(0, 300)
            .mapToObj(i -> "{'x':{'at':" + i + "}}")
            .collect(Collectors.joining(",", "{'events':[{'name':'good'},{'x':{}},", "]}"));
    Reply refused =
        Await.until("the key to be known", () -> post(key, events), r -> r.status() != 401);
    assertThat(refused.status()).as("%s", refused.json()).isEqualTo(202);
    assertThat(letters(false)).isEqualTo(301);
    Reply mended = api("PUT", "/api/v1/sources/" + id, mapping("cellar", MENDED));
    assertThat(mended.status()).as("%s", mended.json()).isEqualTo(200);
    Await.until(
        "the mended mapping to be known",
        () -> post(key, "{'events':[{'x':{'at':999}}]}"),
        r -> r.status() == 202);
    database.execute("DELETE FROM dead_letter WHERE kind = 'body'");

    List<CompletableFuture<List<JsonNode>>> operators =
        IntStream.range(0, 2)
            .mapToObj(i -> CompletableFuture.supplyAsync(MendedMappingIT::replayAll))
            .toList();
    List<JsonNode> done = operators.stream().flatMap(o -> o.join().stream()).toList();

    assertThat(done.stream().mapToInt(one -> one.get("replayed").asInt()).sum())
        .as("%s", done)
        .isEqualTo(300);
    assertThat(letters(false)).isEqualTo(1);
    assertThat(
            database.count(
                "SELECT count(*) FROM alert WHERE labels::json ->> 'place' IS NOT NULL"
                    + " AND status = 1 AND first_seen < now()"))
        .isEqualTo(301);
    assertThat(
            database.count(
                "SELECT count(*) FROM alert a JOIN dead_letter d ON d.received_at = a.first_seen"
                    + " AND d.pointer = '/events/7'"))
        .as("as of their receipt, as the one that could be read")
        .isEqualTo(301);
    assertThat(database.query("SELECT figure FROM recount_ledger()")).isEmpty();

    JsonNode again = api("POST", REPLAY, "{'source':'cellar'}").json();
    assertThat(again.get("replayed").asInt()).isZero();
    assertThat(again.at("/left/0/count").asInt()).isEqualTo(1);
    assertThat(again.get("next").isNull()).isTrue();
    assertThat(database.query("SELECT figure FROM recount_ledger()")).isEmpty();
  }

  /** A replay ends after some seconds and says where to go on. */
  private static List<JsonNode> replayAll() {
    List<JsonNode> done = new ArrayList<>();
    String after = "";
    do {
      JsonNode now =
          api("POST", REPLAY, "{'source':'cellar','limit':1000%s}".formatted(after)).json();
      done.add(now);
      after = ",'after':'%s'".formatted(now.get("next").asText());
    } while (!done.getLast().get("next").isNull());
    return done;
  }

  private static final String MENDED =
      "{'alerts':'/events','dedup_key':'/x/at','labels':{'place':'/x/at'}}";

  private static String mapping(String name, String mapping) {
    return "{'name':'%s','type':'CUSTOM','config':{'mapping':%s}}".formatted(name, mapping);
  }

  private static long letters(boolean replayed) {
    return database.count(
        "SELECT count(*) FROM dead_letter WHERE (replayed_at IS NOT NULL) = " + replayed);
  }

  private static JsonNode made(String path, String body) {
    return imas.made(path, body);
  }

  private static Reply post(String key, String body) {
    return imas.post("/api/v1/webhooks/custom/", key, body);
  }

  private static Reply api(String method, String path, @Nullable String body) {
    return imas.api(method, path, body);
  }
}
