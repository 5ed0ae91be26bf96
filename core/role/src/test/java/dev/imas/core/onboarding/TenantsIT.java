package dev.imas.core.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.core.platform.Credential;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** TEN-08, M2, M12: an administrator of the platform makes a tenant whole, by one call. */
class TenantsIT {

  private static final String PLATFORM = "00000000-0000-0000-0000-000000000000";
  private static final LoginScene scene = LoginScene.start(Map.of());
  private static String admin;

  @BeforeAll
  static void platformAdmin() {
    String code = Credential.invitation(UUID.fromString(PLATFORM)).reveal();
    // As the command line does it.
    scene.core.database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'platform');
        INSERT INTO user_invitation (tenant_id, id, code_hash, role, created_by, expires_at)
        VALUES ('%1$s', gen_random_uuid(), decode('%2$s', 'hex'), 'platform_admin', 'test', now() + interval '1 day')\
        """
            .formatted(PLATFORM, HexFormat.of().formatHex(Credential.hash(code))));
    register(code, "root");
    admin = access("platform", "root");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static void register(String code, String name) {
    Reply made =
        scene.post(
            "/auth/register",
            "{\"code\":\"%1$s\",\"username\":\"%2$s\",\"email\":\"%2$s@example.org\",\"password\":\"%3$s\"}"
                .formatted(code, name, LoginScene.PASSWORD));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
  }

  private static String access(String tenant, String name) {
    Reply in =
        scene.post(
            "/auth/login",
            "{\"tenant\":\"%s\",\"username\":\"%s\",\"password\":\"%s\"}"
                .formatted(tenant, name, LoginScene.PASSWORD));
    assertThat(in.status()).as("%s", in.json()).isEqualTo(200);
    return in.json().get("access_token").asText();
  }

  private static Reply create(String token, String name) {
    return scene.core.send(
        token,
        "POST",
        "/api/v1/tenants",
        "{\"name\":\"" + name + "\",\"fallback_address\":\"ops@" + name + ".example\"}");
  }

  @Test
  void oneCallMakesAllThatATenantNeeds() {
    Reply made = create(admin, "acme");

    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    register(made.json().get("admin_code").asText(), "ada");
    String access = access("acme", "ada");
    assertThat(scene.get(access, "/me").json().get("role").asText()).isEqualTo("tenant_admin");
    assertThat(names(access, "/teams")).containsExactly("Operations");
    assertThat(names(access, "/services")).containsExactly("Unknown/Triage");
    assertThat(names(access, "/sources")).containsExactly("first source");
    JsonNode contacts = scene.get(access, "/fallback").json().get("contacts");
    assertThat(contacts.findValuesAsText("channel")).containsExactly("email", "console");
    assertThat(
            scene.core.database.query(
                "SELECT tenant_id FROM source_key WHERE key_hash = decode('%s', 'hex')"
                    .formatted(
                        HexFormat.of()
                            .formatHex(Credential.hash(made.json().get("source_key").asText())))))
        .containsExactly(made.json().get("id").asText());
    assertThat(scene.get(access, "/audit?action=tenant.create").json().get("items")).hasSize(1);
    assertThat(
            scene
                .get(admin, "/audit?action=tenant.create")
                .json()
                .at("/items/0/actor/kind")
                .asText())
        .isEqualTo("user");
  }

  @Test
  void sameNameAgainIsAConflictAndLeavesNothing() {
    assertThat(create(admin, "twice").status()).isEqualTo(201);
    long tenants = scene.core.database.count("SELECT count(*) FROM tenant");
    long sources = scene.core.database.count("SELECT count(*) FROM source");

    Reply again = create(admin, "twice");
    Reply platform = create(admin, "platform");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("detail").asText()).contains("exists already");
    assertThat(platform.status()).isEqualTo(409);
    assertThat(scene.core.database.count("SELECT count(*) FROM tenant")).isEqualTo(tenants);
    assertThat(scene.core.database.count("SELECT count(*) FROM source")).isEqualTo(sources);
  }

  @Test
  void nobodyInATenantMayListOrCreateTenants() {
    assertThat(create(scene.core.token, "mine").status()).isEqualTo(403);
    assertThat(scene.core.get("/api/v1/tenants").status()).isEqualTo(403);
    Reply granted =
        scene.core.post(
            "/api/v1/grants",
            "{\"grantee\":\"service_account:legacy\",\"permission\":\"tenant.manage\"}");
    assertThat(granted.status()).isIn(403, 422);
  }

  /** M2: no way around row-level security leads from the platform into a tenant. */
  @Test
  void administratorOfThePlatformSeesNamesOfTenantsAndNothingInThem() {
    create(admin, "seen");

    assertThat(names(admin, "/tenants")).contains("default", "seen").doesNotContain("platform");
    for (String list : List.of("/sources", "/services", "/teams", "/incidents", "/tokens")) {
      assertThat(scene.get(admin, list).json().get("items")).as(list).isEmpty();
    }
    assertThat(names(admin, "/users", "username")).containsExactly("root");
  }

  @Test
  void whatIsMissingIsNamed() {
    Reply refused =
        scene.core.send(
            admin, "POST", "/api/v1/tenants", "{\"fallback_address\":\"nowhere\",\"weight\":3}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("details").propertyStream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("/name", "/fallback_address", "/weight");
  }

  @Test
  void platformHasAdministratorsAndNoOtherUsers() {
    Reply refused =
        scene.core.send(
            admin,
            "POST",
            "/api/v1/users",
            "{\"username\":\"v\",\"email\":\"v@example.org\",\"role\":\"viewer\"}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("imas platform-admin");
  }

  private static List<String> names(String token, String path) {
    return names(token, path, "name");
  }

  private static List<String> names(String token, String path, String member) {
    List<String> names = new ArrayList<>();
    scene.get(token, path).json().get("items").forEach(one -> names.add(one.get(member).asText()));
    return names;
  }
}
