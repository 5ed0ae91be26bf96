package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.model.TestSpace;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test, and an incident that nobody could be found for, say so in the list and on their page. */
@ExtendWith(Chromium.ClosesPages.class)
class MarkedIncidentsBrowserIT {

  /** Where the screenshots go that a person looks at; without it, none are taken. */
  private static final String SHOTS = System.getProperty("imas.test.shots", "");

  private static @Nullable BrowserScene played;
  private static String test = "";
  private static String lost = "";

  @BeforeAll
  static void start() {
    BrowserScene scene = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "nobody"));
    played = scene;
    scene.user("ada", "tenant_admin");
    RunningCore core = scene.core();
    Event alert = Event.firing("Disk full", 1, core.triage, core.now());
    core.post(alert.inGroup(TestSpace.key(alert.groupKey())));
    core.follow();
    test = core.database.query("SELECT short_id FROM incident WHERE is_test").getFirst();
    core.post(Event.firing("Queue grows", 2, core.triage, core.now()));
    core.follow();
    lost = core.database.query("SELECT short_id FROM incident WHERE NOT is_test").getFirst();
    Await.until(
        "the fallback to be asked",
        () -> core.database.count("SELECT count(*) FROM incident_unrouted"),
        n -> n > 0);
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

  private static Page open(int width, String language, String path) {
    return scene().loggedIn(scene().open(width, ColorScheme.LIGHT, language), "ada", path);
  }

  private static void looked(Page page, String name, int width) {
    List<String> faults = new ArrayList<>();
    BrowserScene.lookAtWidth(page, name + " at " + width, faults);
    assertThat(faults).isEmpty();
    if (!SHOTS.isEmpty()) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(Path.of(SHOTS, name + "-" + width + ".png")));
    }
  }

  private static Locator row(Page page, String incident) {
    return page.locator("main li, main tr")
        .filter(new Locator.FilterOptions().setHasText(incident));
  }

  private static void look(int width, String language, String isTest, String nobody) {
    Page list = open(width, language, "/incidents");
    assertThat(row(list, test).locator(".what strong").first()).isVisible();
    assertThat(row(list, test).locator(".what strong").first()).containsText("Test");
    looked(list, "list", width);
    list.navigate(scene().url("/incidents/" + test));
    assertThat(list.locator(".banner").first()).containsText(isTest);
    looked(list, "test", width);
    list.navigate(scene().url("/incidents/" + lost));
    assertThat(list.locator(".banner.bad").first()).containsText(nobody);
    assertThat(list.locator(".banner.bad a").first()).isVisible();
    looked(list, "unrouted", width);
  }

  @Test
  void theListAndThePagesSaySoOnADesk() {
    look(1280, "en", "This is a test.", "Nobody responsible could be notified.");
  }

  @Test
  void theListAndThePagesSaySoInFrenchOnAPhone() {
    look(390, "fr", "Ceci est un test.", "Aucun responsable n’a pu être averti.");
  }

  @Test
  void theListIsFilteredByBoth() {
    Page list = open(1280, "en", "/incidents?is_test=true");
    assertThat(row(list, test).first()).isVisible();
    assertThat(row(list, lost)).hasCount(0);
    list.navigate(scene().url("/incidents?unrouted=true&is_test=false"));
    assertThat(row(list, lost).first()).isVisible();
    assertThat(row(list, test)).hasCount(0);
  }
}
