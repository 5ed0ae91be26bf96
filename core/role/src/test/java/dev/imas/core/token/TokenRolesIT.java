package dev.imas.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tokens have a role, an owner and an end, and can be obtained, verified, revoked and regenerated
 * (requirement IAM-09).
 */
class TokenRolesIT {

  private static final RunningCore core = RunningCore.start();

  @AfterAll
  static void close() {
    core.close();
  }

  @Test
  void aTokenWithARoleEndsAfterNinetyDaysUnlessItIsSaidOtherwise() {
    Instant inNinetyDays = core.now().plus(Duration.ofDays(90));

    assertThat(end("{'name':'a','role':'viewer'}"))
        .isBetween(inNinetyDays.minusSeconds(1), inNinetyDays);
    assertThat(end("{'name':'a','role':'viewer','expires_at':null}")).isNull();
    assertThat(end("{'name':'a','role':'viewer','expires_at':'2099-01-01T00:00:00Z'}"))
        .isEqualTo("2099-01-01T00:00:00Z");
    assertThat(end("{'name':'a','scopes':['read']}")).isNull();
  }

  private static @Nullable Instant end(String json) {
    JsonNode end = made("/tokens", json).get("expires_at");
    return end.isNull() ? null : Instant.parse(end.asText());
  }

  @Test
  void aTokenSaysWhoItIsAndWhatItMay() {
    made("/service-accounts", "{'name':'deployer'}");
    JsonNode token =
        made("/tokens", "{'name':'cli','role':'responder','owner':'service_account:deployer'}");
    JsonNode team = made("/teams", "{'name':'Payments'}");
    made(
        "/grants",
        "{'grantee':'token:%s','permission':'incident.resolve','team':'Payments'}"
            .formatted(token.get("id").asText()));

    JsonNode me = send(secret(token), "GET", "/me", null).json();

    assertThat(me.at("/tenant/name").asText()).isEqualTo("default");
    assertThat(me.get("name").asText()).isEqualTo("cli");
    assertThat(me.at("/owner/kind").asText()).isEqualTo("service_account");
    assertThat(me.at("/owner/name").asText()).isEqualTo("deployer");
    assertThat(me.at("/token/id")).isEqualTo(token.get("id"));
    assertThat(me.get("role").asText()).isEqualTo("responder");
    assertThat(texts(me.get("permissions")))
        .contains("incident.read", "incident.acknowledge")
        .doesNotContain("incident.resolve", "token.manage");
    assertThat(me.at("/grants/0/permission").asText()).isEqualTo("incident.resolve");
    assertThat(me.at("/grants/0/team/id")).isEqualTo(team.get("id"));
    assertThat(me.at("/grants/0/until").isNull()).isTrue();
  }

  /** Before there were roles, a token to write could do more than an operator. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST   | /teams                             | {'name':'%s'}                            |"
            + " 201",
        "PUT    | /teams/Operations                  | {'name':'Operations'}                    |"
            + " 200",
        "POST   | /teams/Operations/contacts         | {'name':'%s','channel':'console'}        |"
            + " 201",
        "POST   | /services                          | {'name':'%s','owner_team':'Operations'}  |"
            + " 201",
        "POST   | /rule-sets                         | {'rules':[]}                             |"
            + " 201",
        "PUT    | /fallback                          | {'contacts':[]}                          |"
            + " 200",
        "POST   | /incidents                         | {'title':'%s'}                           |"
            + " 201",
        "DELETE | /teams/Operations                  |                                          |"
            + " 403",
        "DELETE | /services/Unknown%%2FTriage        |                                          |"
            + " 403",
        "POST   | /rule-sets/1/activate              |                                          |"
            + " 403",
        "GET    | /sources                           |                                          |"
            + " 403",
        "GET    | /tokens                            |                                          |"
            + " 403",
        "GET    | /timers                            |                                          |"
            + " 403"
      })
  void aTokenOfScopeWriteMayWhatItCould(
      String method, String path, @Nullable String json, int status) {
    for (String token :
        List.of(
            core.tokenWith("stored before", "write"),
            secret(made("/tokens", "{'name':'made now','scopes':['write']}")))) {
      String target = path.formatted();
      String etag = send(token, "GET", target, null).header("etag");
      Reply reply =
          core.send(
              token,
              method,
              "/api/v1" + target,
              json == null ? null : json.formatted(UUID.randomUUID()).replace('\'', '"'),
              "if-match",
              etag == null ? "\"1\"" : etag);
      assertThat(reply.status()).as(reply.http().body()).isEqualTo(status);
    }
  }

  @Test
  void nobodyMakesATokenThatMayDoMoreThanTheyMay() {
    JsonNode operator = made("/tokens", "{'name':'o','role':'operator'}");
    String id = operator.get("id").asText();
    made("/grants", "{'grantee':'token:" + id + "','permission':'token.manage'}");
    made("/service-accounts", "{'name':'strong'}");
    made("/grants", "{'grantee':'service_account:strong','permission':'source.manage'}");
    String admin = made("/tokens", "{'name':'a','role':'tenant_admin'}").get("id").asText();
    String granted = made("/tokens", "{'name':'g','role':'viewer'}").get("id").asText();
    made("/grants", "{'grantee':'token:" + granted + "','permission':'source.manage'}");

    assertThat(asked(operator, "/tokens", "{'name':'x','role':'operator'}")).isEqualTo(201);
    assertThat(asked(operator, "/tokens", "{'name':'x','scopes':['read']}")).isEqualTo(201);
    assertThat(asked(operator, "/tokens", "{'name':'x','role':'tenant_admin'}")).isEqualTo(403);
    assertThat(asked(operator, "/tokens", "{'name':'x','scopes':['write']}")).isEqualTo(403);
    assertThat(
            asked(
                operator,
                "/tokens",
                "{'name':'x','role':'viewer','owner':'service_account:strong'}"))
        .isEqualTo(403);
    assertThat(asked(operator, "/tokens/" + admin + "/regenerate", "{}")).isEqualTo(403);
    assertThat(asked(operator, "/tokens/" + granted + "/regenerate", "{}")).isEqualTo(403);
    assertThat(asked(operator, "/tokens/" + id + "/regenerate", "{}")).isEqualTo(200);
  }

  private static int asked(JsonNode by, String path, String json) {
    return send(secret(by), "POST", path, json).status();
  }

  @Test
  void aRegeneratedTokenKeepsEverythingButItsSecret() {
    JsonNode token = made("/tokens", "{'name':'r','role':'viewer','expires_at':null}");
    String id = token.get("id").asText();
    made("/grants", "{'grantee':'token:" + id + "','permission':'incident.create'}");

    JsonNode again = send(core.token, "POST", "/tokens/" + id + "/regenerate", "{}").json();

    assertThat(send(secret(token), "GET", "/me", null).status()).isEqualTo(401);
    assertThat(send(secret(again), "POST", "/incidents", "{'title':'by r'}").status())
        .isEqualTo(201);
    assertThat(again.get("id").asText()).isEqualTo(id);
    assertThat(again.get("expires_at").isNull()).isTrue();
    assertThat(send(core.token, "DELETE", "/tokens/" + id, null).status()).isEqualTo(204);
    assertThat(send(core.token, "POST", "/tokens/" + id + "/regenerate", "{}").status())
        .isEqualTo(409);
  }

  @Test
  void whileAServiceAccountIsInactiveItsTokensAreRefused() {
    made("/service-accounts", "{'name':'resting'}");
    JsonNode token =
        made("/tokens", "{'name':'r','role':'viewer','owner':'service_account:resting'}");

    assertThat(change("/service-accounts/resting", "{'name':'resting','is_active':false}", 1))
        .isEqualTo(200);
    assertThat(send(secret(token), "GET", "/me", null).status()).isEqualTo(401);
    assertThat(change("/service-accounts/resting", "{'name':'resting'}", 2)).isEqualTo(200);
    assertThat(send(secret(token), "GET", "/me", null).status()).isEqualTo(200);
    assertThat(send(core.token, "DELETE", "/service-accounts/resting", null).status())
        .isEqualTo(409);
  }

  @Test
  void aTokenOfAUserNeverMayMoreThanTheUser() {
    core.user("vera", "responder");
    String token = core.ownToken("vera", "cli", "tenant_admin");

    JsonNode me = send(token, "GET", "/me", null).json();
    assertThat(me.get("role").asText()).isEqualTo("responder");
    assertThat(me.get("name").asText()).isEqualTo("vera (cli)");
    assertThat(send(token, "GET", "/tokens", null).status()).isEqualTo(403);

    core.database.execute("UPDATE user_account SET role = 'operator' WHERE username = 'vera'");
    assertThat(send(token, "POST", "/incidents", "{'title':'v'}").status()).isEqualTo(201);

    core.database.execute("UPDATE user_account SET is_active = false WHERE username = 'vera'");
    assertThat(send(token, "GET", "/me", null).status()).isEqualTo(401);
  }

  /** IAM-04. */
  @Test
  void theLeadOfAnIncidentResolvesItWhateverTheirRole() {
    core.user("lea", "viewer");
    String lead = core.ownToken("lea", "phone", "operator");
    String narrow = core.ownToken("lea", "wall", "viewer");
    String theirs = incident("lea");
    core.user("ann", "operator");
    String another = incident("ann");

    assertThat(send(lead, "POST", "/incidents/" + another + "/resolve", "{}").status())
        .isEqualTo(403);
    assertThat(send(narrow, "POST", "/incidents/" + theirs + "/resolve", "{}").status())
        .isEqualTo(403);
    assertThat(send(lead, "POST", "/incidents/" + theirs + "/mitigate", "{}").status())
        .isEqualTo(403);
    assertThat(send(lead, "POST", "/incidents/" + theirs + "/acknowledge", "{}").status())
        .isEqualTo(200);
    assertThat(send(lead, "POST", "/incidents/" + theirs + "/resolve", "{}").status())
        .isEqualTo(200);
    JsonNode both =
        send(
                lead,
                "POST",
                "/incidents/actions",
                "{'action':'resolve','ids':['" + theirs + "','" + another + "']}")
            .json();
    assertThat(both.at("/items/0/status").asInt()).isEqualTo(409);
    assertThat(both.at("/items/1/status").asInt()).isEqualTo(403);
  }

  /** IAM-04: the lead is a person, whatever their name is, and not whoever has the name next. */
  @Test
  void aNewNameTakesNothingFromTheLead() {
    core.user("old-name", "viewer");
    String lead = core.ownToken("old-name", "phone", "operator");
    String incident = incident("old-name");
    core.database.execute(
        "UPDATE user_account SET username = 'new-name', email = 'new@example.org'"
            + " WHERE username = 'old-name'");
    core.user("old-name", "viewer");
    String another = core.ownToken("old-name", "phone", "operator");
    String acknowledge = "/incidents/" + incident + "/acknowledge";

    JsonNode shown = send(core.token, "GET", "/incidents/" + incident, null).json();
    assertThat(shown.get("lead").asText()).isEqualTo("new-name");
    assertThat(send(another, "POST", acknowledge, "{}").status()).isEqualTo(403);
    assertThat(send(lead, "POST", acknowledge, "{}").status()).isEqualTo(200);
  }

  /** IAM-04. */
  @Test
  void whoeverIsOnCallForTheTeamResolvesItsIncidentsWhateverTheirRole() {
    core.user("ona", "viewer");
    core.user("bea", "operator");
    String token = core.ownToken("ona", "phone", "operator");
    String incident = incident("bea");
    String resolve = "/incidents/" + incident + "/resolve";
    String standIns = "/teams/Operations/stand-ins";
    assertThat(send(token, "POST", resolve, "{}").status()).isEqualTo(403);

    String version = send(core.token, "GET", standIns, null).header("etag");
    Reply named =
        core.send(
            core.token,
            "PUT",
            "/api/v1" + standIns,
            "{\"current_on_call\":\"ona\"}",
            "if-match",
            version == null ? "\"0\"" : version);
    assertThat(named.status()).as(named.http().body()).isEqualTo(200);

    assertThat(send(token, "POST", resolve, "{}").status()).isEqualTo(200);
  }

  private static String incident(String lead) {
    // Another title each time: an incident of the same one would be joined.
    String title = "led by " + lead + " " + UUID.randomUUID();
    String id = made("/incidents", "{'title':'" + title + "'}").get("id").asText();
    Reply edited =
        core.send(
            core.token,
            "PATCH",
            "/api/v1/incidents/" + id,
            "{\"lead\":\"" + lead + "\"}",
            "if-match",
            "\"1\"");
    assertThat(edited.status()).as(edited.http().body()).isEqualTo(200);
    return id;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name':'x'}                                            | /role",
        "{'name':'x','role':'platform_admin'}                    | /role",
        "{'name':'x','role':'viewer','scopes':['read']}          | /scopes",
        "{'name':'x','role':'viewer','owner':'token:x'}          | /owner",
        "{'name':'x','role':'viewer','owner':'service_account:nobody'} | /owner",
        "{'name':'x','role':'viewer','owner':'ada'}              | /owner",
        "{'name':'x','role':'viewer','expires_at':'2001-01-01T00:00:00Z'} | /expires_at"
      })
  void faultsNameTheirMember(String json, String pointer) {
    Reply reply = send(core.token, "POST", "/tokens", json);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().get("pointer").asText()).isEqualTo(pointer);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String secret(JsonNode token) {
    return token.get("token").asText();
  }

  private static JsonNode made(String path, String json) {
    Reply reply = send(core.token, "POST", path, json);
    assertThat(reply.status()).as("%s: %s", path, reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private static int change(String path, String json, int version) {
    return core.send(
            core.token,
            "PUT",
            "/api/v1" + path,
            json.replace('\'', '"'),
            "if-match",
            "\"" + version + "\"")
        .status();
  }

  private static Reply send(String token, String method, String path, @Nullable String json) {
    return core.send(
        token, method, "/api/v1" + path, json == null ? null : json.replace('\'', '"'));
  }
}
