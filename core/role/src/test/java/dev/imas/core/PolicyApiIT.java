package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ONC-08, 09, 10, 13, 17: escalation policies over the API, their choice, and dry runs. */
class PolicyApiIT {

  private final RunningCore core = RunningCore.start();
  private final CheckedApi api = new CheckedApi(core);

  @BeforeEach
  void furnish() {
    for (String user : List.of("alice", "bob", "carol")) {
      core.database.execute(
          "INSERT INTO user_account (tenant_id, id, username, email, role)"
              + " VALUES ('%s', gen_random_uuid(), '%s', '%s@example.org', 'responder')"
                  .formatted(core.tenant, user, user));
      VerifiedContacts.byMail(core, user);
    }
    api.post("/teams", "{\"name\":\"Payments\"}");
    core.send(core.token, "PUT", "/api/v1/teams/Payments/members/carol", "{\"role\":\"lead\"}");
    core.send(
        core.token,
        "PUT",
        "/api/v1/teams/Payments/stand-ins",
        "{\"current_on_call\":\"alice\",\"manager\":\"bob\"}");
    core.post(
        "/api/v1/teams/Payments/contacts",
        "{\"name\":\"chat\",\"channel\":\"console\",\"address\":\"console\"}");
    api.post("/services", "{\"name\":\"Checkout\",\"owner_team\":\"Payments\"}");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private static String policy(String name, String more, String... steps) {
    return ("{'name':'" + name + "'" + more + ",'steps':[" + String.join(",", steps) + "]}")
        .replace('\'', '"');
  }

  private Reply create(String json) {
    return api.post("/escalation-policies", json);
  }

  private Reply send(String method, String path, String json, int version) {
    return core.send(
        core.token,
        method,
        "/api/v1" + path,
        json.replace('\'', '"'),
        "if-match",
        "\"" + version + "\"");
  }

  private JsonNode choice(String severity) {
    return api.check(
            "GET",
            "/services/{id}/escalation-policy",
            core.get("/api/v1/services/Checkout/escalation-policy?severity=" + severity))
        .json()
        .at("/items/0");
  }

  private static List<String> texts(JsonNode list, String pointer) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.at(pointer).asText()));
    return texts;
  }

  private static final String ON_CALL = "{'notify':[{'type':'oncall'}]}";

  @Test
  void whatIsReadCanBeWrittenAgainAndEachVersionStays() {
    String steps =
        "{'notify':[{'type':'team_channels'},{'type':'user','user':'alice'}]},"
            + "{'after':'PT5M','notify':[{'type':'team','team':'payments'},{'type':'channel','contact':'payments/chat'}],"
            + "'when':{'severities':['SEV1'],'labels':['env=\\\"prod\\\"']}}";
    Reply made = create(policy("Nights", ",'team':'Payments','is_default':true", steps));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().at("/steps/0/notify/1/user").asText()).isEqualTo("alice");
    assertThat(made.json().at("/steps/1/notify/1/name").asText()).isEqualTo("Payments/chat");

    String again =
        "{'name':'Days','team':'Payments','is_default':true,'rounds':1,'steps':"
            + made.json().get("steps").toString()
            + "}";
    Reply replaced =
        api.check(
            "PUT",
            "/escalation-policies/{id}",
            send("PUT", "/escalation-policies/nights", again, 1));

    assertThat(replaced.json().get("steps")).isEqualTo(made.json().get("steps"));
    assertThat(replaced.json().get("version").asInt()).isEqualTo(2);
    assertThat(send("PUT", "/escalation-policies/days", again, 1).status()).isEqualTo(412);
    JsonNode versions =
        api.check(
                "GET",
                "/escalation-policies/{id}/versions",
                core.get("/api/v1/escalation-policies/days/versions"))
            .json();
    assertThat(texts(versions.get("items"), "/name")).containsExactly("Days", "Nights");
    assertThat(versions.at("/items/1/rounds").asInt()).isEqualTo(3);
  }

  @Test
  void whatDoesNotExistIsNamedByItsPlace() {
    Reply refused =
        create(
            policy(
                "x",
                ",'team':'nobody'",
                "{'notify':[{'type':'user','user':'dave'},{'type':'schedule','schedule':'none'},"
                    + "{'type':'team','team':'none'},{'type':'channel','contact':'none'}]}"));

    assertProblem(refused, 422);
    assertThat(refused.json().toString())
        .contains(
            "/team names nobody, which is no team",
            "/steps/0/notify/0/user names dave, which is no user",
            "/steps/0/notify/1/schedule",
            "/steps/0/notify/2/team",
            "/steps/0/notify/3/contact");
  }

  @Test
  void answersWarnOfWhatSurprisesAtNight() {
    String step = "{'after':'PT5M','notify':[{'type':'oncall'}],'channels':['pigeon']}";
    Reply made = create(policy("Many", "", step, step, step, step, step, step));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("warnings"))
        .extracting(
            one ->
                one.get("kind").asText()
                    + ": "
                    + one.get("pointer").asText()
                    + " "
                    + one.get("detail").asText())
        .anyMatch(warning -> warning.startsWith("many_steps: /steps has 6 steps"))
        .anyMatch(
            warning ->
                warning.startsWith("late_start: /steps/0/after nobody is notified before PT5M"))
        .anyMatch(
            warning ->
                warning.startsWith("no_provider: /steps/5/channels nothing can be sent by pigeon"))
        .anyMatch(warning -> warning.startsWith("only_by_name: /is_default is false"));
  }

  @Test
  void theServicesPolicyThenTheTeamsThenTheTenantsIsChosenAndSaysWhy() {
    assertThat(choice("SEV1").get("chosen").isNull()).isTrue();
    create(policy("tenant", ",'is_default':true", ON_CALL));
    create(policy("team SEV1", ",'team':'Payments','severities':['SEV1']", ON_CALL));
    create(policy("own", "", ON_CALL));

    assertThat(choice("SEV1").at("/chosen/name").asText()).isEqualTo("team SEV1");
    assertThat(choice("SEV3").at("/chosen/name").asText()).isEqualTo("tenant");
    assertThat(texts(choice("SEV3").get("considered"), "/why"))
        .contains("it is only for SEV1_CRITICAL", "it is the tenant's default");

    Reply service =
        api.check(
            "PUT",
            "/services/{id}",
            send(
                "PUT",
                "/services/Checkout",
                "{'name':'Checkout','owner_team':'Payments','escalation_policy':'own'}",
                1));
    assertThat(service.json().at("/escalation_policy/name").asText()).isEqualTo("own");
    assertThat(choice("SEV1").at("/chosen/name").asText()).isEqualTo("own");

    Reply forProd = create(policy("prod", ",'labels':['env=\\\"prod\\\"']", ON_CALL));
    assertThat(forProd.json().at("/labels/0").asText()).isEqualTo("env=\"prod\"");
    assertThat(forProd.json().path("warnings")).isEmpty();
    assertThat(choice("SEV1&label=env=prod&label=tier=db").at("/chosen/name").asText())
        .isEqualTo("prod");
    assertThat(choice("SEV1&label=env=test").at("/chosen/name").asText()).isEqualTo("own");
    assertThat(texts(choice("SEV1").get("considered"), "/why"))
        .contains("the alert's labels do not fit env=\"prod\"");
  }

  @Test
  void aMatcherThatCannotBeReadIsRefusedAtItsPlace() {
    Reply refused = create(policy("bad", ",'labels':['env=prod', '=']", ON_CALL));

    assertProblem(refused, 422);
    assertThat(refused.json().toString()).contains("/labels/1 is no matcher such as env=");
    assertProblem(core.get("/api/v1/services/Checkout/escalation-policy?label=prod"), 400);
  }

  @Test
  void policyThatAServiceNamesCannotBeDeletedAndOneThatIsGoneFreesItsNameAndTeam() {
    create(policy("own", ",'team':'Payments'", ON_CALL));
    String named = "{'name':'Checkout','owner_team':'Payments','escalation_policy':'own'}";
    send("PUT", "/services/Checkout", named, 1);

    Reply refused = send("DELETE", "/escalation-policies/own", "", 1);
    assertProblem(refused, 409);
    assertThat(refused.json().get("detail").asText()).contains("Checkout");
    assertProblem(send("DELETE", "/teams/Payments", "", 1), 409);

    send("PUT", "/services/Checkout", "{'name':'Checkout','owner_team':'Payments'}", 2);
    assertThat(send("DELETE", "/escalation-policies/own", "", 1).status()).isEqualTo(204);
    assertThat(create(policy("own", "", ON_CALL)).status()).isEqualTo(201);
    assertProblem(send("PUT", "/services/Checkout", named.replace("own'", "gone'"), 3), 422);
  }

  @Test
  void personWhomAPolicyNamesIsKept() {
    create(policy("Nights", "", "{'notify':[{'type':'user','user':'alice'}]}"));

    Reply refused = send("DELETE", "/users/alice", "", 1);

    assertProblem(refused, 409);
    assertThat(refused.json().toString()).contains("escalation policy Nights");
  }

  @Test
  void dryRunTellsWhoIsToldWhenAndWhyNotAndTakesNoTurn() {
    create(
        policy(
            "Ladder",
            ",'rounds':2,'repeat_after':'PT10M'",
            "{'notify':[{'type':'team_channels'},{'type':'oncall'}]}",
            "{'after':'PT5M','notify':[{'type':'oncall','level':2}]}",
            "{'after':'PT10M','notify':[{'type':'leads'},{'type':'email','email':'cto@example.org'}],"
                + "'when':{'labels':['env=\\\"prod\\\"']}}"));

    Reply run =
        api.check(
            "POST",
            "/escalation-policies/{id}/dry-run",
            core.post(
                "/api/v1/escalation-policies/Ladder/dry-run",
                "{\"service\":\"Checkout\",\"severity\":\"P1\",\"labels\":{\"env\":\"prod\"}}"));

    JsonNode steps = run.json().at("/rounds/0/steps");
    assertThat(texts(steps, "/from_start"))
        .as("nobody is at level 2, so the third step follows at once")
        .containsExactly("PT0S", "PT5M", "PT5M");
    assertThat(steps.at("/0/users/0/username").asText()).isEqualTo("alice");
    assertThat(steps.at("/0/users/0/how/0").asText()).contains("stands in for Payments");
    assertThat(steps.at("/0/channels/0/name").asText()).isEqualTo("chat");
    assertThat(steps.at("/1/missed/0/why").asText())
        .isEqualTo("nobody is on call for Payments at level 2");
    assertThat(steps.at("/2/users/0/username").asText()).isEqualTo("carol");
    assertThat(steps.at("/2/channels/0/channel").asText()).isEqualTo("email");
    assertThat(texts(run.json().at("/rounds/1/steps"), "/from_start").getFirst())
        .isEqualTo("PT15M");
    assertThat(core.database.count("SELECT count(*) FROM delivery")).isZero();
    assertThat(core.database.count("SELECT count(*) FROM escalation_turn")).isZero();
  }

  @Test
  void dryRunOfWhatNobodySavedNamesFaultsInsideIt() {
    String good = policy("x", "", ON_CALL);
    String path = "/api/v1/escalation-policies/dry-run";

    assertThat(
            core.post(path, "{\"service\":\"Checkout\",\"policy\":" + good + "}")
                .json()
                .at("/rounds/2/steps/0/users/0/username")
                .asText())
        .isEqualTo("alice");
    Reply refused =
        core.post(
            path,
            "{\"policy\":%s}"
                .formatted(policy("x", ",'rounds':99", "{'notify':[{'type':'boss'}]}")));
    assertProblem(refused, 422);
    assertThat(refused.json().toString())
        .contains("/service is missing", "/policy/rounds", "/policy/steps/0/notify/0/type");
    assertThat(core.database.count("SELECT count(*) FROM escalation_policy")).isZero();
  }
}
