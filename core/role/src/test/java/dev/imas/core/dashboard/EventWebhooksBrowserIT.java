package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
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

/** Other systems subscribe to events, and what was posted to them is read and posted again. */
@ExtendWith(Chromium.ClosesPages.class)
class EventWebhooksBrowserIT {

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

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  private static Locator services(Page page) {
    return dialog(page)
        .getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("Services"));
  }

  private static JsonNode stored(String name) {
    return core().get("/api/v1/webhooks/outgoing/" + name).json();
  }

  @Test
  void oneIsCreatedWithItsSecretShownOnceChangedAndDeleted() {
    Page page = scene().browser.at(FilledScene.ADMIN, "/event-webhooks");
    BrowserScene.press(page, "Create event webhook");
    dialog(page).locator("[name=name]").fill("tickets");
    dialog(page).locator("[name=url]").fill("https://tickets.example.org/hooks?key=a");
    dialog(page).getByLabel("Comment added").check();
    dialog(page).getByLabel("SEV1").check();
    services(page).fill("nothing of this name");
    services(page).press("Enter");
    pressIn(dialog(page), "Create event webhook");
    assertThat(dialog(page).locator("form")).containsText("nothing of this name");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a fault in an event webhook", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "a fault in an event webhook on a phone", faults);
    page.setViewportSize(1280, 800);
    pressIn(dialog(page), "Remove nothing of this name");
    services(page).fill("payments-s");
    services(page).press("ArrowDown");
    services(page).press("Enter");
    pressIn(dialog(page), "Create event webhook");
    assertThat(dialog(page)).containsText("You won’t see it again");
    String secret = dialog(page).locator("pre").textContent();
    assertThat(secret).hasSizeGreaterThan(15);
    BrowserScene.look(page, "the secret of an event webhook", faults);
    assertThat(faults).isEmpty();
    pressIn(dialog(page), "Close");
    assertThat(page.content()).doesNotContain(secret);
    JsonNode made = stored("tickets");
    assertThat(made.get("events")).hasSize(4);
    assertThat(made.at("/severities/0").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(made.get("services")).hasSize(1);

    pressIn(row(page, "tickets"), "Edit");
    assertThat(dialog(page).getByLabel("SEV1")).isChecked();
    assertThat(dialog(page).locator(".chips")).hasText("payments-serviceRemove payments-service");
    dialog(page).getByLabel("Comment added").uncheck();
    dialog(page).getByLabel("Enabled").uncheck();
    pressIn(dialog(page), "Save");
    assertThat(row(page, "tickets")).containsText("Disabled");
    assertThat(stored("tickets").get("events")).hasSize(3);
    assertThat(stored("tickets").get("secret_hint")).isEqualTo(made.get("secret_hint"));

    pressIn(row(page, "tickets"), "Delete");
    assertThat(dialog(page)).containsText("delivery log");
    pressIn(dialog(page), "Delete event webhook");
    assertThat(row(page, "tickets")).hasCount(0);
    assertThat(core().get("/api/v1/webhooks/outgoing/tickets").status()).isEqualTo(404);
  }

  @Test
  void whatWasPostedIsReadAndPostedAgain() {
    String posted = scene().tenant.own(Kind.POSTED_EVENT);
    core()
        .database
        .execute(
            "UPDATE event_delivery SET status = 'dead', finished_at = now(), attempts = 1,"
                + " last_error = 'answered 400' WHERE id = '"
                + posted
                + "'");
    Page page =
        scene()
            .browser
            .at(
                FilledScene.ADMIN,
                "/event-webhooks/" + scene().tenant.own(Kind.EVENT_WEBHOOK) + "?status=dead");
    assertThat(page.locator(".facts")).containsText("Incident created");
    Locator row = page.locator("tr[data-id='" + posted + "']");
    assertThat(row).containsText("answered 400");
    pressIn(row, "View attempts");
    assertThat(dialog(page).locator("pre")).containsText("webhook.test");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a posted event", faults);
    pressIn(dialog(page), "Close");
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "an event webhook on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();
    pressIn(row, "Redeliver");
    assertThat(row).hasCount(0);
    assertThat(page.locator(".toast")).containsText("Redelivering");
  }

  @Test
  void whoOnlyReadsIsOfferedNothing() {
    Page page = scene().browser.at("vera", "/event-webhooks");
    assertThat(row(page, "payments-webhook")).isVisible();
    assertThat(page.locator("main button")).hasCount(0);
    row(page, "payments-webhook").locator("a").click();
    assertThat(page.locator(".facts")).isVisible();
    assertThat(page.locator(".head button")).hasCount(0);
  }
}
