package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.login.LoginScene;
import dev.imas.core.totp.Authenticator;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** The dashboard as people use it: in a real browser, on a real core. */
@ExtendWith(Chromium.ClosesPages.class)
class DashboardBrowserIT {

  /** Packed, of scripts, before the first list (dashboard goal 2). */
  private static final long MOST_BYTES = 60_000;

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"));
  }

  @AfterAll
  static void stop() {
    if (played != null) {
      played.close();
    }
  }

  private static BrowserScene scene() {
    return Objects.requireNonNull(played);
  }

  @Test
  void logInLeadsToWhereOneWantedToGo() {
    String incident = scene().incident("Where one wanted to go");
    Page page = scene().open();
    page.navigate(scene().url("/incidents/" + incident));
    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Sign in");
    BrowserScene.fillIn(page, "olivia", "not the password");
    assertThat(page.locator(".fault")).containsText("Wrong username");
    BrowserScene.fillIn(page, "olivia", LoginScene.PASSWORD);
    assertThat(page.locator("h1")).hasText(incident + " Where one wanted to go");
    assertThat(page.locator("h1")).isFocused();
    page.locator(".menu summary").click();
    BrowserScene.press(page, "Sign out");
    assertThat(page.locator("h1")).hasText("Sign in");
    page.navigate(scene().url("/incidents"));
    assertThat(page.locator("h1")).hasText("Sign in");
  }

  @Test
  void nobodyIsSentToAnotherSite() {
    Page page = scene().open();
    page.navigate(scene().url("/login?next=//evil.example/incidents"));
    BrowserScene.fillIn(page, "olivia", LoginScene.PASSWORD);
    page.waitForURL(scene().url("/"));
  }

  /** The first start's link, and the second factor that an administrator needs. */
  @Test
  void theFirstLinkMakesAnAdministratorWithASecondFactor() {
    Page page = scene().open();
    List<String> asked = new ArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    page.navigate(scene().url("/welcome#" + scene().core().adminCode));
    page.getByLabel("Username").fill("ada");
    page.getByLabel("E-mail address").fill("ada@example.org");
    page.getByLabel("Password").fill(LoginScene.PASSWORD);
    BrowserScene.press(page, "Create account");
    assertThat(page.locator("[role=status]").first()).hasText("Account created. Sign in as ada.");
    assertThat(asked).noneMatch(url -> url.contains(scene().core().adminCode));
    page.getByLabel("Password").fill(LoginScene.PASSWORD);
    BrowserScene.press(page, "Sign in");
    String key = page.locator(".secret").textContent();
    page.getByLabel("6-digit code").fill("000000");
    BrowserScene.press(page, "Continue");
    assertThat(page.locator(".fault")).not().isEmpty();
    page.getByLabel("6-digit code").fill(new Authenticator(key).code(scene().core().now()));
    BrowserScene.press(page, "Continue");
    assertThat(page.locator(".codes li").first()).isVisible();
    String recovery = page.locator(".codes code").first().textContent();
    BrowserScene.press(page, "I’ve saved them");
    assertThat(page).hasTitle("Home · IMAS");
    page.locator(".menu summary").click();
    BrowserScene.press(page, "Sign out");
    BrowserScene.fillIn(page, "ada", LoginScene.PASSWORD);
    BrowserScene.press(page, "Use a recovery code");
    page.getByLabel("Recovery code").fill(recovery);
    BrowserScene.press(page, "Continue");
    assertThat(page).hasTitle("Home · IMAS");
  }

  @Test
  void twoKeysAcknowledgeAndOneResolves() {
    String incident = scene().incident("Two keys");
    Page page = scene().loggedIn("olivia");
    page.locator("li", new Page.LocatorOptions().setHasText(incident)).locator("a").focus();
    page.keyboard().press("a");
    var row = page.locator("li", new Page.LocatorOptions().setHasText(incident));
    assertThat(row.locator(".status")).hasText("Acknowledged");
    assertThat(page.locator("#said")).containsText(incident + " acknowledged");
    assertThat(row.locator("a")).isFocused();
    page.waitForCondition(() -> scene().status(incident).equals("ACKNOWLEDGED"));
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText(incident + " Two keys");
    page.keyboard().press("r");
    assertThat(page.locator(".status")).hasText("Resolved");
    page.waitForCondition(() -> scene().status(incident).equals("RESOLVED"));
  }

  @Test
  void singleKeysCanBeSwitchedOff() {
    String incident = scene().incident("Keys are off");
    scene().user("kay", "operator"); // It follows her to other browsers.
    Page page = scene().loggedIn("kay");
    page.keyboard().press("?");
    assertThat(page.locator("dialog")).isVisible();
    page.getByLabel("Enable single-key shortcuts").uncheck();
    BrowserScene.press(page, "Close");
    page.locator("li", new Page.LocatorOptions().setHasText(incident)).locator("a").focus();
    page.keyboard().press("?");
    page.keyboard().press("a");
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText(incident + " Keys are off");
    assertThat(page.locator("dialog")).isHidden();
    assertThat(scene().status(incident)).isEqualTo("TRIGGERED");
  }

  @Test
  void whatARoleMayNotDoIsNotOffered() {
    String incident = scene().incident("Not offered");
    Page page = scene().loggedIn("vera");
    assertThat(page.locator("li", new Page.LocatorOptions().setHasText(incident))).isVisible();
    assertThat(page.locator(".acts button")).hasCount(0);
    page.navigate(scene().url("/incidents/" + incident));
    assertThat(page.locator("h1")).containsText(incident);
    assertThat(page.locator("main button:not([role=tab]), main textarea")).hasCount(0);
  }

  @Test
  void aCommentIsInTheTimeline() {
    String incident = scene().incident("With a comment");
    Page page = scene().loggedIn(scene().open(), "olivia", "/incidents/" + incident);
    page.getByLabel("Comment").fill("<b>Disk</b> is full");
    BrowserScene.press(page, "Post comment");
    assertThat(page.locator(".timeline")).containsText("<b>Disk</b> is full");
  }

  /** Filters are in the address, so another browser sees the same. */
  @Test
  void filtersAreInTheAddress() {
    String there = scene().incident("A needle of " + UUID.randomUUID());
    String other = scene().incident("Another one");
    Page page = scene().loggedIn("olivia");
    page.keyboard().press("/");
    Locator search = page.locator("main").getByLabel("Search");
    assertThat(search).isFocused();
    page.keyboard().type(there);
    search.press("Tab");
    page.locator(".narrowing summary").click();
    page.getByLabel("SEV1").check();
    page.waitForURL(Pattern.compile(".*search=" + there + ".*"));
    Page second = scene().loggedIn(scene().open(), "vera", "/incidents");
    second.navigate(page.url());
    for (Page seen : List.of(page, second)) {
      assertThat(seen.locator("li", new Page.LocatorOptions().setHasText(there))).isVisible();
      assertThat(seen.locator("li", new Page.LocatorOptions().setHasText(other))).hasCount(0);
    }
    second.locator(".narrowing summary").click();
    second.getByLabel("Triggered").uncheck();
    assertThat(second.locator(".empty")).containsText("No incidents match these filters");
  }

  /** What is new waits while somebody is at the list. */
  @Test
  void rowsDoNotMoveUnderTheReader() {
    String first = scene().incident("The one being read");
    Page page = scene().loggedIn("olivia");
    var row = page.locator("li", new Page.LocatorOptions().setHasText(first));
    row.locator("a").focus();
    double before = Objects.requireNonNull(row.boundingBox()).y;
    String next = scene().incident("News");
    page.locator(".newer").waitFor();
    assertThat(page.locator("li", new Page.LocatorOptions().setHasText(next))).hasCount(0);
    assertThat(row.locator("a")).isFocused();
    page.locator(".newer").click();
    assertThat(page.locator("li", new Page.LocatorOptions().setHasText(next))).isVisible();
    assertThat(before).isPositive();
  }

  @Test
  void aLostServerIsSaidAndForgottenWhenItIsBack() {
    scene().incident("While the server is away");
    Page page = scene().loggedIn("olivia");
    page.locator(".rows").waitFor();
    page.route(Pattern.compile(".*/api/v1/incidents.*"), Route::abort);
    scene().incident("While the server does not answer");
    assertThat(page.locator(".failure")).containsText("Can’t reach IMAS");
    assertThat(page.locator(".rows")).isVisible();
    page.unroute(Pattern.compile(".*/api/v1/incidents.*"));
    page.unrouteAll();
    assertThat(page.locator(".failure")).hasCount(0);
  }

  @Test
  void anEndedSessionLeadsToLogInAndBack() {
    String incident = scene().incident("After the session");
    Page page = scene().loggedIn(scene().open(), "olivia", "/incidents/" + incident);
    assertThat(page.locator("h1")).containsText(incident);
    scene().setPassword("olivia", LoginScene.PASSWORD); // Ends every session of hers.
    // The feed looks at rights again every ten seconds.
    assertThat(page.locator("h1"))
        .hasText("Sign in", new LocatorAssertions.HasTextOptions().setTimeout(20_000));
    BrowserScene.fillIn(page, "olivia", LoginScene.PASSWORD);
    assertThat(page.locator("h1")).containsText(incident);
  }

  @Test
  void itSpeaksFrenchAndNamesTheZone() {
    scene().incident("En français");
    Page page =
        scene().loggedIn(scene().open(1280, ColorScheme.LIGHT, "fr-FR"), "vera", "/incidents");
    assertThat(page.locator("html")).hasAttribute("lang", "fr");
    assertThat(page.locator("#side")).hasAttribute("aria-label", "Pages");
    assertThat(page.locator(".menu summary")).containsText("Compte et réglages");
    assertThat(page.locator("time").first()).containsText(Pattern.compile("UTC\\+[12]|CES?T"));
  }

  @Test
  void theFirstListCostsFewBytes() {
    scene().incident("Few bytes");
    Page page = scene().open();
    AtomicLong scripts = new AtomicLong();
    List<String> before = new ArrayList<>();
    page.onResponse((Response response) -> before.add(response.url()));
    page.onResponse(
        response -> {
          if (response.url().endsWith(".js")) {
            scripts.addAndGet(Long.parseLong(response.headerValue("content-length")));
          }
        });
    scene().loggedIn(page, "olivia", "/incidents");
    page.locator(".rows").waitFor();
    assertThat(scripts.get()).isBetween(5_000L, MOST_BYTES);
    assertThat(before).allMatch(url -> url.startsWith(scene().url("/")));
  }
}
