package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of silences: what one would hide is seen before it is made. */
@ExtendWith(Chromium.ClosesPages.class)
class SilencesBrowserIT {

  private static @Nullable FilledScene played;

  @BeforeAll
  static void start() {
    played = FilledScene.start();
  }

  @AfterAll
  static void stop() {
    if (played != null) {
      played.close();
    }
  }

  private static Page at(String person) {
    FilledScene scene = Objects.requireNonNull(played);
    Page page = scene.browser.open();
    scene.browser.loggedIn(page, person, "/silences");
    return page;
  }

  private static Locator row(Page page) {
    return page.locator("tr[data-id]", new Page.LocatorOptions().setHasText("CHG-4711"));
  }

  @Test
  void silenceIsTriedMadeAndEnded() {
    Page page = at("ron");
    BrowserScene.press(page, "Create silence");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=matchers]").fill("team=\"moved\"\nno matcher");
    dialog.locator("[name=comment]").fill("CHG-4711");
    pressIn(dialog, "Preview");
    assertThat(dialog.locator("form")).containsText("Not a matcher");
    dialog.locator("[name=matchers]").fill("team=\"moved\"");
    pressIn(dialog, "Preview");
    assertThat(dialog.locator("[role=status]")).containsText("No firing alerts match");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "what a silence would hide", faults);
    pressIn(dialog, "Create silence");
    assertThat(row(page)).containsText("team=\"moved\"");
    assertThat(row(page)).containsText("Active");
    BrowserScene.look(page, "silences", faults);
    assertThat(faults).isEmpty();
    Page viewer = at("vera");
    assertThat(row(viewer)).hasCount(1);
    assertThat(viewer.locator("main table button")).hasCount(0);

    pressIn(row(page), "End silence");
    assertThat(row(page)).containsText("Expired");
    assertThat(row(page).locator("button")).hasCount(0);
  }
}
