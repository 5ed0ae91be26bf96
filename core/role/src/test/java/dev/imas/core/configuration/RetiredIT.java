package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an apply with {@code --prune} does with what incidents have. */
class RetiredIT {

  private static final String DOCUMENTS =
      """
      {'kind':'team','key':'shop','name':'Shop'},
      {'kind':'escalation_policy','key':'loud','name':'Loud','steps':[
        {'notify':[{'type':'user','user':'ann'}]},{'after':'PT1H','notify':[{'type':'leads'}]}]},
      {'kind':'impact_scope','key':'buyers','name':'Buyers'},
      {'kind':'service','key':'till','name':'Till','owner_team':'shop','escalation_policy':'loud'},
      {'kind':'service','key':'cart','name':'Cart','owner_team':'shop'}\
      """;

  private final RunningCore core = RunningCore.start();

  /** Who can be called. A ladder that calls nobody is at its end at once. */
  @BeforeEach
  void ann() {
    core.database.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role)
        VALUES ('%1$s', gen_random_uuid(), 'ann', 'ann@example.org', 'responder');
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        SELECT tenant_id, gen_random_uuid(), id, 'Mail', 'email', email, now() FROM user_account WHERE username = 'ann'\
        """
            .formatted(core.tenant));
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private JsonNode apply(String documents) {
    Reply applied =
        core.post(
            "/api/v1/configuration",
            ("{'set':'s','prune':true,'documents':[" + documents + "]}").replace('\'', '"'));
    assertThat(applied.http().statusCode()).as(applied.http().body()).isEqualTo(200);
    return applied.json();
  }

  @Test
  void whatIncidentsHaveIsSwitchedOffAndTheRestIsDeleted() {
    apply(DOCUMENTS);
    Reply incident =
        core.post(
            "/api/v1/incidents",
            "{'title':'x','service':'Till','severity':'SEV1','impacted_scopes':['Buyers']}"
                .replace('\'', '"'));
    assertThat(incident.http().statusCode()).as(incident.http().body()).isEqualTo(201);
    String escalated = incident.json().get("short_id").asText();
    Await.until(
        "an escalation",
        () -> core.database.count("SELECT count(*) FROM imas.escalation_run"),
        running -> running == 1);

    JsonNode applied = apply("");

    List<String> said = new ArrayList<>();
    applied
        .get("changes")
        .forEach(
            one ->
                said.add(
                    one.get("action").asText()
                        + " "
                        + one.get("key").asText()
                        + ": "
                        + one.get("why").asText()));
    assertThat(said)
        .containsExactly(
            "delete cart: the set 's' has no document for it any more",
            "retire till: it has incidents, so it is switched off",
            "retire loud: it escalates " + escalated + " at this moment, so it is switched off",
            "retire buyers: incidents have it, so it is switched off",
            "retire shop: it owns services that had incidents and are switched off, so it stays");
    assertThat(applied.get("counts").get("retire").asInt()).isEqualTo(4);
    assertThat(applied.get("counts").get("delete").asInt()).isEqualTo(1);
    JsonNode till = core.get("/api/v1/services/Till").json();
    assertThat(till.get("is_active").asBoolean()).isFalse();
    assertThat(till.get("escalation_policy").isNull()).isTrue();
    assertThat(apply("").get("changes")).isEmpty();

    JsonNode back = apply(DOCUMENTS);

    assertThat(back.get("counts").get("create").asInt()).isEqualTo(1);
    assertThat(core.get("/api/v1/services/Till").json().get("is_active").asBoolean()).isTrue();
  }
}
