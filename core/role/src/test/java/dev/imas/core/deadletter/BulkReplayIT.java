package dev.imas.core.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.model.UuidV7;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import io.vertx.core.eventbus.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters are read again, many at once, by a gateway that a test plays. */
class BulkReplayIT {

  private static final String PATH = "/api/v1/dead-letters/replay";
  private static final Instant START = Instant.parse("2026-01-02T03:00:00Z");

  private final RunningCore core = RunningCore.start();
  private final List<UUID> asked = Collections.synchronizedList(new ArrayList<>());
  private int made;

  @AfterEach
  void stop() {
    core.close();
  }

  /** Received a minute after the one before. */
  private UUID letter(String reason) {
    return letter(core.tenant, reason, 3);
  }

  private UUID letter(UUID tenant, String reason, int size) {
    Instant received = START.plusSeconds(60L * made++);
    UUID id = UuidV7.at(received.toEpochMilli());
    core.database.execute(
        """
        INSERT INTO dead_letter (tenant_id, id, source_id, kind, counted, dialect, reason, received_at, body, body_size)
        VALUES ('%s', '%s', '%s', 'element', true, 'custom', '%s', '%s', 'abc', %d)\
        """
            .formatted(tenant, id, core.source, reason, received, size));
    return id;
  }

  private void gateway(Consumer<Message<ReplayRequested>> answers) {
    Await.result(
        core.vertx
            .eventBus()
            .<ReplayRequested>consumer(
                ReplayRequested.ADDRESS,
                message -> {
                  asked.add(message.body().letter());
                  answers.accept(message);
                })
            .completion());
  }

  /** As a gateway does when it commits. */
  private void read(Message<ReplayRequested> message) {
    UUID receipt = UUID.randomUUID();
    core.database.execute(
        "UPDATE dead_letter SET replayed_at = now(), replayed_by = '%s', replay_receipt = '%s' WHERE id = '%s'"
            .formatted(message.body().by(), receipt, message.body().letter()));
    message.reply(receipt.toString());
  }

  private JsonNode replay(String json) {
    Reply done = core.post(PATH, json.replace('\'', '"'));
    assertThat(done.status()).as("%s", done.json()).isEqualTo(200);
    return done.json();
  }

  private List<String> query(String sql) {
    return core.database.query(sql);
  }

  @Test
  void aDryRunCountsAndAsksNobody() {
    letter("labels is not an object");
    letter("no name");
    letter(core.tenant, "too long", 99_999);

    assertThat(replay("{'dry_run':true}").toString())
        .contains("\"looked\":3", "\"replayed\":2", "\"next\":null", "only the beginning was kept");
    assertThat(replay("{'dry_run':true,'reason':'LABELS'}").get("replayed").asInt()).isEqualTo(1);
    assertThat(replay("{'dry_run':true,'kind':'body'}").get("looked").asInt()).isZero();
    assertThat(
            replay("{'dry_run':true,'from':'2026-01-02T03:01:00Z','to':'2026-01-02T03:02:00Z'}")
                .get("replayed")
                .asInt())
        .isEqualTo(1);
    assertThat(replay("{'dry_run':true,'source':'" + core.source + "'}").get("looked").asInt())
        .isEqualTo(3);
    JsonNode first = replay("{'dry_run':true,'limit':1}");
    assertThat(first.get("remaining").asInt()).isEqualTo(2);
    assertThat(query("SELECT count(*) FROM audit_entry WHERE action = 'dead_letter.replay'"))
        .containsExactly("0");
  }

  @Test
  void theListHasTheSameFilters() {
    letter("labels is not an object");
    letter("no name");
    for (String filter :
        List.of("reason=NAME", "from=2026-01-02T03:01:00Z", "to=2026-01-02T03:01:00Z")) {
      assertThat(core.get("/api/v1/dead-letters?" + filter).json().get("items"))
          .as(filter)
          .hasSize(1);
    }
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    assertThat(core.post(PATH, "{}").json().get("detail").asText()).contains("say which");
    assertThat(core.post(PATH, "{\"source\":\"nobody\"}").status()).isEqualTo(422);
    assertThat(core.post(PATH, "{\"kind\":\"x\"}").status()).isEqualTo(422);
    assertThat(core.post(PATH, "{\"kind\":\"body\",\"limit\":1001}").status()).isEqualTo(422);
  }

  @Test
  void theOldestAreReadFirstAndWhatCannotBeReadStaysWithItsNewReason() {
    List<UUID> letters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      letters.add(letter("no name"));
    }
    UUID cut = letter(core.tenant, "no name", 99_999);
    UUID foreign = letter(UUID.randomUUID(), "no name", 3);
    gateway(
        message -> {
          if (message.body().letter().equals(letters.get(1))) {
            message.fail(422, "no time");
          } else {
            read(message);
          }
        });

    JsonNode first = replay("{'reason':'no name','limit':3}");
    assertThat(first.get("replayed").asInt()).isEqualTo(2);
    assertThat(first.at("/left/0/reason").asText()).isEqualTo("no time");
    assertThat(first.get("remaining").asInt()).isEqualTo(3);
    assertThat(first.get("next").asText()).isEqualTo(letters.get(2).toString());
    JsonNode second = replay("{'reason':'no name','after':'" + first.get("next").asText() + "'}");
    assertThat(second.get("replayed").asInt()).isEqualTo(2);
    assertThat(second.at("/left/0/ids/0").asText()).isEqualTo(cut.toString());
    assertThat(second.get("next").isNull()).isTrue();

    assertThat(asked).containsExactlyElementsOf(letters);
    assertThat(query("SELECT reason FROM dead_letter WHERE id = '" + letters.get(1) + "'"))
        .containsExactly("no time");
    assertThat(query("SELECT replayed_at IS NULL FROM dead_letter WHERE id = '" + foreign + "'"))
        .containsExactly("t");
    assertThat(
            query(
                "SELECT (after ->> 'replayed') || ' ' || (after ->> 'left') FROM audit_entry"
                    + " WHERE action = 'dead_letter.replay' ORDER BY id"))
        .containsExactlyInAnyOrder("2 1", "2 1");

    asked.clear();
    assertThat(replay("{'source':'" + core.source + "'}").get("replayed").asInt()).isZero();
    assertThat(asked).as("only what could not be read").containsExactly(letters.get(1));
  }

  @Test
  void aGatewayThatIsBusyIsAskedAgain() {
    letter("no name");
    gateway(
        message -> {
          if (asked.size() < 3) {
            message.fail(503, "the tenant's rules have used up their share of routing time");
          } else {
            read(message);
          }
        });

    assertThat(replay("{'kind':'element'}").get("replayed").asInt()).isEqualTo(1);
    assertThat(asked).hasSize(3);
  }

  @Test
  void whatNoGatewayTakesIsSaidAndGoesOnLater() {
    UUID first = letter("no name");
    UUID second = letter("no name");
    boolean[] up = {false};
    gateway(
        message -> {
          if (up[0] || message.body().letter().equals(first)) {
            read(message);
          } else {
            message.fail(503, "the alerts could not be stored; try again");
          }
        });

    JsonNode stopped = replay("{'kind':'element'}");
    assertThat(stopped.get("replayed").asInt()).isEqualTo(1);
    assertThat(stopped.get("stopped").asText()).contains("could not be stored");
    assertThat(stopped.get("remaining").asInt()).isEqualTo(1);
    assertThat(stopped.get("next").asText()).isEqualTo(first.toString());
    assertThat(core.post(PATH, "{\"kind\":\"element\"}").status())
        .as("nothing was done")
        .isEqualTo(503);

    up[0] = true;
    assertThat(replay("{'kind':'element','after':'" + first + "'}").get("replayed").asInt())
        .isEqualTo(1);
    assertThat(query("SELECT replayed_at IS NOT NULL FROM dead_letter WHERE id = '" + second + "'"))
        .containsExactly("t");
  }

  @Test
  void aLetterThatNoGatewayHasAnAnswerToIsLeftAndTheOthersGoOn() {
    UUID first = letter("no name");
    letter("no name");
    gateway(
        message -> {
          if (message.body().letter().equals(first)) {
            message.fail(503, "the alerts could not be stored; try again");
          } else {
            read(message);
          }
        });

    JsonNode done = replay("{'kind':'element'}");

    assertThat(done.get("replayed").asInt()).isEqualTo(1);
    assertThat(done.at("/left/0/ids/0").asText()).isEqualTo(first.toString());
    assertThat(done.get("stopped").isNull()).isTrue();
    assertThat(done.get("next").isNull()).isTrue();
    assertThat(query("SELECT reason FROM dead_letter WHERE id = '" + first + "'"))
        .containsExactly("no name");
  }

  @Test
  void withoutAGatewayNothingIsChanged() {
    letter("no name");
    Reply refused = core.post(PATH, "{\"kind\":\"element\"}");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().get("detail").asText()).contains("no gateway");
    assertThat(query("SELECT count(*) FROM dead_letter WHERE replayed_at IS NULL"))
        .containsExactly("1");
  }
}
