package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.imas.core.TenantScene.Kind;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is done now and then: drills are planned, what failed is sent again, rules are given up. */
@ExtendWith(Chromium.ClosesPages.class)
class OccasionalTasksBrowserIT {

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

  private static FilledScene scene() {
    return Objects.requireNonNull(played);
  }

  private static RunningCore core() {
    return scene().browser.core();
  }

  private static Page at(String path) {
    return scene().browser.at(FilledScene.ADMIN, path);
  }

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  private static void look(Page page, String what) {
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, what, faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, what + " on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();
  }

  @Test
  void drillsArePlannedByTheWeekOrTheMonth() {
    Page page = at("/drills");
    BrowserScene.press(page, "Create drill schedule");
    dialog(page).locator("[name=name]").fill("Cards, weekly");
    dialog(page).locator("[name=service]").fill("payments-service");
    dialog(page).getByLabel("Thursday").check();
    dialog(page).locator("[name=time_zone]").fill("Europe/Paris");
    look(page, "a drill schedule");
    pressIn(dialog(page), "Save");
    Locator row = row(page, "Cards, weekly");
    assertThat(row).containsText("Monday, Thursday at 10:00 (Europe/Paris)");
    assertThat(row.locator("time")).isVisible();

    pressIn(row, "Edit");
    dialog(page).getByLabel("Repeats").selectOption("Once a month");
    assertThat(dialog(page).locator("[name=name]")).hasValue("Cards, weekly");
    dialog(page).getByLabel("Day of the month").fill("15");
    pressIn(dialog(page), "Save");
    assertThat(row).containsText("Day 15 of each month at 10:00");
    JsonNode stored = core().get("/api/v1/drill-schedules/Cards,%20weekly").json();
    assertThat(stored.get("days").isNull()).isTrue();

    pressIn(row, "Delete");
    assertThat(row).hasCount(0);
    Page viewer = scene().browser.at("vera", "/drills");
    assertThat(row(viewer, "payments-drills")).isVisible();
    assertThat(viewer.locator("main button")).hasCount(0);
  }

  @Test
  void whatFailedIsCountedAndSentAgain() {
    Page page = at("/deliveries?channel=voice");
    BrowserScene.press(page, "Resend all failed");
    assertThat(dialog(page)).containsText("that match and can be resent: 0");
    assertThat(dialog(page).getByText("Resend", new Locator.GetByTextOptions().setExact(true)))
        .hasCount(0);
    pressIn(dialog(page), "Close");
    core()
        .database
        .execute(
            "UPDATE delivery SET status = 'dead', finished_at = now() WHERE id = '"
                + scene().tenant.own(Kind.DELIVERY)
                + "'");
    page.navigate(scene().browser.url("/deliveries"));
    BrowserScene.press(page, "Resend all failed");
    assertThat(dialog(page).locator("p").first()).containsText("can be resent");
    look(page, "sending again what failed");
  }

  @Test
  void rulesAreRolledBackAndGivenUp() {
    String active = scene().tenant.own(Kind.RULE_SET);
    Page page = at("/rules");
    pressIn(page.locator("tr[data-id='" + active + "']"), "Deactivate");
    assertThat(dialog(page)).containsText("All versions are kept");
    look(page, "giving up rules");
    pressIn(dialog(page), "Deactivate");
    assertThat(page.locator(".toast")).containsText("No rules are active");
    assertThat(core().get("/api/v1/rule-sets/active").status()).isEqualTo(404);
    pressIn(page.locator("tr[data-id='1']"), "Activate");
    // Otherwise either of the two may be the later one.
    assertThat(page.locator("tr[data-id='1']")).containsText("Active");
    pressIn(page.locator("tr[data-id='" + active + "']"), "Activate");
    assertThat(page.locator("tr[data-id='" + active + "']")).containsText("Active");
    pressIn(page.locator("tr[data-id='" + active + "']"), "Roll back");
    pressIn(dialog(page), "Roll back");
    assertThat(page.locator("tr[data-id='1']")).containsText("Active");
  }

  @Test
  void theRoomOfAnIncidentIsArchived() {
    String incident = scene().tenant.own(Kind.SHORT_ID);
    core()
        .database
        .execute(
            """
            INSERT INTO room (tenant_id, id, incident_id, number, provider_id, vendor, state, name, channel, topic, told_seq, asked_by,
                              asked_at, opened_at)
            SELECT i.tenant_id, gen_random_uuid(), i.id, 1, p.id, 'slack', 'open', 'inc-room', 'C1', '', 0, 'system', now(), now()
              FROM incident i, provider p WHERE i.short_id = '%s' AND p.tenant_id = i.tenant_id LIMIT 1\
            """
                .formatted(incident));
    Page page = at("/incidents/" + incident);
    BrowserScene.press(page, "Archive room");
    assertThat(page.locator(".toast")).containsText("Room is being archived");
    assertThat(page.getByText("Archive room")).hasCount(0);
  }
}
