package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * From when on there is a storm, and from when on an incident flaps: what is set is said in words
 * and changed by who may. An umbrella shows what it holds.
 */
@ExtendWith(Chromium.ClosesPages.class)
class StormsAndFlappingBrowserIT {

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

  private static RunningCore core() {
    return Objects.requireNonNull(played).core();
  }

  private static Page at(String person, String path) {
    return Objects.requireNonNull(played).at(person, path);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static JsonNode policy(String kind) {
    return core().get("/api/v1/" + kind + "-policy").json();
  }

  private static void rewrite(String kind, String json) {
    Reply changed =
        core()
            .send(
                core().token,
                "PUT",
                "/api/v1/" + kind + "-policy",
                json,
                "if-match",
                "\"" + policy(kind).get("version").asInt() + "\"");
    assertThat(changed.status()).as("%s", changed.json()).isEqualTo(200);
  }

  @Test
  void policyOfStormsIsSaidInWordsAndChanged() {
    rewrite("storm", "{}");
    Page page = at("tara", "/storms");
    assertThat(page.locator("main")).containsText("Off:");
    BrowserScene.press(page, "Edit storm settings");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=is_active]").check();
    dialog.locator("[name=threshold]").fill("30");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save")).click();

    assertThat(page.locator("main")).containsText("more than 30 incidents in a minute");
    assertThat(page.locator("main")).containsText("fewer than 5 incidents a minute");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "storms", faults);
    assertThat(faults).isEmpty();
    assertThat(at("vera", "/storms").locator("main button")).hasCount(0);
  }

  @Test
  void umbrellaListsWhatItHoldsAndReleasesIt() {
    rewrite("storm", "{\"is_active\":true,\"threshold\":2,\"ends_below\":1}");
    UUID service = core().service("storage");
    for (String name : List.of("a", "b", "c", "d")) {
      core().post(Event.firing("storm-" + name, 3, service, core().now()));
      core().follow();
    }
    String umbrella =
        core().database.query("SELECT short_id FROM incident WHERE origin = 'storm'").getFirst();
    Page page = at("tara", "/incidents/" + umbrella);
    assertThat(page.locator("section[aria-labelledby=storm]"))
        .containsText("2 open incidents held (2 in total).");
    assertThat(page.locator("section[aria-labelledby=storm] li")).hasCount(2);
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "an umbrella", faults);
    assertThat(faults).isEmpty();

    String child =
        core()
            .database
            .query("SELECT short_id FROM incident WHERE group_key LIKE '%storm-c%'")
            .getFirst();
    assertThat(at("tara", "/incidents/" + child).locator(".facts"))
        .containsText(umbrella + " holds this incident: nobody is paged until you release it.");
    button(page, "Release " + child).click();
    assertThat(page.locator("section[aria-labelledby=storm] li")).hasCount(1);
    assertThat(at("tara", "/incidents/" + child).locator(".facts"))
        .containsText(umbrella + " held this incident earlier.");
    Page storms = at("tara", "/storms");
    Locator row = BrowserScene.row(storms, umbrella);
    BrowserScene.pressIn(row, "Resolve all");
    Locator dialog = storms.locator("dialog[open]");
    assertThat(dialog).containsText("Incidents resolved with it: 1");
    dialog.locator("[name=message]").fill("the switch was replaced");
    BrowserScene.pressIn(dialog, "Resolve all");
    assertThat(row).containsText("Closed");
    assertThat(row.locator("button")).hasCount(0);
  }

  @Test
  void policyOfFlappingIsSaidInWordsAndChanged() {
    rewrite("flapping", "{}");
    Page viewer = at("vera", "/flapping");
    assertThat(viewer.locator("main")).containsText("reopened 4 times within 1 h");
    assertThat(viewer.locator("main")).containsText("It resolves after 15 min");
    assertThat(viewer.locator("main button")).hasCount(0);

    Page page = at("tara", "/flapping");
    BrowserScene.press(page, "Edit flapping settings");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=returns]").fill("6");
    dialog.locator("[data-count=hold_down]").fill("30");
    dialog.locator("[data-unit=hold_down]").selectOption("seconds");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form")).containsText("from 1 min to 24 h, such as");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a fault in the form of flapping", faults);
    dialog.locator("[data-count=hold_down]").fill("20");
    dialog.locator("[data-unit=hold_down]").selectOption("minutes");
    pressIn(dialog, "Save");
    assertThat(page.locator("main")).containsText("reopened 6 times within 1 h");
    assertThat(page.locator("main")).containsText("It resolves after 20 min");
    BrowserScene.look(page, "flapping", faults);
    assertThat(faults).isEmpty();
    assertThat(policy("flapping").get("within").asText()).isEqualTo("PT1H");

    BrowserScene.press(page, "Edit flapping settings");
    dialog.locator("[name=is_active]").uncheck();
    pressIn(dialog, "Save");
    assertThat(page.locator("main")).containsText("Off:");
    assertThat(policy("flapping").get("returns").asInt()).isEqualTo(6);
  }

  @Test
  void changeOfSomebodyElseIsNotOverwritten() {
    Page page = at("tara", "/flapping");
    BrowserScene.press(page, "Edit flapping settings");
    rewrite("flapping", "{\"returns\":9}");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=returns]").fill("3");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form [role=alert]")).containsText("weren’t saved");
    // What was refused stays refused, though the page has read the newer one meanwhile.
    assertThat(page.locator("main > p").first()).containsText("9 times");
    Response again = page.waitForResponse("**/flapping-policy", () -> pressIn(dialog, "Save"));
    assertThat(again.status()).isEqualTo(412);
    assertThat(policy("flapping").get("returns").asInt()).isEqualTo(9);
  }
}
