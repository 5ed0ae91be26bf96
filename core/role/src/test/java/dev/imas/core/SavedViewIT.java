package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People save views of pages, share them, and choose how they want their pages. */
class SavedViewIT {

  private static final LoginScene scene = LoginScene.start(Map.of());
  private static final ApiDocument document = new ApiDocument();

  @AfterAll
  static void close() {
    scene.close();
  }

  private static String person(String name) {
    scene.user(name, "viewer");
    return scene.access(name);
  }

  private static Reply send(
      String token, String method, String path, @Nullable String json, String... headers) {
    String operation = path.replaceAll("(/me/views/)[^/?]+", "$1{id}").replaceAll("\\?.*", "");
    String body = json == null ? null : json.replace('\'', '"');
    return document.check(
        method, operation, scene.core.send(token, method, "/api/v1" + path, body, headers));
  }

  private static JsonNode saved(String token, String name, boolean isShared) {
    String json =
        "{'name':'%s','page':'incidents','query':'status=TRIGGERED','is_shared':%s}"
            .formatted(name, isShared);
    Reply reply = send(token, "POST", "/me/views", json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    assertThat(reply.header("location")).endsWith("/me/views/" + reply.json().get("id").asText());
    return reply.json();
  }

  private static String path(JsonNode view) {
    return "/me/views/" + view.get("id").asText();
  }

  private static List<String> names(String token, String query) {
    List<String> names = new ArrayList<>();
    send(token, "GET", "/me/views" + query, null)
        .json()
        .get("items")
        .forEach(view -> names.add(view.get("name").asText()));
    return names;
  }

  @Test
  void whoSavesAViewSeesItAndOthersSeeWhatIsShared() {
    String vera = person("vera");
    String viktor = person("viktor");
    JsonNode own = saved(vera, "vera alone", false);
    JsonNode shared = saved(vera, "vera for all", true);

    assertThat(names(vera, "?page=incidents")).contains("vera alone", "vera for all");
    assertThat(names(vera, "?page=alerts")).isEmpty();
    assertThat(names(viktor, "")).contains("vera for all").doesNotContain("vera alone");
    assertThat(names(scene.core.token, "")).contains("vera for all").doesNotContain("vera alone");
    assertThat(send(viktor, "GET", path(own), null).status()).isEqualTo(404);
    JsonNode seen = send(viktor, "GET", path(shared), null).json();
    assertThat(seen.get("owner").asText()).isEqualTo("vera");
    assertThat(seen.get("is_own").asBoolean()).isFalse();
  }

  @Test
  void itsOwnerAloneChangesAView() {
    String otto = person("otto");
    String olga = person("olga");
    JsonNode view = saved(otto, "otto shows", true);
    String change = "{'name':'changed','page':'incidents','is_shared':true}";

    Reply refused = send(olga, "PUT", path(view), change, "if-match", "\"1\"");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("otto");
    assertThat(send(olga, "DELETE", path(view), null).status()).isEqualTo(409);
    assertThat(send(otto, "PUT", path(view), change).status()).isEqualTo(428);
    assertThat(send(otto, "PUT", path(view), change, "if-match", "\"1\"").status()).isEqualTo(200);
    assertThat(send(otto, "PUT", path(view), change, "if-match", "\"1\"").status()).isEqualTo(412);
    assertThat(names(olga, "")).contains("changed");
    assertThat(send(otto, "DELETE", path(view), null).status()).isEqualTo(204);
    assertThat(names(olga, "")).doesNotContain("changed");
  }

  @Test
  void aNameIsOncePerPersonAndPage() {
    String nina = person("nina");
    String nils = person("nils");
    saved(nina, "Night", true);

    Reply again = send(nina, "POST", "/me/views", "{'name':'NIGHT','page':'incidents'}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("detail").asText()).contains("another name");
    assertThat(send(nina, "POST", "/me/views", "{'name':'Night','page':'alerts'}").status())
        .isEqualTo(201);
    saved(nils, "Night", false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name':'x','page':'Incidents'} | /page",
        "{'name':'x','page':'incidents','query':'?status=TRIGGERED'} | /query",
        "{'name':'x','page':'incidents','query':'a=b c'} | /query",
        "{'name':'x','page':'incidents','query':'a=%zz'} | /query",
        "{'name':'x','page':'incidents','query':'a=b#c'} | /query",
        "{'name':' ','page':'incidents'} | /name",
        "{'name':'x'} | /page",
        "{'name':'x','page':'incidents','team':'Payments'} | /team",
      })
  void whatIsNoViewIsRefusedWithWhatIsWrong(String json, String pointer) {
    Reply refused =
        scene.core.send(scene.core.token, "POST", "/api/v1/me/views", json.replace('\'', '"'));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void nobodyHasMoreThanAHundred() {
    String max = person("max");
    scene.core.database.execute(
        """
        INSERT INTO saved_view (tenant_id, id, user_id, name, page, query)
        SELECT tenant_id, gen_random_uuid(), id, 'view ' || n, 'incidents', ''
          FROM user_account, generate_series(1, 100) n WHERE username = 'max'\
        """);

    Reply refused = send(max, "POST", "/me/views", "{'name':'more','page':'incidents'}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("100");
  }

  @Test
  void aPageOpensWithTheViewThatSomebodyChose() {
    String dora = person("dora");
    String dirk = person("dirk");
    JsonNode first = saved(dora, "dora first", true);
    JsonNode second = saved(dora, "dora second", true);

    send(dirk, "PUT", path(first) + "/default", null);
    Reply chosen = send(dirk, "PUT", path(second) + "/default", null);

    assertThat(chosen.json().get("is_default").asBoolean()).isTrue();
    assertThat(defaults(dirk)).containsExactly("dora second");
    assertThat(defaults(dora)).isEmpty();
    send(dirk, "DELETE", path(first) + "/default", null);
    assertThat(defaults(dirk)).containsExactly("dora second");
    send(dirk, "DELETE", path(second) + "/default", null);
    assertThat(defaults(dirk)).isEmpty();
  }

  @Test
  void aViewThatIsNoLongerSeenIsNobodysDefault() {
    String gina = person("gina");
    String gerd = person("gerd");
    JsonNode view = saved(gina, "gina shows", true);
    send(gina, "PUT", path(view) + "/default", null);
    send(gerd, "PUT", path(view) + "/default", null);

    String alone = "{'name':'gina alone','page':'incidents'}";
    send(gina, "PUT", path(view), alone, "if-match", "\"1\"");
    String shared = "{'name':'gina again','page':'incidents','is_shared':true}";
    send(gina, "PUT", path(view), shared, "if-match", "\"2\"");

    assertThat(defaults(gina)).containsExactly("gina again");
    assertThat(defaults(gerd)).isEmpty();
    assertThat(send(gerd, "PUT", path(view) + "/default", null).status()).isEqualTo(200);
    assertThat(send(gina, "DELETE", path(view), null).status()).isEqualTo(204);
    assertThat(defaults(gerd)).isEmpty();
  }

  private static List<String> defaults(String token) {
    List<String> names = new ArrayList<>();
    send(token, "GET", "/me/views", null)
        .json()
        .get("items")
        .forEach(
            view -> {
              if (view.get("is_default").asBoolean()) {
                names.add(view.get("name").asText());
              }
            });
    return names;
  }

  @Test
  void theAuditHasWhatIsSharedAndNoName() {
    JsonNode view = saved(person("anna"), "a name nobody kept", true);

    JsonNode entry =
        scene
            .core
            .get("/api/v1/audit?subject_kind=saved_view&subject=" + view.get("id").asText())
            .json()
            .at("/items/0");
    assertThat(entry.get("action").asText()).isEqualTo("saved_view.create");
    assertThat(entry.at("/after/query").asText()).isEqualTo("status=TRIGGERED");
    assertThat(entry.toString()).doesNotContain("nobody kept");
  }

  @Test
  void preferencesFollowAPersonToAnotherBrowser() {
    String pia = person("pia");
    JsonNode none = send(pia, "GET", "/me/preferences", null).json();
    assertThat(none.get("theme").isNull()).isTrue();

    String wanted =
        "{'theme':'dark','locale':'fr','time_zone':'Europe/Paris','density':'compact','keys':false}";
    Reply set = send(pia, "PUT", "/me/preferences", wanted, "if-match", "\"1\"");

    assertThat(set.status()).as(set.http().body()).isEqualTo(200);
    JsonNode elsewhere = send(scene.access("pia"), "GET", "/me/preferences", null).json();
    assertThat(elsewhere).isEqualTo(set.json());
    assertThat(elsewhere.get("keys").asBoolean(true)).isFalse();
    assertThat(send(pia, "PUT", "/me/preferences", "{}", "if-match", "\"1\"").status())
        .isEqualTo(412);
    Reply cleared = send(pia, "PUT", "/me/preferences", "{}", "if-match", "\"2\"");
    assertThat(cleared.json().get("locale").isNull()).isTrue();
    assertThat(cleared.header("etag")).isEqualTo("\"3\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'theme':'pink'} | /theme",
        "{'locale':'French'} | /locale",
        "{'time_zone':'Paris'} | /time_zone",
        "{'density':'dense'} | /density",
        "{'keys':'off'} | /keys",
        "{'colour':'red'} | /colour",
      })
  void whatIsNoPreferenceIsRefused(String json, String pointer) {
    String who = person("p" + pointer.substring(1).replace('_', '-'));

    Reply refused = send(who, "PUT", "/me/preferences", json, "if-match", "\"1\"");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void aTokenOfNobodyHasNeither() {
    Reply refused = send(scene.core.token, "GET", "/me/preferences", null);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("log in");
    assertThat(
            send(scene.core.token, "POST", "/me/views", "{'name':'x','page':'incidents'}").status())
        .isEqualTo(409);
  }

  @Test
  void whoLeavesTakesThemAlong() {
    String id = scene.user("lea", "viewer");
    String lea = scene.access("lea");
    send(lea, "PUT", path(saved(lea, "lea shows", true)) + "/default", null);
    send(lea, "PUT", "/me/preferences", "{'theme':'light'}", "if-match", "\"1\"");

    Reply gone = scene.core.send(scene.core.token, "DELETE", "/api/v1/users/lea", null);

    assertThat(gone.status()).isEqualTo(204);
    for (String table : List.of("saved_view", "default_view", "user_preference")) {
      assertThat(
              scene.core.database.count(
                  "SELECT count(*) FROM %s WHERE user_id = '%s'".formatted(table, id)))
          .as(table)
          .isZero();
    }
  }
}
