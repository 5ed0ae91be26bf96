package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** UI-05, CAL-14: what is planned by month, by week and as a list, by mouse and by keyboard. */
@ExtendWith(Chromium.ClosesPages.class)
class CalendarBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    LocalDateTime day = noon();
    plan("Checkout 4.2", day);
    for (int i = 1; i <= 4; i++) {
      plan("Batch " + i, day.plusMinutes(10L * i));
    }
    post(
        "/freezes",
        "{'name':'Inventory','starts_at':'%s','ends_at':'%s','time_zone':'UTC'}"
            .formatted(day.plusDays(1), day.plusDays(3)));
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
   * A Wednesday of next month's second week: the days around it are of that month and of its week.
   */
  private static LocalDateTime noon() {
    return LocalDateTime.ofInstant(scene().core().now(), ZoneOffset.UTC)
        .plusMonths(1)
        .with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.WEDNESDAY))
        .truncatedTo(ChronoUnit.DAYS)
        .plusHours(12);
  }

  private static void plan(String title, LocalDateTime from) {
    post(
        "/deployment-windows",
        ("{'title':'%s','environment':'staging','services':['checkout'],'starts_at':'%s','ends_at':'%s',"
             + "'time_zone':'UTC'}")
            .formatted(title, from, from.plusHours(1)));
  }

  private static void post(String path, String json) {
    RunningCore core = scene().core();
    Reply made = core.post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
  }

  private static Locator day(Page page, LocalDate day) {
    return page.locator("[data-day='" + day + "']");
  }

  @Test
  void aMonthIsWalkedByTheKeyboardAndADayIsOpened() {
    List<String> faults = new ArrayList<>();
    LocalDate day = noon().toLocalDate();
    Page page = scene().at("olivia", "/calendar?date=" + day);
    Locator cell = page.locator("td:has([data-day='" + day + "'])");
    assertThat(cell).containsText(":00 Checkout 4.2");
    assertThat(cell).containsText("2 more");
    assertThat(page.locator("td:has([data-day='" + day.plusDays(2) + "'])"))
        .containsText("Inventory");
    BrowserScene.look(page, "calendar-month", faults);
    BrowserScene.lookAtWidth(page, "calendar-month", faults);

    day(page, day).focus();
    page.keyboard().press("ArrowRight");
    assertThat(day(page, day.plusDays(1))).isFocused();
    page.keyboard().press("ArrowDown");
    assertThat(day(page, day.plusDays(8))).isFocused();
    page.keyboard().press("PageUp");
    assertThat(day(page, day.plusDays(8).minusMonths(1))).isFocused();
    page.keyboard().press("t");
    assertThat(page.locator("[aria-current=date]")).isVisible();

    page.navigate(page.url().replaceFirst("/calendar.*", "/calendar?date=" + day));
    day(page, day).focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).containsText("Batch 4");
    assertThat(page.locator("main")).containsText("Deployment · staging · checkout");
    assertThat(page.locator("main")).not().containsText("Inventory");
    BrowserScene.look(page, "calendar-day", faults);
    BrowserScene.lookAtWidth(page, "calendar-day", faults);
    BrowserScene.press(page, "Later");
    assertThat(page.locator("main")).containsText("Inventory");
    BrowserScene.press(page, "Earlier");
    page.getByText("Batch 4").click();
    assertThat(page.locator("h1")).hasText("Batch 4");
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void aWeekAndAFilterShowWhatIsAskedFor() {
    LocalDate day = noon().toLocalDate();
    Page page = scene().at("olivia", "/calendar?view=week&date=" + day);
    assertThat(page.locator("main")).containsText("Batch 4");
    page.getByLabel("Type").selectOption("freeze");
    assertThat(page.locator("main table")).containsText("Inventory");
    assertThat(page.locator("main table")).not().containsText("Batch 4");
    BrowserScene.press(page, "Later");
    assertThat(page.locator("main table")).not().containsText("Inventory");
  }

  /** CAL-13. */
  @Test
  void whatIsPlannedIsFollowedInAnotherCalendar() {
    List<String> faults = new ArrayList<>();
    Page page = scene().at("olivia", "/calendar?view=agenda&date=" + noon().toLocalDate());
    BrowserScene.press(page, "Create link to everything");
    Locator made = page.locator("main .secret");
    assertThat(made).containsText("/calendars/imas_ics_");
    BrowserScene.look(page, "calendar-agenda", faults);
    BrowserScene.lookAtWidth(page, "calendar-agenda", faults);
    Reply feed = scene().core().send(null, "GET", URI.create(made.textContent()).getPath(), null);
    assertThat(feed.http().body()).contains("SUMMARY:Deployment: Batch 4");
    BrowserScene.press(page, "Create link to my meetings");
    assertThat(page.locator("main")).containsText("Meetings of olivia");

    page.getByText("Batch 4").click();
    Download file = page.waitForDownload(() -> page.getByText("Add to calendar").click());
    assertThat(file.suggestedFilename()).endsWith(".ics");
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }
}
