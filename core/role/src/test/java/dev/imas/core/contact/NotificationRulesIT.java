package dev.imas.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * When people are told, and by what: their rules and quiet hours, and the tenant's matrix (NTF-20).
 */
class NotificationRulesIT {

  private static final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private static final String MATRIX = "/api/v1/notification-matrix";
  private static int made;

  private final String kim = "kim-" + ++made;
  private final String path = "/api/v1/users/" + kim + "/notification-rules";
  private String own = "";

  @AfterAll
  static void stop() {
    core.close();
  }

  @BeforeEach
  void person() {
    own = token(kim, "viewer");
    add("Phone", kim + "@phone.example");
  }

  private static String token(String user, String role) {
    created(
        "/users",
        "{'username':'%1$s','email':'%1$s@example.org','role':'%2$s'}".formatted(user, role));
    return core.logIn(user);
  }

  private static JsonNode created(String path, String json) {
    Reply reply = core.post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json();
  }

  private void add(String name, String address) {
    created(
        "/users/" + kim + "/contacts",
        "{'name':'%s','channel':'email','address':'%s'}".formatted(name, address));
  }

  private Reply put(String as, String at, String json) {
    String etag = Objects.requireNonNull(core.get(at).header("etag"));
    return core.send(as, "PUT", at, json.replace('\'', '"'), "if-match", etag);
  }

  private static final String RULES =
      "{'rules':[{'urgency':'high','after':'PT0S','contact':'Email'},{'urgency':'high','after':'PT3M','contact':'phone'},"
          + "{'urgency':'low','after':'PT1H','contact':'Phone'}],"
          + "'quiet_hours':{'from':'22:00','until':'07:00','days':['monday','sunday']}}";

  @Test
  void rulesAreKeptInTheirOrder() {
    assertThat(core.get(path).json().get("rules")).isEmpty();
    Reply done = put(own, path, RULES);
    assertThat(done.status()).as("%s", done.json()).isEqualTo(200);
    JsonNode kept = core.send(own, "GET", path, null).json();
    assertThat(kept).isEqualTo(done.json());
    assertThat(kept.get("rules").findValuesAsText("after")).containsExactly("PT0S", "PT3M", "PT1H");
    assertThat(kept.at("/rules/1/contact/name").asText()).isEqualTo("Phone");
    assertThat(kept.at("/rules/1/contact/is_verified").asBoolean()).isFalse();
    assertThat(kept.get("quiet_hours").toString())
        .isEqualTo("{\"from\":\"22:00\",\"until\":\"07:00\",\"days\":[\"monday\",\"sunday\"]}");
    Reply cleared = put(own, path, "{'rules':[]}");
    assertThat(cleared.json().get("rules")).isEmpty();
    assertThat(cleared.json().get("quiet_hours").isNull()).isTrue();
  }

  @Test
  void aStaleVersionChangesNothing() {
    assertThat(put(own, path, RULES).header("etag")).isEqualTo("\"2\"");
    Reply stale = core.send(own, "PUT", path, "{\"rules\":[]}", "if-match", "\"1\"");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(core.get(path).json().get("rules")).hasSize(3);
  }

  @Test
  void theRulesOfAContactGoWithIt() {
    String etag = put(own, path, RULES).header("etag");
    core.send(own, "DELETE", "/api/v1/users/" + kim + "/contacts/Phone", null);
    assertThat(core.get(path).json().get("rules").findValuesAsText("after"))
        .containsExactly("PT0S");
    assertThat(core.get(path).header("etag")).isNotEqualTo(etag);
  }

  @Test
  void nobodyButAdministratorsChangesThoseOfOthers() {
    String stranger = token("stranger-" + made, "operator");
    assertThat(core.send(stranger, "GET", path, null).status()).isEqualTo(403);
    assertThat(put(stranger, path, RULES).status()).isEqualTo(403);
    assertThat(put(core.token, path, RULES).status()).isEqualTo(200);
  }

  @Test
  void theAuditKeepsIdsAndNoNames() {
    put(own, path, RULES);
    String kept =
        core.database
            .query(
                // Entries of one millisecond have no order.
                "SELECT string_agg(after::text, ' ') FROM audit_entry"
                    + " WHERE action = 'notification_rules.update'")
            .get(0);
    assertThat(kept).contains("PT3M").doesNotContain("Phone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /rules",
        "{'rules':[{'urgency':'higher','after':'PT0S','contact':'Email'}]} | /rules/0/urgency",
        "{'rules':[{'urgency':'high','after':'PT25H','contact':'Email'}]} | /rules/0/after",
        "{'rules':[{'urgency':'high','after':'PT0.5S','contact':'Email'}]} | /rules/0/after",
        "{'rules':[{'urgency':'high','after':'-PT1S','contact':'Email'}]} | /rules/0/after",
        "{'rules':[{'urgency':'high','contact':'Email'}]} | /rules/0/after",
        "{'rules':[{'urgency':'high','after':'PT0S','contact':'Fax'}]} | /rules/0/contact",
        "{'rules':[{'urgency':'high','after':'PT0S','contact':'Email'},{'urgency':'high','after':'PT1S','contact':'email'}]}"
            + " | /rules/1/contact",
        "{'rules':[3]} | /rules/0",
        "{'rules':[],'quiet_hours':{'from':'22:00','until':'22:00'}} | /quiet_hours/until",
        "{'rules':[],'quiet_hours':{'from':'25:00','until':'22:00'}} | /quiet_hours/from",
        "{'rules':[],'quiet_hours':{'from':'22:00','until':'07:00','days':['monday','monday']}} |"
            + " /quiet_hours/days",
        "{'rules':[],'quiet_hours':{'from':'22:00','until':'07:00','days':['someday']}} |"
            + " /quiet_hours/days",
      })
  void whatDoesNotFitIsRefusedWithItsPlace(String json, String pointer) {
    Reply refused = put(own, path, json);
    assertThat(refused.status()).as("%s", refused.json()).isEqualTo(422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void aPersonHasTwentyRules() {
    String rule = "{'urgency':'low','after':'PT0S','contact':'Email'}";
    String many = String.join(",", java.util.Collections.nCopies(21, rule));
    assertThat(put(own, path, "{'rules':[" + many + "]}").json().get("pointer").asText())
        .isEqualTo("/rules");
  }

  private static String row(String severity, String chat, String email, String sms) {
    return "{'severity':'%s','chat':'%s','email':'%s','sms':'%s'}"
        .formatted(severity, chat, email, sms);
  }

  private static String rows(String... rows) {
    return "{'rows':[" + String.join(",", rows) + "]}";
  }

  private static final String LAST = row("SEV4", "grouped", "weekly", "never");

  @Test
  void theUsualMatrixIsShownUntilItIsChanged() {
    JsonNode usual = core.get(MATRIX).json();
    assertThat(usual.at("/rows/1").toString())
        .isEqualTo(
            "{\"severity\":\"SEV2_HIGH\",\"chat\":\"within PT5M\",\"email\":\"within"
                + " PT10M\",\"sms\":\"never\",\"voice\":\"never\"}");
    assertThat(core.database.query("SELECT version::text FROM notification_matrix")).isEmpty();
    Reply done =
        put(
            core.token,
            MATRIX,
            rows(
                row("SEV1", "at_once", "at_once", "at_once"),
                row("P2", "at_once", "never", "within PT30M"),
                row("SEV3", "daily", "daily", "never"),
                LAST));
    assertThat(done.status()).as("%s", done.json()).isEqualTo(200);
    assertThat(done.header("etag")).isEqualTo("\"2\"");
    assertThat(core.get(MATRIX).json()).isEqualTo(done.json());
    assertThat(done.json().at("/rows/1/sms").asText()).isEqualTo("within PT30M");
    assertThat(
            core.send(
                    core.token,
                    "PUT",
                    MATRIX,
                    core.get(MATRIX).json().toString(),
                    "if-match",
                    "\"1\"")
                .status())
        .isEqualTo(412);
    assertThat(put(own, MATRIX, rows(LAST)).status()).isEqualTo(403);
    assertThat(core.send(own, "GET", MATRIX, null).status()).isEqualTo(200);
    core.database.execute("DELETE FROM imas.notification_matrix");
  }

  @Test
  void aRowThatDoesNotFitIsRefusedWithItsPlace() {
    String first = row("SEV1", "at_once", "at_once", "at_once");
    String second = row("SEV2", "at_once", "at_once", "never");
    for (List<String> each :
        List.of(
            List.of("/rows", rows(first, second, LAST)),
            List.of("/rows/3/severity", rows(first, second, LAST, LAST)),
            List.of(
                "/rows/2/chat",
                rows(first, second, row("SEV3", "sometimes", "daily", "never"), LAST)),
            List.of(
                "/rows/2/email",
                rows(first, second, row("SEV3", "daily", "within PT2H", "never"), LAST)),
            List.of(
                "/rows/2/voice",
                rows(
                    first,
                    second,
                    "{'severity':'SEV3','chat':'daily','email':'daily','sms':'never','voice':'grouped'}",
                    LAST)),
            List.of(
                "/rows/2/sms",
                rows(first, second, "{'severity':'SEV3','chat':'daily','email':'daily'}", LAST)))) {
      Reply refused = put(core.token, MATRIX, each.get(1));
      assertThat(refused.status()).as("%s", refused.json()).isEqualTo(422);
      assertThat(refused.json().get("pointer").asText()).isEqualTo(each.get(0));
    }
  }
}
