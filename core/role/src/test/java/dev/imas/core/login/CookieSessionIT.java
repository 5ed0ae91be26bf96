package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.totp.Authenticator;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * IAM-08, API-12: sessions of browsers are in cookies, which are worth nothing without the CSRF
 * token of the same session; tokens of one purpose are refused in every other place (trap 68).
 */
class CookieSessionIT {

  private static final String ACCESS = "__Host-imas_access";
  private static final String REFRESH = "__Host-imas_refresh";
  private static final String CSRF = "__Host-imas_csrf";
  private static final String DEVICE = "__Host-imas_device";

  private static final LoginScene scene =
      LoginScene.start(Map.of("IMAS_CORE_CORS_ORIGINS", "https://pages.example"));

  /** What a browser keeps: cookies, and nothing else. */
  private static final class Browser {
    private final Map<String, String> cookies = new HashMap<>();

    Reply send(String method, String path, @Nullable String json, String... headers) {
      List<String> all = new ArrayList<>(List.of(headers));
      if (!cookies.isEmpty()) {
        all.add("cookie");
        all.add(
            String.join(
                "; ",
                cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).toList()));
      }
      Reply reply =
          scene.core.send(null, method, "/api/v1" + path, json, all.toArray(String[]::new));
      for (String set : reply.http().headers().allValues("set-cookie")) {
        String[] pair = set.substring(0, set.indexOf(';')).split("=", 2);
        if (set.contains("Max-Age=0;")) {
          cookies.remove(pair[0]);
        } else {
          cookies.put(pair[0], pair[1]);
        }
      }
      return reply;
    }

    Reply logIn(String name, String password) {
      return send(
          "POST",
          "/auth/login",
          "{\"username\":\"%s\",\"password\":\"%s\",\"cookie\":true}".formatted(name, password));
    }

    static Browser of(String name) {
      Browser browser = new Browser();
      Reply in = browser.logIn(name, LoginScene.PASSWORD);
      assertThat(in.status()).as("%s", in.json()).isEqualTo(200);
      return browser;
    }

    String cookie(String name) {
      return Objects.requireNonNull(cookies.get(name), name);
    }

    Reply me() {
      return send("GET", "/me", null, "x-csrf-token", cookie(CSRF));
    }
  }

  @BeforeAll
  static void people() {
    scene.user("ada", "tenant_admin");
    scene.user("bob", "viewer");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @Test
  void cookiesAreOutOfReachOfScriptsAndOtherSites() {
    Reply in = new Browser().logIn("ada", LoginScene.PASSWORD);

    assertThat(in.json().has("access_token")).isFalse();
    assertThat(in.json().has("refresh_token")).isFalse();
    List<String> set = in.http().headers().allValues("set-cookie");
    assertThat(set)
        .anyMatch(one -> one.startsWith(ACCESS + "=ey") && one.contains("Max-Age=1800;"))
        .anyMatch(one -> one.startsWith(REFRESH + "=imas_rfc_") && one.contains("Max-Age=604800;"))
        .allMatch(one -> one.contains("; Path=/;") && one.contains("; Secure; SameSite=Strict"))
        .allMatch(one -> one.endsWith("; HttpOnly") != one.startsWith(CSRF));
  }

  @Test
  void sessionInCookiesNeedsItsCsrfTokenForEveryRequest() {
    Browser browser = Browser.of("ada");
    String team = "{\"name\":\"of a browser\"}";

    Reply bare = browser.send("GET", "/me", null);
    Reply bareChange = browser.send("POST", "/teams", team);

    assertThat(bare.status()).isEqualTo(403);
    assertThat(bare.json().get("detail").asText()).contains("X-CSRF-Token", CSRF);
    assertThat(bareChange.status()).isEqualTo(403);
    assertThat(browser.me().json().at("/owner/name").asText()).isEqualTo("ada");
    assertThat(browser.send("POST", "/teams", team, "x-csrf-token", browser.cookie(CSRF)).status())
        .isEqualTo(201);
  }

  @Test
  void csrfTokenOfAnotherSessionIsNone() {
    Browser ada = Browser.of("ada");
    Browser sameUser = Browser.of("ada");
    for (String other : List.of(sameUser.cookie(CSRF), Browser.of("bob").cookie(CSRF), "made up")) {
      assertThat(ada.send("GET", "/me", null, "x-csrf-token", other).status()).isEqualTo(403);
      assertThat(ada.send("POST", "/auth/refresh", null, "x-csrf-token", other).status())
          .isEqualTo(403);
      assertThat(ada.send("POST", "/auth/logout", null, "x-csrf-token", other).status())
          .isEqualTo(403);
    }
    // A cookie that somebody else has set is compared with the session, and not with itself.
    String own = ada.cookie(CSRF);
    ada.cookies.put(CSRF, sameUser.cookie(CSRF));
    assertThat(ada.me().status()).isEqualTo(403);
    ada.cookies.put(CSRF, own);
    assertThat(ada.me().status()).isEqualTo(200);
  }

  /** Every kind of token in every place but its own. */
  @Test
  void tokenOfOnePurposeIsRefusedInEveryOtherPlace() {
    Browser browser = Browser.of("ada");
    JsonNode bearer = scene.login("ada");
    String access = bearer.get("access_token").asText();
    String refresh = bearer.get("refresh_token").asText();
    String csrf = browser.cookie(CSRF);
    Map<String, String> all =
        Map.of(
            "bearer access",
            access,
            "bearer refresh",
            refresh,
            "cookie access",
            browser.cookie(ACCESS),
            "cookie refresh",
            browser.cookie(REFRESH),
            "csrf",
            csrf,
            "api token",
            scene.core.token);
    all.forEach(
        (kind, token) -> {
          Browser swapped = new Browser();
          swapped.cookies.putAll(Map.of(ACCESS, token, REFRESH, token, CSRF, csrf));
          assertThat(scene.get(token, "/me").status())
              .as(kind + " as bearer")
              .isEqualTo(kind.equals("bearer access") || kind.equals("api token") ? 200 : 401);
          assertThat(swapped.me().status())
              .as(kind + " as the cookie of access")
              .isEqualTo(kind.equals("cookie access") ? 200 : 401);
          if (!kind.equals("cookie refresh")) {
            assertThat(swapped.send("POST", "/auth/refresh", null, "x-csrf-token", csrf).status())
                .as(kind + " as the cookie of refresh")
                .isEqualTo(401);
          }
          if (!kind.equals("bearer refresh")) {
            assertThat(scene.refresh(token).status()).as(kind + " as refresh").isEqualTo(401);
          }
          assertThat(browser.send("GET", "/me", null, "x-csrf-token", token).status())
              .as(kind + " as the CSRF token")
              .isEqualTo(kind.equals("csrf") ? 200 : 403);
        });
  }

  @Test
  void refreshRenewsTheCookiesAndKeepsTheCsrfToken() {
    Browser browser = Browser.of("bob");
    String access = browser.cookie(ACCESS);
    String first = browser.cookie(REFRESH);
    String csrf = browser.cookie(CSRF);
    scene.core.clock.move(Duration.ofMinutes(30));
    assertThat(browser.me().status()).isEqualTo(401);

    Reply next = browser.send("POST", "/auth/refresh", null, "x-csrf-token", csrf);

    assertThat(next.status()).as("%s", next.json()).isEqualTo(200);
    assertThat(next.json().has("access_token")).isFalse();
    assertThat(browser.cookie(ACCESS)).isNotEqualTo(access);
    assertThat(browser.cookie(REFRESH)).isNotEqualTo(first);
    assertThat(browser.cookie(CSRF)).isEqualTo(csrf);
    assertThat(browser.me().status()).isEqualTo(200);
  }

  @Test
  void copiedCookieEndsTheSession() {
    Browser browser = Browser.of("bob");
    Browser thief = new Browser();
    thief.cookies.putAll(browser.cookies);
    String csrf = browser.cookie(CSRF);
    assertThat(browser.send("POST", "/auth/refresh", null, "x-csrf-token", csrf).status())
        .isEqualTo(200);
    scene.core.clock.move(Duration.ofSeconds(11));

    assertThat(thief.send("POST", "/auth/refresh", null, "x-csrf-token", csrf).status())
        .isEqualTo(401);
    assertThat(browser.me().status()).isEqualTo(401);
  }

  /** C14: the device stays known after a log-out, so that strangers cannot lock it out. */
  @Test
  void logOutClearsTheCookiesAndLeavesTheDeviceKnown() {
    scene.user("carl", "viewer");
    Browser browser = Browser.of("carl");
    Browser copy = new Browser();
    copy.cookies.putAll(browser.cookies);

    Reply out = browser.send("POST", "/auth/logout", null, "x-csrf-token", browser.cookie(CSRF));

    assertThat(out.status()).isEqualTo(204);
    assertThat(browser.cookies).containsOnlyKeys(DEVICE);
    assertThat(copy.me().status()).isEqualTo(401);
    for (int i = 0; i < 10; i++) {
      assertThat(scene.tryLogin("carl", "wrong", null).status()).isEqualTo(401);
    }
    assertThat(scene.tryLogin("carl", LoginScene.PASSWORD, null).status()).isEqualTo(429);
    assertThat(browser.logIn("carl", LoginScene.PASSWORD).status()).isEqualTo(200);
    assertThat(browser.cookies).containsOnlyKeys(ACCESS, REFRESH, CSRF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site"})
  void requestsOfOtherSitesAreRefused(String site) {
    Browser browser = Browser.of("ada");
    String[] from = {"sec-fetch-site", site, "x-csrf-token", browser.cookie(CSRF)};

    assertThat(browser.send("GET", "/me", null, from).status()).isEqualTo(403);
    assertThat(browser.send("POST", "/auth/refresh", null, from).status()).isEqualTo(403);
    assertThat(browser.send("POST", "/auth/logout", null, from).status()).isEqualTo(403);
    String in =
        "{\"username\":\"ada\",\"password\":\"" + LoginScene.PASSWORD + "\",\"cookie\":true}";
    assertThat(new Browser().send("POST", "/auth/login", in, from).status()).isEqualTo(403);
    assertThat(
            browser
                .send(
                    "GET",
                    "/me",
                    null,
                    "sec-fetch-site",
                    "same-origin",
                    "x-csrf-token",
                    browser.cookie(CSRF))
                .status())
        .isEqualTo(200);
  }

  /** Origins that may call the API do so with tokens: no answer lets a browser send cookies. */
  @Test
  void allowedOriginsGetNoCookies() {
    String origin = "https://pages.example";
    Reply asked =
        scene.core.send(
            null,
            "OPTIONS",
            "/api/v1/me",
            null,
            "origin",
            origin,
            "access-control-request-method",
            "GET",
            "access-control-request-headers",
            "x-csrf-token");
    Browser browser = Browser.of("ada");
    Reply read =
        browser.send("GET", "/me", null, "origin", origin, "x-csrf-token", browser.cookie(CSRF));

    for (Reply reply : List.of(asked, read)) {
      assertThat(reply.header("access-control-allow-origin")).isEqualTo(origin);
      assertThat(reply.header("access-control-allow-credentials")).isNull();
    }
    assertThat(asked.header("access-control-allow-headers")).doesNotContain("csrf");
  }

  @Test
  void tokenInTheHeaderIsWhatCountsBesideACookie() {
    Browser browser = Browser.of("ada");

    Reply bob = browser.send("GET", "/me", null, "authorization", "Bearer " + scene.access("bob"));
    Reply wrong =
        browser.send(
            "GET", "/me", null, "authorization", "Bearer x", "x-csrf-token", browser.cookie(CSRF));

    assertThat(bob.json().at("/owner/name").asText()).isEqualTo("bob");
    assertThat(wrong.status()).isEqualTo(401);
  }

  @Test
  void secondStepGivesCookiesToo() {
    scene.user("dora", "viewer");
    String access = scene.access("dora");
    Reply begun =
        scene.core.send(
            access,
            "POST",
            "/api/v1/me/totp",
            "{\"current_password\":\"" + LoginScene.PASSWORD + "\"}");
    Authenticator authenticator = new Authenticator(begun.json().get("secret").asText());
    String first = "{\"code\":\"" + authenticator.code(scene.core.now()) + "\"}";
    assertThat(scene.core.send(access, "POST", "/api/v1/me/totp/confirm", first).status())
        .isEqualTo(200);
    scene.core.clock.move(Duration.ofSeconds(30));
    Browser browser = new Browser();
    Reply challenge = browser.logIn("dora", LoginScene.PASSWORD);
    assertThat(challenge.status()).isEqualTo(202);
    assertThat(browser.cookies).isEmpty();

    Reply in =
        browser.send(
            "POST",
            "/auth/2fa/verify",
            "{\"challenge\":\"%s\",\"code\":\"%s\",\"cookie\":true}"
                .formatted(
                    challenge.json().get("challenge").asText(),
                    authenticator.code(scene.core.now())));

    assertThat(in.status()).as("%s", in.json()).isEqualTo(200);
    assertThat(browser.me().status()).isEqualTo(200);
  }

  /** Trap 71: a browser would drop the cookies without a word. */
  @Test
  void logInWithCookiesOverPlainHttpIsRefusedWithWhatToDo() {
    String plain = rawLogIn("imas.lan:8090", "");
    String proxied = rawLogIn("imas.lan", "X-Forwarded-Proto: https\r\n");
    String local = rawLogIn("localhost:8090", "");

    assertThat(plain).startsWith("HTTP/1.1 422").contains("/cookie", "https", "X-Forwarded-Proto");
    assertThat(plain.toLowerCase(Locale.ROOT)).doesNotContain("set-cookie");
    assertThat(proxied).startsWith("HTTP/1.1 200").contains(ACCESS);
    assertThat(local).startsWith("HTTP/1.1 200").contains(ACCESS);
  }

  private static String rawLogIn(String host, String header) {
    String body =
        "{\"username\":\"bob\",\"password\":\"" + LoginScene.PASSWORD + "\",\"cookie\":true}";
    String request =
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: %s\r\n%sContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(host, header, body.length(), body);
    try (Socket socket = new Socket("127.0.0.1", scene.core.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
