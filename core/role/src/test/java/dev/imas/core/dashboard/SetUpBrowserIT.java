package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The checklist of the first steps: facts tick it, and it is shown to whoever may take them. */
@ExtendWith(Chromium.ClosesPages.class)
class SetUpBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("tara", "tenant_admin");
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

  private static Locator step(Page page, String name) {
    return page.locator(".checklist > li")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.locator("h2", new Page.LocatorOptions().setHasText(name))));
  }

  private static Locator row(Page page, String incident) {
    return page.locator(".rows > .incident")
        .filter(new Locator.FilterOptions().setHasText(incident));
  }

  @Test
  void factsTickItUntilSomebodyDismissesIt() {
    Page page = scene().at("tara", "/");
    Locator banner = page.locator(".banner.info");
    assertThat(banner).containsText("of 7 steps done. Next: secure your account.");
    banner.getByText("Open checklist").click();
    assertThat(page.locator("h1")).hasText("Get your first page");
    assertThat(step(page, "Secure your account")).hasAttribute("aria-current", "step");
    assertThat(step(page, "Add people and a team")).containsText("tara Not reachable yet");

    Locator policy = step(page, "Decide who is paged when");
    pressIn(policy, "Use template");
    assertThat(policy).hasClass("done");
    assertThat(policy).containsText("There is an escalation policy.Default");
    assertThat(
            scene()
                .core()
                .database
                .query(
                    "SELECT definition->'steps'->1->>'after' FROM escalation_policy_version v JOIN"
                        + " escalation_policy p ON p.id = v.policy_id WHERE p.name = 'Default'"))
        .containsExactly("PT5M");

    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "the checklist", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "the checklist on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();

    scene().core().service("first");
    page.reload();
    pressIn(step(page, "Send a test page"), "Page now");
    assertThat(page).hasURL(Pattern.compile(".*/drills/[^/]+$"));
    assertThat(page.locator("main")).containsText("Default");

    page.navigate(scene().url("/setup"));
    pressIn(page.locator("main"), "Dismiss checklist");
    assertThat(page).hasTitle("Home · IMAS");
    page.reload();
    page.locator(".kpis").waitFor();
    assertThat(banner).hasCount(0);
    assertThat(page.locator("#side a[href$='/setup']")).hasCount(0);
    Page elsewhere = scene().at("tara", "/");
    elsewhere.locator(".kpis").waitFor();
    assertThat(elsewhere.locator("#side a[href$='/setup']")).hasCount(0);
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void whoCannotTakeTheStepsIsNotShownThem() {
    Page page = scene().at("vera", "/");
    page.locator(".kpis").waitFor();
    assertThat(page.locator(".banner.info")).hasCount(0);
    assertThat(page.locator("#side a[href$='/setup']")).hasCount(0);
  }

  /** Who wants to know when, and not how long ago, says so once. */
  @Test
  void timesAreAbsoluteAndRowsCloseForWhoWantsThem() {
    String incident = scene().incident("When was it?");
    Page page = scene().at("vera", "/incidents");
    Locator row = row(page, incident);
    assertThat(row.locator("time").first()).containsText("now");
    double tall = row.boundingBox().height;
    page.locator(".menu > summary").click();
    page.getByLabel("Density").selectOption("Compact");
    assertThat(page.locator("html")).hasAttribute("data-density", "compact");
    assertThat(row.boundingBox().height).isLessThan(tall);
    page.getByLabel("Times").selectOption("absolute");
    assertThat(row.locator("time").first())
        .containsText(
            Pattern.compile("\\d\\d:\\d\\d"),
            new LocatorAssertions.ContainsTextOptions().setTimeout(10_000));
    Page elsewhere = scene().at("vera", "/incidents");
    assertThat(row(elsewhere, incident).locator("time").first())
        .containsText(Pattern.compile("\\d\\d:\\d\\d"));
    assertThat(elsewhere.locator("html")).hasAttribute("data-density", "compact");
  }
}
