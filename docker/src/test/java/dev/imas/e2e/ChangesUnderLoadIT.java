package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.e2e.CoreAndGateway.Reply;
import dev.imas.fixtures.Await;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Rules and silences change again and again while senders post without a pause: no post is refused,
 * each alert is decided by one version alone, which it names, and none is forgotten (D17).
 */
class ChangesUnderLoadIT {

  private static final int SENDERS = 4;
  private static final int CHANGES = 12;

  private static final CoreAndGateway imas = new CoreAndGateway();

  /** From when to when a version was the only one that may decide. */
  private record Alone(int version, Instant from, Instant to) {}

  @AfterAll
  static void stop() {
    imas.close();
  }

  @Test
  void noPostIsRefusedAndEachAlertIsDecidedByOneVersion() {
    String key = imas.key("{'name':'load','type':'CUSTOM'}");
    imas.made("/api/v1/teams", "{'name':'team'}");
    imas.made("/api/v1/services", "{'name':'one','owner_team':'team'}");
    imas.made("/api/v1/services", "{'name':'two','owner_team':'team'}");
    int one = version("one");
    int two = version("two");
    activate(one);
    Queue<Reply> refused = new ConcurrentLinkedQueue<>();
    AtomicInteger posted = new AtomicInteger();
    // The key may be known before the version is: until then no version decides.
    Await.until(
        "a post that the first version decides",
        () -> {
          if (post(key, "warm-" + posted.get(), 0).status() == 202) {
            posted.incrementAndGet();
          }
          return imas.database.count("SELECT count(*) FROM alert WHERE rule_set_version = " + one);
        },
        n -> n > 0);
    AtomicBoolean isOver = new AtomicBoolean();
    List<CompletableFuture<Void>> senders =
        IntStream.range(0, SENDERS)
            .mapToObj(
                sender ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int i = 0; !isOver.get(); i++) {
                            Reply reply = post(key, "alert-" + sender + "-" + i, i % 2);
                            posted.incrementAndGet();
                            if (reply.status() != 202) {
                              refused.add(reply);
                            }
                          }
                        }))
            .toList();
    List<Alone> alone = change(one, two);
    isOver.set(true);
    senders.forEach(CompletableFuture::join);

    assertThat(refused).isEmpty();
    assertThat(imas.database.count("SELECT count(*) FROM alert")).isEqualTo(posted.get());
    assertThat(
            imas.database.query(
                """
                SELECT a.rule_set_version || ' ' || s.name || ' ' || count(*)
                  FROM alert a JOIN service s ON s.id = a.service_id
                 WHERE a.name LIKE 'alert-%%' AND (a.rule_set_version, s.name) NOT IN ((%d, 'one'), (%d, 'two'))
                 GROUP BY a.rule_set_version, s.name\
                """
                    .formatted(one, two)))
        .as("what one version says, with the number of another")
        .isEmpty();
    for (Alone time : alone) {
      assertThat(
              imas.database.count(
                  """
                  SELECT count(*) FROM alert
                   WHERE first_seen > '%s' AND first_seen < '%s' AND rule_set_version <> %d\
                  """
                      .formatted(time.from(), time.to(), time.version())))
          .as("decided by another than %s", time)
          .isZero();
    }
    assertThat(alone).isNotEmpty();
    Await.until(
        "every alert to burn in an incident, after the last silence",
        () ->
            imas.database.count(
                "SELECT count(*) FROM alert_progress WHERE firing AND incident_id IS NOT NULL"),
        n -> n == posted.get());
    assertThat(imas.database.query("SELECT figure FROM recount_ledger()")).isEmpty();
    assertThat(imas.database.count("SELECT count(*) FROM suppression")).isPositive();
  }

  /** The other version and the other silence, again and again. */
  private static List<Alone> change(int one, int two) {
    List<Alone> alone = new ArrayList<>();
    String silence = null;
    for (int i = 0; i < CHANGES; i++) {
      int version = i % 2 == 0 ? two : one;
      Instant asked = Instant.now();
      activate(version);
      // Once a version has decided one post, no other decides a later one.
      Await.until(
          "a post that version " + version + " decides",
          () ->
              imas.database.count(
                  "SELECT count(*) FROM alert WHERE rule_set_version = %d AND first_seen > '%s'"
                      .formatted(version, asked)),
          n -> n > 0);
      if (i % 3 == 0) {
        // A post is read by the rules at its head and seen first at the end of its body: posts that
        // were under way at the change are let go by.
        eachSenderPostsAfter(Instant.now());
      }
      Instant from = Instant.now();
      if (silence == null) {
        silence = silence(i % 4 / 2);
      } else {
        Reply ended = imas.api("DELETE", "/api/v1/silences/" + silence, null);
        assertThat(ended.status()).as("%s", ended.json()).isEqualTo(200);
        silence = null;
      }
      if (i % 3 == 0) {
        // Long enough that posts are received while this version alone may decide.
        Instant until = from.plusMillis(300);
        eachSenderPostsAfter(until);
        alone.add(new Alone(version, from, until));
      }
    }
    assertThat(silence).as("the last change ends a silence").isNull();
    return alone;
  }

  /**
   * A sender posts one after the other: when it has posted a later one, all before it were decided.
   */
  private static void eachSenderPostsAfter(Instant moment) {
    Await.until(
        "a later post of each sender",
        () ->
            imas.database.count(
                """
                SELECT count(DISTINCT split_part(name, '-', 2)) FROM alert
                 WHERE name LIKE 'alert-%%' AND first_seen > '%s'\
                """
                    .formatted(moment)),
        n -> n == SENDERS);
  }

  private static String silence(int parity) {
    return imas.made(
            "/api/v1/silences",
            "{'matchers':['parity=%d'],'ends_at':'%s','comment':'a test'}"
                .formatted(parity, Instant.now().plusSeconds(3_600)))
        .get("id")
        .asText();
  }

  private static int version(String service) {
    JsonNode made =
        imas.made(
            "/api/v1/rule-sets",
            "{'rules':[{'name':'all','service':'%s','group_by':[]}]}".formatted(service));
    return made.get("version").asInt();
  }

  private static void activate(int version) {
    Reply reply = imas.api("POST", "/api/v1/rule-sets/" + version + "/activate", "{}");
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
  }

  private static Reply post(String key, String name, int parity) {
    return imas.post(
        "/api/v1/webhooks/custom/",
        key,
        "{'name':'%1$s','dedup_key':'%1$s','labels':{'parity':'%2$d'}}".formatted(name, parity));
  }
}
