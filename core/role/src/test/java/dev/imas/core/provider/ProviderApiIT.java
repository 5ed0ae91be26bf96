package dev.imas.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** NTF-01, NTF-02, NTF-16: providers as rows, whose secrets are never returned. */
class ProviderApiIT {

  private static final String TOKEN = "tk_AgQdq7mVBoFD37zQVN29";

  private static RunningCore core;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static String body(String name, String more) {
    return ("{'name':'%s','type':'ntfy','config':{'server_url':'https://ntfy.example','default_topic':'ops'%s}}"
            .formatted(name, more))
        .replace('\'', '"');
  }

  private static Reply create(String name, String more) {
    return core.post("/api/v1/providers", body(name, more));
  }

  private static Reply put(String name, String more, int version) {
    return core.send(
        core.token,
        "PUT",
        "/api/v1/providers/" + name,
        body(name, more),
        "if-match",
        "\"" + version + "\"");
  }

  private static List<String> stored(String name) {
    return core.database.query("SELECT p::text FROM imas.provider p WHERE name = '" + name + "'");
  }

  @Test
  void whatIsCreatedIsShownWithoutItsSecretAndStoredSealed() {
    Reply made = create("sealed", ",'access_token':'" + TOKEN + "'");
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    assertThat(made.json().at("/config/access_token").asText()).isEqualTo("••••VN29");
    assertThat(made.json().at("/config/default_topic").asText()).isEqualTo("ops");
    assertThat(made.json().get("channel").asText()).isEqualTo("ntfy");
    assertThat(made.json().get("priority").asInt()).isEqualTo(100);
    Reply read = core.get("/api/v1/providers/SEALED");
    assertThat(read.http().body()).doesNotContain(TOKEN).contains("••••VN29");
    assertThat(core.get("/api/v1/providers").http().body()).doesNotContain(TOKEN);
    assertThat(stored("sealed")).singleElement().asString().doesNotContain(TOKEN);
  }

  @Test
  void anUpdateKeepsTheSecretAndGivesAnotherVersion() {
    create("kept", ",'access_token':'" + TOKEN + "'");
    List<String> sealed =
        core.database.query("SELECT length(secrets_enc) FROM imas.provider WHERE name = 'kept'");
    Reply changed = put("kept", ",'default_priority':4", 1);
    assertThat(changed.status()).as("%s", changed.json()).isEqualTo(200);
    assertThat(changed.json().at("/config/access_token").asText()).isEqualTo("••••VN29");
    assertThat(changed.json().get("version").asInt()).isEqualTo(2);
    assertThat(
            core.database.query(
                "SELECT length(secrets_enc) FROM imas.provider WHERE name = 'kept'"))
        .isEqualTo(sealed);
    assertThat(put("kept", "", 1).status()).as("an old version").isEqualTo(412);
    Reply removed = put("kept", ",'access_token':null", 2);
    assertThat(removed.json().at("/config").has("access_token")).isFalse();
    assertThat(
            core.database.query(
                "SELECT secrets_enc IS NULL FROM imas.provider WHERE name = 'kept'"))
        .containsExactly("t");
  }

  @Test
  void allFaultsAreToldAtOnceEachWithItsPlace() {
    Reply refused =
        core.post(
            "/api/v1/providers",
            "{\"name\":\"types\",\"type\":\"ntfy\",\"priority\":0,\"config\":{\"server_url\":\"ftp://x\",\"riddle\":1}}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("details").properties())
        .extracting(java.util.Map.Entry::getKey)
        .contains("/name", "/priority", "/config/server_url", "/config/riddle");
    assertThat(
            core.post("/api/v1/providers", "{\"name\":\"x\",\"type\":\"pigeon\"}")
                .json()
                .at("/details/~1type/0")
                .asText())
        .contains("must be one of ntfy");
    assertThat(
            core.post("/api/v1/providers", "{\"name\":\"x\",\"type\":\"ntfy\"}")
                .json()
                .get("details")
                .size())
        .as("what is missing")
        .isEqualTo(2);
  }

  @Test
  void aNameIsTakenOnceAndTheTypeStays() {
    create("unique", "");
    assertThat(create("Unique", "").status()).isEqualTo(409);
  }

  @Test
  void theTypesCarryTheirSchema() {
    JsonNode types = core.get("/api/v1/providers/types").json().get("items");
    assertThat(types).hasSize(2);
    assertThat(types.at("/0/type").asText()).isEqualTo("ntfy");
    assertThat(types.at("/1/type").asText()).isEqualTo("tracker");
    assertThat(types.at("/0/schema/properties/access_token/writeOnly").asBoolean()).isTrue();
    assertThat(types.at("/0/schema/required/0").asText()).isEqualTo("server_url");
  }

  @Test
  void aProviderThatWasNeverTriedIsUnknownAndItsHealthIsWhatNotifiersWrote() {
    String id = create("healthy", "").json().get("id").asText();
    assertThat(core.get("/api/v1/providers/healthy/health").json().get("status").asText())
        .isEqualTo("unknown");
    core.database.execute(
        """
        INSERT INTO provider_health (tenant_id, provider_id, version, last_success_at, last_error_at, last_error, last_status,
                                     circuits)
        VALUES ('%s', '%s', 1, now() - interval '1 hour', now(), 'HTTP 401', 401,
                jsonb_build_object('a', jsonb_build_object('state', 'half_open', 'at', now()),
                                   'b', jsonb_build_object('state', 'open', 'at', now() - interval '1 hour')))\
        """
            .formatted(core.tenant, id));
    JsonNode health = core.get("/api/v1/providers/healthy/health").json();
    assertThat(health.get("status").asText()).isEqualTo("failing");
    assertThat(health.get("circuit").asText())
        .as("the open one was not renewed")
        .isEqualTo("half_open");
    assertThat(health.get("last_error").asText()).isEqualTo("HTTP 401");
    assertThat(health.get("last_status_code").asInt()).isEqualTo(401);
    core.send(core.token, "DELETE", "/api/v1/providers/healthy", null);
    assertThat(core.database.count("SELECT count(*) FROM imas.provider_health")).isZero();
  }

  @Test
  void aTestIsADeliveryToTheProviderThatAsksForAnAddressOfItsChannel() {
    String id = create("tested", "").json().get("id").asText();
    Reply sent = core.post("/api/v1/providers/tested/test?wait=0", "{\"address\":\"ops\"}");
    assertThat(sent.status()).as("%s", sent.json()).isEqualTo(202);
    assertThat(sent.json().get("receiver").asText()).isEqualTo(id);
    assertThat(sent.json().get("channel").asText()).isEqualTo("ntfy");
    assertThat(sent.json().get("urgency").asText()).isEqualTo("SEV1_CRITICAL");
    core.post("/api/v1/providers/tested/test?wait=0", "{}");
    core.post("/api/v1/providers/tested/test?wait=0", "{}");
    assertThat(core.post("/api/v1/providers/tested/test?wait=0", "{}").status())
        .as("three times a minute")
        .isEqualTo(429);
  }

  @Test
  void onlyAnAdministratorWritesAndTests() {
    create("guarded", "");
    String writer = core.tokenWith("writer of providers", "write");
    assertThat(core.send(writer, "POST", "/api/v1/providers", body("x", "")).status())
        .isEqualTo(403);
    assertThat(core.send(writer, "POST", "/api/v1/providers/guarded/test", "{}").status())
        .isEqualTo(403);
    assertThat(core.send(writer, "DELETE", "/api/v1/providers/guarded", null).status())
        .isEqualTo(403);
    assertThat(core.send(writer, "GET", "/api/v1/providers/guarded", null).status()).isEqualTo(200);
  }

  @Test
  void aContactNeedsAProviderOfItsChannelWhereNoNotifierHasOne() {
    core.database.execute(
        "SELECT imas.offer_channels('%s', '{console}', '{}', interval '4 minutes')"
            .formatted(java.util.UUID.randomUUID()));
    String stranger = core.tokenOfAnotherTenant("no-providers", "read,write,admin");
    core.send(stranger, "POST", "/api/v1/teams", "{\"name\":\"them\"}");
    String contact = "{\"name\":\"phone\",\"channel\":\"ntfy\",\"address\":\"ops\"}";
    Reply refused = core.send(stranger, "POST", "/api/v1/teams/them/contacts", contact);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/details/~1channel/0").asText())
        .contains("there is no active provider for ntfy");
    assertThat(core.send(stranger, "POST", "/api/v1/providers", body("own", "")).status())
        .isEqualTo(201);
    Reply taken = core.send(stranger, "POST", "/api/v1/teams/them/contacts", contact);
    assertThat(taken.status()).as("%s", taken.json()).isEqualTo(201);
    assertThat(taken.json().has("warnings")).isFalse();
  }
}
