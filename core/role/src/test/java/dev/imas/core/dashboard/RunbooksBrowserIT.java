package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A runbook is written on its page, attached to an incident, and followed there. */
@ExtendWith(Chromium.ClosesPages.class)
class RunbooksBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("olga", "operator");
    played.user("remy", "responder");
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

  private static RunningCore core() {
    return scene().core();
  }

  private static Locator button(Locator in, String name) {
    return in.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  private static JsonNode step(String incident, int step) {
    return core()
        .get("/api/v1/incidents/" + incident + "/runbook")
        .json()
        .at("/runbook/steps/" + (step - 1));
  }

  @Test
  void runbookIsWrittenAndChangedAndSaysWhomItWouldFit() {
    List<String> faults = new ArrayList<>();
    Page page = scene().at("olga", "/runbooks");
    button(page.locator("main"), "Create runbook").click();
    Locator form = page.locator("dialog[open]");
    form.getByLabel("Name").fill("Replication lag");
    form.getByLabel("Alert pattern").fill("(?i)replication");
    form.getByLabel("SEV2").check();
    form.getByLabel("Title").fill("Look at the lag of {{service_name}}");
    form.getByLabel("Command to copy").fill("lag \"{{service_name}}\"");
    button(form, "Save").click();
    assertThat(form.getByRole(AriaRole.ALERT)).containsText("within quotes");
    form.getByLabel("Command to copy").fill("lag {{service_name}}");
    button(form, "Add step").click();
    form.getByLabel("Title").nth(1).fill("Fail over");
    form.getByLabel("Critical").nth(1).check();
    form.getByLabel("Ask for confirmation").nth(1).check();
    button(form, "Move step 2 up").click();
    assertThat(form.getByLabel("Title").first()).hasValue("Fail over");
    button(form, "Move step 1 down").click();
    BrowserScene.look(page, "runbook-editor", faults);
    button(form, "Save").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(page.locator("main")).containsText("Replication lag");
    assertThat(page.locator("main")).containsText("2 (10 min)");
    BrowserScene.look(page, "runbooks", faults);

    button(page.locator("main"), "Versions").first().click();
    assertThat(page.locator("dialog[open]")).containsText("Version 1");
    button(page.locator("dialog[open]"), "Close").click();

    button(page.locator("main"), "Try selection").click();
    Locator trial = page.locator("dialog[open]");
    trial
        .getByLabel("Service")
        .fill(core().get("/api/v1/services").json().at("/items/0/name").asText());
    trial.getByLabel("Incident title").fill("Replication lags");
    trial.getByLabel("Severity").selectOption("SEV2");
    button(trial, "Find runbook").click();
    assertThat(trial.getByRole(AriaRole.STATUS)).containsText("attached because its pattern");
    assertThat(faults).isEmpty();
  }

  @Test
  void stepsOfAnIncidentAreTickedConfirmedSkippedAndTakenBack() {
    core()
        .post(
            "/api/v1/runbooks",
            """
            {"name": "Full disks", "slug": "full-disks", "steps": [
              {"title": "Find what grows", "command": "du -sh /data/{{environment}}", "expected_duration_minutes": 3},
              {"title": "Drop old logs", "is_critical": true, "requires_confirmation": true,
               "rollback_instructions": "Restore them"},
              {"title": "Look again", "is_critical": true}],
             "quick_actions": [{"id": "board", "label": "Open the board", "type": "link", "url": "https://g.example/d"}]}\
            """);
    String incident = scene().incident("A disk is nearly full");
    List<String> faults = new ArrayList<>();
    Page page = scene().at("remy", "/incidents/" + incident);
    page.locator(".head .more summary").click();
    button(page.locator(".head .menu-acts"), "Attach runbook").click();
    Locator choice = page.locator("dialog[open]");
    assertThat(choice.locator("select")).containsText("Full disks");
    choice.locator("select").selectOption(optionOf(choice));
    button(choice, "Attach runbook").click();
    Locator block = page.locator("section[aria-labelledby=runbook]");
    assertThat(block).containsText("0 of 3");
    assertThat(block).containsText("about 13 min left");
    assertThat(block).containsText("The incident has no value for environment");
    BrowserScene.look(page, "runbook-of-incident", faults);

    Locator steps = block.locator(".steps > li");
    button(steps.nth(0), "Mark done").click();
    assertThat(block).containsText("1 of 3");
    button(steps.nth(1), "Mark done").click();
    button(page.locator("dialog[open]"), "Yes, it is done").click();
    assertThat(block).containsText("2 of 3");
    assertThat(step(incident, 2).get("executor").asText()).isEqualTo("remy");
    button(steps.nth(2), "Skip").click();
    Locator skip = page.locator("dialog[open]");
    skip.getByLabel("Note").fill("The graph says enough");
    button(skip, "Skip step").click();
    assertThat(block).containsText("3 of 3");
    button(steps.nth(0), "Undo").click();
    assertThat(block).containsText("2 of 3");
    assertThat(step(incident, 1).get("state").asText()).isEqualTo("pending");
    assertThat(faults).isEmpty();
  }

  private static String optionOf(Locator choice) {
    return Objects.requireNonNull(
        choice
            .locator("option")
            .filter(new Locator.FilterOptions().setHasText("Full disks"))
            .first()
            .getAttribute("value"));
  }
}
