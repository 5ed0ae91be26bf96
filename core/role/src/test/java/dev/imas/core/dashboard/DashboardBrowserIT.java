package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.login.LoginScene;
import dev.imas.core.totp.Authenticator;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard as people use it: in a real browser, on a real core. */
class DashboardBrowserIT {

  /** Packed, of scripts, before the first list (dashboard goal 2). */
  private static final long MOST_BYTES = 60_000;

  private static @Nullable Chromium started;
  private static @Nullable LoginScene played;

  @BeforeAll
  static void start() {
    started = Chromium.start();
    played = LoginScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"));
    scene().user("olivia", "operator");
    scene().user("vera", "viewer");
    scene().core.service("checkout");
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
    if (played != null) {
      played.close();
    }
  }

  private static Chromium chromium() {
    return Objects.requireNonNull(started);
  }

  private static LoginScene scene() {
    return Objects.requireNonNull(played);
  }

  private static String url(String path) {
    return "http://localhost:" + scene().core.port() + path;
  }

  /** Its short id. */
  private static String incident(String title) {
    RunningCore.Reply made =
        scene()
            .core
            .post(
                "/api/v1/incidents",
                "{\"title\":\"%s\",\"service\":\"checkout\",\"severity\":\"SEV1\"}"
                    .formatted(title));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.json().get("short_id").asText();
  }

  private static String status(String incident) {
    return scene().core.get("/api/v1/incidents/" + incident).json().get("status").asText();
  }

  private static void fillIn(Page page, String name, String password) {
    page.getByLabel("Username").fill(name);
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
  }

  private static Page loggedIn(String name) {
    return loggedIn(chromium().open(), name, "/incidents");
  }

  private static Page loggedIn(Page page, String name, String path) {
    page.navigate(url("/login?next=" + path));
    page.locator("input[name=username]").fill(name);
    page.locator("input[name=password]").fill(LoginScene.PASSWORD);
    page.locator("form button").click();
    page.waitForURL(url(path));
    return page;
  }

  private static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).first().click();
  }

  @Test
  void logInLeadsToWhereOneWantedToGo() {
    String incident = incident("Where one wanted to go");
    Page page = chromium().open();
    page.navigate(url("/incidents/" + incident));
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Log in");
    fillIn(page, "olivia", "not the password");
    assertThat(page.locator(".fault")).containsText("is wrong");
    fillIn(page, "olivia", LoginScene.PASSWORD);
    assertThat(page.locator("h1")).hasText(incident + " Where one wanted to go");
    assertThat(page.locator("h1")).isFocused();
    page.locator("summary").click();
    press(page, "Log out");
    assertThat(page.locator("h1")).hasText("Log in");
    page.navigate(url("/incidents"));
    assertThat(page.locator("h1")).hasText("Log in");
  }

  @Test
  void nobodyIsSentToAnotherSite() {
    Page page = chromium().open();
    page.navigate(url("/login?next=//evil.example/incidents"));
    fillIn(page, "olivia", LoginScene.PASSWORD);
    page.waitForURL(url("/incidents"));
  }

  /** The first start's link, and the second factor that an administrator needs. */
  @Test
  void theFirstLinkMakesAnAdministratorWithASecondFactor() {
    Page page = chromium().open();
    List<String> asked = new ArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    page.navigate(url("/welcome#" + scene().core.adminCode));
    page.getByLabel("Username").fill("ada");
    page.getByLabel("E-mail address").fill("ada@example.org");
    page.getByLabel("Password").fill(LoginScene.PASSWORD);
    press(page, "Make the account");
    assertThat(page.locator("[role=status]").first())
        .hasText("Your account is made. Log in as ada.");
    assertThat(asked).noneMatch(url -> url.contains(scene().core.adminCode));
    page.getByLabel("Password").fill(LoginScene.PASSWORD);
    press(page, "Log in");
    String key = page.locator(".secret").textContent();
    page.getByLabel("Code of your").fill("000000");
    press(page, "Go on");
    assertThat(page.locator(".fault")).not().isEmpty();
    page.getByLabel("Code of your").fill(new Authenticator(key).code(scene().core.now()));
    press(page, "Go on");
    assertThat(page.locator(".codes li").first()).isVisible();
    String recovery = page.locator(".codes code").first().textContent();
    press(page, "I have kept them");
    assertThat(page.locator("h1")).hasText("Incidents");
    page.locator("summary").click();
    press(page, "Log out");
    fillIn(page, "ada", LoginScene.PASSWORD);
    press(page, "Use a recovery code");
    page.getByLabel("Recovery code").fill(recovery);
    press(page, "Go on");
    assertThat(page.locator("h1")).hasText("Incidents");
  }

  @Test
  void twoKeysAcknowledgeAndOneResolves() {
    String incident = incident("Two keys");
    Page page = loggedIn("olivia");
    page.locator("li", new Page.LocatorOptions().setHasText(incident)).locator("a").focus();
    page.keyboard().press("a");
    var row = page.locator("li", new Page.LocatorOptions().setHasText(incident));
    assertThat(row.locator(".status")).hasText("Acknowledged");
    assertThat(page.locator("#said")).containsText(incident + " is acknowledged");
    assertThat(row.locator("a")).isFocused();
    assertThat(status(incident)).isEqualTo("ACKNOWLEDGED");
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText(incident + " Two keys");
    page.keyboard().press("r");
    assertThat(page.locator(".status")).hasText("Resolved");
    assertThat(status(incident)).isEqualTo("RESOLVED");
  }

  @Test
  void singleKeysCanBeSwitchedOff() {
    String incident = incident("Keys are off");
    Page page = loggedIn("olivia");
    page.keyboard().press("?");
    assertThat(page.locator("dialog")).isVisible();
    page.getByLabel("Single keys do something").uncheck();
    page.locator("dialog button").click();
    page.locator("li", new Page.LocatorOptions().setHasText(incident)).locator("a").focus();
    page.keyboard().press("?");
    page.keyboard().press("a");
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText(incident + " Keys are off");
    assertThat(page.locator("dialog")).isHidden();
    assertThat(status(incident)).isEqualTo("TRIGGERED");
  }

  @Test
  void whatARoleMayNotDoIsNotOffered() {
    String incident = incident("Not offered");
    Page page = loggedIn("vera");
    assertThat(page.locator("li", new Page.LocatorOptions().setHasText(incident))).isVisible();
    assertThat(page.locator(".acts button")).hasCount(0);
    page.navigate(url("/incidents/" + incident));
    assertThat(page.locator("h1")).containsText(incident);
    assertThat(page.locator("main button, main textarea")).hasCount(0);
  }

  @Test
  void aCommentIsInTheTimeline() {
    String incident = incident("With a comment");
    Page page = loggedIn(chromium().open(), "olivia", "/incidents/" + incident);
    page.getByLabel("Comment").fill("<b>Disk</b> is full");
    press(page, "Add the comment");
    assertThat(page.locator(".timeline")).containsText("<b>Disk</b> is full");
  }

  /** Filters are in the address, so another browser sees the same. */
  @Test
  void filtersAreInTheAddress() {
    String there = incident("A needle of " + UUID.randomUUID());
    String other = incident("Another one");
    Page page = loggedIn("olivia");
    page.keyboard().press("/");
    assertThat(page.getByLabel("Search")).isFocused();
    page.keyboard().type(there);
    page.getByLabel("Severity").selectOption("SEV1");
    page.waitForURL(Pattern.compile(".*search=" + there + ".*"));
    Page second = loggedIn(chromium().open(), "vera", "/incidents");
    second.navigate(page.url());
    for (Page seen : List.of(page, second)) {
      assertThat(seen.locator("li", new Page.LocatorOptions().setHasText(there))).isVisible();
      assertThat(seen.locator("li", new Page.LocatorOptions().setHasText(other))).hasCount(0);
    }
    second.getByLabel("Status").selectOption("RESOLVED");
    assertThat(second.locator(".empty")).containsText("Nothing matches these filters.");
  }

  /** What is new waits while somebody is at the list. */
  @Test
  void rowsDoNotMoveUnderTheReader() {
    String first = incident("The one being read");
    Page page = loggedIn("olivia");
    var row = page.locator("li", new Page.LocatorOptions().setHasText(first));
    row.locator("a").focus();
    double before = Objects.requireNonNull(row.boundingBox()).y;
    String next = incident("News");
    page.locator(".newer").waitFor();
    assertThat(page.locator("li", new Page.LocatorOptions().setHasText(next))).hasCount(0);
    assertThat(row.locator("a")).isFocused();
    page.locator(".newer").click();
    assertThat(page.locator("li", new Page.LocatorOptions().setHasText(next))).isVisible();
    assertThat(before).isPositive();
  }

  @Test
  void aLostServerIsSaidAndForgottenWhenItIsBack() {
    incident("While the server is away");
    Page page = loggedIn("olivia");
    page.locator(".list").waitFor();
    page.route(Pattern.compile(".*/api/v1/incidents.*"), Route::abort);
    assertThat(page.locator(".failure")).containsText("IMAS cannot be reached");
    assertThat(page.locator(".list")).isVisible();
    page.unroute(Pattern.compile(".*/api/v1/incidents.*"));
    page.unrouteAll();
    assertThat(page.locator(".failure")).hasCount(0);
  }

  @Test
  void anEndedSessionLeadsToLogInAndBack() {
    String incident = incident("After the session");
    Page page = loggedIn(chromium().open(), "olivia", "/incidents/" + incident);
    assertThat(page.locator("h1")).containsText(incident);
    scene().setPassword("olivia", LoginScene.PASSWORD); // Ends every session of hers.
    assertThat(page.locator("h1")).hasText("Log in");
    fillIn(page, "olivia", LoginScene.PASSWORD);
    assertThat(page.locator("h1")).containsText(incident);
  }

  @Test
  void itSpeaksFrenchAndNamesTheZone() {
    incident("En français");
    Page page = loggedIn(chromium().open(1280, ColorScheme.LIGHT, "fr-FR"), "vera", "/incidents");
    assertThat(page.locator("html")).hasAttribute("lang", "fr");
    assertThat(page.locator("nav")).hasAttribute("aria-label", "Pages");
    assertThat(page.locator("summary")).hasText("Compte et réglages");
    assertThat(page.locator("time").first()).containsText(Pattern.compile("UTC\\+[12]|CES?T"));
  }

  @Test
  void theFirstListCostsFewBytes() {
    incident("Few bytes");
    Page page = chromium().open();
    AtomicLong scripts = new AtomicLong();
    List<String> before = new ArrayList<>();
    page.onResponse((Response response) -> before.add(response.url()));
    page.onResponse(
        response -> {
          if (response.url().endsWith(".js")) {
            scripts.addAndGet(Long.parseLong(response.headerValue("content-length")));
          }
        });
    loggedIn(page, "olivia", "/incidents");
    page.locator(".list").waitFor();
    assertThat(scripts.get()).isBetween(5_000L, MOST_BYTES);
    assertThat(before).allMatch(url -> url.startsWith(url("/")));
  }

  @ParameterizedTest
  @CsvSource({"1280,DARK", "1280,LIGHT", "360,DARK", "360,LIGHT"})
  void everyPageIsForEverybody(int width, ColorScheme scheme) {
    String incident =
        incident("For everybody, with a name as long as those of alerts are " + width + scheme);
    Page page = chromium().open(width, scheme, "en-GB");
    List<String> faults = new ArrayList<>();
    for (String path : List.of("/login", "/forgotten", "/welcome", "/welcome#code")) {
      page.navigate("about:blank");
      page.navigate(url(path));
      look(page, path, faults);
    }
    loggedIn(page, "olivia", "/incidents");
    page.locator(".list").waitFor();
    look(page, "/incidents", faults);
    page.locator("summary").click();
    look(page, "the menu", faults);
    page.locator("summary").click();
    press(page, "Help");
    look(page, "the help", faults);
    page.locator("dialog button").click();
    page.navigate(url("/incidents?search=nothing-has-this-name"));
    page.locator(".empty").waitFor();
    look(page, "an empty list", faults);
    page.navigate(url("/incidents/" + incident));
    page.locator(".timeline").waitFor();
    look(page, "an incident", faults);
    page.navigate(url("/incidents/INC-NONE"));
    look(page, "no incident", faults);
    assertThat(faults).isEmpty();
    assertThat(chromium().complaints()).isEmpty();
  }

  private static void look(Page page, String what, List<String> faults) {
    page.locator("h1").waitFor();
    Chromium.axe(page).forEach(fault -> faults.add(what + ": " + fault));
    Object sideways =
        page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    if (!Integer.valueOf(0).equals(sideways)) {
      faults.add(what + " scrolls sideways by " + sideways);
    }
  }
}
