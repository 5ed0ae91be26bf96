package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.RunningCore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A core with people and a service, and a browser before it: {@code olivia} is an operator, {@code
 * vera} a viewer, and the service is called {@code checkout}.
 */
final class BrowserScene implements AutoCloseable {

  private final Chromium chromium;
  private final LoginScene login;
  private final Map<String, List<Cookie>> sessions = new HashMap<>();

  private BrowserScene(Chromium chromium, LoginScene login) {
    this.chromium = chromium;
    this.login = login;
  }

  static BrowserScene start(Map<String, String> settings) {
    Chromium chromium = Chromium.start();
    LoginScene login = LoginScene.start(settings);
    login.user("olivia", "operator");
    login.user("vera", "viewer");
    login.core.service("checkout");
    return new BrowserScene(chromium, login);
  }

  /** With a port that core has after a restart, too. */
  static BrowserScene startOnOnePort() {
    return start(
        Map.of(
            "IMAS_CORE_TOTP_REQUIRED_FROM",
            "tenant_admin",
            "IMAS_CORE_PORT",
            Integer.toString(FreePort.next())));
  }

  RunningCore core() {
    return login.core;
  }

  /** Somebody with a role, and {@link LoginScene#PASSWORD}. */
  void user(String name, String role) {
    login.user(name, role);
  }

  /** Ends every session of somebody, too. */
  void setPassword(String name, String password) {
    sessions.remove("/" + name);
    login.setPassword(name, password);
  }

  Page open() {
    return chromium.open();
  }

  Page open(int width, ColorScheme scheme, String language) {
    return chromium.open(width, scheme, language);
  }

  /** In another time zone than Paris. */
  Page openIn(String zone) {
    return chromium.open(1280, ColorScheme.DARK, "en-GB", zone);
  }

  /** What broke the content security policy, and scripts that threw. */
  List<String> complaints() {
    return chromium.complaints();
  }

  String url(String path) {
    return "http://localhost:" + core().port() + path;
  }

  /** A new incident of SEV1; its short id. */
  String incident(String title) {
    return incident(title, "checkout");
  }

  /** Each is a second newer than the one before. */
  String incident(String title, String service) {
    core().clock.move(Duration.ofSeconds(1));
    RunningCore.Reply made =
        core()
            .post(
                "/api/v1/incidents",
                "{\"title\":\"%s\",\"service\":\"%s\",\"severity\":\"SEV1\"}"
                    .formatted(title, service));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.json().get("short_id").asText();
  }

  String status(String incident) {
    return core().get("/api/v1/incidents/" + incident).json().get("status").asText();
  }

  /** A page of the incidents, in a browser of its own. */
  Page loggedIn(String name) {
    return loggedIn(open(), name, "/incidents");
  }

  Page loggedIn(Page page, String name, String path) {
    return loggedIn(page, "", name, path);
  }

  /**
   * As somebody of a tenant that must be named. Who has logged in once brings the session along:
   * the form is for tests of the form, and each password costs what Argon2id shall cost.
   */
  Page loggedIn(Page page, String tenant, String name, String path) {
    List<Cookie> session = sessions.get(tenant + "/" + name);
    if (session == null) {
      byPassword(page, tenant, name, path);
      sessions.put(tenant + "/" + name, page.context().cookies());
    } else {
      page.context().addCookies(session);
      page.navigate(url(path));
      page.locator("#side")
          .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    }
    page.locator("h1").waitFor();
    return page;
  }

  /** In a browser of its own. */
  Page at(String name, String path) {
    return loggedIn(open(), name, path);
  }

  /** In a session of its own, beside those of the same person that are kept. */
  Page inOwnSession(String name, String path) {
    Page page = open();
    byPassword(page, "", name, path);
    page.locator("h1").waitFor();
    return page;
  }

  private void byPassword(Page page, String tenant, String name, String path) {
    page.navigate(url("/login?next=" + path));
    page.locator("input[name=tenant]").fill(tenant);
    page.locator("input[name=username]").fill(name);
    page.locator("input[name=password]").fill(LoginScene.PASSWORD);
    page.locator("form button").click();
    page.waitForURL(url(path));
    page.locator("input[name=username]")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }

  static void fillIn(Page page, String name, String password) {
    page.getByLabel("Username").fill(name);
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
  }

  /** The first button of a name. */
  static void press(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).first().click();
  }

  /** The first button of a name there. */
  static void pressIn(Locator within, String name) {
    within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name)).first().click();
  }

  /** Takes back what was done last, once the page says that it was. */
  static void undo(Page page) {
    page.locator(".toast button kbd").last().waitFor();
    page.keyboard().press("z");
  }

  /** The row of a table that has this text. */
  static Locator row(Page page, String text) {
    return page.locator("tr[data-id]", new Page.LocatorOptions().setHasText(text));
  }

  /** Adds what is wrong with a page as it is now: for axe, and with its width. */
  static void look(Page page, String what, List<String> faults) {
    page.locator("h1").waitFor();
    look(page, what, Chromium.axe(page), faults);
  }

  /** The same of the other theme: its colours, and its width. */
  static void lookAtColours(Page page, String what, List<String> faults) {
    look(page, what, Chromium.axeOfColours(page), faults);
  }

  /** The same of another screen: what depends on its size. */
  static void lookAtSize(Page page, String what, List<String> faults) {
    look(page, what, Chromium.axeOfSize(page), faults);
  }

  private static void look(Page page, String what, List<String> found, List<String> faults) {
    found.forEach(fault -> faults.add(what + ": " + fault));
    lookAtWidth(page, what, faults);
  }

  /** Nothing scrolls sideways. */
  static void lookAtWidth(Page page, String what, List<String> faults) {
    // What is drawn otherwise on a small screen follows a change of the size with the next frames.
    page.evaluate(
        "() => new Promise(then => requestAnimationFrame(() => requestAnimationFrame(then)))");
    Object sideways =
        page.evaluate(
            """
            () => {
              const width = document.documentElement.clientWidth;
              const beyond = document.documentElement.scrollWidth - width;
              if (beyond === 0) return '';
              // The innermost element without which the page would fit.
              for (const one of [...document.body.querySelectorAll('*')].reverse()) {
                const before = one.style.display;
                one.style.display = 'none';
                const fits = document.documentElement.scrollWidth <= width;
                one.style.display = before;
                if (fits) return beyond + ': ' + one.outerHTML.slice(0, 200);
              }
              return String(beyond);
            }\
            """);
    if (!"".equals(sideways)) {
      faults.add(what + " scrolls sideways by " + sideways);
    }
  }

  @Override
  public void close() {
    chromium.close();
    login.close();
  }

  /** Makes it by the API, which must not refuse it. */
  void made(String path, String json) {
    RunningCore.Reply reply = core().post("/api/v1" + path, json);
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
  }

  /** A line of the palette of commands. */
  static Locator offered(Page page, String name) {
    return page.locator(".palette [role=option]", new Page.LocatorOptions().setHasText(name));
  }
}
