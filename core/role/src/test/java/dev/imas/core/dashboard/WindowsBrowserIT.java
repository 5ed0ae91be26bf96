package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** CAL-03, CAL-04: a deployment is planned by one person, approved by another, and carried out. */
@ExtendWith(Chromium.ClosesPages.class)
class WindowsBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("ada", "tenant_admin");
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
  void onePlansAnotherApprovesAndItIsCarriedOut() {
    LocalDateTime start =
        LocalDateTime.ofInstant(scene().core().now().plusSeconds(300), ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.MINUTES);
    List<String> faults = new ArrayList<>();
    Page page = scene().at("olivia", "/deployment-windows");
    assertThat(page.locator("main")).containsText("No deployment windows");
    BrowserScene.press(page, "Plan deployment window");
    Locator form = page.locator("dialog[open]");
    Locator services =
        form.getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("Services"));
    form.locator("[name=title]").fill("Checkout 4.2");
    services.fill("checkout");
    services.press("Enter");
    form.locator("[name=starts_at]").fill(start.toString());
    form.locator("[name=ends_at]").fill(start.plusHours(2).toString());
    form.locator("[name=time_zone]").fill("UTC");
    form.locator("[name=rollback_plan]").fill("Deploy 4.1 again.");
    form.locator("[name=checklist]").fill("Backup taken");
    BrowserScene.look(page, "windows-plan", faults);
    BrowserScene.pressIn(form, "Check for conflicts");
    assertThat(form.locator("[role=status]")).containsText("Nobody is on call");
    BrowserScene.pressIn(form, "Save");

    assertThat(page.locator("h1")).hasText("Checkout 4.2");
    assertThat(page.locator("main")).containsText("It needs an approval.");
    BrowserScene.press(page, "Tick Backup taken");
    assertThat(page.locator("main")).containsText("✓ Backup taken");
    BrowserScene.press(page, "Request approval");
    assertThat(page.locator("main")).containsText("Waiting");
    String path = page.url().replaceFirst("^https?://[^/]+", "");
    BrowserScene.look(page, "window-waiting", faults);
    BrowserScene.lookAtWidth(page, "window-waiting", faults);

    Page other = scene().at("ada", path);
    BrowserScene.press(other, "Approve");
    other.locator("dialog[open] [name=comment]").fill("fine");
    BrowserScene.pressIn(other.locator("dialog[open]"), "Approve");
    assertThat(other.locator("main")).containsText("ada approved");

    page.reload();
    assertThat(page.locator("main")).containsText("Approved");
    BrowserScene.press(page, "Start");
    assertThat(page.locator("main")).containsText("In progress");
    BrowserScene.press(page, "Finish");
    page.locator("dialog[open] [name=outcome]").selectOption("completed");
    BrowserScene.pressIn(page.locator("dialog[open]"), "Finish");
    assertThat(page.locator("main")).containsText("Completed");
    BrowserScene.look(page, "window-completed", faults);
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }
}
