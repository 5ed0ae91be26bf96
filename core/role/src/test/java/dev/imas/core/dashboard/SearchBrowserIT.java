package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.imas.fixtures.database.RunningCore;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of search in a real browser: incidents, comments and services that have some words. */
@ExtendWith(Chromium.ClosesPages.class)
class SearchBrowserIT {

  private static @Nullable BrowserScene played;
  private static String first = "";
  private static String second = "";

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"));
    RunningCore core = played.core();
    core.holdHousekeeping();
    core.service("wombat-burrows");
    first = played.incident("Wombat <b>Réseau</b> down");
    second = played.incident("Wombat again");
    core.post(
        "/api/v1/incidents/" + first + "/comments",
        "{\"message\":\"<img src=x onerror=alert(1)> the wombat did it\"}");
    core.sweep("search-text");
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

  private static Locator titles(Page page, String kind) {
    return page.locator("section[aria-labelledby=search-" + kind + "] .found a");
  }

  /** Slash in the incident, words, an arrow, Enter: no hand leaves the keyboard. */
  @Test
  void anIncidentIsFoundByKeyboardFromAnyPage() {
    Page page = scene().loggedIn(scene().open(), "vera", "/incidents/" + second);
    page.keyboard().press("/");
    assertThat(page.locator(".palette input")).isFocused();
    page.keyboard().type("wombat");
    page.keyboard().press("Enter");
    page.waitForURL(scene().url("/search?q=wombat"));
    assertThat(titles(page, "incident")).hasCount(2);
    assertThat(page.locator("#said")).containsText("found");

    page.keyboard().press("/");
    page.keyboard().type("wombat rese");
    assertThat(titles(page, "incident")).hasCount(1);
    assertThat(page).hasURL(scene().url("/search?q=wombat+rese"));
    page.keyboard().press("ArrowDown");
    assertThat(titles(page, "incident")).isFocused();
    page.keyboard().press("Enter");
    page.waitForURL(scene().url("/incidents/" + first));
    page.goBack();
    assertThat(titles(page, "incident")).hasCount(1);
  }

  @Test
  void whatWasFoundIsMarkedAndTextIsNoHtml() {
    Page page = scene().loggedIn("vera");
    page.navigate(scene().url("/search?q=wombat+resea"));
    assertThat(titles(page, "incident")).hasText(first + " Wombat <b>Réseau</b> down");
    assertThat(titles(page, "incident").locator("mark")).hasText(new String[] {"Wombat", "Réseau"});
    page.navigate(scene().url("/search?q=did+it"));
    assertThat(page.locator(".excerpt"))
        .containsText("<img src=x onerror=alert(1)> the wombat did it");
    assertThat(page.locator(".excerpt mark")).hasText(new String[] {"did", "it"});
    assertThat(page.locator("main img")).hasCount(0);
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void kindsFollowEachOtherAndJGoesThroughAll() {
    Page page = scene().loggedIn("vera");
    page.navigate(scene().url("/search?q=wombat"));
    assertThat(page.locator(".results h2"))
        .hasText(
            new String[] {
              "Incidents (2)", "Comments and activity (1)", "Services (1)", "Teams (1)"
            }); // A service is made with its team.
    titles(page, "incident").first().focus();
    page.keyboard().press("j");
    page.keyboard().press("j");
    page.keyboard().press("j");
    assertThat(titles(page, "service")).isFocused();
    page.keyboard().press("k");
    assertThat(titles(page, "timeline")).isFocused();
    page.navigate(scene().url("/search?q=wombat&kind=SERVICE"));
    assertThat(page.locator(".results h2")).hasText(new String[] {"Services (1)"});
  }

  /** Where the server ends a search, the page goes on in older texts, and says so meanwhile. */
  @Test
  void aSearchGoesOnWhereTheServerEndedIt() {
    Page page = scene().loggedIn("vera");
    AtomicReference<@Nullable Route> rest = new AtomicReference<>();
    page.route(
        "**/api/v1/search?**",
        route -> {
          if (route.request().url().contains("older=")) {
            rest.set(route);
          } else {
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        """
                        {"total": 0, "kinds": [{"kind": "INCIDENT", "items": [], "total": 0, "more": false, "complete": false,
                                                "older": "9000000000000000.1"}]}\
                        """));
          }
        });
    page.navigate(scene().url("/search?q=wombat"));
    assertThat(page.locator("main")).containsText("Still searching older items");
    page.waitForCondition(() -> rest.get() != null);
    Objects.requireNonNull(rest.get()).resume();
    assertThat(titles(page, "incident")).hasCount(2);
    assertThat(page.locator(".results h2")).hasText(new String[] {"Incidents (2)"});
    assertThat(page.locator("main")).not().containsText("Still searching");
    page.unrouteAll();
  }

  @Test
  void nothingAskedNothingFoundAndWhatIsWrongAreDifferentTexts() {
    Page page = scene().loggedIn("vera");
    page.navigate(scene().url("/search"));
    assertThat(page.locator("main").getByLabel("Search")).isFocused();
    assertThat(page.locator("main")).containsText("All words must match");
    page.navigate(scene().url("/search?q=nobodyhasthis"));
    assertThat(page.locator("main")).containsText("No results");
    page.navigate(scene().url("/search?q=-wombat"));
    assertThat(page.locator(".failure")).containsText("There is no word to find");
  }
}
