package dev.imas.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who may grant what, to whom, and for how long (requirements IAM-03, IAM-04, IAM-07). */
class GrantsIT {

  private static final RunningCore core = RunningCore.start();

  @AfterAll
  static void close() {
    core.close();
  }

  @Test
  void somebodyPassesOnWhatTheyHaveForThreeDaysAtMost() {
    String operator = token("operator").get("token").asText();
    String colleague = token("viewer").get("id").asText();

    Reply within =
        send(operator, "POST", "/grants", grant(colleague, "incident.resolve", hours(72)));
    Reply beyond =
        send(operator, "POST", "/grants", grant(colleague, "incident.resolve", hours(73)));
    Reply endless = send(operator, "POST", "/grants", grant(colleague, "incident.resolve", ""));

    assertThat(within.status()).as(within.http().body()).isEqualTo(201);
    assertThat(beyond.status()).isEqualTo(422);
    assertThat(beyond.json().get("pointer").asText()).isEqualTo("/until");
    assertThat(endless.status()).isEqualTo(422);
  }

  @Test
  void nobodyPassesOnWhatTheyDoNotHaveOrWhatMayNotBePassedOn() {
    JsonNode operator = token("operator");
    String colleague = token("viewer").get("id").asText();
    String secret = operator.get("token").asText();
    admin("/grants", grant(operator.get("id").asText(), "token.manage", ""));

    for (String permission : new String[] {"team.manage", "token.manage", "grant.delegate"}) {
      assertThat(send(secret, "POST", "/grants", grant(colleague, permission, hours(1))).status())
          .as(permission)
          .isEqualTo(403);
    }
  }

  @Test
  void whatOneHasForATeamAndATimeIsPassedOnWithinThem() {
    String team = team();
    String other = team();
    JsonNode lead = token("operator");
    String colleague = token("viewer").get("id").asText();
    admin(
        "/grants",
        "{'grantee':'token:%s','permission':'team.manage','team':'%s','until':'%s'}"
            .formatted(lead.get("id").asText(), team, core.now().plus(Duration.ofHours(5))));

    assertThat(passOn(lead, colleague, team, 5)).isEqualTo(201);
    assertThat(passOn(lead, colleague, team, 6)).isEqualTo(403);
    assertThat(passOn(lead, colleague, other, 5)).isEqualTo(403);
  }

  /** Else an hour would be enough to give for good. */
  @Test
  void whoeverManagesGrantsForATimeGivesNothingThatOutlastsIt() {
    JsonNode lead = token("operator");
    String colleague = token("viewer").get("id").asText();
    admin("/grants", grant(lead.get("id").asText(), "grant.manage", hours(5)));
    String secret = lead.get("token").asText();

    Reply within = send(secret, "POST", "/grants", grant(colleague, "incident.resolve", hours(5)));
    Reply beyond = send(secret, "POST", "/grants", grant(colleague, "incident.resolve", hours(6)));
    Reply open = send(secret, "POST", "/grants", grant(colleague, "incident.resolve", ""));

    assertThat(within.status()).as(within.http().body()).isEqualTo(201);
    assertThat(beyond.status()).isEqualTo(403);
    assertThat(beyond.json().get("pointer").asText()).isEqualTo("/until");
    assertThat(open.status()).as(open.http().body()).isEqualTo(201);
    assertThat(open.json().get("until").isTextual()).isTrue();
  }

  private static int passOn(JsonNode from, String to, String team, int hours) {
    return send(
            from.get("token").asText(),
            "POST",
            "/grants",
            "{'grantee':'token:%s','permission':'team.manage','team':'%s','until':'%s'}"
                .formatted(to, team, core.now().plus(Duration.ofHours(hours))))
        .status();
  }

  @Test
  void whoMadeAGrantEndsItAndAnAdministratorEndsAny() {
    JsonNode maker = token("operator");
    String stranger = token("operator").get("token").asText();
    String colleague = token("viewer").get("id").asText();
    String body = grant(colleague, "incident.resolve", hours(1));
    String first = id(send(maker.get("token").asText(), "POST", "/grants", body));
    String second = id(send(maker.get("token").asText(), "POST", "/grants", body));

    assertThat(send(stranger, "DELETE", "/grants/" + first, null).status()).isEqualTo(403);
    assertThat(send(maker.get("token").asText(), "DELETE", "/grants/" + first, null).status())
        .isEqualTo(204);
    assertThat(send(core.token, "DELETE", "/grants/" + second, null).status()).isEqualTo(204);

    JsonNode ended = send(core.token, "GET", "/grants/" + first, null).json();
    assertThat(ended.get("ended_by").asText()).isEqualTo(maker.get("name").asText());
    assertThat(
            send(core.token, "GET", "/grants?in_force=true&grantee=token:" + colleague, null)
                .json()
                .get("items"))
        .isEmpty();
    assertThat(
            send(core.token, "GET", "/grants?in_force=false&grantee=token:" + colleague, null)
                .json()
                .get("items"))
        .hasSize(2);
  }

  @Test
  void aGrantToAServiceAccountIsHadByEachOfItsTokens() {
    id(admin("/service-accounts", "{'name':'robot'}"));
    String secret =
        admin("/tokens", "{'name':'arm','role':'viewer','owner':'service_account:robot'}")
            .json()
            .get("token")
            .asText();
    assertThat(send(secret, "POST", "/incidents", "{'title':'a'}").status()).isEqualTo(403);

    admin("/grants", "{'grantee':'service_account:robot','permission':'incident.create'}");

    assertThat(send(secret, "POST", "/incidents", "{'title':'a'}").status()).isEqualTo(201);
  }

  @Test
  void somethingThatIsNotOfATeamCannotBeNarrowedToOne() {
    Reply reply =
        send(
            core.token,
            "POST",
            "/grants",
            "{'grantee':'token:%s','permission':'source.manage','team':'%s'}"
                .formatted(token("viewer").get("id").asText(), team()));

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().get("pointer").asText()).isEqualTo("/team");
  }

  @Test
  void faultsNameTheirMember() {
    Reply reply =
        send(
            core.token,
            "POST",
            "/grants",
            "{'grantee':'ada','permission':'fly','from':'2001-01-01T00:00:00Z','until':'2000-01-01T00:00:00Z'}");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().get("details").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("/grantee", "/permission", "/from", "/until");
    assertThat(
            send(core.token, "POST", "/grants", grant(UUID.randomUUID() + "", "fly", "")).status())
        .isEqualTo(422);
    assertThat(
            send(
                    core.token,
                    "POST",
                    "/grants",
                    "{'grantee':'user:nobody','permission':'incident.resolve'}")
                .status())
        .isEqualTo(422);
  }

  @Test
  void nobodyHasEndlesslyManyGrants() {
    String holder = token("viewer").get("id").asText();
    core.database.execute(
        """
        INSERT INTO access_grant (tenant_id, id, grantee_kind, grantee_id, permission, made_by)
        SELECT '%s', uuidv7(), 'token', '%s', 'incident.resolve', 'test' FROM generate_series(1, %d)\
        """
            .formatted(core.tenant, holder, GrantRoutes.MOST));

    assertThat(send(core.token, "POST", "/grants", grant(holder, "incident.resolve", "")).status())
        .isEqualTo(409);
  }

  static JsonNode token(String role) {
    return admin("/tokens", "{'name':'%s','role':'%s'}".formatted(UUID.randomUUID(), role)).json();
  }

  private static String team() {
    return id(admin("/teams", "{'name':'%s'}".formatted(UUID.randomUUID())));
  }

  private static String hours(int hours) {
    return core.now().plus(Duration.ofHours(hours)).toString();
  }

  private static String grant(String token, String permission, String until) {
    return "{'grantee':'token:%s','permission':'%s'%s}"
        .formatted(token, permission, until.isEmpty() ? "" : ",'until':'" + until + "'");
  }

  private static String id(Reply reply) {
    return reply.json().get("id").asText();
  }

  private static Reply admin(String path, String json) {
    Reply reply = send(core.token, "POST", path, json);
    assertThat(reply.status()).as("%s: %s", path, reply.http().body()).isEqualTo(201);
    return reply;
  }

  private static Reply send(String token, String method, String path, @Nullable String json) {
    return core.send(
        token, method, "/api/v1" + path, json == null ? null : json.replace('\'', '"'));
  }
}
