package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of time intervals: written as lines, shown with when each is in force next. */
@ExtendWith(Chromium.ClosesPages.class)
class TimeIntervalsBrowserIT {

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

  private static RunningCore core() {
    return Objects.requireNonNull(played).browser.core();
  }

  private static Page at(String person) {
    FilledScene scene = Objects.requireNonNull(played);
    Page page = scene.browser.open();
    scene.browser.loggedIn(page, person, "/time-intervals");
    return page;
  }

  @Test
  void intervalIsWrittenChangedAndDeleted() {
    Page page = at(FilledScene.ADMIN);
    BrowserScene.press(page, "Create time interval");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("Nights");
    dialog
        .locator("[name=time_intervals]")
        .fill("times 22:00-24:00, 00:00-06:00; weekdays monday:freitag; location Europe/Paris");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form")).containsText("Must be a weekday");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a fault in a time interval", faults);
    dialog
        .locator("[name=time_intervals]")
        .fill(
            "times 22:00-24:00, 00:00-06:00; weekdays Monday:friday; days_of_month 1:-1; months"
                + " 1:12; years 2020:2098; location Europe/Paris\n"
                + "years 2020");
    pressIn(dialog, "Save");
    assertThat(row(page, "Nights"))
        .containsText(
            "times 22:00-24:00, 00:00-06:00; weekdays monday:friday; days_of_month 1:-1; months"
                + " january:december; years 2020:2098; location Europe/Paris");
    assertThat(row(page, "Nights").locator("time").first()).isVisible();
    BrowserScene.look(page, "time intervals", faults);
    Assertions.assertThat(faults).isEmpty();
    Assertions.assertThat(
            core().get("/api/v1/time-intervals/nights").json().get("time_intervals").toString())
        .isEqualTo(
            "[{\"times\":[{\"start_time\":\"22:00\",\"end_time\":\"24:00\"},{\"start_time\":\"00:00\",\"end_time\":\"06:00\"}],"
                + "\"weekdays\":[\"monday:friday\"],\"days_of_month\":[\"1:-1\"],\"months\":[\"january:december\"],"
                + "\"years\":[\"2020:2098\"],\"location\":\"Europe/Paris\"},{\"years\":[\"2020\"]}]");

    Page viewer = at("vera");
    assertThat(row(viewer, "Nights")).hasCount(1);
    assertThat(viewer.locator("main button")).hasCount(0);

    pressIn(row(page, "Nights"), "Edit");
    dialog.locator("[name=time_intervals]").fill("always");
    pressIn(dialog, "Save");
    assertThat(row(page, "Nights")).containsText("no end");
    assertThat(row(page, "Nights")).containsText("Active");

    pressIn(row(page, "Nights"), "Delete");
    assertThat(row(page, "Nights")).hasCount(0);
    Assertions.assertThat(core().get("/api/v1/time-intervals/nights").status()).isEqualTo(404);
  }
}
