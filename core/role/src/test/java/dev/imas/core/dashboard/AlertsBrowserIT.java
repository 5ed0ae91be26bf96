package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.imas.core.model.UuidV7;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The alerts, an alert, the palette of commands and the inbox, in a real browser on a real core.
 */
@ExtendWith(Chromium.ClosesPages.class)
class AlertsBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"));
    fire("CardsDeclined", 1, "eu-1");
    fire("DiskFull", 3, "eu-1");
    fire("NodeDown", 2, "us-1");
    scene().core().follow();
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

  private static Event event(String name, int severity, String cluster) {
    Event made =
        Event.firing(name, severity, scene().core().triage, scene().core().now().minusSeconds(60));
    return new Event(
        made.fingerprint(),
        made.firing(),
        made.severity(),
        made.service(),
        made.groupKey(),
        made.name(),
        "{\"alertname\":\"%s\",\"cluster\":\"%s\"}".formatted(name, cluster),
        "{\"summary\":\"%s is bad\",\"runbook_url\":\"https://runbooks.example.org/x\",\"evil\":\"javascript:alert(1)\"}"
            .formatted(name),
        made.startsAt(),
        made.endsAt(),
        made.decision());
  }

  private static void fire(String name, int severity, String cluster) {
    scene().core().post(event(name, severity, cluster));
  }

  private static Page alerts(String user, String query) {
    Page page = scene().loggedIn(scene().open(), user, "/alerts");
    if (!query.isEmpty()) {
      page.navigate(scene().url("/alerts" + query));
      page.locator("h1").waitFor();
    }
    return page;
  }

  private static Locator rows(Page page) {
    return page.locator("li.alert .what a");
  }

  private static Locator row(Page page, String name) {
    return page.locator("li.alert", new Page.LocatorOptions().setHasText(name));
  }

  /** Rows have one height, so what does not fit is cut with dots, and covers nothing. */
  @Test
  void aRowWithColumnsFitsOnAPhone() {
    Page page = alerts("vera", "?columns=cluster,alertname,runbook_url");
    page.setViewportSize(360, 800);
    Locator row = row(page, "DiskFull").first();
    row.waitFor();
    assertThat(row.locator(".what .soft")).containsText("alertname=");
    assertThat(row.evaluate("row => row.scrollHeight <= row.clientHeight")).isEqualTo(true);
  }

  @Test
  void aMatcherIsCompletedAndIsInTheAddress() {
    Page page = alerts("vera", "");
    row(page, "DiskFull").waitFor();
    page.keyboard().press("/");
    Locator field =
        page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Filter by label"));
    assertThat(field).isFocused();
    page.keyboard().type("clu");
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("cluster")).waitFor();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    assertThat(field).hasValue("cluster=");
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("us-1")).waitFor();
    page.keyboard().type("u");
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("eu-1"))
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    assertThat(row(page, "DiskFull")).hasCount(0);
    assertThat(row(page, "NodeDown")).hasCount(1);
    assertThat(field).isFocused();

    Page other = alerts("olivia", page.url().substring(page.url().indexOf('?')));
    assertThat(row(other, "NodeDown")).hasCount(1);
    assertThat(row(other, "DiskFull")).hasCount(0);
    page.getByLabel("Remove cluster=\"us-1\"").click();
    assertThat(row(page, "DiskFull")).hasCount(1);
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void labelsAreColumnsFacetsAndGroups() {
    Page page = alerts("vera", "?columns=cluster");
    assertThat(row(page, "NodeDown")).containsText("cluster=us-1");
    page.locator(".narrowing summary").click();
    page.getByLabel("us-1").check();
    assertThat(row(page, "DiskFull")).hasCount(0);
    assertThat(page).hasURL(Pattern.compile(".*l\\.cluster=us-1.*"));
    page.getByLabel("us-1").uncheck();
    page.keyboard().press("Escape");

    page.getByLabel("Group by").selectOption("label:cluster");
    Locator group = page.locator("li.group", new Page.LocatorOptions().setHasText("us-1"));
    assertThat(group).containsText("SEV2");
    group.locator("a").click();
    assertThat(row(page, "NodeDown")).hasCount(1);
    assertThat(row(page, "CardsDeclined")).hasCount(0);
  }

  @Test
  void alertsAreAcknowledgedByKeysAndThatIsTakenBack() {
    fire("ToAcknowledge", 2, "keys");
    scene().core().follow();
    Page page = alerts("olivia", "?match=cluster%3Dkeys");
    String incident = row(page, "ToAcknowledge").locator("a.id").textContent();
    rows(page).first().focus();
    page.keyboard().press("x");
    assertThat(page.getByText("1 selected")).isVisible();
    assertThat(page).hasURL(Pattern.compile(".*selected=\\d+.*"));

    page.keyboard().press("a");

    assertThat(page.locator(".toast")).containsText("Incidents acknowledged: 1");
    assertThat(scene().status(incident)).isEqualTo("ACKNOWLEDGED");
    BrowserScene.undo(page);
    assertThat(page.locator(".toast").last()).containsText("Incidents unacknowledged: 1");
    assertThat(scene().status(incident)).isEqualTo("TRIGGERED");
  }

  @Test
  void whatARoleMayNotDoIsNotOffered() {
    Page page = alerts("vera", "");
    rows(page).first().focus();
    page.keyboard().press("x");
    assertThat(page.getByText("1 selected")).isVisible();
    assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Acknowledge")))
        .hasCount(0);
  }

  @Test
  void newAlertsComeByThemselvesAndWaitWhileOneReads() {
    Page page = alerts("vera", "?match=cluster%3Dlive");
    page.getByText("No alerts match these filters").waitFor();
    fire("FirstLive", 3, "live");
    row(page, "FirstLive").waitFor();
    rows(page).first().focus();
    fire("SecondLive", 3, "live");
    page.locator(".newer").waitFor();
    assertThat(rows(page).first()).hasText("FirstLive");
    assertThat(rows(page).first()).isFocused();
    page.locator(".newer").click();
    assertThat(rows(page).first()).hasText("SecondLive");
    assertThat(rows(page).first()).isFocused();
  }

  @Test
  void anAlertSaysWhyItWentWhereItDid() {
    Page page = alerts("vera", "?match=alertname%3DCardsDeclined");
    rows(page).first().focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("CardsDeclined");
    assertThat(page).hasURL(Pattern.compile(".*/alerts/[0-9a-f]{32}$"));
    assertThat(page.getByText("– now")).isVisible();

    page.keyboard().press("w");

    Locator why = page.locator(".tree");
    assertThat(why).containsText("No rules were active.");
    assertThat(why).containsText("no rule or label names a service");
    assertThat(page).hasURL(Pattern.compile(".*\\?why=1$"));
    assertThat(page.locator("article a[href^='/incidents/INC-']").first()).isVisible();
    assertThat(page.locator("a[href^='javascript']")).hasCount(0);
    assertThat(page.locator("a[href='https://runbooks.example.org/x']")).hasCount(1);
    page.locator(".texts a", new Page.LocatorOptions().setHasText("eu-1")).click();
    assertThat(row(page, "DiskFull")).hasCount(1);
    page.navigate(scene().url("/alerts/%032d".formatted(4)));
    assertThat(page.locator("h1")).hasText("Page not found");
  }

  @Test
  void aFailureIsNotAnEmptyList() {
    Page page = scene().loggedIn(scene().open(), "vera", "/incidents");
    page.route(
        "**/api/v1/alerts?**",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(403)
                    .setContentType("application/problem+json")
                    .setBody(
                        "{\"title\":\"Forbidden\",\"status\":403,\"detail\":\"alert.read is"
                            + " missing\"}")));
    page.navigate(scene().url("/alerts"));
    assertThat(page.getByText("You don’t have access to this page")).isVisible();
    page.unroute("**/api/v1/alerts?**");
    page.route("**/api/v1/alerts?**", Route::abort);
    BrowserScene.press(page, "Try again");
    assertThat(page.getByText("Can’t reach IMAS")).isVisible();
    page.unroute("**/api/v1/alerts?**");
    BrowserScene.press(page, "Try again");
    row(page, "DiskFull").waitFor();
  }

  @Test
  void thePaletteFindsPagesActionsAndThings() {
    String incident = scene().incident("Palette in flames");
    Page page = scene().loggedIn("olivia");
    page.locator("h1").focus();
    page.keyboard().press("Control+k");
    Locator field = page.locator(".palette input");
    assertThat(field).isFocused();
    page.keyboard().type("alert");
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Alerts").setExact(true))
        .waitFor();
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Alerts");

    page.keyboard().press("Control+k");
    page.keyboard().type("palette in");
    page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(incident)).waitFor();
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*/incidents/" + incident));

    page.keyboard().press("Control+k");
    page.keyboard().type("help");
    Locator help = page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Help ?"));
    assertThat(help).containsText("?");
    page.keyboard().press("Escape");
    assertThat(page.locator(".palette")).hasCount(0);
    page.keyboard().press("Control+k");
    page.keyboard().type("nothing is called so");
    assertThat(page.locator(".palette [role=option]"))
        .hasText("Search all texts for “nothing is called so”");
    assertThat(scene().complaints()).isEmpty();
  }

  /** A view of alerts keeps what the address says, but not which rows are selected. */
  @Test
  void aViewOfAlertsKeepsFiltersAndNoSelection() {
    Page page = alerts("olivia", "?match=cluster%3Deu-1&columns=cluster&selected=1");
    page.getByText("Manage views").click();
    page.getByLabel("View name").fill("Europe");
    BrowserScene.press(page, "Save view");
    page.locator(".toast").waitFor();
    page.navigate(scene().url("/alerts"));
    page.locator(".views select").selectOption("Europe");
    assertThat(page).hasURL(Pattern.compile(".*/alerts\\?columns=cluster&match=cluster%3Deu-1$"));
    assertThat(row(page, "NodeDown")).hasCount(0);
    row(page, "DiskFull").waitFor();
  }

  @Test
  void keysCanBeOthers() {
    Page page = alerts("vera", "");
    row(page, "NodeDown").waitFor();
    page.keyboard().press("?");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change Next row")).click();
    page.keyboard().press("k");
    assertThat(page.locator(".help .fault")).containsText("k is already used");
    page.keyboard().press("n");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Close")).last().click();
    rows(page).first().focus();
    page.keyboard().press("j");
    assertThat(rows(page).first()).isFocused();
    page.keyboard().press("n");
    assertThat(rows(page).nth(1)).isFocused();
  }

  private static void notice(String user, String key, String title) {
    UUID contact = UUID.randomUUID();
    scene()
        .core()
        .database
        .execute(
            """
            INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
            SELECT tenant_id, '%2$s', id, '%3$s', 'email', '%3$s@mail.example', now() FROM user_account WHERE username = '%1$s';
            INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload,
                                  about_kind, about_id, about_key)
            SELECT tenant_id, '%5$s', 0, 'notice.summary', '%2$s', 'email', 'x', 4, 'sent',
                   '{"event": "notice.summary", "incident": {"title": "%4$s", "description": "Much happened."},
                     "notice": {"title": {"pieces": [{"code": "=", "values": ["%4$s"]}]},
                                "text": {"pieces": [{"code": "schedule.nobody"}]}}}',
                   'summary', tenant_id, '%3$s'
              FROM user_account WHERE username = '%1$s'\
            """
                .formatted(user, contact, key, title, UuidV7.at(System.currentTimeMillis())));
  }

  @Test
  void theInboxFollowsAndRemembersWhatWasRead() {
    scene().user("ines", "viewer");
    Page page = scene().loggedIn(scene().open(), "ines", "/inbox");
    assertThat(page.getByText("No messages yet")).isVisible();
    Locator bell = page.locator(".bell .number > [aria-hidden]");
    assertThat(bell).hasText("0");

    notice("ines", "one", "A day of rest");
    page.locator("li.message.unread").waitFor();
    assertThat(bell).hasText("1");
    notice("ines", "two", "A week of rest");
    assertThat(bell).hasText("2", new LocatorAssertions.HasTextOptions().setTimeout(10_000));

    BrowserScene.press(page, "Mark all as read");
    assertThat(bell).hasText("0");
    assertThat(page.locator("li.message.unread")).hasCount(0);
    page.locator("h1").focus();
    BrowserScene.undo(page);
    assertThat(bell).hasText("2");
    page.locator("li.message button").first().click();
    assertThat(bell).hasText("1");
    page.getByLabel("Show").selectOption("true");
    assertThat(page.locator("li.message")).hasCount(1);

    Page french =
        scene().loggedIn(scene().open(1280, ColorScheme.LIGHT, "fr-FR"), "ines", "/inbox");
    assertThat(french.locator("li.message").first()).containsText("Personne n’est d’astreinte");
    assertThat(page.locator("li.message").first()).containsText("Nobody is on call");
    assertThat(scene().complaints()).isEmpty();
  }
}
