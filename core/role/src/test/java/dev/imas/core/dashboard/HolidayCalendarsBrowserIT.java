package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Holidays are written day by day, or imported from a file. */
@ExtendWith(Chromium.ClosesPages.class)
class HolidayCalendarsBrowserIT {

  private static final String PATH = "/holiday-calendars";

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

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  private static JsonNode days(String calendar) {
    return scene().core().get("/api/v1/holiday-calendars/" + calendar).json().get("days");
  }

  @Test
  void aCalendarIsCreatedChangedAndDeleted() {
    Page page = scene().at("tara", "/on-call");
    page.locator("main nav.tabs a").last().click();
    BrowserScene.press(page, "Create holiday calendar");
    dialog(page).getByLabel("Name").fill("France");
    Locator days = dialog(page).locator("li");
    days.nth(0).locator("[type=date]").fill("2098-12-25");
    days.nth(0).locator("[type=text]").fill("Noël");
    pressIn(dialog(page), "Add day");
    assertThat(days.nth(1).locator("[type=date]")).isFocused();
    days.nth(1).locator("[type=date]").fill("2098-07-14");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a holiday calendar", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "a holiday calendar on a phone", faults);
    page.setViewportSize(1280, 800);
    pressIn(dialog(page), "Save");
    assertThat(row(page, "France")).containsText("14 Jul 2098, 25 Dec 2098 Noël");
    BrowserScene.look(page, "holiday calendars", faults);
    assertThat(faults).isEmpty();

    pressIn(row(page, "France"), "Edit");
    pressIn(dialog(page), "Remove Noël");
    pressIn(dialog(page), "Save");
    assertThat(row(page, "France")).not().containsText("Noël");
    assertThat(days("France")).hasSize(1);

    pressIn(row(page, "France"), "Delete");
    assertThat(dialog(page)).containsText("while a schedule observes it");
    pressIn(dialog(page), "Delete holiday calendar");
    assertThat(row(page, "France")).hasCount(0);
  }

  @Test
  void daysComeFromAFile() {
    int year = LocalDate.now(ZoneOffset.UTC).getYear() + 1;
    Page page = scene().at("tara", PATH);
    BrowserScene.press(page, "Create holiday calendar");
    dialog(page).getByLabel("Name").fill("Norge");
    dialog(page)
        .getByLabel("Import a calendar file")
        .setInputFiles(
            new FilePayload(
                "norge.ics",
                "text/calendar",
                ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:17. mai\r\n"
                        + "DTSTART;VALUE=DATE:"
                        + year
                        + "0517\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(dialog(page).locator("fieldset")).hasCount(0);
    pressIn(dialog(page), "Save");
    assertThat(row(page, "Norge")).containsText("17 May " + year + " 17. mai");
    assertThat(days("Norge")).hasSize(1);

    Page viewer = scene().at("vera", PATH);
    assertThat(row(viewer, "Norge")).isVisible();
    assertThat(viewer.locator("main button")).hasCount(0);
  }
}
