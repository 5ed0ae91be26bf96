package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Incidents, many and one, as people work on them. */
@ExtendWith(Chromium.ClosesPages.class)
class IncidentsBrowserIT {

  /** Elements of a list, however long it is (dashboard goal 1). */
  private static final int MOST_ELEMENTS = 600;

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

  private static Locator row(Page page, String incident) {
    return page.locator("li", new Page.LocatorOptions().setHasText(incident));
  }

  private static void status(String incident, String wanted, Page page) {
    page.waitForCondition(() -> scene().status(incident).equals(wanted));
  }

  /** So many incidents of a service of their own, by one statement. */
  private static void many(String service, int count) {
    UUID id = scene().core().service(service);
    scene()
        .core()
        .database
        .execute(
            """
            INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by,
                                  detected_at, created_at, updated_at)
            SELECT '%s', gen_random_uuid(), 'INC-' || upper(substr(md5('%s' || n), 1, 7)), 'Disk of node ' || n || ' is full', '%s', 1 + n %% 4, 'TRIGGERED',
                   'api', 'test', now(), now() - interval '1 day' - n * interval '1 second', now()
              FROM generate_series(1, %d) AS n\
            """
                .formatted(scene().core().tenant, service, id, count));
  }

  /** Goal 5: what was done is taken back with one key, and is so on the server. */
  @Test
  void oneKeyTakesBackWhatWasDone() {
    String incident = scene().incident("The wrong one");
    Page page = scene().loggedIn("olivia");
    row(page, incident).locator("a").focus();
    page.keyboard().press("a");
    assertThat(page.locator(".toast")).containsText(incident + " acknowledged");
    BrowserScene.undo(page);
    assertThat(page.locator(".toast")).containsText(incident + " unacknowledged");
    assertThat(row(page, incident).locator(".status")).hasText("Triggered");
    assertThat(row(page, incident).locator("a")).isFocused();
    status(incident, "TRIGGERED", page);
    page.keyboard().press("r");
    assertThat(page.locator(".toast").last()).containsText(incident + " resolved");
    BrowserScene.undo(page);
    assertThat(page.locator(".toast").last()).containsText(incident + " reopened");
    page.waitForCondition(() -> !scene().status(incident).equals("RESOLVED"));
  }

  /** Goal 5: what the server refuses is shown, said, and taken from the page again. */
  @Test
  void whatIsRefusedIsSaidAndRolledBack() {
    String incident = scene().incident("Refused");
    Page page = scene().loggedIn("olivia");
    page.route(
        Pattern.compile(".*/acknowledge"),
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(409)
                    .setContentType("application/problem+json")
                    .setBody(
                        "{\"type\":\"x\",\"title\":\"Conflict\",\"status\":409,\"detail\":\"not"
                            + " now\",\"error\":\"x\",\"code\":\"x\"}")));
    row(page, incident).locator("a").focus();
    page.keyboard().press("a");
    assertThat(page.locator(".toast.failed")).containsText(incident + ": Not now");
    assertThat(row(page, incident).locator(".status")).hasText("Triggered");
    assertThat(row(page, incident).locator("a")).isFocused();
  }

  /** Goals 1 and 9: a long list has few elements, and 200 are acknowledged with three taps. */
  @Test
  void twoHundredAreAcknowledgedWithThreeTapsOnAPhone() {
    many("storage", 200);
    Page page = scene().open(360, ColorScheme.DARK, "en-GB");
    scene().loggedIn(page, "olivia", "/incidents?service=storage");
    assertThat(page.locator(".total")).hasText("60 of 200");
    BrowserScene.press(page, "Select all");
    assertThat(page.locator(".picked")).containsText("200 selected");
    assertThat(
            ((Number) page.locator(".rows").evaluate("l => l.querySelectorAll('*').length"))
                .intValue())
        .isBetween(20, MOST_ELEMENTS);
    page.locator(".picked button").first().click();
    assertThat(page.locator(".toast"))
        .containsText(
            "200 acknowledged", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
    assertThat(page.locator(".toast.failed")).hasCount(0);
    assertThat(
            scene()
                .core()
                .get("/api/v1/incidents?total=true&status=ACKNOWLEDGED&service=storage")
                .json()
                .at("/total/count")
                .asInt())
        .isEqualTo(200);
  }

  /** Goal 1: elements, also in the middle of a list that is read on; and the focus stays drawn. */
  @Test
  void aLongListIsReadOnAndDrawnInPieces() {
    many("archive", 700);
    Page page = scene().loggedIn(scene().open(), "olivia", "/incidents?service=archive");
    assertThat(page.locator(".total")).hasText("60 of 700");
    page.locator(".rows li[data-at='0'] a").focus();
    page.waitForCondition(
        () -> {
          page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)");
          return page.locator(".total").textContent().equals("700 of 700");
        });
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)");
    assertThat(page.locator(".rows li[data-at='0'] a")).isFocused();
    assertThat(page.locator(".rows li[data-at='699']")).isVisible();
    assertThat(
            ((Number) page.locator(".rows").evaluate("l => l.querySelectorAll('*').length"))
                .intValue())
        .isBetween(20, MOST_ELEMENTS);
    page.keyboard().press("j");
    assertThat(page.locator(".rows li[data-at='1'] a")).isFocused();
    assertThat(page.locator(".rows li[data-at='1']")).isVisible();
  }

  /** Goal 12: the facets' counts are those of the lists to which they lead. */
  @Test
  void facetsCountWhatTheyLeadTo() {
    many("facets", 9);
    Page page = scene().loggedIn(scene().open(), "vera", "/incidents?service=facets");
    page.locator(".narrowing summary").click();
    for (String severity : new String[] {"SEV2", "SEV1"}) {
      String count = page.getByLabel(severity).locator("..").locator(".count").textContent();
      page.getByLabel(severity).check();
      assertThat(page.locator(".total")).hasText(Pattern.compile("(\\d+) of \\1"));
      assertThat(page.locator(".rows > li"))
          .hasCount(Integer.parseInt(count.replaceAll("\\D", "")));
      page.getByLabel(severity).uncheck();
      assertThat(page.locator(".total")).hasText("9 of 9");
    }
  }

  /** On a phone one button opens the filters, and says how many hold; the list has the screen. */
  @Test
  void aPhoneHasItsFiltersInASheet() {
    many("sheet", 3);
    Page page = scene().open(390, ColorScheme.LIGHT, "en-GB");
    scene().loggedIn(page, "vera", "/incidents?service=sheet");
    assertThat(page.locator(".total")).hasText("3 of 3");
    assertThat(page.locator("main select")).hasCount(0);
    BrowserScene.press(page, "Filters · 1");
    Locator sheet = page.locator("dialog[open]");
    sheet.getByLabel("SEV1").check();
    assertThat(sheet.getByLabel("Sort")).isVisible();
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "filters on a phone", faults);
    assertThat(faults).isEmpty();
    BrowserScene.pressIn(sheet, "Show results");
    assertThat(sheet).hasCount(0);
    assertThat(page.locator(".filters-open")).hasText("Filters · 2");
    assertThat(page.locator(".filters-open")).isFocused();
    assertThat(page).hasURL(Pattern.compile(".*service=sheet&severity=SEV1$"));
    assertThat(scene().complaints()).isEmpty();
  }

  /** Goal 3: what others do is seen without asking again. */
  @Test
  void whatOthersDoIsSeenAtOnce() {
    String incident = scene().incident("Somebody else's");
    Page page = scene().loggedIn("vera");
    assertThat(row(page, incident).locator(".status")).hasText("Triggered");
    Page one = scene().loggedIn(scene().open(), "vera", "/incidents/" + incident);
    assertThat(one.locator(".status")).hasText("Triggered");
    scene()
        .core()
        .post("/api/v1/incidents/" + incident + "/acknowledge", "{\"message\":\"on it\"}");
    LocatorAssertions.HasTextOptions soon =
        new LocatorAssertions.HasTextOptions().setTimeout(3_500);
    assertThat(row(page, incident).locator(".status")).hasText("Acknowledged", soon);
    assertThat(one.locator(".status")).hasText("Acknowledged", soon);
    assertThat(one.locator("#said")).containsText("on it");
  }

  /** Goal 4: found, acknowledged, noted and resolved without a mouse, with fifteen keys at most. */
  @Test
  void aWholeIncidentTakesFewKeys() {
    scene().core().service("keyboard");
    String incident = scene().incident("By keyboard", "keyboard");
    Page page = scene().loggedIn(scene().open(), "olivia", "/incidents?service=keyboard");
    row(page, incident).waitFor();
    List<String> keys = new ArrayList<>();
    Consumer<String> press =
        key -> {
          page.keyboard().press(key);
          keys.add(key);
        };
    press.accept("j");
    assertThat(row(page, incident).locator("a")).isFocused();
    press.accept("a");
    assertThat(row(page, incident).locator(".status")).hasText("Acknowledged");
    press.accept("Enter");
    assertThat(page.locator("h1")).containsText(incident);
    press.accept("c");
    assertThat(page.getByLabel("Comment")).isFocused();
    page.keyboard().insertText("The disk is replaced");
    press.accept("Tab");
    press.accept("Enter");
    assertThat(page.locator(".timeline")).containsText("The disk is replaced");
    assertThat(page.locator("#timeline")).isFocused();
    press.accept("r");
    assertThat(page.locator("p .status")).hasText("Resolved");
    status(incident, "RESOLVED", page);
    assertThat(keys).hasSizeLessThanOrEqualTo(15);
  }

  /** Two who look at an incident see each other, and that one of them writes a comment. */
  @Test
  void othersArePresentUntilTheyLeave() {
    String incident = scene().incident("Seen by two");
    Page olivia = scene().loggedIn(scene().open(), "olivia", "/incidents/" + incident);
    olivia.getByLabel("Comment").fill("I will");
    assertThat(olivia.locator(".present .face")).hasCount(0);
    Page vera = scene().loggedIn(scene().open(), "vera", "/incidents/" + incident);
    Locator present = vera.locator(".present [role=listitem]");
    assertThat(present).containsText("olivia is typing a comment");
    assertThat(vera.locator(".present .face")).hasText("O");

    BrowserScene.press(olivia, "Acknowledge");
    assertThat(olivia.locator("p .status")).hasText("Acknowledged");
    assertThat(olivia.getByLabel("Comment")).hasValue("I will");
    Locator her = olivia.locator(".present [role=listitem]");
    olivia.getByLabel("Comment").fill("");
    assertThat(her).hasText(Pattern.compile("V\\s+vera"));
    vera.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Incidents").setExact(true))
        .first()
        .click();
    assertThat(vera.locator("h1")).hasText("Incidents");
    olivia.getByLabel("Comment").fill("She left");
    assertThat(her).hasCount(0);
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void commentsAreMarkdownAndNothingElse() {
    String incident = scene().incident("Markdown");
    scene()
        .core()
        .post(
            "/api/v1/incidents/" + incident + "/comments",
            "{\"message\":\"**Look** at https://example.org/run and [here](javascript:alert(1))"
                + " <img src=x onerror=alert(1)>\"}");
    Page page = scene().loggedIn(scene().open(), "vera", "/incidents/" + incident);
    assertThat(page.locator(".rich strong")).hasText("Look");
    assertThat(page.locator(".rich a")).hasCount(1);
    assertThat(page.locator(".rich a")).hasAttribute("href", "https://example.org/run");
    assertThat(page.locator(".rich")).containsText("<img src=x onerror=alert(1)>");
    assertThat(page.locator(".rich img")).hasCount(0);
  }

  /** Of two who correct the same, the slower one is told, and sees what it is now. */
  @Test
  void whoeverWasSlowerIsTold() {
    String incident = scene().incident("Corrected by two");
    Page page = scene().open();
    scene().loggedIn(page, "olivia", "/incidents/" + incident);
    BrowserScene.press(page, "Take Lead");
    assertThat(page.locator(".toast")).containsText("The role is yours");
    assertThat(page.locator(".facts")).containsText("olivia");
    // Somebody acknowledges after the page has sent the correction, and before it arrives.
    page.route(
        Pattern.compile(".*/api/v1/incidents/[^/]+$"),
        route -> {
          if (route.request().method().equals("PATCH")) {
            scene().core().post("/api/v1/incidents/" + incident + "/acknowledge", "{}");
          }
          route.resume();
        });
    page.getByLabel("Severity").selectOption("SEV3");
    assertThat(page.locator(".toast.failed")).containsText("weren’t saved");
    assertThat(page.locator("p .status")).hasText("Acknowledged");
    assertThat(page.locator("p .sev")).containsText("SEV1");
  }

  /** Goal 11: who was told and why, one action from the incident. */
  @Test
  void whoWasToldIsOneActionAway() {
    String incident = scene().incident("Who was told");
    Page page = scene().loggedIn(scene().open(), "vera", "/incidents/" + incident);
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Notifications")).click();
    assertThat(page.locator("[role=tabpanel] .plain li").first()).isVisible();
    assertThat(scene().complaints()).isEmpty();
  }

  /**
   * An incident by an alert that rules have sent, whose page found somebody by a schedule, was
   * accepted, and was followed by the next step of the policy.
   *
   * @return its short id
   */
  private static String decided(String service) {
    RunningCore core = scene().core();
    UUID id = core.service(service);
    scene().made("/rule-sets", "{\"comment\":\"first\",\"rules\":[]}");
    core.database.execute(
        "UPDATE user_contact SET verified_at = now() WHERE address = 'olivia@example.org'");
    scene()
        .made(
            "/schedules",
            """
            {"name":"Ladder shifts","team":"team of %s","time_zone":"Europe/Paris",
             "layers":[{"name":"all","start":"2026-01-05T09:00","every":"P1D","slots":[["olivia"]]}]}\
            """
                .formatted(service));
    scene()
        .made(
            "/escalation-policies",
            """
            {"name":"Ladder","rounds":1,"repeat_after":"PT30M",
             "steps":[{"after":"PT0S","notify":[{"type":"schedule","schedule":"Ladder shifts"}]},
                      {"after":"PT5M","notify":[{"type":"user","user":"olivia"}]}]}\
            """);
    core.database.execute(
        "UPDATE service SET escalation_policy_id = (SELECT id FROM escalation_policy WHERE name ="
            + " 'Ladder') WHERE id = '%s'".formatted(id));
    Event alert = Event.firing("LadderDown", 2, id, core.now().minusSeconds(60));
    core.post(alert);
    core.follow();
    // Tests post past the gateway, which alone knows rules: this one has been routed by version 1.
    core.database.execute("UPDATE alert_state SET rule_set_version = 1 WHERE name = 'LadderDown'");
    core.post(alert.raised(1));
    core.follow();
    core.database.execute(
        """
        UPDATE delivery SET status = 'sent', attempts = 1, finished_at = now() WHERE status = 'pending';
        UPDATE timer SET due_at = due_at - interval '5 min', try_at = try_at - interval '5 min' WHERE kind = 'escalation'\
        """);
    String incident =
        core.database
            .query("SELECT short_id FROM incident WHERE service_id = '%s'".formatted(id))
            .getFirst();
    Await.until(
        "the second step and the outcome of the first",
        () ->
            core.database.count(
                "SELECT count(DISTINCT type) FROM timeline WHERE type IN ('ESCALATION',"
                    + " 'ALERT_SENT')"),
        types -> types == 2);
    return incident;
  }

  /** Goal 11: each line of the timeline that a person did not write leads to what decided it. */
  @Test
  void everyLineLeadsToWhatDecidedIt() {
    String incident = decided("ladder");
    Page page = scene().loggedIn(scene().open(), "olivia", "/incidents/" + incident);
    Locator lines = page.locator(".timeline > li");
    assertThat(lines.filter(new Locator.FilterOptions().setHasText("Escalation")).first())
        .isVisible();
    assertThat(lines.filter(new Locator.FilterOptions().setHasText("Notification")).first())
        .isVisible();
    assertThat(lines.filter(new Locator.FilterOptions().setHasNot(page.locator("ul.wrap a"))))
        .hasCount(0);
    assertThat(
            lines
                .filter(
                    new Locator.FilterOptions()
                        .setHas(
                            page.locator(
                                "p.soft",
                                new Page.LocatorOptions()
                                    .setHasText(Pattern.compile("^Severity")))))
                .locator("ul.wrap a"))
        .hasText(
            new String[] {
              "The alert",
              "Rules, version 1",
              "Policy Ladder, version 1: step 1 of round 1",
              "On call: Ladder shifts"
            });
    TreeSet<String> found = new TreeSet<>();
    for (Locator link : page.locator(".timeline ul.wrap a").all()) {
      found.add(link.getAttribute("href"));
    }
    // By now the policy is another one; the link leads to the steps of then.
    String policy =
        scene()
            .core()
            .database
            .query("SELECT id FROM escalation_policy WHERE name = 'Ladder'")
            .getFirst();
    scene()
        .core()
        .send(
            scene().core().token,
            "PUT",
            "/api/v1/escalation-policies/" + policy,
            "{\"name\":\"Ladder\",\"steps\":[{\"after\":\"PT9M\",\"notify\":[{\"type\":\"oncall\"}]}]}",
            "if-match",
            "\"1\"");
    TreeSet<String> kinds = new TreeSet<>();
    for (String path : found) {
      String kind = path.split("[/?]", -1)[1];
      kinds.add(kind);
      page.navigate(scene().url(path));
      switch (kind) {
        case "alerts" -> assertThat(page.locator("h1")).containsText("LadderDown");
        case "rules" -> assertThat(page.locator("dialog h2")).hasText("Version 1");
        // The list of all of the incident, where a message went to others than it was meant for.
        case "deliveries" -> {
          if (path.contains("delivery=")) {
            assertThat(page.locator("dialog h2")).hasText("Notification");
          } else {
            assertThat(page.locator("main tbody tr").first()).containsText(incident);
          }
        }
        case "schedules" -> {
          assertThat(page.locator("h1")).hasText("Ladder shifts");
          assertThat(page.locator("main")).containsText("olivia");
        }
        case "policies" -> {
          assertThat(page.locator("main")).containsText("This is version 1");
          assertThat(page.locator(".policy-marked"))
              .containsText(path.endsWith("step=1") ? "immediately" : "after 5 min");
        }
        default -> throw new AssertionError(path);
      }
    }
    assertThat(kinds).containsExactly("alerts", "deliveries", "policies", "rules", "schedules");
    assertThat(scene().complaints()).isEmpty();
  }

  /**
   * Goal 4: every action of the page stands in the palette of commands, with its key, and works.
   */
  @Test
  void everyActionIsInThePalette() {
    scene().core().service("palette");
    String incident = scene().incident("By palette", "palette");
    Page page = scene().loggedIn(scene().open(), "olivia", "/incidents?service=palette");
    row(page, incident).waitFor();
    page.keyboard().press("j");
    assertThat(row(page, incident).locator("a")).isFocused();
    page.keyboard().press("Control+k");
    assertThat(BrowserScene.offered(page, "Acknowledge " + incident).locator("kbd")).hasText("a");
    assertThat(BrowserScene.offered(page, "Resolve " + incident).locator("kbd")).hasText("r");
    page.keyboard().type("acknowledge");
    page.keyboard().press("Enter");
    assertThat(row(page, incident).locator(".status")).hasText("Acknowledged");
    assertThat(row(page, incident).locator("a")).isFocused();

    page.keyboard().press("Enter");
    page.locator(".facts").getByText("Leave Lead").waitFor();
    page.keyboard().press("Control+k");
    assertThat(BrowserScene.offered(page, "Resolve").locator("kbd")).hasText("r");
    for (Locator button : page.locator("main button, main summary").all()) {
      if (button.isVisible() && button.locator("xpath=ancestor::li").count() == 0) {
        assertThat(BrowserScene.offered(page, button.textContent().strip()).first()).isVisible();
      }
    }
    assertThat(BrowserScene.offered(page, "Severity")).hasCount(1);
    page.keyboard().type("mitigate");
    page.keyboard().press("Enter");
    assertThat(page.locator("p .status")).hasText("Mitigated");
    page.keyboard().press("Control+k");
    page.keyboard().type("comment");
    page.keyboard().press("Enter");
    assertThat(page.getByLabel("Comment")).isFocused();
    assertThat(BrowserScene.offered(page, "Mitigate")).hasCount(0);

    Page viewers = scene().loggedIn(scene().open(), "vera", "/incidents/" + incident);
    viewers.locator(".facts").waitFor();
    viewers.keyboard().press("Control+k");
    assertThat(BrowserScene.offered(viewers, "Notifications").first()).isVisible();
    for (String action : new String[] {"Resolve", "Take Lead", "Post comment", "Severity"}) {
      assertThat(BrowserScene.offered(viewers, action)).hasCount(0);
    }
    assertThat(scene().complaints()).isEmpty();
  }

  private static Locator views(Page page) {
    return page.getByRole(
        AriaRole.LIST, new Page.GetByRoleOptions().setName("Views").setExact(true));
  }

  private static void pressOf(Page page, String view, String button) {
    views(page)
        .getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions().setName(view).setExact(true))
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button))
        .click();
  }

  private static void choose(Page page, String view) {
    page.locator(".views select").selectOption(new SelectOption().setLabel(view));
  }

  /** What an address says is kept under a name, chosen, shared, changed and deleted. */
  @Test
  void aViewIsSavedChosenSharedAndDeleted() {
    Pattern filtered = Pattern.compile(".*/incidents\\?service=checkout&severity=SEV1$");
    Page page = scene().loggedIn("olivia");
    page.navigate(scene().url("/incidents?severity=SEV1&service=checkout"));
    page.getByText("Manage views").click();
    page.getByLabel("View name").fill("Burning");
    page.getByLabel("Share with everyone").check();
    BrowserScene.press(page, "Save view");
    assertThat(page.locator(".toast")).containsText("View Burning saved");
    assertThat(page.getByLabel("View name")).isFocused();
    choose(page, "Not saved");
    assertThat(page).hasURL(scene().url("/incidents"));
    choose(page, "Burning");
    assertThat(page).hasURL(filtered);
    pressOf(page, "Burning", "Set as default");
    assertThat(views(page)).containsText("Remove as default");
    page.navigate(scene().url("/incidents"));
    assertThat(page).hasURL(filtered);

    Page other = scene().loggedIn(scene().open(), "vera", "/incidents");
    choose(other, "Burning (olivia)");
    assertThat(other).hasURL(filtered);
    other.getByText("Manage views").click();
    assertThat(views(other).getByRole(AriaRole.BUTTON)).hasCount(1);

    page.getByText("Manage views").click();
    pressOf(page, "Burning", "Rename");
    Locator name = views(page).getByLabel("View name");
    name.fill("On fire");
    name.press("Enter");
    assertThat(views(page).locator("strong")).hasText("On fire");
    pressOf(page, "On fire", "Delete");
    assertThat(views(page).locator("li")).hasCount(0);
    assertThat(page.getByText("Manage views")).isFocused();
    page.locator(".toast button").first().click();
    page.getByText("Manage views").click();
    assertThat(views(page).locator("strong")).hasText("On fire");
    page.navigate(scene().url("/incidents"));
    assertThat(page.locator(".views select")).hasValue("");
    assertThat(page).hasURL(scene().url("/incidents"));
    assertThat(scene().complaints()).isEmpty();
  }
}
