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

/** Fields and causes are set up on their page, and asked for on that of an incident. */
@ExtendWith(Chromium.ClosesPages.class)
class FieldsBrowserIT {

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

  private static RunningCore core() {
    return scene().core();
  }

  private static Locator button(Locator in, String name) {
    return in.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  private static int taken;

  private static void look(Page page, String what, List<String> faults) {
    BrowserScene.look(page, what, faults);
    Pictures.takeAll(page, ++taken, what);
  }

  @Test
  void fieldsAreAddedChangedAndArchivedAndCausesWrittenAsText() {
    List<String> faults = new ArrayList<>();
    Page page = scene().at("dora", "/incident-fields");
    button(page.locator("main"), "Create field").click();
    dialog(page).getByLabel("Label").fill("Zone of the fault");
    dialog(page).getByLabel("Type").selectOption("select");
    look(page, "field-new", faults);
    button(dialog(page), "Save").click();
    assertThat(dialog(page).locator("[name=options] ~ .fault")).containsText("Enter a value.");
    dialog(page).getByLabel("Options").fill("Europe\nus: North America");
    button(dialog(page), "Save").click();
    assertThat(dialog(page)).hasCount(0);
    Locator row =
        page.locator("tr[data-id]", new Page.LocatorOptions().setHasText("Zone of the fault"));
    assertThat(row).containsText("zone-of-the-fault");
    assertThat(row).containsText("Europe, North America");

    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Edit")).click();
    dialog(page).getByLabel("Options").fill("europe: EU");
    button(dialog(page), "Save").click();
    assertThat(row).containsText("EU");
    JsonNode field = core().get("/api/v1/incident-fields/zone-of-the-fault").json();
    assertThat(field.at("/options/0/id").asText()).isEqualTo("europe");
    assertThat(field.at("/archived_options/0/id").asText()).isEqualTo("us");
    look(page, "fields", faults);

    row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Archive")).click();
    assertThat(row).hasCount(0);

    button(page.locator("main"), "Edit causes").click();
    dialog(page).getByLabel("Causes").fill("Network\n- DNS\n- bgp: Routing\nA change");
    look(page, "causes-editing", faults);
    button(dialog(page), "Save").click();
    assertThat(page.locator("main section li").first()).containsText("Routing");
    JsonNode causes = core().get("/api/v1/causes").json();
    assertThat(causes.at("/causes/0/causes/1/key").asText()).isEqualTo("bgp");
    assertThat(causes.at("/causes/1/key").asText()).isEqualTo("a-change");
    look(page, "causes", faults);
    assertThat(faults).isEmpty();
  }

  @Test
  void whoResolvesIsAskedAndMayAnswerLater() {
    core()
        .post(
            "/api/v1/incident-fields",
            "{\"key\":\"hit\",\"label\":\"Customers"
                + " hit\",\"type\":\"number\",\"required_at\":\"resolve\"}");
    core()
        .post(
            "/api/v1/incident-fields",
            "{\"key\":\"plans\",\"label\":\"Plans\",\"type\":\"multi_select\","
                + "\"options\":[{\"id\":\"free\",\"label\":\"Free\"},{\"id\":\"pro\",\"label\":\"Pro\"}]}");
    List<String> faults = new ArrayList<>();
    String incident = scene().incident("Invoices are late");
    Page page = scene().at("olivia", "/incidents/" + incident);
    button(page.locator("main"), "Resolve…").first().click();
    button(dialog(page), "Resolve").click();
    assertThat(dialog(page).locator("input:invalid")).hasCount(1);
    look(page, "resolve-asked", faults);
    dialog(page).getByLabel("Fill in required fields later").check();
    button(dialog(page), "Resolve").click();
    assertThat(dialog(page)).hasCount(0);
    assertThat(page.locator(".facts")).containsText("Missing");
    assertThat(page.locator(".facts")).containsText("Customers hit");

    button(page.locator("main .aside"), "Edit details").click();
    dialog(page).getByLabel("Customers hit").fill("12");
    dialog(page).getByLabel("Pro").check();
    dialog(page).getByLabel("Impact started").fill("2026-01-02T03:00");
    dialog(page).getByLabel("Impact ended").fill("2026-01-02T04:30");
    look(page, "details-editing", faults);
    button(dialog(page), "Save").click();
    assertThat(dialog(page)).hasCount(0);
    assertThat(page.locator(".facts")).containsText("12");
    assertThat(page.locator(".facts")).containsText("Pro");
    assertThat(page.locator(".facts")).containsText("1 h 30 min");
    assertThat(page.locator(".facts")).not().containsText("Missing");
    assertThat(page.locator("main")).containsText("Customers hit changed from nothing to 12");
    look(page, "incident-with-fields", faults);
    assertThat(faults).isEmpty();
  }
}
