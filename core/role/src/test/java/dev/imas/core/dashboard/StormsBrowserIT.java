package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Storms: what is set is said in words, and an umbrella shows what it holds. */
@ExtendWith(Chromium.ClosesPages.class)
class StormsBrowserIT {

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
    BrowserScene scene = Objects.requireNonNull(played);
    return scene.loggedIn(scene.open(), person, path);
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void policy(String json) {
    int version = core().get("/api/v1/storm-policy").json().get("version").asInt();
    Reply changed =
        core()
            .send(
                core().token,
                "PUT",
                "/api/v1/storm-policy",
                json,
                "if-match",
                "\"" + version + "\"");
    Assertions.assertThat(changed.status()).as("%s", changed.json()).isEqualTo(200);
  }

  @Test
  void policyIsSaidInWordsAndChanged() {
    policy("{}");
    Page page = at("tara", "/storms");
    assertThat(page.locator("main")).containsText("It is switched off");
    BrowserScene.press(page, "Change when storms begin");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=is_active]").check();
    dialog.locator("[name=threshold]").fill("30");
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save")).click();

    assertThat(page.locator("main")).containsText("more than 30 incidents of one team");
    assertThat(page.locator("main")).containsText("fewer than 5 a minute");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "storms", faults);
    Assertions.assertThat(faults).isEmpty();
    assertThat(at("vera", "/storms").locator("main button")).hasCount(0);
  }

  @Test
  void umbrellaListsWhatItHoldsAndReleasesIt() {
    policy("{\"is_active\":true,\"threshold\":2,\"ends_below\":1}");
    UUID service = core().service("storage");
    for (String name : List.of("a", "b", "c", "d")) {
      core().post(Event.firing("storm-" + name, 3, service, core().now()));
      core().follow();
    }
    String umbrella =
        core().database.query("SELECT short_id FROM incident WHERE origin = 'storm'").getFirst();
    Page page = at("tara", "/incidents/" + umbrella);
    assertThat(page.locator("section[aria-labelledby=storm]"))
        .containsText("It holds 2 open incidents, of 2 in all.");
    assertThat(page.locator("section[aria-labelledby=storm] li")).hasCount(2);
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "an umbrella", faults);
    Assertions.assertThat(faults).isEmpty();

    String child =
        core()
            .database
            .query("SELECT short_id FROM incident WHERE group_key LIKE '%storm-c%'")
            .getFirst();
    assertThat(at("tara", "/incidents/" + child).locator(".facts"))
        .containsText(umbrella + " holds it: nobody is told of it until it is released.");
    button(page, "Release " + child).click();
    assertThat(page.locator("section[aria-labelledby=storm] li")).hasCount(1);
    assertThat(at("tara", "/incidents/" + child).locator(".facts"))
        .containsText(umbrella + " has held it.");
    assertThat(at("tara", "/storms").locator("main")).containsText(umbrella);
  }
}
