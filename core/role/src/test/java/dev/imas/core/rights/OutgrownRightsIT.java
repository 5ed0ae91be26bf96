package dev.imas.core.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Nobody gives, or acts, above their own role, nor for longer than they have what they give. */
class OutgrownRightsIT {

  private static final LoginScene scene = LoginScene.start(Map.of("IMAS_CORE_TOKEN_CACHE", "0ms"));

  @AfterAll
  static void close() {
    scene.close();
  }

  private static Reply send(String token, String method, String path, @Nullable String json) {
    Reply read = method.equals("PUT") ? scene.core.get("/api/v1" + path) : null;
    String etag = read == null ? null : read.header("etag");
    String[] headers = etag == null ? new String[0] : new String[] {"if-match", etag};
    return scene.core.send(
        token, method, "/api/v1" + path, json == null ? null : json.replace('\'', '"'), headers);
  }

  private static JsonNode made(String path, String json) {
    Reply reply = send(scene.core.token, "POST", path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private static void grant(String grantee, String permission, String until) {
    made(
        "/grants",
        "{'grantee':'%s','permission':'%s'%s}"
            .formatted(grantee, permission, until.isEmpty() ? "" : ",'until':'" + until + "'"));
  }

  private static String inAnHour() {
    return scene.core.now().plus(Duration.ofHours(1)).toString();
  }

  private static String user(String name, String role) {
    return "{'username':'%1$s','email':'%1$s@example.org','role':'%2$s'}".formatted(name, role);
  }

  @Test
  void whoManagesUsersForAnHourMakesNobodyMoreThanThemselves() {
    scene.user("olaf", "operator");
    scene.user("root", "tenant_admin");
    scene.user("pete", "viewer");
    grant("user:olaf", "user.manage", inAnHour());
    String olaf = scene.access("olaf");
    assertThat(send(olaf, "POST", "/users", user("mole", "tenant_admin")).status()).isEqualTo(403);
    assertThat(send(olaf, "PUT", "/users/olaf", user("olaf", "tenant_admin")).status())
        .isEqualTo(403);
    assertThat(send(olaf, "PUT", "/users/pete", user("pete", "tenant_admin")).status())
        .isEqualTo(403);
    String others = "/users/root";
    assertThat(send(olaf, "PUT", others, user("root", "viewer")).status()).isEqualTo(403);
    assertThat(
            send(olaf, "PUT", others + "/password", "{'password':'crayfish amber tundra'}")
                .status())
        .isEqualTo(403);
    assertThat(send(olaf, "POST", others + "/invitation", "{}").status()).isEqualTo(403);
    assertThat(send(olaf, "DELETE", others, null).status()).isEqualTo(403);
    assertThat(send(olaf, "DELETE", others + "/totp", null).status()).isEqualTo(403);
    assertThat(send(olaf, "DELETE", others + "/sessions", null).status()).isEqualTo(403);
    assertThat(
            send(
                    olaf,
                    "POST",
                    others + "/contacts",
                    "{'name':'Mine','channel':'email','address':'mole@example.net'}")
                .status())
        .isEqualTo(403);
    assertThat(send(olaf, "PUT", others + "/notification-rules", "{'rules':[]}").status())
        .isEqualTo(403);
    // What is below oneself is what the permission is for.
    assertThat(send(olaf, "POST", "/users", user("newcomer", "operator")).status()).isEqualTo(201);
    assertThat(send(olaf, "PUT", "/users/pete", user("pete", "responder")).status()).isEqualTo(200);
    assertThat(send(olaf, "POST", "/users/pete/invitation", "{}").status()).isEqualTo(201);
    // A grant makes somebody more, too.
    grant("user:pete", "user.manage", "");
    assertThat(send(olaf, "POST", "/users/pete/invitation", "{}").status()).isEqualTo(403);
  }

  @Test
  void documentsGiveNoMoreThanRequests() {
    JsonNode token = made("/tokens", "{'name':'deploy','role':'operator','expires_at':null}");
    String of = "token:" + token.get("id").asText();
    grant(of, "configuration.apply", "");
    grant(of, "configuration.read", "");
    grant(of, "user.manage", "");
    Reply applied =
        send(
            token.get("token").asText(),
            "POST",
            "/configuration",
            "{'documents':[{'kind':'user','username':'applied','email':'applied@example.org',"
                + "'role':'tenant_admin'}]}");
    assertThat(applied.status()).as(applied.http().body()).isNotEqualTo(200);
    assertThat(scene.core.get("/api/v1/users/applied").status()).isEqualTo(404);
  }

  @Test
  void nobodyMakesATokenInTheNameOfAPerson() {
    scene.user("toni", "operator");
    scene.user("vic", "viewer");
    made("/service-accounts", "{'name':'robot'}");
    grant("user:toni", "token.manage", inAnHour());
    for (String token : new String[] {scene.access("toni"), scene.core.token}) {
      assertThat(
              send(token, "POST", "/tokens", "{'name':'x','role':'viewer','owner':'user:vic'}")
                  .status())
          .isEqualTo(403);
    }
    String own =
        send(scene.access("vic"), "POST", "/me/tokens", "{'name':'v','role':'viewer'}")
            .json()
            .get("id")
            .asText();
    assertThat(send(scene.core.token, "POST", "/tokens/" + own + "/regenerate", "{}").status())
        .isEqualTo(403);
  }

  @Test
  void aTokenEndsWithTheRightByWhichItWasMade() {
    scene.user("tess", "operator");
    made("/service-accounts", "{'name':'worker'}");
    String until = inAnHour();
    grant("user:tess", "token.manage", until);
    String tess = scene.access("tess");
    String owned = "{'name':'x','role':'%s','owner':'service_account:worker'%s}";
    Reply usual = send(tess, "POST", "/tokens", owned.formatted("operator", ""));
    assertThat(usual.status()).as(usual.http().body()).isEqualTo(201);
    assertThat(Instant.parse(usual.json().get("expires_at").asText()))
        .isBeforeOrEqualTo(Instant.parse(until));
    assertThat(send(tess, "POST", "/tokens", owned.formatted("viewer", ",'expires_at':null")))
        .extracting(Reply::status)
        .isEqualTo(403);
    assertThat(send(tess, "POST", "/tokens", owned.formatted("tenant_admin", "")).status())
        .isEqualTo(403);
    String admins =
        made("/tokens", owned.formatted("tenant_admin", ",'expires_at':null")).get("id").asText();
    assertThat(send(tess, "POST", "/tokens/" + admins + "/regenerate", "{}").status())
        .isEqualTo(403);
    assertThat(send(tess, "DELETE", "/tokens/" + admins, null).status()).isEqualTo(403);
    assertThat(
            send(tess, "PUT", "/service-accounts/worker", "{'name':'worker','is_active':false}")
                .status())
        .isEqualTo(403);
    assertThat(send(tess, "DELETE", "/tokens/" + usual.json().get("id").asText(), null).status())
        .isEqualTo(204);
  }

  @Test
  void whatATokenGivesEndsWithIt() {
    String until = inAnHour();
    JsonNode maker =
        made("/tokens", "{'name':'short','role':'tenant_admin','expires_at':'" + until + "'}");
    String brief = maker.get("token").asText();
    Reply next = send(brief, "POST", "/tokens", "{'name':'next','role':'viewer'}");
    assertThat(Instant.parse(next.json().get("expires_at").asText()))
        .isBeforeOrEqualTo(Instant.parse(until));
    assertThat(send(brief, "POST", "/users", user("sleeper", "tenant_admin")).status())
        .isEqualTo(403);
    scene.user("gil", "viewer");
    String grant = "{'grantee':'user:gil','permission':'incident.resolve'%s}";
    String beyond = ",'until':'" + scene.core.now().plus(Duration.ofDays(1)) + "'";
    assertThat(send(brief, "POST", "/grants", grant.formatted(beyond)).status()).isEqualTo(403);
    assertThat(
            Instant.parse(
                send(brief, "POST", "/grants", grant.formatted("")).json().get("until").asText()))
        .isBeforeOrEqualTo(Instant.parse(until));
    assertThat(send(brief, "POST", "/grants", grant.formatted(",'until':'" + until + "'")).status())
        .isEqualTo(201);
  }

  @Test
  void nobodyEndsAGrantThatTheyCouldNotGive() {
    scene.user("greg", "operator");
    scene.user("gina", "viewer");
    grant("user:greg", "grant.manage", inAnHour());
    String high =
        made("/grants", "{'grantee':'user:gina','permission':'provider.manage'}")
            .get("id")
            .asText();
    String low =
        made("/grants", "{'grantee':'user:gina','permission':'incident.resolve'}")
            .get("id")
            .asText();
    String greg = scene.access("greg");
    assertThat(send(greg, "DELETE", "/grants/" + high, null).status()).isEqualTo(403);
    assertThat(send(greg, "DELETE", "/grants/" + low, null).status()).isEqualTo(204);
  }
}
