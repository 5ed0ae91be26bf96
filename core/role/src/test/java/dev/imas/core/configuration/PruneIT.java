package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What no apply may take away, and what becomes of names and keys (trap 80, M13). */
class PruneIT {

  private static final String ROOT = AppliedTo.user("root", "tenant_admin");
  private static final String BOB = AppliedTo.user("bob", "tenant_admin");

  private final RunningCore core = RunningCore.start();
  private final AppliedTo applied = new AppliedTo(core);

  @AfterEach
  void stop() {
    core.close();
  }

  private String tokenOf(String owner) {
    if (owner.startsWith("user:")) {
      return core.ownToken(owner.substring("user:".length()), "pipeline", "tenant_admin");
    }
    Reply made =
        core.post(
            "/api/v1/tokens",
            "{\"name\":\"pipeline\",\"role\":\"tenant_admin\",\"owner\":\"%s\"}".formatted(owner));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.json().get("token").asText();
  }

  private static String detail(Reply reply) {
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(409);
    return reply.json().get("detail").asText();
  }

  @Test
  void whoAppliesIsNeitherDeletedNorMadeInactive() {
    applied.done(ROOT + "," + BOB);
    String bobs = tokenOf("user:bob");

    assertThat(detail(applied.post(bobs, ROOT, ",'prune':true,'reassign':true")))
        .contains("user bob has no document", "you apply as this user");
    assertThat(detail(applied.post(bobs, ROOT + "," + BOB.replace("}", ",'is_active':false}"), "")))
        .contains("you apply as this user");
    assertThat(core.database.count("SELECT count(*) FROM user_account WHERE is_active"))
        .isEqualTo(2);
    assertThat(applied.post(core.token, ROOT, ",'prune':true").status())
        .as("somebody else may")
        .isEqualTo(200);
  }

  @Test
  void theServiceAccountOfTheApplyingTokenStays() {
    String account = "{'kind':'service_account','key':'ci','name':'ci'}";
    applied.done(ROOT + "," + account);
    String own = tokenOf("service_account:ci");

    assertThat(detail(applied.post(own, ROOT, ",'prune':true"))).contains("owns tokens");
    assertThat(
            detail(applied.post(own, ROOT + "," + account.replace("}", ",'is_active':false}"), "")))
        .contains("a token of the account");
    assertThat(applied.post(own, ROOT + "," + account, "").status()).isEqualTo(200);
  }

  @Test
  void theFallbackIsNotPrunedWithTheTeamItTells() {
    String red =
        "{'kind':'team','key':'red','name':'Red','contacts':"
            + "[{'name':'Mail','channel':'console','address':'x'}]}";
    String blue = red.replace("red", "blue").replace("Red", "Blue");
    applied.done(red + "," + blue);
    core.send(core.token, "PUT", "/api/v1/fallback", "{\"contacts\":[\"Red/Mail\"]}");

    assertThat(detail(applied.post(blue, ",'prune':true"))).contains("fallback");
    assertThat(detail(applied.post(blue + "," + red.replaceFirst("\\[\\{.*}]", "[]"), "")))
        .contains("fallback");
    Reply named =
        applied.post(blue + ",{'kind':'fallback','contacts':['red/mail']}", ",'prune':true");
    assertThat(named.status()).isEqualTo(422);
    assertThat(named.json().toString()).contains("/documents/1/contacts/0");
    assertThat(core.database.count("SELECT count(*) FROM fallback_contact")).isEqualTo(1);

    applied.done(blue + ",{'kind':'fallback','contacts':['blue/mail']}", ",'prune':true");
    assertThat(core.get("/api/v1/fallback").json().get("contacts")).hasSize(1);
    assertThat(core.get("/api/v1/teams/Red").status()).isEqualTo(404);
  }

  @Test
  void renamedKeyKeepsTheThingAndWhatNamesIt() {
    String service = ",{'kind':'service','key':'s','name':'S','owner_team':'%s'}";
    applied.done("{'kind':'team','key':'old','name':'Team'}" + service.formatted("old"));
    String team = core.get("/api/v1/teams/Team").json().get("id").asText();

    JsonNode renamed =
        applied.done(
            "{'kind':'team','key':'new','name':'Team'}" + service.formatted("new"),
            ",'prune':true");

    assertThat(AppliedTo.texts(renamed.get("changes"), "action")).containsExactly("take_over");
    assertThat(core.get("/api/v1/services/S").json().at("/owner_team/id").asText()).isEqualTo(team);
    Reply oldKey =
        applied.post(
            "{'kind':'team','key':'new','name':'Team'}" + service.formatted("old"),
            ",'prune':true");
    assertThat(oldKey.status()).isEqualTo(422);
    assertThat(oldKey.json().toString()).contains("service s: /owner_team names 'old'");
  }

  @Test
  void swappedKeysAreRefusedAndNothingIsHalfRenamed() {
    applied.done("{'kind':'team','key':'a','name':'A'},{'kind':'team','key':'b','name':'B'}");

    Reply swapped =
        applied.post(
            "{'kind':'team','key':'a','name':'B'},{'kind':'team','key':'b','name':'A'}", "");

    assertThat(swapped.status()).isEqualTo(409);
    assertThat(swapped.json().get("detail").asText()).contains("team a", "choose another name");
    assertThat(
            core.database.query(
                "SELECT t.name FROM managed_object m JOIN team t ON t.id = m.object_id ORDER BY"
                    + " m.key"))
        .containsExactly("A", "B");
  }

  @Test
  void templateIsWhatItIsForAndAnotherFormIsAnotherTemplate() {
    String sms =
        "{'kind':'message_template','key':'page','language':'fr','message':'incident','form':'sms',"
            + "'source':'{{title}}'}";
    applied.done(sms);

    Reply other = applied.post(sms.replace("'fr'", "'de'"), "");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().toString())
        .contains("message template page: /key is that of fr/incident/sms");

    applied.done("", ",'prune':true");
    assertThat(core.get("/api/v1/message-templates/fr/incident/sms").json().get("origin").asText())
        .isEqualTo("shipped");
    assertThat(applied.done(sms).at("/changes/0/action").asText()).isEqualTo("create");
  }
}
