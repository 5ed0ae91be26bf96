package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CAL-01: planned work in the dashboard. */
@ExtendWith(Chromium.ClosesPages.class)
class MaintenanceBrowserIT {

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
    scene.browser.loggedIn(page, person, "/maintenance");
    return page;
  }

  @Test
  void workIsTriedPlannedChangedAndDeleted() {
    Page page = at("ron");
    BrowserScene.press(page, "Schedule maintenance");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("Patching");
    dialog.locator("[name=comment]").fill("CHG-4711");
    dialog.locator("[name=matchers]").fill("env=\"moved\"");
    dialog.locator("[name=starts_at]").fill("2098-12-06T02:00");
    dialog.locator("[name=recurrence]").selectOption("Custom rule…");
    dialog.locator("[name=rule]").fill("FREQ=HOURLY");
    pressIn(dialog, "Preview");
    assertThat(dialog.locator("form")).containsText("Must have FREQ=DAILY");
    dialog.locator("[name=recurrence]").selectOption("Every week");
    pressIn(dialog, "Preview");
    assertThat(dialog.locator("[role=status] li")).hasCount(5);
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "what work would hide", faults);
    pressIn(dialog, "Schedule");
    assertThat(row(page, "Patching")).containsText("Scheduled");
    BrowserScene.look(page, "maintenance", faults);
    Assertions.assertThat(faults).isEmpty();

    Page viewer = at("vera");
    assertThat(row(viewer, "Patching")).hasCount(1);
    assertThat(viewer.locator("main table button")).hasCount(0);

    pressIn(row(page, "Patching"), "Edit");
    dialog.locator("[name=is_active]").uncheck();
    pressIn(dialog, "Preview");
    pressIn(dialog, "Schedule");
    assertThat(row(page, "Patching")).containsText("Disabled");
    pressIn(row(page, "Patching"), "Delete");
    assertThat(row(page, "Patching")).hasCount(0);
  }

  @Test
  void aCalendarIsImported() {
    Page page = at("ron");
    BrowserScene.press(page, "Import calendar");
    Locator dialog = page.locator("dialog[open]");
    dialog
        .locator("[name=calendar]")
        .fill(
            """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            UID:ups@example.org
            SUMMARY:Test of the UPS
            DTSTART:20981206T020000Z
            DURATION:PT1H
            END:VEVENT
            BEGIN:VEVENT
            UID:past@example.org
            SUMMARY:Long ago
            DTSTART:20201206T020000Z
            DURATION:PT1H
            END:VEVENT
            END:VCALENDAR
            """);
    dialog.locator("[name=comment]").fill("Calendar of the building");
    dialog.locator("[name=matchers]").fill("env=\"moved\"");
    pressIn(dialog, "Import calendar");
    assertThat(dialog.locator("[role=status]")).containsText("Long ago: it is over");
    page.keyboard().press("Escape");
    page.reload();
    assertThat(row(page, "Test of the UPS")).containsText("Scheduled");
  }
}
