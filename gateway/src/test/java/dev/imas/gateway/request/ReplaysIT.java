package dev.imas.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.UuidV7;
import dev.imas.fixtures.Await;
import dev.imas.gateway.TestGateway;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dead letter counts as of its receipt, and once. */
class ReplaysIT {

  private static final Duration STEP = Duration.ofMinutes(10);
  private static final List<TransitionsCommitted> HEARD = new CopyOnWriteArrayList<>();
  private static TestGateway gateway;
  private static UUID source;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "2");
    source = UUID.fromString(gateway.database().query("SELECT id FROM source").getFirst());
    Await.result(
        gateway
            .vertx()
            .eventBus()
            .<TransitionsCommitted>consumer(
                TransitionsCommitted.ADDRESS, message -> HEARD.add(message.body()))
            .completion());
  }

  @AfterAll
  static void stop() {
    // Letters that tests insert were counted by no post.
    gateway.update("UPDATE dead_letter SET counted = false");
    gateway.ledgerBalances();
    gateway.close();
  }

  private record Letter(UUID id, Instant receivedAt, String body) {}

  /** A body that could not be read when it was received, which is now. */
  private static Letter letter(String body) {
    Letter letter =
        new Letter(
            UuidV7.at(gateway.clock().millis()), gateway.clock().instant(), "{" + body + "}");
    gateway.update(
        "INSERT INTO dead_letter (tenant_id, id, source_id, kind, counted, dialect, reason,"
            + " received_at, body, body_size) VALUES (?, ?, ?, 'body', false, 'custom', 'no name',"
            + " ?::timestamptz, ?, 1)",
        gateway.tenant(),
        letter.id,
        source,
        letter.receivedAt.toString(),
        letter.body.getBytes(StandardCharsets.UTF_8));
    return letter;
  }

  private static Future<Message<String>> ask(Letter letter) {
    return gateway
        .vertx()
        .eventBus()
        .request(
            ReplayRequested.ADDRESS,
            new ReplayRequested(
                gateway.tenant(),
                source,
                letter.id,
                "vera",
                "custom",
                false,
                letter.receivedAt,
                Buffer.buffer(letter.body)));
  }

  /** 0 for a receipt, else the code of the failure. */
  private static int replay(Letter letter) {
    return Await.result(
        ask(letter)
            .map(reply -> UUID.fromString(reply.body()).version() == 7 ? 0 : 1)
            .otherwise(failure -> ((ReplyException) failure).failureCode()));
  }

  private static void post(String fields) {
    assertThat(gateway.custom(fields).status()).isEqualTo(202);
  }

  private static void later() {
    gateway.clock().move(STEP);
  }

  private static boolean fires(String name) {
    gateway
        .database()
        .query("SELECT refired FROM refire_alerts('%s', 100)".formatted(gateway.clock().instant()));
    return gateway.alert(name).firing();
  }

  private static String one(String sql) {
    return gateway.database().query(sql).getFirst();
  }

  private static boolean isMarked(Letter letter) {
    return one("SELECT replayed_at IS NOT NULL FROM dead_letter WHERE id = '" + letter.id + "'")
        .equals("t");
  }

  @Test
  void isOfItsReceiptAndMarkedWithItsCommit() {
    Letter letter = letter("\"name\":\"Old\"");
    later();

    assertThat(replay(letter)).isZero();

    assertThat(isMarked(letter)).isTrue();
    assertThat(
            one(
                "SELECT (first_seen = '%s' AND starts_at = first_seen) FROM alert WHERE name = 'Old'"
                    .formatted(letter.receivedAt)))
        .isEqualTo("t");
    assertThat(
            one(
                "SELECT (o.received_at = '%s') FROM outbox o JOIN alert a USING (tenant_id, fingerprint)"
                        .formatted(gateway.clock().instant())
                    + " WHERE a.name = 'Old'"))
        .as("core follows as of the replay")
        .isEqualTo("t");
    UUID print = gateway.alert("Old").fingerprint();
    Await.until(
        "core to be told",
        () ->
            HEARD.stream()
                .flatMap(m -> m.changes().stream())
                .anyMatch(change -> change.fingerprint().toUuid().equals(print)),
        told -> told);
    assertThat(replay(letter)).isEqualTo(ReplayRequested.OVER);
    assertThat(gateway.alert("Old").fireCount()).isEqualTo(1);
  }

  @Test
  void manyAskersReplayALetterOnce() {
    Letter letter = letter("\"name\":\"Asked for\"");
    long accepted = gateway.ledger("accepted");

    List<Future<Integer>> asked =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    ask(letter)
                        .map(reply -> 0)
                        .otherwise(failure -> ((ReplyException) failure).failureCode()))
            .toList();
    Await.result(Future.all(asked));

    assertThat(asked.stream().map(Future::result)).containsOnlyOnce(0);
    assertThat(asked.stream().map(Future::result)).containsOnly(0, ReplayRequested.OVER);
    assertThat(gateway.ledger("accepted")).isEqualTo(accepted + 1);
  }

  @Test
  void whatStillCannotBeReadStays() {
    Letter letter = letter("\"status\":\"firing\"");

    assertThat(replay(letter)).isEqualTo(422);

    assertThat(isMarked(letter)).isFalse();
  }

  /** What else the firing and the recovery tell: nothing, the episode, or also the times. */
  @ParameterizedTest
  @ValueSource(strings = {"", "episode", "times", "time of the recovery", "time of the firing"})
  void whatHasRecoveredSinceStaysRecovered(String told) {
    String name = "Recovered " + told;
    String named = "\"name\":\"" + name + "\"";
    if (told.equals("episode")) {
      named += ",\"starts_at\":\"" + gateway.clock().instant() + "\"";
    }
    post(named);
    later();
    Letter letter = letter(named + time(told, "firing"));
    gateway.clock().move(Duration.ofMinutes(1));
    post(named + ",\"status\":\"resolved\"" + time(told, "recovery"));
    later();

    assertThat(replay(letter)).isZero();

    later();
    assertThat(fires(name)).isFalse();
    assertThat(gateway.alert(name).staleCount()).isEqualTo(1);
  }

  private static String time(String told, String of) {
    return told.equals("times") || told.endsWith(of)
        ? ",\"observed_at\":\"" + gateway.clock().instant() + "\""
        : "";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "episode", "times", "time of the recovery", "time of the firing"})
  void whatHasFiredSinceGoesOnFiring(String told) {
    String name = "Fires " + told;
    String named = "\"name\":\"" + name + "\"";
    if (told.equals("episode")) {
      named += ",\"starts_at\":\"" + gateway.clock().instant() + "\"";
    }
    post(named);
    later();
    Letter letter = letter(named + ",\"status\":\"resolved\"" + time(told, "recovery"));
    gateway.clock().move(Duration.ofMinutes(1));
    post(named + time(told, "firing"));
    later();

    assertThat(replay(letter)).isZero();

    assertThat(fires(name)).isTrue();
    assertThat(gateway.transitions(name)).containsExactly(1);
  }

  @Test
  void anEpisodeThatBeganAfterTheRecoveryIsNotOver() {
    String name = "Later episode";
    Instant first = gateway.clock().instant();
    post("\"name\":\"" + name + "\",\"starts_at\":\"" + first + "\"");
    later();
    Instant end = gateway.clock().instant();
    later();
    Letter letter =
        letter("\"name\":\"" + name + "\",\"starts_at\":\"" + gateway.clock().instant() + "\"");
    later();
    post(
        "\"name\":\"%s\",\"status\":\"resolved\",\"starts_at\":\"%s\",\"ends_at\":\"%s\""
            .formatted(name, first, end));
    later();

    assertThat(replay(letter)).isZero();

    assertThat(fires(name)).isTrue();
  }

  /** Whether the letter repeats what fires, or changes it. */
  @ParameterizedTest
  @ValueSource(strings = {"SEV3", "SEV1"})
  void whatWasSeenSinceWasSeenThen(String severity) {
    String name = "Seen since " + severity;
    Letter letter = letter("\"name\":\"%s\",\"severity\":\"%s\"".formatted(name, severity));
    gateway.clock().move(Duration.ofHours(2));
    post("\"name\":\"%s\",\"severity\":\"SEV3\"".formatted(name));
    gateway.clock().move(Duration.ofSeconds(30));
    post("\"name\":\"%s\",\"severity\":\"SEV3\"".formatted(name));
    Instant seen = gateway.clock().instant();
    later();

    assertThat(replay(letter)).isZero();

    assertThat(one("SELECT last_seen - '%s' FROM alert WHERE name = '%s'".formatted(seen, name)))
        .as("what is thought unheard ends")
        .isEqualTo("00:00:00");
  }

  @Test
  void whatExpiredSinceStaysSo() {
    String name = "Expired";
    post(
        "\"name\":\"%s\",\"ends_at\":\"%s\""
            .formatted(name, gateway.clock().instant().plus(STEP.multipliedBy(2))));
    later();
    Letter letter =
        letter(
            "\"name\":\"%s\",\"ends_at\":\"%s\""
                .formatted(name, gateway.clock().instant().plus(STEP.multipliedBy(2))));
    gateway.clock().move(STEP.multipliedBy(20));
    gateway.database().gatewaysListenSince(Instant.EPOCH);
    gateway
        .database()
        .query(
            "SELECT expire_alerts('%s', interval '0 s', 100)".formatted(gateway.clock().instant()));
    assertThat(fires(name)).isFalse();

    assertThat(replay(letter)).isZero();

    assertThat(fires(name)).isFalse();
  }

  @Test
  void aBodyWithAnAlertInSeveralStatesIsCommittedWhole() {
    Letter letter =
        letter(
            "\"alerts\":[{\"name\":\"Several\"},{\"name\":\"Several\",\"status\":\"resolved\"},"
                + "{\"name\":\"Beside\"}]");
    later();

    assertThat(replay(letter)).isZero();

    assertThat(gateway.transitions("Several")).containsExactly(1, 3);
    assertThat(fires("Beside")).isTrue();
    assertThat(fires("Several")).isFalse();
  }

  /** Whatever could not be read and is read later: the newest event decides. */
  @Test
  void replaysEndAsIfAllHadBeenReadInOrder() {
    Random random = new Random(11);
    for (int history = 0; history < 60; history++) {
      String name = "History " + history;
      List<Letter> letters = new ArrayList<>();
      boolean fires = true;
      int events = 2 + random.nextInt(5);
      for (int i = 0; i < events; i++) {
        fires = random.nextBoolean();
        String body =
            "\"name\":\"%s\",\"status\":\"%s\"".formatted(name, fires ? "firing" : "resolved");
        if (random.nextBoolean()) {
          letters.add(letter(body));
        } else {
          post(body);
        }
        later();
      }
      for (Letter letter : letters) {
        assertThat(replay(letter)).isZero();
      }
      assertThat(fires(name)).as("%s, %s letters", name, letters.size()).isEqualTo(fires);
    }
  }
}
