package dev.imas.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeBrowser;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.RunningCore.Reply;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * From the button on "My on-call" to an incident that is acknowledged from a notification. Chromium
 * cannot reach its push service here, so it gets a subscription at a local one. {@code sw.test.mjs}
 * tests what its service worker does with what arrives.
 */
class PushBrowserIT {

  private static final String PASSWORD = "vestibule ocelot quartz";
  private static final int PORT = FreePort.next();
  private static final String DASHBOARD = "http://localhost:" + PORT;

  /** Debian's; where it is not installed, the test is skipped, and fails in CI. */
  private static final Path CHROMIUM =
      Stream.of("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(Path.of("/usr/bin/chromium"));

  private static final String SUBSCRIPTION =
      """
      (() => {
        // The shell of Chromium shows no notifications, whoever is allowed to.
        Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
        let own = null;
        const made = {
          ...%1$s,
          toJSON: () => (%1$s),
          unsubscribe: async () => { own = null; return true; },
        };
        PushManager.prototype.getSubscription = async () => own;
        PushManager.prototype.subscribe = async (how) => {
          window.subscribedWith = btoa(String.fromCharCode(...how.applicationServerKey));
          return (own = made);
        };
      })()\
      """;

  private static final Browser browser = browser();
  private static final PagingScene scene =
      new PagingScene(
          Map.of(
              "IMAS_CORE_PORT",
              Integer.toString(PORT),
              "IMAS_PUBLIC_URL",
              DASHBOARD,
              "IMAS_CORE_PASSWORD_MEMORY",
              "1MiB",
              "IMAS_CORE_TOTP_REQUIRED_FROM",
              "nobody"),
          Map.of("IMAS_PUBLIC_URL", DASHBOARD));
  private static final FakeBrowser receiver = FakeBrowser.start(scene.core.vertx);

  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private static Browser browser() {
    if (!Files.isExecutable(CHROMIUM) && !Boolean.parseBoolean(System.getenv("CI"))) {
      assumeTrue(false, "chromium is not installed");
    }
    return Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM));
  }

  @BeforeAll
  static void somebodyIsThere() {
    made(
        "POST",
        "/users",
        "{\"username\":\"rae\",\"email\":\"rae@example.org\",\"role\":\"responder\"}",
        201);
    made("PUT", "/users/rae/password", "{\"password\":\"" + PASSWORD + "\"}", 204);
    made(
        "POST",
        "/escalation-policies",
        "{\"name\":\"rae"
            + " first\",\"team\":\"payments\",\"steps\":[{\"notify\":[{\"type\":\"user\",\"user\":\"rae\"}]}]}",
        201);
    made(
        "POST",
        "/services",
        "{\"name\":\"cellar\",\"owner_team\":\"payments\",\"escalation_policy\":\"rae first\"}",
        201);
  }

  @AfterAll
  static void stop() {
    browser.close();
    receiver.close();
    scene.close();
  }

  private static Reply made(String method, String path, String json, int status) {
    Reply reply = scene.core.send(scene.core.token, method, "/api/v1" + path, json);
    assertThat(reply.status()).as("%s %s: %s", method, path, reply.json()).isEqualTo(status);
    return reply;
  }

  private Page phone(BrowserContext context) {
    Page page = context.newPage();
    page.setDefaultTimeout(40_000);
    PlaywrightAssertions.setDefaultAssertionTimeout(40_000);
    page.onConsoleMessage(
        said -> {
          if (said.text().contains("Content Security Policy") || said.text().contains("Trusted")) {
            complaints.add(said.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(DASHBOARD + "/login?next=/me");
    page.getByLabel("Username").fill("rae");
    page.getByLabel("Password").fill(PASSWORD);
    press(page.locator("body"), "Sign in");
    assertThat(page.locator("h1")).hasText("My on-call");
    return page;
  }

  private static BrowserContext context() {
    return browser.newContext(
        new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(390, 844));
  }

  private static void press(Locator within, String name) {
    within
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true))
        .first()
        .click();
  }

  @Test
  void anIncidentIsAcknowledgedFromANotification() {
    BrowserContext context = context();
    context.grantPermissions(List.of("notifications"));
    context.addInitScript(SUBSCRIPTION.formatted(receiver.subscription("/rae").encode()));
    Page page = phone(context);
    Locator contacts = page.locator("[aria-labelledby=my-contacts]");
    press(contacts, "Enable push on this device");
    Locator asked =
        page.getByRole(
            AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Confirm your password"));
    asked.getByLabel("Password").fill(PASSWORD);
    press(asked, "Confirm");

    FakeBrowser.Pushed code = receiver.await(1).getFirst();
    assertThat(code.headers()).containsEntry("urgency", "high").containsEntry("ttl", "600");
    String key = scene.core.get("/api/v1/me/push-key").json().get("public_key").asText();
    assertThat(code.sender()).isEqualTo(key);
    assertThat(page.evaluate("window.subscribedWith.replaceAll('+', '-').replaceAll('/', '_')"))
        .isEqualTo(key + "=");
    String digits = digits(code.text().encode());
    assertThat(contacts).containsText("Code sent");
    contacts.locator("input[autocomplete=one-time-code]").fill(digits);
    press(contacts, "Verify");
    Locator own = contacts.locator("li", new Locator.LocatorOptions().setHasText("This browser"));
    assertThat(own).containsText("Verified");
    assertThat(own).containsText("Chrome on Linux");
    assertThat(contacts.getByText("Enable push on this device")).hasCount(0);

    String incident =
        made(
                "POST",
                "/incidents",
                "{\"title\":\"Cellar under"
                    + " water\",\"severity\":\"SEV1\",\"service_name\":\"cellar\"}",
                201)
            .json()
            .get("short_id")
            .asText();
    // A notice that the account has a new contact comes, too.
    FakeBrowser.Pushed paged =
        Await.until(
                "the page",
                () ->
                    receiver.pushed().stream()
                        .filter(one -> one.text().getString("title").contains("Cellar"))
                        .toList(),
                pages -> !pages.isEmpty())
            .getFirst();
    JsonObject button = paged.text().getJsonArray("actions").getJsonObject(0);
    assertThat(button.getString("title")).isEqualTo("Acknowledge");
    APIResponse acknowledged =
        context
            .request()
            .post(
                DASHBOARD + button.getString("url"),
                RequestOptions.create()
                    .setHeader("Content-Type", "application/x-www-form-urlencoded")
                    .setData(button.getString("form")));
    assertThat(acknowledged).isOK();
    Await.until(
        "acknowledged",
        () -> scene.core.get("/api/v1/incidents/" + incident).json().get("status").asText(),
        "ACKNOWLEDGED"::equals);

    press(own, "Remove Chrome on Linux");
    press(page.locator("dialog[open]"), "Remove contact method");
    assertThat(contacts.getByText("Enable push on this device")).isVisible();
    assertThat(complaints).isEmpty();
    context.close();
  }

  private static String digits(String text) {
    Matcher code = Pattern.compile("\\b\\d{6}\\b").matcher(text);
    assertThat(code.find()).as(text).isTrue();
    return code.group();
  }

  @Test
  void whoBlocksNotificationsIsToldWhatToDo() {
    BrowserContext context = context();
    context.addInitScript(
        "Object.defineProperty(Notification, 'permission', {get: () => 'denied'})");
    Page page = phone(context);
    assertThat(page.locator("[aria-labelledby=my-contacts]"))
        .containsText("Notifications are blocked for this site");
    assertThat(complaints).isEmpty();
    context.close();
  }

  @Test
  void onAPhoneOfAppleItIsForTheHomeScreen() {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setUserAgent("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)"));
    context.addInitScript("delete window.PushManager");
    Page page = phone(context);
    assertThat(page.locator("[aria-labelledby=my-contacts]"))
        .containsText("add IMAS to the Home Screen");
    context.close();
  }

  @Test
  void theDashboardCanBeInstalled() {
    BrowserContext context = context();
    Page page = phone(context);
    CDPSession session = context.newCDPSession(page);
    com.google.gson.JsonObject manifest = session.send("Page.getAppManifest");
    assertThat(manifest.get("url").getAsString()).isEqualTo(DASHBOARD + "/manifest.webmanifest");
    assertThat(manifest.getAsJsonArray("errors")).isEmpty();
    assertThat(session.send("Page.getInstallabilityErrors").getAsJsonArray("installabilityErrors"))
        .isEmpty();
    assertThat(complaints).isEmpty();
    context.close();
  }
}
