package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Five figures with their targets, each with the rows behind it (DOR-06, DOR-08). */
@ExtendWith(Chromium.ClosesPages.class)
class DoraBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
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

  private static void deployed(String key, String state, Duration ago) {
    Reply reply =
        scene()
            .core()
            .post(
                "/api/v1/deployments",
                """
                {"key": "%1$s", "environment": "production", "state": "%2$s", "service": "checkout",
                 "repository": "acme/shop", "sha": "f95f852b%1$s", "finished_at": "%3$s"}\
                """
                    .formatted(key, state, scene().core().now().minus(ago)));
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
  }

  @Test
  void targetsAreSetInDaysHoursAndPercent() {
    scene().user("dora", "tenant_admin");
    Page page = scene().at("dora", "/analytics/dora");
    assertThat(page.locator("[data-kpi=recovery_time]")).containsText("1 h");
    BrowserScene.press(page, "Set targets");
    Locator form = page.locator("dialog[open]");
    assertThat(form.locator("[name=lead_time_seconds]")).hasValue("7");
    assertThat(form.locator("[name=change_fail_rate]")).hasValue("15");
    form.locator("[name=recovery_time_seconds]").fill("1.5");
    form.locator("[name=deployments_per_week]").fill("");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "dora-targets", faults);
    BrowserScene.pressIn(form, "Save");
    assertThat(page.locator("[data-kpi=recovery_time]")).containsText("1 h 30 min");
    assertThat(page.locator("[data-kpi=frequency]")).containsText("No target");
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
    assertThat(
            scene()
                .core()
                .send(
                    scene().core().token, "PUT", "/api/v1/dora/settings", "{}", "if-match", "\"2\"")
                .status())
        .isEqualTo(200);
  }

  @Test
  void eachFigureLeadsToTheRowsBehindIt() {
    deployed("1", "success", Duration.ofMinutes(50));
    deployed("2", "failure", Duration.ofMinutes(40));
    deployed("3", "success", Duration.ofMinutes(28));

    Page page = scene().at("vera", "/analytics/dora");
    assertThat(page.locator("[data-kpi]")).hasCount(5);
    Locator fails = page.locator("[data-kpi=change_fail_rate]");
    assertThat(fails).containsText("33.3%");
    assertThat(fails).containsText("Off target");
    assertThat(fails).containsText("1 of 3");
    assertThat(page.locator("[data-kpi=lead_time]")).containsText("–");
    assertThat(page.locator("[data-kpi=recovery_time]")).containsText("12 min");
    Locator rows = page.locator("#dora-rows ~ * tbody tr");
    assertThat(rows).hasCount(1);
    assertThat(rows.first()).containsText("Failed");

    page.locator("[data-kpi=frequency] a").click();
    assertThat(rows).hasCount(2);
    assertThat(rows.first()).containsText("checkout");

    assertThat(page.locator("#side a[aria-current]")).hasText("Delivery (DORA)");
    assertThat(page.locator("[aria-labelledby=dora-months] td[data-title=Deployments]").first())
        .isVisible();

    Page before = scene().at("vera", "/analytics/dora?as_of=2026-01-01T00:00:00Z");
    assertThat(before.locator("#dora-restated ~ *").first()).isVisible();
    assertThat(before.locator("[data-kpi=change_fail_rate]")).containsText("–");
  }
}
