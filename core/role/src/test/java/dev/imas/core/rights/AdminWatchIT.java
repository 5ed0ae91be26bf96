package dev.imas.core.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change of administrators' rights is a page (requirement IAM-15, decision M20). */
class AdminWatchIT {

  private final LoginScene scene = LoginScene.start(Map.of());

  @AfterEach
  void close() {
    scene.close();
  }

  private Reply send(String method, String path, @Nullable String json) {
    Reply reply =
        scene.core.send(
            scene.core.token,
            method,
            "/api/v1" + path,
            json == null ? null : json.replace('\'', '"'),
            "if-match",
            "\"1\"");
    assertThat(reply.status()).as("%s %s: %s", method, path, reply.http().body()).isLessThan(300);
    return reply;
  }

  private String user(String name, String role) {
    return send(
            "POST",
            "/users",
            "{'username':'%1$s','email':'%1$s@example.org','role':'%2$s'}".formatted(name, role))
        .json()
        .get("id")
        .asText();
  }

  private void contact(String user, String channel, String address) {
    scene.core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%s', gen_random_uuid(), '%s', '%s', '%s', '%s', now())
        ON CONFLICT DO NOTHING\
        """
            .formatted(scene.core.tenant, user, channel, channel, address));
  }

  /** Who was told since, and of what; then it is forgotten. */
  private List<String> told() {
    List<String> told =
        scene.core.database.query(
            "SELECT channel || ' ' || address || ': ' || (payload -> 'incident' ->> 'title')"
                + " FROM delivery WHERE event = 'notice.rights' ORDER BY 1");
    scene.core.database.execute("DELETE FROM delivery WHERE event = 'notice.rights'");
    return told;
  }

  @Test
  void everyOtherAdministratorAndTheFallbackAreToldByAllTheyHave() {
    String ann = user("ann", "tenant_admin");
    contact(ann, "sms", "+33600000001");
    contact(ann, "ntfy", "ann");
    user("ben", "tenant_admin");
    user("otto", "operator");
    told();

    String cleo = user("cleo", "tenant_admin");

    assertThat(told())
        .containsExactly(
            "console console: cleo is a new administrator",
            "email ben@example.org: cleo is a new administrator",
            "ntfy ann: cleo is a new administrator",
            "sms +33600000001: cleo is a new administrator");

    send(
        "PUT",
        "/users/" + cleo,
        "{'username':'cleo','email':'cleo@example.org','role':'operator'}");
    assertThat(told())
        .hasSize(4)
        .allMatch(line -> line.endsWith("cleo is no longer administrator"));
  }

  @Test
  void itIsASev1ThatIsSentAloneAndSaysWhoDidIt() {
    user("cleo", "tenant_admin");
    List<String> sent =
        scene.core.database.query(
            "SELECT concat(urgency, ' ', alone, ' ', payload -> 'incident' ->> 'description', ' ',"
                + " payload -> 'incident' ->> 'url') FROM delivery WHERE event = 'notice.rights'");
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst())
        .startsWith("1 t Changed by ")
        .contains("from 127.0.0.1", "/audit?subject=");
  }

  @Test
  void whatIsNoChangeOfAdministratorsIsNoPage() {
    String otto = user("otto", "operator");
    send(
        "PUT",
        "/users/" + otto,
        "{'username':'otto','email':'otto@example.org','role':'responder'}");
    send("DELETE", "/users/" + otto, null);
    user("ann", "tenant_admin");
    told();
    String ann = scene.core.get("/api/v1/users/ann").json().get("id").asText();
    send("PUT", "/users/" + ann, "{'username':'anna','email':'ann@example.org'}");
    send("POST", "/tokens", "{'name':'t','role':'operator'}");
    send("POST", "/grants", "{'grantee':'user:anna','permission':'incident.resolve'}");
    assertThat(told()).isEmpty();
  }

  @Test
  void theAccountThatChangesIsNotToldThroughAnyDoor() {
    user("ann", "tenant_admin");
    String cleo = user("cleo", "tenant_admin");
    contact(cleo, "webhook", "https://CLEO.example/hook");
    String team = send("POST", "/teams", "{'name':'Watch'}").json().get("id").asText();
    String fallback =
        send(
                "POST",
                "/teams/" + team + "/contacts",
                "{'name':'hook','channel':'webhook','address':'https://cleo.example/hook'}")
            .json()
            .get("id")
            .asText();
    send("PUT", "/fallback", "{'contacts':['" + fallback + "']}");
    told();

    send("DELETE", "/users/" + cleo, null);

    assertThat(told())
        .containsExactly(
            "email ann@example.org: cleo is no longer administrator: the account was deleted");
  }

  @Test
  void inactiveAdministratorsAreNone() {
    String ann = user("ann", "tenant_admin");
    user("ben", "tenant_admin");
    told();
    send("PUT", "/users/" + ann, "{'username':'ann','email':'ann@example.org','is_active':false}");
    assertThat(told())
        .containsExactly(
            "console console: ann is no longer administrator",
            "email ben@example.org: ann is no longer administrator");
  }

  @Test
  void grantsThatGiveRightsAndAdministratorsTokensAreTold() {
    user("otto", "operator");
    String grant =
        send("POST", "/grants", "{'grantee':'user:otto','permission':'user.manage'}")
            .json()
            .get("id")
            .asText();
    assertThat(told()).containsExactly("console console: user otto was granted user.manage");
    send("DELETE", "/grants/" + grant, null);
    assertThat(told()).containsExactly("console console: user otto was taken user.manage");
    send("DELETE", "/grants/" + grant, null);
    assertThat(told()).as("ended already").isEmpty();

    send("POST", "/service-accounts", "{'name':'deployer'}");
    String token =
        send(
                "POST",
                "/tokens",
                "{'name':'root','role':'tenant_admin','owner':'service_account:deployer'}")
            .json()
            .get("id")
            .asText();
    assertThat(told())
        .containsExactly(
            "console console: the administrator token root of the program deployer was created");
    send("DELETE", "/tokens/" + token, null);
    assertThat(told()).hasSize(1).allMatch(line -> line.endsWith("was revoked"));
  }

  @Test
  void whatIsRefusedTellsNobody() {
    user("ann", "tenant_admin");
    told();
    Reply refused =
        scene.core.send(
            scene.core.token,
            "POST",
            "/api/v1/users",
            "{\"username\":\"ann\",\"email\":\"x@example.org\",\"role\":\"tenant_admin\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(told()).isEmpty();
  }
}
