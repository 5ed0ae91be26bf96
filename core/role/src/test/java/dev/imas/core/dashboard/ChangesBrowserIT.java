package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What was deployed is listed, and an incident shows what was changed before it (CAL-16). Links
 * come from outside, so none leads to a script.
 */
@ExtendWith(Chromium.ClosesPages.class)
class ChangesBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("dora", "tenant_admin");
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

  private static void deployed(String key, String state, String url, Duration ago) {
    deployed("checkout", key, state, url, ago);
  }

  private static void deployed(String service, String key, String state, String url, Duration ago) {
    String at = scene().core().now().minus(ago).toString();
    Reply reply =
        scene()
            .core()
            .post(
                "/api/v1/deployments",
                """
                {"key": "%s", "environment": "production", "state": "%s", "service": "%s",
                 "repository": "acme/shop", "sha": "f95f852bd8fca8fcc58a9a2d6c842781e32a215e", "actor": "ci",
                 "url": "%s", "finished_at": "%s"}\
                """
                    .formatted(key, state, service, url, at));
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
  }

  @Test
  void incidentShowsWhatWasDeployedBeforeItAndThePageListsAll() {
    deployed("1", "success", "https://ci.example.org/1", Duration.ofMinutes(12));
    deployed("2", "failure", "https://ci.example.org/2", Duration.ofHours(3));
    deployed("3", "success", "https://ci.example.org/3", Duration.ofHours(25));
    String incident = scene().incident("Carts are empty", "checkout");
    List<String> faults = new ArrayList<>();

    Page page = scene().at("dora", "/incidents/" + incident);
    Locator changes = page.locator("section[aria-labelledby=changes-before]");
    Locator lines = changes.locator("li");
    assertThat(lines).hasCount(2);
    assertThat(lines.first()).containsText("Deployed acme/shop f95f852 → production");
    assertThat(lines.first()).containsText("ci · 12 min before");
    assertThat(lines.last()).containsText("Deployment failed");
    BrowserScene.look(page, "changes-before", faults);

    changes.getByText("All deployments of the service").click();
    assertThat(page.locator("main table tbody tr")).hasCount(3);
    assertThat(page.locator("main input[name=service]")).hasValue("checkout");
    BrowserScene.look(page, "changes", faults);
    BrowserScene.pressIn(page.locator("main table tbody tr").first(), "Details");
    assertThat(page.locator("dialog[open]")).containsText("https://ci.example.org/1");
    page.keyboard().press("Escape");
    BrowserScene.lookAtWidth(page, "changes", faults);
    for (String tab : List.of("Environments", "Repositories")) {
      page.locator("nav.tabs").getByText(tab).click();
      assertThat(page.locator("h1")).hasText(tab);
      BrowserScene.look(page, tab, faults);
    }
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void suspectSaysWhatItsScoreIsTheSumOfAndIsConfirmed() {
    scene().core().service("ledger");
    deployed("ledger", "10", "failure", "https://ci.example.org/10", Duration.ofMinutes(4));
    deployed("ledger", "11", "success", "https://ci.example.org/11", Duration.ofMinutes(100));
    for (int other = 12; other < 15; other++) {
      String link = "https://ci.example.org/" + other;
      deployed("ledger", Integer.toString(other), "success", link, Duration.ofHours(other));
    }
    String incident = scene().incident("Bookings are late", "ledger");
    scene().core().clock.move(Duration.ofSeconds(11));
    scene().core().sweep("suspects");
    List<String> faults = new ArrayList<>();

    Page page = scene().at("dora", "/incidents/" + incident);
    Locator changes = page.locator("section[aria-labelledby=changes-before]");
    Locator first = changes.locator("li.entry").first();
    assertThat(first).containsText("Deployment failed");
    first.locator("summary").click();
    assertThat(first).containsText("+40 Same service");
    assertThat(first).containsText("+15 Failed or rolled back");
    Locator second = changes.locator("li.entry").nth(1);
    second.locator("summary").click();
    assertThat(second.locator("li").nth(1)).containsText("+6 1 h 40 min before");
    assertThat(changes.locator("li.entry:visible")).hasCount(3);
    changes.getByText(Pattern.compile("\\d more change")).click();
    assertThat(changes.locator("li.entry:visible").nth(4)).isVisible();
    BrowserScene.look(page, "suspects", faults);
    BrowserScene.lookAtWidth(page, "suspects", faults);

    BrowserScene.pressIn(first, "Confirm cause");
    page.locator("dialog[open] input[name=why]").fill("the rollback ended it");
    BrowserScene.look(page, "suspects-confirm", faults);
    BrowserScene.pressIn(page.locator("dialog[open]"), "Confirm cause");
    assertThat(first).containsText("Confirmed cause");
    assertThat(first).containsText("the rollback ended it");
    BrowserScene.look(page, "suspects-confirmed", faults);

    scene().incident("Bookings are later still", "ledger");
    Page figures = scene().at("dora", "/analytics");
    Locator rates = figures.locator("section[aria-labelledby=analytics-suspects]");
    assertThat(rates).containsText("First suspect was the cause");
    assertThat(rates).containsText("1 of 1");
    assertThat(rates).containsText("Failed result");
    assertThat(rates).containsText("Deployment kind");
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void errorBudgetShowsWhatSpentItAndWhatItWouldHaveStopped() {
    scene().core().service("wallet");
    deployed("wallet", "30", "success", "https://ci.example.org/30", Duration.ofMinutes(5));
    String shortId = scene().incident("Payments fail", "wallet");
    scene()
        .core()
        .database
        .execute(
            "UPDATE incident SET severity = 1, detected_at = now() - interval '2 hours' WHERE"
                + " short_id = '"
                + shortId
                + "'");
    List<String> faults = new ArrayList<>();
    Page page = scene().at("dora", "/error-budgets");
    assertThat(page.locator("main .empty")).containsText("Create one to see how much downtime");
    BrowserScene.press(page, "Create error budget");
    Locator form = page.locator("dialog[open]");
    form.locator("[name=name]").fill("Wallet works");
    form.locator("[name=service]").fill("wallet");
    form.locator("[name=target]").fill("99.95");
    form.locator("[name=blocks]").check();
    BrowserScene.look(page, "error-budgets-new", faults);
    BrowserScene.pressIn(form, "Preview");
    assertThat(form).containsText("It would have stopped 1 of 1 production deployments");
    BrowserScene.pressIn(form, "Save");
    Locator row = page.locator("main table tbody tr");
    assertThat(row).containsText("99.95% over 30 days");
    assertThat(row).containsText("Spent");
    assertThat(row).containsText("Blocks production");
    assertThat(row.getByText(shortId)).isVisible();
    BrowserScene.look(page, "error-budgets", faults);
    BrowserScene.lookAtWidth(page, "error-budgets", faults);
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void gateSaysWhyAndItsServiceLeadsToItsDeployments() {
    scene().core().service("frozen");
    deployed("frozen", "20", "success", "https://ci.example.org/20", Duration.ofHours(2));
    List<String> faults = new ArrayList<>();

    LocalDate day = LocalDate.ofInstant(scene().core().now(), ZoneOffset.UTC);
    Page freezes = scene().at("dora", "/freezes");
    assertThat(freezes.locator("main .empty")).containsText("Create one to stop deployments");
    BrowserScene.press(freezes, "Create freeze");
    Locator form = freezes.locator("dialog[open]");
    form.locator("[name=name]").fill("Black Friday");
    form.locator("[name=starts_at]").fill(day.minusDays(2) + "T00:00");
    form.locator("[name=ends_at]").fill(day.plusDays(2) + "T00:00");
    Locator services =
        form.getByRole(
            AriaRole.COMBOBOX,
            new Locator.GetByRoleOptions().setName("Services (optional)").setExact(true));
    services.fill("fro");
    form.getByRole(AriaRole.OPTION, new Locator.GetByRoleOptions().setName("frozen")).click();
    BrowserScene.look(freezes, "freezes-new", faults);
    BrowserScene.pressIn(form, "Preview");
    assertThat(form).containsText("It would have stopped");
    BrowserScene.pressIn(form, "Save");
    assertThat(freezes.locator("main table")).containsText("Active");

    Page gate = scene().at("dora", "/gate");
    BrowserScene.press(gate, "Check a deployment");
    gate.locator("dialog[open] [name=service]").fill("frozen");
    BrowserScene.pressIn(gate.locator("dialog[open]"), "Check");
    assertThat(gate.locator("dialog[open] .banner strong"))
        .hasText("frozen may not be deployed to prod.");
    gate.keyboard().press("Escape");
    gate.locator("main table").getByText("Denied").first().click();
    assertThat(gate.locator("h1")).hasText("Deploy frozen to prod");
    assertThat(gate.locator("dl.facts > div")).hasCount(6);
    assertThat(gate.locator("main")).containsText("Black Friday forbids deployments to prod.");
    BrowserScene.look(gate, "gate-decision", faults);
    gate.locator("dl.facts a").first().click();
    assertThat(gate.locator("h1")).hasText("Deployments");
    assertThat(gate.locator("main table tbody tr")).hasCount(1);
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }
}
