package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Received;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Given a team with a channel, and Ann, who is on call for it; when 2,000 critical incidents open
 * within a minute; then her phone rings at once and stays usable, and nothing is left untold
 * (NTF-28, decision C16).
 */
class StormOfOneTeamIT {

  private static final int INCIDENTS = 2_000;
  private static final int IN_A_BATCH = 100;

  /** What rings alone within a minute. */
  private static final int ALONE = 5;

  /** Messages to one receiver. */
  private static final int A_MINUTE = 20;

  private final PagingScene scene =
      new PagingScene(Map.of(), Map.of("IMAS_NOTIFIER_RECEIVER_RATE", "" + A_MINUTE));
  private final Instant began = scene.core.now();

  @AfterEach
  void close() {
    scene.close();
  }

  private void annIsOnCall() {
    scene.core.database.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role)
        VALUES ('%1$s', gen_random_uuid(), 'ann', 'ann@example.org', 'responder');
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        SELECT '%1$s', gen_random_uuid(), id, 'Hook', 'webhook', '%2$s', now() FROM user_account WHERE username = 'ann'\
        """
            .formatted(scene.core.tenant, scene.receiver.url("/ann")));
    scene.core.send(
        scene.core.token,
        "PUT",
        "/api/v1/teams/" + scene.team + "/stand-ins",
        "{\"current_on_call\":\"ann\"}");
  }

  private long opens(int count) {
    UUID service =
        UUID.fromString(
            scene
                .core
                .database
                .query("SELECT id FROM imas.service WHERE name = 'ledger'")
                .getFirst());
    long begun = System.nanoTime();
    for (int from = 0; from < count; from += IN_A_BATCH) {
      scene.core.post(
          IntStream.range(from, from + IN_A_BATCH)
              .mapToObj(n -> Event.firing("Node " + n + " is down", 1, service, scene.core.now()))
              .toArray(Event[]::new));
    }
    return begun;
  }

  private List<Received> arrived(String path) {
    return scene.receiver.requests().stream().filter(r -> r.path().equals(path)).toList();
  }

  /** The clock, by which messages to a receiver are limited, runs at sixty times its pace. */
  private void everythingIsSent() {
    long[] looked = {System.nanoTime()};
    Await.until(
        "all messages to be sent",
        Duration.ofSeconds(60),
        () -> {
          long now = System.nanoTime();
          scene.core.clock.move(Duration.ofNanos(60 * (now - looked[0])));
          looked[0] = now;
          return waiting();
        },
        left -> left == 0);
  }

  private long waiting() {
    return scene.core.database.count(
        "SELECT count(*) FROM imas.delivery WHERE status IN ('pending', 'sending')");
  }

  /** The code that a page goes through has run once, as in a process that is not just starting. */
  private void anotherTeamHasBeenPaged() {
    scene.hookOfAnotherTeam("others", "/others");
    scene.core.post("/api/v1/services", "{\"name\":\"mail\",\"owner_team\":\"team of others\"}");
    scene.core.post(
        "/api/v1/incidents",
        "{\"title\":\"Mail is slow\",\"severity\":\"SEV1\",\"service_name\":\"mail\"}");
    Await.until("their page", () -> arrived("/others"), pages -> !pages.isEmpty());
  }

  @Test
  void herPhoneRingsAtOnceAndSheIsToldOfAllOfThem() {
    scene.hook("Chat", "/chat", "SEV4");
    annIsOnCall();
    anotherTeamHasBeenPaged();

    long begun = opens(INCIDENTS);
    Received first =
        Await.until("Ann's first page", () -> arrived("/ann"), pages -> !pages.isEmpty())
            .getFirst();
    scene.core.follow();
    long followed = System.nanoTime();
    everythingIsSent();

    // The storm itself is the measure, since it lasts as much longer as the machine is slower.
    assertThat(first.nanoTime()).as("rings before the storm is through").isLessThan(followed);
    assertThat(Duration.ofNanos(first.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    assertThat(first.body()).contains("is down");
    assertThat(
            scene.core.database.count(
                "SELECT count(*) FROM imas.incident WHERE title <> 'Mail is slow'"))
        .isEqualTo(INCIDENTS);
    sheWasToldOfEachOnce();
    herPhoneStaysUsable();
    thePageOfTheLastOneExplainsItself();
  }

  /** Alone, or in a message that names how many it stands for. */
  private void sheWasToldOfEachOnce() {
    assertThat(
            scene.core.database.query(
                """
                SELECT f.status || ' ' || count(*) || ' ' || count(DISTINCT d.incident_id)
                  FROM imas.delivery d CROSS JOIN LATERAL imas.delivery_fate(d.tenant_id, d.id) f
                 WHERE d.incident_id IS NOT NULL AND d.receiver_id = (SELECT id FROM imas.user_contact)
                 GROUP BY f.status\
                """))
        .containsExactly("sent %1$d %1$d".formatted(INCIDENTS));
  }

  private void herPhoneStaysUsable() {
    List<Received> pages = arrived("/ann");
    long digests = pages.stream().filter(page -> page.body().contains("\"digest\"")).count();
    assertThat(pages.size() - digests).as("pages that ring alone").isEqualTo(ALONE);
    long minutes = Duration.between(began, scene.core.now()).toMinutes();
    // A minute's worth at once, and those that go alone past the limit.
    int most = (int) (A_MINUTE * (minutes + 2)) + ALONE;
    assertThat(digests).as("pages that stand for the others").isBetween(1L, (long) most);
    assertThat(arrived("/chat").size()).as("messages to the channel").isLessThanOrEqualTo(most);
  }

  private void thePageOfTheLastOneExplainsItself() {
    String last =
        scene
            .core
            .database
            .query("SELECT id FROM imas.incident ORDER BY created_at DESC, id DESC LIMIT 1")
            .getFirst();
    JsonNode why = scene.core.get("/api/v1/incidents/" + last + "/why?user=ann").json();
    assertThat(why.at("/items/0/paged").asBoolean()).as(why.toPrettyString()).isTrue();
    assertThat(why.toString()).contains("folded");
  }
}
