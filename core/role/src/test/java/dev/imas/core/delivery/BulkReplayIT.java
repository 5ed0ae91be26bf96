package dev.imas.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NTF-29: dead deliveries are sent again, many at once, but for those that were overtaken. */
class BulkReplayIT {

  private static final String PATH = "/api/v1/deliveries/replay";

  private final RunningCore core = RunningCore.start();
  private final UUID service = core.service("payments");

  @AfterEach
  void stop() {
    core.close();
  }

  /** A new incident whose page to the console has died. */
  private String incident() {
    Reply made =
        core.post(
            "/api/v1/incidents",
            "{\"title\":\"%s\",\"service\":\"payments\",\"severity\":\"SEV3\"}"
                .formatted(UUID.randomUUID()));
    String id = made.json().get("id").asText();
    kill("incident_id = '" + id + "'");
    return id;
  }

  private void kill(String which) {
    core.database.execute(
        "UPDATE delivery SET status = 'dead', finished_at = now(), attempts = 3, last_error = 'HTTP"
            + " 500' WHERE status = 'pending' AND "
            + which);
  }

  private JsonNode replay(String json) {
    Reply done = core.post(PATH, json.replace('\'', '"'));
    assertThat(done.status()).as("%s", done.json()).isEqualTo(200);
    return done.json();
  }

  private long count(String status) {
    return core.database.count("SELECT count(*) FROM delivery WHERE status = '" + status + "'");
  }

  @Test
  void aDryRunCountsAndChangesNothing() {
    incident();
    incident();
    JsonNode counted = replay("{'dry_run':true}");
    assertThat(counted.get("replayed").asInt()).isEqualTo(2);
    assertThat(counted.get("left")).isEmpty();
    assertThat(count("dead")).isEqualTo(2);
    assertThat(count("pending")).isZero();
    assertThat(
            core.database.count(
                "SELECT count(*) FROM audit_entry WHERE action = 'delivery.replay'"))
        .isZero();
  }

  @Test
  void whatFitsTheFilterWaitsAgainAndTheAuditSaysSo() {
    String mine = incident();
    incident();
    JsonNode done = replay("{'incident':'" + mine + "'}");
    assertThat(done.get("replayed").asInt()).isEqualTo(1);
    assertThat(
            core.database.query(
                "SELECT incident_id || ' ' || attempts FROM delivery WHERE status = 'pending'"))
        .containsExactly(mine + " 0");
    assertThat(count("dead")).isEqualTo(1);
    assertThat(
            core.database.query(
                "SELECT after ->> 'replayed' FROM audit_entry WHERE action = 'delivery.replay'"))
        .containsExactly("1");
  }

  @Test
  void aRequestWithoutAFilterIsRefusedUnlessItOnlyCounts() {
    Reply refused = core.post(PATH, "{}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("detail").asText()).contains("say which deliveries");
    assertThat(core.post(PATH, "{\"channel\":\"sms\",\"limit\":1001}").status()).isEqualTo(422);
  }

  @Test
  void whatWasOvertakenIsNotSentAgainButSaid() {
    String resolved = incident();
    core.post("/api/v1/incidents/" + resolved + "/resolve", "{}");
    core.database.execute("DELETE FROM delivery WHERE event = 'incident.resolved'");
    String acknowledged = incident();
    core.post("/api/v1/incidents/" + acknowledged + "/acknowledge", "{}");
    core.database.execute("DELETE FROM delivery WHERE event = 'incident.acknowledged'");
    String raised = incident();
    core.database.execute(
        """
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status, payload)
        SELECT tenant_id, gen_random_uuid(), incident_id, 9, 'incident.grew', receiver_id, channel, address, urgency, 'sent', '{}'
          FROM delivery WHERE incident_id = '%s'\
        """
            .formatted(raised));
    String gone = incident();
    core.database.execute(
        "UPDATE delivery SET receiver_id = gen_random_uuid() WHERE incident_id = '" + gone + "'");
    String linked = incident();
    core.database.execute(
        "UPDATE delivery SET payload = payload || '{\"actions\":[\"resolve\"]}' WHERE incident_id ="
            + " '"
            + linked
            + "'");
    String waiting = incident();

    JsonNode done = replay("{'from':'2020-01-01T00:00:00Z'}");

    assertThat(done.get("looked").asInt()).isEqualTo(6);
    assertThat(done.get("replayed").asInt()).isEqualTo(1);
    assertThat(done.get("left").findValuesAsText("reason"))
        .containsExactly("acknowledged", "link_expired", "overtaken", "resolved", "unreachable");
    assertThat(
            core.database.query(
                "SELECT status FROM delivery WHERE incident_id = '" + waiting + "'"))
        .containsExactly("pending");
  }

  @Test
  void noMoreThanTheLimitIsLookedAtTheOldestFirst() {
    String first = incident();
    incident();
    JsonNode done = replay("{'channel':'console','limit':1}");
    assertThat(done.get("replayed").asInt()).isEqualTo(1);
    assertThat(done.get("has_more").asBoolean()).isTrue();
    assertThat(core.database.query("SELECT incident_id FROM delivery WHERE status = 'pending'"))
        .containsExactly(first);
  }

  @Test
  void theListIsFilteredByProviderReceiverAndTime() {
    String id = incident();
    UUID provider =
        UUID.fromString(
            core.post(
                    "/api/v1/providers",
                    "{\"name\":\"ours\",\"type\":\"ntfy\",\"config\":{\"server_url\":\"https://x.example\",\"default_topic\":\"x\"}}")
                .json()
                .get("id")
                .asText());
    core.database.execute(
        """
        INSERT INTO delivery_attempt (tenant_id, delivery_id, attempt, outcome, duration_ms, provider_id)
        SELECT tenant_id, id, 1, 'retry', 1, '%s' FROM delivery WHERE incident_id = '%s'\
        """
            .formatted(provider, id));
    incident();
    assertThat(items("provider=ours")).hasSize(1);
    assertThat(items("provider=nobody")).isEmpty();
    assertThat(items("receiver=00000000-0000-0000-0000-000000000000")).hasSize(2);
    assertThat(items("receiver=" + provider)).isEmpty();
    assertThat(items("to=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(items("from=2020-01-01T00:00:00Z")).hasSize(2);
    assertThat(replay("{'provider':'ours'}").get("replayed").asInt()).isEqualTo(1);
  }

  private List<JsonNode> items(String query) {
    return core.get("/api/v1/deliveries?" + query).json().get("items").valueStream().toList();
  }

  @Test
  void figuresTellHowManyPagesWereAcceptedInTime() {
    JsonNode empty = core.get("/api/v1/delivery-objectives").json();
    assertThat(empty.get("items")).isEmpty();
    for (int i = 0; i < 4; i++) {
      incident();
    }
    core.database.execute(
        """
        UPDATE delivery d SET urgency = 1, channel = 'sms',
               status = CASE WHEN n < 4 THEN 'sent' ELSE 'dead' END, finished_at = d.created_at + n * interval '2 seconds'
          FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM delivery) AS o WHERE o.id = d.id\
        """);
    String id = incident();
    core.database.execute(
        "UPDATE delivery SET status = 'sent', finished_at = created_at + interval '9 minutes',"
            + " urgency = 2, channel = 'email' WHERE incident_id = '"
            + id
            + "'");
    incident();

    core.clock.move(Duration.ofHours(1)); // rows have the time of the database
    List<JsonNode> items =
        core.get("/api/v1/delivery-objectives")
            .json()
            .get("items")
            .valueStream()
            .filter(row -> !row.get("channel").asText().equals("nobody"))
            .toList();

    assertThat(items).hasSize(3);
    JsonNode urgent = items.get(0);
    assertThat(urgent.get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(urgent.get("objective_seconds").asInt()).isEqualTo(5);
    assertThat(urgent.get("accepted").asInt()).isEqualTo(3);
    assertThat(urgent.get("within").asInt()).as("after 2 and 4 s, not after 6").isEqualTo(2);
    assertThat(urgent.get("met").asDouble()).as("the dead one counts").isEqualTo(0.5);
    assertThat(urgent.get("p50_seconds").asDouble()).isEqualTo(4);
    assertThat(items.get(1).at("/objective_seconds").asInt()).isEqualTo(600);
    assertThat(items.get(1).at("/met").asDouble()).isEqualTo(1);
    assertThat(items.get(2).at("/objective_seconds").isNull()).as("a SEV3").isTrue();
    assertThat(items.get(2).at("/p50_seconds").isNull()).as("nothing was accepted").isTrue();
    core.database.execute(
        "UPDATE delivery SET status = 'sent', finished_at = created_at, urgency = 1 WHERE channel ="
            + " 'console'");
    JsonNode shown = core.get("/api/v1/delivery-objectives").json().at("/items/0");
    assertThat(shown.get("channel").asText()).isEqualTo("console");
    assertThat(shown.get("met").isNull()).as("the console calls nobody").isTrue();
    assertThat(core.get("/api/v1/delivery-objectives?from=2020-01-01T00:00:00Z").status())
        .isEqualTo(400);
  }
}
