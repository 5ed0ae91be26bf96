package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.RouteRequests.Template;
import dev.imas.core.TenantScene.Kind;
import dev.imas.core.message.LinkToken;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Each route with each role (IAM-02), with grants of the own and of another team (IAM-03), with
 * grants that ended (IAM-07), without a valid token and from another tenant. What is allowed is as
 * {@link PermissionExpectation} says.
 */
class PermissionWalkIT {

  /** It answers 200 about an unknown id: that nothing is kept. */
  private static final Set<String> NEVER_404 = Set.of("GET /receipts/{id}");

  private static final String OTHER_TEAM = "another team of the tenant";

  private static final List<Template> requests = inOrder();

  private final RunningCore core =
      RunningCore.start(with("IMAS_CORE_UNAUTHENTICATED_RATE", "10000"));
  private final TenantScene scene = TenantScene.first(core, "zebra");

  /** The secrets of the tokens made here, by their ids. */
  private final Map<String, String> secrets = new HashMap<>();

  @AfterEach
  void stop() {
    core.close();
  }

  @Test
  void eachRoleMayWhatItMayAndNothingElse() {
    for (String role : PermissionExpectation.ROLES) {
      String token = tokenOf(role);
      for (Template request : requests) {
        PermissionExpectation expected = expected(request);
        Reply reply = send(token, request);
        String what = request + " as " + role + ": " + reply.status() + reply.http().body();
        if (expected.allows(role)) {
          assertThat(reply.status()).as(what).isNotIn(401, 403, 500);
        } else {
          assertThat(reply.status()).as(what).isEqualTo(403);
          assertThat(reply.json().get("detail").asText()).as(what).contains("permission");
        }
      }
    }
  }

  @Test
  void withoutAValidTokenNothingIsAnswered() {
    String gone = tokenId("tenant_admin");
    assertThat(core.send(core.token, "DELETE", "/api/v1/tokens/" + gone, null).status())
        .isEqualTo(204);
    String expired =
        made(
                "/tokens",
                "{'name':'soon','role':'tenant_admin','expires_at':'"
                    + core.now().plusSeconds(60)
                    + "'}")
            .json()
            .get("token")
            .asText();
    core.clock.move(Duration.ofSeconds(61));
    Map<String, String> invalid = new LinkedHashMap<>(otherSecrets());
    invalid.put("nonsense", "nonsense");
    invalid.put("a revoked token", secret(gone));
    invalid.put("an expired token", expired);
    List<String> kinds = List.copyOf(invalid.keySet());
    int n = 0;
    for (Template request : requests) {
      assertThat(send(null, request).status()).as("%s without", request).isEqualTo(401);
      int turn = n++ % kinds.size();
      boolean isTriedByAll = FullSize.isFull() || isOfAnAccount(request) && !request.asks();
      for (String kind : isTriedByAll ? kinds : kinds.subList(turn, turn + 1)) {
        assertThat(send(invalid.get(kind), request).status())
            .as("%s with %s", request, kind)
            .isEqualTo(401);
      }
    }
  }

  /** Secrets that are good for something else, by their kind. None of them is a log-in. */
  private Map<String, String> otherSecrets() {
    String owner = core.get("/api/v1/users/" + scene.own(Kind.USER)).json().get("id").asText();
    Map<String, String> secrets = new LinkedHashMap<>();
    String source =
        made("/sources", "{'name':'walked','type':'PROMETHEUS'}").json().get("id").asText();
    secrets.put(
        "the key of a source",
        made("/sources/" + source + "/keys", "{}").json().get("key").asText());
    String calendar =
        made("/calendar-feeds", "{'user':'" + owner + "'}").json().get("path").asText();
    secrets.put(
        "the address of a calendar",
        calendar.substring(calendar.lastIndexOf('/') + 1).replace(".ics", ""));
    secrets.put(
        "the code of an invitation",
        made("/users/" + owner + "/invitation", "{}").json().get("code").asText());
    UUID delivery = UuidV7.at(core.clock.millis());
    String link = LinkToken.of(new SecretBox(new byte[32]), delivery).reveal();
    core.database.execute(
        """
        INSERT INTO action_link (tenant_id, id, token_hash, incident_id, user_id, actions, expires_at)
        VALUES ('%s', '%s', decode('%s', 'hex'), '%s', '%s', '{acknowledge,resolve}', now() + interval '9 days')\
        """
            .formatted(
                core.tenant,
                delivery,
                HexFormat.of().formatHex(Credential.hash(link)),
                scene.own(Kind.INCIDENT),
                owner));
    secrets.put("the link of a message", link);
    return secrets;
  }

  @Test
  void anAdministratorOfAnotherTenantFindsNothingHere() {
    String stranger = core.tokenOfAnotherTenant("quokka", "admin");
    for (Template request : requests) {
      if (request.slotsInPath() > 0 && !NEVER_404.contains(request.operation())) {
        assertThat(send(stranger, request).status()).as("%s", request).isEqualTo(404);
      }
    }
  }

  @Test
  void aGrantForATeamCountsForWhatTheTeamOwnsAlone() {
    String own = scene.own(Kind.TEAM);
    made("/teams", "{'name':'" + OTHER_TEAM + "'}");
    Map<String, String> ofTheTeam = new HashMap<>();
    Map<String, String> ofAnother = new HashMap<>();
    for (Template request : narrowed()) {
      String permission = expected(request).permission();
      String token = ofTheTeam.computeIfAbsent(permission, p -> withGrant(p, own));
      String other = ofAnother.computeIfAbsent(permission, p -> withGrant(p, OTHER_TEAM));
      assertThat(send(token, request).status())
          .as("%s with a grant for its team", request)
          .isNotIn(401, 403, 500);
      assertThat(send(other, request).status())
          .as("%s with a grant for another team", request)
          .isEqualTo(403);
    }
  }

  @Test
  void aGrantCountsInItsTimeAlone() {
    String own = scene.own(Kind.TEAM);
    Duration hour = Duration.ofHours(1);
    Map<String, String> holders = new HashMap<>();
    Map<String, String> ended = new HashMap<>();
    for (Template request : narrowed()) {
      String permission = expected(request).permission();
      if (!holders.containsKey(permission)) {
        String holder = viewer();
        grant(holder, permission, own, hour, hour.multipliedBy(2));
        holders.put(permission, secret(holder));
        String past = viewer();
        String grant = grant(past, permission, own, Duration.ZERO, hour.multipliedBy(9));
        Reply end = core.send(core.token, "DELETE", "/api/v1/grants/" + grant, null);
        assertThat(end.status()).isEqualTo(204);
        ended.put(permission, secret(past));
      }
    }
    for (Template request : narrowed()) {
      assertThat(sentBy(ended, request)).as("%s ended", request).isEqualTo(403);
      assertThat(sentBy(holders, request)).as("%s before", request).isEqualTo(403);
    }
    core.clock.move(hour);
    for (Template request : narrowed()) {
      assertThat(sentBy(holders, request)).as("%s in time", request).isNotEqualTo(403);
    }
    core.clock.move(hour);
    for (Template request : narrowed()) {
      assertThat(sentBy(holders, request)).as("%s after", request).isEqualTo(403);
    }
  }

  /** The status of the answer to whoever holds the request's permission. */
  private int sentBy(Map<String, String> tokens, Template request) {
    return send(tokens.get(expected(request).permission()), request).status();
  }

  /**
   * Tokens of every kind turned on people: what changes an account is refused to each token of its
   * owner, whatever its role, and to everybody's token that may not manage users. A log-in may do
   * it. The walk is over all operations, so that a new one is in it.
   */
  @Test
  void noTokenChangesTheAccountOfItsOwner() {
    String account = "/api/v1/users/" + scene.own(Kind.USER);
    JsonNode scenes = core.get(account).json();
    String owner = scenes.get("username").asText();
    String etag = core.get(account).header("etag");
    assertThat(
            core.send(
                    core.token,
                    "PUT",
                    account,
                    "{\"username\":\"%s\",\"email\":\"%s\",\"role\":\"tenant_admin\"}"
                        .formatted(owner, scenes.get("email").asText()),
                    "if-match",
                    String.valueOf(etag))
                .status())
        .isEqualTo(200);
    List<Template> own =
        requests.stream()
            .filter(PermissionWalkIT::isOfAnAccount)
            .filter(request -> !request.asks())
            .toList();
    assertThat(own).hasSizeGreaterThan(25);
    Map<String, String> tokens = new LinkedHashMap<>();
    for (String role : PermissionExpectation.ROLES) {
      tokens.put(role, core.ownToken(owner, "own " + role, role));
    }
    // As they were before there were roles.
    for (String scopes : List.of("read", "read,write", "read,write,admin")) {
      String role = scopes.endsWith("admin") ? "tenant_admin" : "operator";
      tokens.put("the scopes " + scopes, core.ownToken(owner, "own " + scopes, role));
      core.database.execute(
          "UPDATE api_token SET scopes = '{%1$s}' WHERE name = 'own %1$s'".formatted(scopes));
    }
    for (Map.Entry<String, String> one : tokens.entrySet()) {
      String role = one.getKey();
      String token = one.getValue();
      for (Template request : own) {
        Reply reply = send(token, request);
        assertThat(reply.status())
            .as("%s with the owner's own token of %s: %s", request, role, reply.http().body())
            .isEqualTo(403);
      }
    }
    String bystander = tokenOf("operator");
    for (Template request : own) {
      if (!request.operation().contains(" /me/")) {
        assertThat(send(bystander, request).status()).as("%s", request).isEqualTo(403);
      }
    }
    String session = core.logIn(owner);
    for (Template request : own) {
      Reply reply = send(session, request);
      if (reply.status() == 401) { // The request before has ended all sessions.
        session = core.logIn(core.get(account).json().get("username").asText());
        reply = send(session, request);
      }
      assertThat(reply.http().body())
          .as("%s by a log-in", request)
          .doesNotContain("a token has no permission");
      if (request.operation().equals("DELETE /users/{id}") && reply.status() == 204) {
        return;
      }
    }
  }

  /** What is about oneself, or about one person. */
  private static boolean isOfAnAccount(Template request) {
    String path = request.operation().substring(request.operation().indexOf(' ') + 1);
    return path.startsWith("/me/") || path.startsWith("/users/{");
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> settings = new HashMap<>(RunningCore.WITH_PEOPLE);
    settings.put(name, value);
    return settings;
  }

  /** Those that are walked. */
  static List<String> operations() {
    return requests.stream().map(Template::operation).toList();
  }

  /** Reads first, then changes, then deletions from the inside out; a request of each route. */
  private static List<Template> inOrder() {
    Map<String, Template> first = new LinkedHashMap<>();
    for (Template template : new RouteRequests(new ApiDocument().root).all()) {
      first.putIfAbsent(template.operation(), template);
    }
    first.keySet().removeIf(operation -> ofOperation(operation).isForAnybody());
    List<Template> ordered = new ArrayList<>(first.values()).reversed();
    List<Template> sorted = new ArrayList<>(ordered);
    sorted.sort(Comparator.comparing(t -> t.asks() ? 0 : t.method().equals("DELETE") ? 2 : 1));
    return sorted;
  }

  /** Those that a grant for a team is enough for, and that leave what the others need. */
  private static List<Template> narrowed() {
    List<Template> narrowed =
        requests.stream()
            .filter(request -> expected(request).narrowed())
            .filter(request -> !request.method().equals("DELETE"))
            .toList();
    assertThat(narrowed).hasSizeGreaterThan(9);
    return narrowed;
  }

  private static PermissionExpectation expected(Template request) {
    return ofOperation(request.operation());
  }

  private static PermissionExpectation ofOperation(String operation) {
    return Objects.requireNonNull(PermissionExpectation.ALL.get(operation), operation);
  }

  private Reply send(@Nullable String token, Template request) {
    RouteRequests.Filled filled = request.fill((slot, kind) -> scene.own(kind));
    String path = "/api/v1" + filled.target();
    String[] headers = request.ifMatch() ? new String[] {"if-match", version(path)} : new String[0];
    return core.send(token, request.method(), path, filled.body(), headers);
  }

  private String version(String path) {
    String read = core.send(core.token, "GET", path, null).header("etag");
    return read == null ? "\"1\"" : read;
  }

  private String secret(String id) {
    return Objects.requireNonNull(secrets.get(id));
  }

  private String tokenOf(String role) {
    return secret(tokenId(role));
  }

  private String viewer() {
    return tokenId("viewer");
  }

  /** The id of a new token. */
  private String tokenId(String role) {
    Reply reply = made("/tokens", "{'name':'" + role + "','role':'" + role + "'}");
    String id = reply.json().get("id").asText();
    secrets.put(id, reply.json().get("token").asText());
    return id;
  }

  private String withGrant(String permission, String team) {
    String holder = viewer();
    grant(holder, permission, team, Duration.ZERO, Duration.ofHours(1));
    return secret(holder);
  }

  private String grant(String holder, String permission, String team, Duration in, Duration until) {
    return made(
            "/grants",
            "{'grantee':'token:%s','permission':'%s','team':'%s','from':'%s','until':'%s'}"
                .formatted(holder, permission, team, core.now().plus(in), core.now().plus(until)))
        .json()
        .get("id")
        .asText();
  }

  private Reply made(String path, String json) {
    Reply reply = core.send(core.token, "POST", "/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s: %s", path, reply.http().body()).isEqualTo(201);
    return reply;
  }
}
