package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of flapping: what is set is said in words, and changed by who may. */
@ExtendWith(Chromium.ClosesPages.class)
class FlappingBrowserIT {

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

  private static Page at(String person) {
    BrowserScene scene = Objects.requireNonNull(played);
    return scene.loggedIn(scene.open(), person, "/flapping");
  }

  private static void pressIn(Locator within, String name) {
    within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name)).first().click();
  }

  private static JsonNode policy() {
    return core().get("/api/v1/flapping-policy").json();
  }

  private static void rewrite(String json) {
    Reply changed =
        core()
            .send(
                core().token,
                "PUT",
                "/api/v1/flapping-policy",
                json,
                "if-match",
                "\"" + policy().get("version").asInt() + "\"");
    Assertions.assertThat(changed.status()).as("%s", changed.json()).isEqualTo(200);
  }

  @Test
  void policyIsSaidInWordsAndChanged() {
    rewrite("{}");
    Page viewer = at("vera");
    assertThat(viewer.locator("main")).containsText("come back 4 times within 1 hr");
    assertThat(viewer.locator("main")).containsText("nothing has fired for 15 min");
    assertThat(viewer.locator("main button")).hasCount(0);

    Page page = at("tara");
    BrowserScene.press(page, "Change when incidents flap");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=returns]").fill("6");
    dialog.locator("[name=hold_down]").fill("PT30S");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form")).containsText("from PT1M to PT24H, such as");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a fault in the form of flapping", faults);
    dialog.locator("[name=hold_down]").fill("PT20M");
    pressIn(dialog, "Save");
    assertThat(page.locator("main")).containsText("come back 6 times within 1 hr");
    assertThat(page.locator("main")).containsText("nothing has fired for 20 min");
    BrowserScene.look(page, "flapping", faults);
    Assertions.assertThat(faults).isEmpty();
    Assertions.assertThat(policy().get("within").asText()).isEqualTo("PT1H");

    BrowserScene.press(page, "Change when incidents flap");
    dialog.locator("[name=is_active]").uncheck();
    pressIn(dialog, "Save");
    assertThat(page.locator("main")).containsText("It is switched off");
    Assertions.assertThat(policy().get("returns").asInt()).isEqualTo(6);
  }

  @Test
  void changeOfSomebodyElseIsNotOverwritten() {
    Page page = at("tara");
    BrowserScene.press(page, "Change when incidents flap");
    rewrite("{\"returns\":9}");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=returns]").fill("3");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form [role=alert]")).containsText("changed elsewhere");
    // What was refused stays refused, though the page has read the newer one meanwhile.
    assertThat(page.locator("main > p").nth(1)).containsText("9 times");
    Response again = page.waitForResponse("**/flapping-policy", () -> pressIn(dialog, "Save"));
    Assertions.assertThat(again.status()).isEqualTo(412);
    Assertions.assertThat(policy().get("returns").asInt()).isEqualTo(9);
  }
}
