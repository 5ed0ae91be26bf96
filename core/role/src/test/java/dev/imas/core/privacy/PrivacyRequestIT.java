package dev.imas.core.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The desk of requests: clocks, proofs, exports, and what keeps a person from being erased. */
class PrivacyRequestIT {

  private static final String ALL = "/api/v1/privacy/requests";

  private RunningCore core;

  @BeforeEach
  void start() {
    core = RunningCore.start(RunningCore.WITH_PEOPLE);
    core.user("zelda", "operator");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private Reply send(String as, String method, String path, String json) {
    return core.send(as, method, path, json.replace('\'', '"'));
  }

  private JsonNode request(String json) {
    Reply reply = send(core.token, "POST", ALL, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private Reply act(String as, JsonNode request, String what, String json) {
    return send(as, "POST", ALL + "/" + request.get("id").asText() + "/" + what, json);
  }

  private JsonNode read(JsonNode request) {
    return core.get(ALL + "/" + request.get("id").asText()).json();
  }

  @Test
  void aRequestHasItsClockOneExtensionAndAProof() {
    JsonNode made =
        request(
            "{'kind':'objection','email':'who@example.org','received_at':'2026-01-31T10:00:00Z','note':'by"
                + " letter'}");
    assertThat(made.get("due_at").asText()).isEqualTo("2026-02-28T10:00:00Z");
    assertThat(made.get("subject").isNull()).isTrue();
    assertThat(act(core.token, made, "extension", "{}").status()).isEqualTo(422);
    JsonNode longer = act(core.token, made, "extension", "{'reason':'many systems'}").json();
    assertThat(longer.get("due_at").asText()).isEqualTo("2026-04-28T10:00:00Z");
    assertThat(act(core.token, made, "extension", "{'reason':'more'}").status()).isEqualTo(409);
    String sha256 = "ab".repeat(32);
    assertThat(
            act(core.token, made, "closing", "{'outcome':'done','note':'sent','sha256':'AB'}")
                .http()
                .body())
        .contains("sha256");
    JsonNode closed =
        act(
                core.token,
                made,
                "closing",
                "{'outcome':'done','note':'sent','sha256':'" + sha256 + "'}")
            .json();
    assertThat(closed.get("state").asText()).isEqualTo("done");
    assertThat(closed.get("proof_sha256").asText()).isEqualTo(sha256);
    assertThat(act(core.token, made, "closing", "{'outcome':'done','note':'again'}").status())
        .isEqualTo(409);
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_kind = 'privacy_request' ORDER BY"
                    + " id"))
        .containsExactlyInAnyOrder(
            "privacy_request.create", "privacy_request.extend", "privacy_request.close");
    assertThat(core.get(ALL + "?state=open").json().get("items")).isEmpty();
    assertThat(core.get(ALL + "?state=closed").json().get("items")).hasSize(1);
    assertThat(core.database.query("SELECT kind FROM timer WHERE kind = 'privacy'")).isEmpty();
  }

  @Test
  void faultsNameTheMember() {
    assertThat(send(core.token, "POST", ALL, "{'kind':'forget','user':'zelda'}").http().body())
        .contains("/kind", "rectification");
    assertThat(send(core.token, "POST", ALL, "{'kind':'access'}").http().body()).contains("/user");
    assertThat(
            send(core.token, "POST", ALL, "{'kind':'access','user':'nobody-here'}").http().body())
        .contains("/user", "name another");
    assertThat(
            send(
                    core.token,
                    "POST",
                    ALL,
                    "{'kind':'access','email':'x','received_at':'2099-01-01T00:00:00Z'}")
                .http()
                .body())
        .contains("/email", "/received_at");
    request("{'kind':'erasure','user':'zelda'}");
    assertThat(send(core.token, "POST", ALL, "{'kind':'erasure','user':'zelda'}").status())
        .isEqualTo(409);
  }

  @Test
  void administratorsAreRemindedOfARequestThatIsDue() {
    core.user("ada", "tenant_admin");
    core.database.execute(
        "INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)"
            + " SELECT tenant_id, uuidv7(), id, 'mail', 'console', 'ada', now() FROM user_account"
            + " WHERE username = 'ada'");
    JsonNode made = request("{'kind':'rectification','user':'zelda'}");
    core.clock.move(Duration.ofHours(2));
    core.database.execute("UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'privacy'");
    core.nudge();
    Await.until(
        "the reminder",
        () ->
            core.database.query(
                "SELECT payload ->> 'event' FROM delivery WHERE event = 'notice.privacy'"),
        sent -> !sent.isEmpty());
    assertThat(read(made).get("is_overdue").asBoolean()).isTrue();
  }

  private Map<String, String> files(String as, String path, String sha256) throws Exception {
    HttpResponse<byte[]> file =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + path))
                    .header("authorization", "Bearer " + as)
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file.body())))
        .isEqualTo(sha256);
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return files;
  }

  @Test
  void aPersonAsksForTheirOwnDataAndHasItForSevenDays() throws Exception {
    String zelda = core.logIn("zelda");
    core.service("shop");
    send(
        zelda,
        "POST",
        "/api/v1/incidents",
        "{'title':'Carts fail','service':'shop','severity':'SEV3'}");
    send(zelda, "POST", "/api/v1/me/tokens", "{'name':'laptop','role':'viewer'}");
    assertThat(core.send(zelda, "GET", "/api/v1/me/export", null).status()).isEqualTo(404);
    assertThat(send(zelda, "POST", "/api/v1/me/export", "{}").status()).isEqualTo(201);
    JsonNode made =
        Await.until(
            "the export",
            () -> core.send(zelda, "GET", "/api/v1/me/export", null).json(),
            one -> one.get("state").asText().equals("done"));
    Map<String, String> files =
        files(zelda, "/api/v1/me/export/file", made.get("proof_sha256").asText());

    assertThat(files.keySet())
        .contains("README.txt", "profile.json", "audit.json", "sessions.json");
    assertThat(files.get("profile.json")).contains("zelda@example.org");
    assertThat(files.get("tokens.json")).contains("laptop").doesNotContain("token_hash");
    assertThat(files.get("timeline.json")).contains("STATUS_CHANGE");
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (file.getKey().endsWith(".json")) {
        assertThat(Json.MAPPER.readTree(file.getValue()).isArray()).as(file.getKey()).isTrue();
      }
    }
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE action = 'privacy_request.download'"))
        .hasSize(1);
    core.user("other", "operator");
    assertThat(core.send(core.logIn("other"), "GET", "/api/v1/me/export/file", null).status())
        .isEqualTo(404);
    assertThat(
            core.send(
                    core.ownToken("zelda", "t", "operator"), "GET", "/api/v1/me/export/file", null)
                .status())
        .isEqualTo(403);

    core.clock.move(Duration.ofDays(8));
    assertThat(core.send(core.logIn("zelda"), "GET", "/api/v1/me/export/file", null).status())
        .isEqualTo(409);
    core.database.execute("UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'privacy'");
    core.nudge();
    Await.until(
        "the file to be removed",
        () -> core.database.count("SELECT count(*) FROM privacy_export"),
        left -> left == 0);
  }

  @Test
  void anErasureIsRefusedWithWhatToDoFirst() {
    core.user("ada", "tenant_admin");
    String ada = core.logIn("ada");
    JsonNode own = request("{'kind':'erasure','user':'ada'}");
    assertThat(act(ada, own, "confirmation", "{}").http().body()).contains("their own erasure");
    JsonNode hers = send(ada, "POST", ALL, "{'kind':'erasure','user':'zelda'}").json();
    assertThat(act(ada, hers, "confirmation", "{}").http().body())
        .contains("you are the only administrator");
    assertThat(act(core.token, hers, "confirmation", "{}").status()).isEqualTo(409);
    core.user("grace", "tenant_admin");
    String grace = core.logIn("grace");
    core.service("shop");
    JsonNode incident =
        send(
                core.logIn("zelda"),
                "POST",
                "/api/v1/incidents",
                "{'title':'Carts fail','service':'shop','severity':'SEV3'}")
            .json();
    core.database.execute(
        "UPDATE incident SET lead_id = (SELECT id FROM user_account WHERE username = 'zelda')");
    assertThat(act(grace, hers, "confirmation", "{}").json().get("detail").asText())
        .contains(incident.get("short_id").asText(), "give them another lead first");
    send(core.token, "POST", "/api/v1/teams", "{'name':'web'}");
    Reply schedule =
        send(
            core.token,
            "POST",
            "/api/v1/schedules",
            "{'name':'nights','team':'web','time_zone':'UTC','layers':[{'name':'main','start':'2026-01-05T09:00','every':'P1W','slots':[['zelda']]}]}");
    assertThat(schedule.status()).as(schedule.http().body()).isEqualTo(201);
    assertThat(act(grace, hers, "confirmation", "{}").json().get("detail").asText())
        .contains("schedule nights", "put somebody else there first");
    core.database.execute("UPDATE user_account SET is_active = false WHERE username = 'grace'");
    core.user("hedy", "operator");
    assertThat(act(core.token, hers, "closing", "{'outcome':'done','note':'x'}").status())
        .isEqualTo(409);
    assertThat(act(core.token, hers, "closing", "{'outcome':'withdrawn','note':'x'}").status())
        .isEqualTo(200);
  }
}
