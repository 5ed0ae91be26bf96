package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore;
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

/** What burns now, as somebody sees it who was just called. */
@ExtendWith(Chromium.ClosesPages.class)
class NowBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    BrowserScene scene = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"));
    played = scene;
    RunningCore core = scene.core();
    UUID shop = core.service("shop");
    for (int i = 0; i < 40; i++) {
      core.post(
          Event.firing(
                  "Disk of node " + i + " is full",
                  1 + i % 3,
                  i < 30 ? shop : core.triage,
                  core.now())
              .inGroup("group " + i % 4 + (i < 30 ? " shop" : " nobody's")));
    }
    core.follow();
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

  /**
   * A new user's walk: the fire is found and acknowledged within three interactions from {@code /}.
   */
  @Test
  void theFireIsFoundAndAcknowledgedWithinThreeInteractions() {
    String fire = scene().incident("The checkout burns");
    Page page = scene().open();
    page.navigate(scene().url("/login"));
    BrowserScene.fillIn(page, "olivia", LoginScene.PASSWORD);
    page.waitForURL(scene().url("/"));
    var there =
        page.locator(".untaken li", new Page.LocatorOptions().setHasText("The checkout burns"));
    int interactions = 0;
    there.locator("a").click();
    interactions++;
    assertThat(page.locator("h1")).containsText(fire);
    page.locator("main button.primary").first().click();
    interactions++;
    assertThat(page.locator("p .status")).hasText("Acknowledged");
    page.waitForCondition(() -> scene().status(fire).equals("ACKNOWLEDGED"));
    assertThat(interactions).isLessThanOrEqualTo(3);
  }

  /** One interaction takes it from the page itself, and one key takes that back. */
  @Test
  void theFireIsTakenFromThePage() {
    String fire = scene().incident("The search burns");
    Page page = scene().loggedIn(scene().open(), "olivia", "/");
    page.locator(".untaken li", new Page.LocatorOptions().setHasText(fire))
        .locator("button")
        .click();
    assertThat(page.locator(".toast")).containsText(fire + " acknowledged");
    page.waitForCondition(() -> scene().status(fire).equals("ACKNOWLEDGED"));
    assertThat(page.locator(".untaken")).not().containsText(fire);
    BrowserScene.undo(page);
    page.waitForCondition(() -> scene().status(fire).equals("TRIGGERED"));
    assertThat(page.locator(".untaken")).containsText(fire);
  }

  /** A row says whom its incident paged, and who is next and when; and the worst is the first. */
  @Test
  void rowsSayWhoWasPagedAndWhoIsNext() {
    RunningCore core = scene().core();
    UUID id = core.service("paged");
    core.database.execute(
        "UPDATE user_contact SET verified_at = now() WHERE address = 'olivia@example.org'");
    scene()
        .made(
            "/escalation-policies",
            """
            {"name":"Two steps","rounds":1,"repeat_after":"PT30M",
             "steps":[{"after":"PT0S","notify":[{"type":"user","user":"olivia"}]},
                      {"after":"PT5M","notify":[{"type":"user","user":"olivia"}]}]}\
            """);
    core.database.execute(
        "UPDATE service SET escalation_policy_id = (SELECT id FROM escalation_policy WHERE name ="
            + " 'Two steps') WHERE id = '%s'".formatted(id));
    String incident = scene().incident("Who is next", "paged");
    Page page = scene().loggedIn(scene().open(), "olivia", "/");
    var row = page.locator(".untaken li", new Page.LocatorOptions().setHasText(incident));
    assertThat(row.locator(".paging")).containsText("Paged olivia");
    assertThat(row.locator(".paging")).containsText("Next olivia");
    assertThat(row.locator(".paging time").last()).containsText("in ");
    assertThat(page.locator(".untaken li").first().locator(".sev")).hasText("SEV1");
    assertThat(scene().complaints()).isEmpty();
  }

  /** Groups rather than rows, and their figures are the API's. */
  @Test
  void aStormIsShownInGroups() {
    Page page = scene().loggedIn(scene().open(), "vera", "/");
    var shop =
        page.locator("#now-services + table tr", new Page.LocatorOptions().setHasText("shop"));
    shop.locator(".burns").first().waitFor();
    int shown = 0;
    for (String count : shop.locator(".burns").allTextContents()) {
      shown += Integer.parseInt(count.replaceAll(".*SEV\\d|\\D", ""));
    }
    assertThat(shown)
        .isEqualTo(
            scene()
                .core()
                .get("/api/v1/alerts/count?status=FIRING&service=shop")
                .json()
                .get("firing")
                .asInt())
        .isEqualTo(30);
    assertThat(page.locator("#now-hidden + p")).hasText("No alerts are muted.");
    int unowned =
        scene()
            .core()
            .get("/api/v1/incidents?total=true&status=TRIGGERED&service=" + scene().core().triage)
            .json()
            .at("/total/count")
            .asInt();
    assertThat(unowned).isPositive();
    assertThat(page.locator(".unowned")).hasText(unowned + " in triage");
    page.locator(".unowned a").click();
    assertThat(page.locator(".total")).hasText(unowned + " of " + unowned);
    page.goBack();
    assertThat(page.locator("#now-growth ~ p")).containsText("per minute");
    assertThat(page.locator("#now-health + p")).hasText("No failed notifications");
    assertThat(page.locator("#now-oncall + dl")).containsText("Nobody is on call.");
    int elements =
        ((Number) page.evaluate("() => document.querySelectorAll('main *').length")).intValue();
    assertThat(elements).isBetween(50, 600);
    assertThat(page.locator(".untaken button")).hasCount(0);
  }

  /** A part that fails says so, and the others stand. */
  @Test
  void aPartThatFailsLeavesTheOthers() {
    scene().incident("While a part fails");
    Page page = scene().open();
    page.route(Pattern.compile(".*/alerts/groups.*"), route -> route.abort());
    scene().loggedIn(page, "vera", "/");
    assertThat(page.locator("#now-services + .failure")).containsText("Can’t reach IMAS");
    assertThat(page.locator(".untaken li").first()).isVisible();
  }
}
