package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.core.platform.Json;
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

/** The page of inhibit rules: what each hides, and that nobody's change of one is lost. */
@ExtendWith(Chromium.ClosesPages.class)
class InhibitRulesBrowserIT {

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

  private static RunningCore core() {
    return Objects.requireNonNull(played).browser.core();
  }

  private static Page at(String person) {
    FilledScene scene = Objects.requireNonNull(played);
    Page page = scene.browser.open();
    scene.browser.loggedIn(page, person, "/inhibit-rules");
    return page;
  }

  private static void make(String name, String more) {
    Reply made =
        core()
            .post(
                "/api/v1/inhibit-rules",
                ("{'name':'%1$s','source_matchers':['alertname=%1$s-source'],"
                        + "'target_matchers':['alertname=%1$s-target'],'equal':['node']%2$s}")
                    .formatted(name, more)
                    .replace('\'', '"'));
    Assertions.assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
  }

  private static JsonNode get(String name) {
    return core().get("/api/v1/inhibit-rules/" + name).json();
  }

  /** As somebody else does, who was faster. */
  private static void rewrite(String name, String wait) {
    Reply changed =
        core()
            .send(
                core().token,
                "PUT",
                "/api/v1/inhibit-rules/" + name,
                ("{'name':'%1$s','source_matchers':['alertname=%1$s-source'],"
                     + "'target_matchers':['alertname=%1$s-target'],'equal':['node'],'wait':'%2$s'}")
                    .formatted(name, wait)
                    .replace('\'', '"'),
                "if-match",
                "\"" + get(name).get("version").asInt() + "\"");
    Assertions.assertThat(changed.status()).as("%s", changed.json()).isEqualTo(200);
  }

  @Test
  void ruleIsWrittenSwitchedAndDeleted() {
    Page page = at(FilledScene.ADMIN);
    BrowserScene.press(page, "Create inhibit rule");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("Nodes");
    dialog.locator("[name=source_matchers]").fill("alertname=\"NodeDown\"\nno matcher");
    dialog.locator("[name=target_matchers]").fill("severity=\"warning\"");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form")).containsText("Not a matcher");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a fault in an inhibit rule", faults);
    dialog.locator("[name=source_matchers]").fill("alertname=\"NodeDown\"");
    pressIn(dialog, "Save");
    assertThat(row(page, "Nodes")).containsText("One source alert mutes all targets.");
    assertThat(row(page, "Nodes")).containsText("30 s");
    BrowserScene.look(page, "inhibit rules", faults);
    Assertions.assertThat(faults).isEmpty();

    Page viewer = at("vera");
    assertThat(row(viewer, "Nodes")).hasCount(1);
    assertThat(viewer.locator("main button")).hasCount(0);

    pressIn(row(page, "Nodes"), "Edit");
    dialog.locator("[name=equal]").fill("node\ncluster");
    dialog.locator("[data-count=wait]").fill("1");
    dialog.locator("[data-unit=wait]").selectOption("minutes");
    pressIn(dialog, "Save");
    assertThat(row(page, "Nodes")).containsText("cluster, node");
    assertThat(row(page, "Nodes").locator(".fault")).hasCount(0);
    pressIn(row(page, "Nodes"), "Disable");
    assertThat(row(page, "Nodes")).containsText("Disabled");
    Assertions.assertThat(get("Nodes").get("is_active").asBoolean()).isFalse();
    Assertions.assertThat(get("Nodes").get("wait").asText()).isEqualTo("PT1M");
    BrowserScene.undo(page);
    assertThat(row(page, "Nodes")).containsText("Enabled");
    Assertions.assertThat(get("Nodes").get("wait").asText()).isEqualTo("PT1M");
    pressIn(row(page, "Nodes"), "Delete");
    assertThat(row(page, "Nodes")).hasCount(0);
  }

  @Test
  void changeOfSomebodyElseIsNotOverwritten() {
    make("Shared", "");
    Page page = at(FilledScene.ADMIN);
    pressIn(row(page, "Shared"), "Edit");
    rewrite("Shared", "PT2M");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[data-count=wait]").fill("3");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form [role=alert]")).containsText("weren’t saved");
    page.keyboard().press("Escape");
    assertThat(row(page, "Shared")).containsText("2 min");

    rewrite("Shared", "PT4M");
    pressIn(row(page, "Shared"), "Disable");
    assertThat(page.locator(".toast.failed")).containsText("weren’t saved");
    assertThat(row(page, "Shared")).containsText("4 min");
    Assertions.assertThat(get("Shared").get("is_active").asBoolean()).isTrue();
    pressIn(row(page, "Shared"), "Disable");
    assertThat(row(page, "Shared")).containsText("Disabled");
  }

  @Test
  void whatARuleHidesIsOneStepAway() {
    UUID service = core().service("hiding");
    make("Rack", ",'wait':'PT0S'");
    core().post(fires("Rack-source", service));
    core().follow();
    core().sweep("hiding");
    core().post(fires("Rack-target", service), fires("Rack-other", service));
    core().follow();
    Page page = at("vera");
    assertThat(row(page, "Rack")).containsText("1 total");
    row(page, "Rack")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("1 Rack"))
        .click();
    assertThat(page.locator(".rows > li")).hasCount(1);
    assertThat(page.locator(".rows > li")).containsText("Rack-target");
    assertThat(page.locator(".rows > li")).containsText("Inhibited by another alert");
  }

  private static Event fires(String name, UUID service) {
    return Event.firing(name, 3, service, core().now())
        .labelled(Json.write(Map.of("alertname", name, "node", "n1")));
  }
}
