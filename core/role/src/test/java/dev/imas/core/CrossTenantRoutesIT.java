package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.RouteRequests.Filled;
import dev.imas.core.RouteRequests.Template;
import dev.imas.core.TenantScene.Kind;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Invariant 8 for every route of the OpenAPI document. A request may name what another tenant has,
 * in a path, a query or a body. The answer is the same as if it did not exist, and nothing of it
 * changes.
 */
class CrossTenantRoutesIT {

  /** It answers 200 about an unknown id: that nothing is kept. */
  private static final Set<String> NEVER_404 = Set.of("GET /receipts/{id}");

  /** It answers 200 with a result for each of several. */
  private static final Set<String> MANY_AT_ONCE = Set.of("POST /incidents/actions");

  /** An unknown service becomes the triage service, which is the caller's own. */
  private static final String TAKES_ANY_NAME = "\"service_name\"";

  /** After so many requests that change something, everything is compared: that takes a while. */
  private static final int AT_ONCE = 60;

  private final RouteRequests requests = new RouteRequests(new ApiDocument().root);

  @Test
  void whatAnotherTenantHasIsNowhereAndStaysAsItIs() {
    try (RunningCore core = RunningCore.start()) {
      TenantScene victim = TenantScene.first(core, "zebra");
      TenantScene stranger = TenantScene.another(core, "quokka");
      core.holdHousekeeping(); // It would change what must stay as it is.
      Await.until(
          "all changes to have their numbers",
          () -> core.database.count("SELECT count(*) FROM imas.feed_change WHERE first IS NULL"),
          waiting -> waiting == 0);
      core.sweep("search-text");
      Set<String> tried = new HashSet<>();
      List<Template> since = new ArrayList<>();
      String before = everythingOf(core, victim);
      for (Template template : requests.all()) {
        tokensOf(stranger)
            .forEach(
                (scope, token) -> {
                  if (template.slots().isEmpty()) {
                    showsNothing(send(core, token, template, fill(template, stranger)), victim, "");
                  }
                  for (int slot = 0; slot < template.slots().size(); slot++) {
                    for (String theirs : victim.spellings(template.slots().get(slot))) {
                      isNowhere(core, template, slot, theirs, stranger, scope, victim);
                    }
                  }
                });
        tried.add(template.operation());
        if (!template.asks()) {
          since.add(template);
        }
        if (since.size() == AT_ONCE) {
          assertThat(everythingOf(core, victim)).as("after one of %s", since).isEqualTo(before);
          since.clear();
        }
      }
      assertThat(everythingOf(core, victim)).isEqualTo(before);
      assertThat(tried).hasSameSizeAs(new ApiDocument().operations());
    }
  }

  /** What an administrator may not reach, nobody does: a lesser token is refused before. */
  private static Map<String, String> tokensOf(TenantScene stranger) {
    return FullSize.isFull()
        ? stranger.tokens
        : Map.of("admin", Objects.requireNonNull(stranger.tokens.get("admin")));
  }

  /** Of CSV, without the names of its columns. */
  private static int linesOf(Reply reply) {
    return String.valueOf(reply.header("content-type")).startsWith("text/csv")
        ? (int) reply.http().body().lines().count() - 1
        : 0;
  }

  /** Otherwise the test above would pass by naming nothing that exists. */
  @Test
  void whoseItIsFindsItByTheSameRequests() {
    try (RunningCore core = RunningCore.start()) {
      TenantScene owner = TenantScene.first(core, "zebra");
      core.sweep("search-text");
      for (Template template : lastWhatRemoves(requests.all())) {
        if (isOfThePlatform(template)) {
          continue;
        }
        Reply reply = send(core, core.token, template, fill(template, owner));
        assertThat(reply.status())
            .as("%s: %s", template, reply.http().body())
            .isNotIn(400, 403, 404, 422);
        if (MANY_AT_ONCE.contains(template.operation())) {
          assertThat(reply.json().at("/items/0/status").asInt()).isBetween(200, 299);
        }
        if (template.asks() && template.target().contains("?")) {
          int found =
              reply.json().path("items").size()
                  + reply.json().path("total").asInt()
                  + reply.json().at("/total/count").asInt()
                  + reply.json().path("groups").size()
                  + reply.json().path("columns").size()
                  + reply.json().at("/facets/0/values").size()
                  + linesOf(reply);
          // Figures are of what has happened often, or before now.
          boolean mayBeNone =
              template.target().matches(".*(folded_into|actor|wait|reviewer)=.*")
                  || template.operation().matches("GET /(dora|suspects)\\b.*");
          assertThat(found)
              .as("%s: %s", template, reply.http().body())
              .isGreaterThanOrEqualTo(mayBeNone ? 0 : 1);
        }
      }
    }
  }

  /** No administrator of a tenant may do it. */
  private static boolean isOfThePlatform(Template template) {
    return Objects.requireNonNull(PermissionExpectation.ALL.get(template.operation()))
        .isOfThePlatform();
  }

  @Test
  void keyOfAnotherTenantsRequestGivesNotItsAnswer() {
    try (RunningCore core = RunningCore.start()) {
      TenantScene stranger = TenantScene.another(core, "quokka");
      String body = "{\"title\":\"Once only\"}";
      String[] key = {"idempotency-key", "k1"};
      Reply first = core.send(core.token, "POST", "/api/v1/incidents", body, key);

      Reply other = core.send(stranger.tokens.get("admin"), "POST", "/api/v1/incidents", body, key);

      assertThat(other.status()).isEqualTo(201);
      assertThat(other.http().body()).doesNotContain(first.json().get("id").asText());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /riddles/{id} | {}",
        "GET | /alerts | {'parameters':[{'name':'riddle','in':'query'}]}",
        "GET | /alerts | {'parameters':[{'name':'riddle','in':'header'}]}",
        "POST | /riddles | {'requestBody':{'content':{'application/json':{'schema':{}}}}}",
        "POST | /teams |"
            + " {'requestBody':{'content':{'application/json':{'schema':{'properties':{'riddle':{}}}}}}}"
      })
  void routeThatNobodyKnowsHowToTryIsAFailure(String method, String path, String operation) {
    assertThatThrownBy(
            () -> requests.of(method, path, Json.MAPPER.readTree(operation.replace('\'', '"'))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("does not know how to try");
  }

  /** The same answer as for something that no tenant has. */
  private static void isNowhere(
      RunningCore core,
      Template template,
      int slot,
      String theirs,
      TenantScene stranger,
      String scope,
      TenantScene victim) {
    String token = Objects.requireNonNull(stranger.tokens.get(scope));
    String nobodys = nobodys(theirs);
    Reply reply = send(core, token, template, fill(template, stranger, slot, theirs));
    String what = template + " as " + scope + " with " + theirs + ": " + reply.http().body();
    showsNothing(reply, victim, theirs);
    if (reply.status() == 403) {
      assertThat(scope).as(what).isNotEqualTo("admin");
      return;
    }
    if (slot < template.slotsInPath() && !NEVER_404.contains(template.operation())) {
      assertThat(reply.status()).as(what).isEqualTo(404);
    } else if (String.valueOf(template.body()).contains(TAKES_ANY_NAME)) {
      assertThat(reply.json().at("/service/name").asText()).as(what).startsWith(stranger.mark);
      return;
    } else if (MANY_AT_ONCE.contains(template.operation())) {
      assertThat(reply.json().at("/items/0/status").asInt()).as(what).isEqualTo(404);
    } else if (!template.asks()) {
      assertThat(reply.status()).as(what).isIn(404, 422);
    }
    Reply none = send(core, token, template, fill(template, stranger, slot, nobodys));
    assertThat(told(reply, theirs)).as(what).isEqualTo(told(none, nobodys));
  }

  private static String told(Reply reply, String named) {
    return reply.status()
        + bare(reply.http().body())
            .replace(bare(named), "this")
            .replaceAll("\"request_id\":\"[^\"]*\"", "")
            .replaceAll("\"(created|updated)_at\":\"[^\"]*\"", "")
            .replaceAll("\"as_of\":\\d+", ""); // what the stranger did before is numbered late
  }

  /** Something of the same form that no tenant has. */
  private static String nobodys(String spelling) {
    if (spelling.length() < 3) {
      return spelling + spelling;
    }
    String most = spelling.substring(0, spelling.length() - 1);
    return most + (spelling.endsWith("7") ? '8' : '7');
  }

  private static void showsNothing(Reply reply, TenantScene victim, String said) {
    String rest = bare(reply.http().body());
    if (!said.isEmpty()) {
      rest = rest.replace(bare(said), "");
    }
    assertThat(rest).doesNotContain(victim.mark).doesNotContain(bare(victim.tenant.toString()));
    for (Kind kind : Kind.values()) {
      for (String spelling : victim.spellings(kind)) {
        if (spelling.length() > 3 && !said.contains(spelling)) {
          assertThat(rest).doesNotContain(bare(spelling));
        }
      }
    }
    assertThat(reply.status()).as(reply.http().body()).isLessThan(500);
  }

  /** Ids are equal with and without hyphens. */
  private static String bare(String text) {
    return text.replace("-", "");
  }

  private static Filled fill(Template template, TenantScene of) {
    return fill(template, of, -1, "");
  }

  private static Filled fill(Template template, TenantScene of, int slot, String theirs) {
    BiFunction<Integer, Kind, String> value = (i, kind) -> i == slot ? theirs : of.own(kind);
    return template.fill(value);
  }

  /**
   * A core that is too busy to compute something, as the first of its kind on a machine that does
   * much else, says that it may be asked again.
   */
  private static Reply send(RunningCore core, String token, Template template, Filled filled) {
    Reply reply = once(core, token, template, filled);
    for (int again = 0; again < 3 && isTooBusy(reply); again++) {
      reply = once(core, token, template, filled);
    }
    return reply;
  }

  private static boolean isTooBusy(Reply reply) {
    return reply.status() == 503 && reply.json().path("retry_after").isNumber();
  }

  private static Reply once(RunningCore core, String token, Template template, Filled filled) {
    String path = "/api/v1" + filled.target();
    String[] headers =
        template.ifMatch()
            ? new String[] {"if-match", versionOf(core, token, path)}
            : new String[0];
    return core.send(token, template.method(), path, filled.body(), headers);
  }

  private static String versionOf(RunningCore core, String token, String path) {
    String read = core.send(token, "GET", path, null).header("etag");
    return read == null ? "\"1\"" : read;
  }

  /** Reads first, then writes, then deletions from the inside out. */
  private static List<Template> lastWhatRemoves(List<Template> all) {
    List<Template> ordered = new ArrayList<>(all.reversed());
    ordered.sort(Comparator.comparing(t -> t.asks() ? 0 : t.method().equals("DELETE") ? 2 : 1));
    return ordered;
  }

  /** The rows of every table, whatever the logins may read. */
  private static String everythingOf(RunningCore core, TenantScene scene) {
    List<String> tables =
        core.database.query(
            """
            SELECT c.relname FROM pg_class c
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
             WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
             ORDER BY c.relname\
            """);
    List<String> sums = new ArrayList<>();
    for (String table : tables) {
      sums.add(
          "SELECT '%1$s ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
                  .formatted(table)
              + " FROM imas.%s t WHERE tenant_id = '%s'".formatted(table, scene.tenant));
    }
    assertThat(sums).isNotEmpty();
    return String.join("\n", core.database.query(String.join(" UNION ALL ", sums) + " ORDER BY 1"));
  }
}
