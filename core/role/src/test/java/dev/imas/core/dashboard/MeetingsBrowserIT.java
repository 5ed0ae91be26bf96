package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CAL-02, CAL-10, CAL-11: meetings are planned, changed and ended. */
@ExtendWith(Chromium.ClosesPages.class)
class MeetingsBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("rita", "responder");
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
  void aStandUpIsPlannedOneTimeMovedAndTheRestEnded() {
    List<String> faults = new ArrayList<>();
    Page page = scene().loggedIn(scene().open(390, ColorScheme.DARK, "en-GB"), "rita", "/meetings");
    BrowserScene.press(page, "Plan meeting");
    Locator dialog = page.locator("dialog[open]");
    BrowserScene.pressIn(dialog, "Daily stand-up");
    assertThat(dialog.getByLabel("Title")).hasValue("Daily stand-up");
    BrowserScene.look(page, "planning a meeting", faults);
    BrowserScene.pressIn(dialog, "Save");

    assertThat(page.locator("h1")).hasText("Daily stand-up");
    assertThat(page.locator(".facts")).containsText("Every weekday, Monday to Friday");
    Locator times = page.locator("main li:has(time)");
    assertThat(times).hasCount(6);
    BrowserScene.look(page, "a meeting", faults);

    BrowserScene.pressIn(times.nth(1), "Change");
    dialog.getByLabel("Title").fill("With the new ones");
    BrowserScene.pressIn(dialog, "Save");
    assertThat(dialog).hasCount(0);
    assertThat(times.nth(1)).containsText("With the new ones");
    BrowserScene.pressIn(times.nth(2), "Cancel this time");
    assertThat(times.nth(2)).containsText("Cancelled");
    BrowserScene.pressIn(times.nth(2), "Hold as planned");
    assertThat(times.nth(2)).not().containsText("Cancelled");

    BrowserScene.press(page, "Edit");
    dialog.getByLabel("Applies to").selectOption(new SelectOption().setIndex(3));
    dialog.getByLabel("Title").fill("Short stand-up");
    BrowserScene.pressIn(dialog, "Save");
    assertThat(page.locator("h1")).hasText("Short stand-up");
    page.getByText("Earlier meetings").click();
    assertThat(page.locator("h1")).hasText("Daily stand-up");
    assertThat(times).hasCount(2);

    BrowserScene.press(page, "End meeting");
    BrowserScene.pressIn(dialog, "End meeting");
    assertThat(page.locator("h1")).hasText("Meetings");
    assertThat(page.locator("main table, main .rows").first()).containsText("Short stand-up");
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }
}
