package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.press;
import static dev.imas.core.dashboard.BrowserScene.pressIn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules are written in a form: conditions, where alerts go, their order. What it sends is JSON. */
@ExtendWith(Chromium.ClosesPages.class)
class RuleEditorBrowserIT {

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

  private static Page editor(String query) {
    Page page = scene().browser.open();
    scene().browser.loggedIn(page, FilledScene.ADMIN, "/rules/new" + query);
    return page;
  }

  private static String stored(String rules) {
    var made =
        scene()
            .browser
            .core()
            .post("/api/v1/rule-sets", "{\"comment\":\"x\",\"rules\":" + rules + "}");
    Assertions.assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.json().get("version").asText();
  }

  private static JsonNode saved(Page page, String comment) {
    page.locator("[name=comment]").fill(comment);
    press(page, "Validate and save draft");
    page.waitForURL(Pattern.compile(".*/rules\\?version=\\d+"));
    String version = page.url().replaceAll(".*version=(\\d+).*", "$1");
    JsonNode rules = scene().browser.core().get("/api/v1/rule-sets/" + version).json().get("rules");
    // As the server writes what was not said.
    rules.forEach(rule -> ((ObjectNode) rule).remove(List.of("continue", "description")));
    return rules;
  }

  private static JsonNode json(String text) {
    return Json.read(text, JsonNode.class);
  }

  private static Locator rule(Page page, String name) {
    return page.locator("button.rule", new Page.LocatorOptions().setHasText(name));
  }

  private static Locator box(Page page, String label) {
    return page.getByRole(
        AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label).setExact(true));
  }

  @Test
  void aRuleIsWrittenWithoutJson() {
    String service = "checkout";
    Page page = editor("?from=" + stored("[{\"name\":\"first\",\"matchers\":[\"a=\\\"b\\\"\"]}]"));
    press(page, "Add rule");
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Databases");
    press(page, "Add condition");
    box(page, "Label 1").fill("cluster");
    page.getByLabel("Operator 1").selectOption("=~");
    box(page, "Value 1").fill("db-\"x\".*");
    press(page, "Add condition");
    box(page, "Label 2").fill("env");
    page.getByLabel("Operator 2").selectOption("!=");
    box(page, "Value 2").fill("staging");
    page.getByLabel("Service", new Page.GetByLabelOptions().setExact(true)).fill(service);
    page.getByLabel("Severity", new Page.GetByLabelOptions().setExact(true)).selectOption("SEV2");
    box(page, "Group alerts by").fill("cluster");
    box(page, "Group alerts by").press("Enter");
    page.locator("summary", new Page.LocatorOptions().setHasText("More options")).click();
    page.getByLabel("Wait for more alerts (minutes)").fill("0.5");
    assertThat(rule(page, "Databases")).containsText("cluster =~ db-\"x\".*, env ≠ staging");
    pressIn(page.locator("aside"), "Move rule up");

    JsonNode rules = saved(page, "by form");

    Assertions.assertThat(rules.get(0))
        .isEqualTo(
            json(
                "{\"name\":\"Databases\",\"matchers\":[\"cluster=~\\\"db-\\\\\\\"x\\\\\\\".*\\\"\",\"env!=\\\"staging\\\"\"],"
                    + "\"service\":\""
                    + service
                    + "\",\"severity\":\"SEV2\",\"group_by\":[\"cluster\"],\"group_wait\":\"PT30S\"}"));
    Assertions.assertThat(rules.get(1).get("name").asText()).isEqualTo("first");
    pressIn(page.locator("dialog"), "Activate");
    assertThat(page.locator("main ol.numbered > li").first()).containsText("Databases");
  }

  @Test
  void whatTheFormDoesNotDrawStays() {
    Page page =
        editor(
            "?from="
                + stored(
                    "[{\"name\":\"kept\",\"matchers\":[\"{a=\\\"b\\\"}\"],\"when\":{\"exists\":\"team\"},\"severity\":\"SEV3\"},"
                        + "{\"name\":\"gone\"}]"));
    assertThat(page.locator("aside")).containsText("Only shown as JSON: when.");
    page.getByLabel("Severity", new Page.GetByLabelOptions().setExact(true)).selectOption("SEV1");
    rule(page, "gone").click();
    press(page, "Delete rule");
    assertThat(rule(page, "kept")).hasAttribute("aria-pressed", "true");

    Assertions.assertThat(saved(page, "kept"))
        .isEqualTo(
            json(
                "[{\"name\":\"kept\",\"matchers\":[\"{a=\\\"b\\\"}\"],\"when\":{\"exists\":\"team\"},\"severity\":\"SEV1\"}]"));
  }

  /** Source, service, team, tier and severity, what only records, and what is switched off. */
  @Test
  void aRuleAsksForWhatIsKnownAndOnlyRecords() {
    Page page =
        editor(
            "?from="
                + stored(
                    "[{\"name\":\"one\",\"when\":{\"all\":[{\"tier\":[\"TIER_2\"]},{\"exists\":\"lab\"}]}}]"));
    assertThat(rule(page, "one")).containsText("in Tier 2");
    box(page, "Service is").fill("checkout");
    box(page, "Service is").press("Enter");
    page.getByLabel("Tier 2", new Page.GetByLabelOptions().setExact(true)).uncheck();
    page.getByLabel("Tier 3", new Page.GetByLabelOptions().setExact(true)).check();
    page.getByLabel("SEV4", new Page.GetByLabelOptions().setExact(true)).check();
    pressIn(page.locator("aside"), "Only record");
    page.getByLabel("Use this rule").uncheck();
    assertThat(page.locator("aside")).containsText("open no incident and notify nobody");
    assertThat(rule(page, "one"))
        .containsText(
            "for checkout · in Tier 3 · as SEV4 and more conditions → only record · switched off");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a rule that only records", faults);
    page.setViewportSize(360, 800);
    BrowserScene.look(page, "a rule that only records, on a phone", faults);
    BrowserScene.lookAtWidth(page, "a rule that only records, on a phone", faults);
    Assertions.assertThat(faults).isEmpty();

    Assertions.assertThat(saved(page, "records"))
        .isEqualTo(
            json(
                "[{\"name\":\"one\",\"matchers\":[],\"when\":{\"all\":[{\"severity\":[\"SEV4\"]},{\"tier\":[\"TIER_3\"]},"
                    + "{\"service\":[\"checkout\"]},{\"exists\":\"lab\"}]},\"record\":true,\"is_active\":false}]"));
  }

  @Test
  void aFaultIsShownAtItsRule() {
    Page page =
        editor(
            "?from="
                + stored("[{\"name\":\"one\"},{\"name\":\"two\",\"matchers\":[\"a=\\\"b\\\"\"]}]"));
    rule(page, "two").click();
    page.getByLabel("Service", new Page.GetByLabelOptions().setExact(true)).fill("nowhere");
    rule(page, "one").click();
    press(page, "Validate and save draft");
    assertThat(rule(page, "two")).containsText("needs a fix");
    assertThat(page.locator("aside .fault").first()).containsText("'nowhere'");
    pressIn(page.locator("aside"), "Drop");
    page.getByLabel("Reason for dropping").fill("only tests");
    Assertions.assertThat(saved(page, "drops").get(1))
        .isEqualTo(
            json("{\"name\":\"two\",\"matchers\":[\"a=\\\"b\\\"\"],\"drop\":\"only tests\"}"));
  }

  @Test
  void formAndJsonShowTheSame() {
    Page page = editor("?from=" + stored("[{\"name\":\"one\"}]"));
    press(page, "Add rule");
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("two");
    press(page, "JSON");
    assertThat(page.locator("#rules")).hasValue(Pattern.compile("\"name\": \"two\""));
    page.locator("#rules").fill("[{\"name\": \"three\"");
    press(page, "Form");
    assertThat(page.locator("main > .fault")).containsText("Invalid JSON");
    page.locator("#rules").fill("[{\"name\": \"three\"}]");
    press(page, "Form");
    assertThat(page.locator("button.rule")).hasCount(1);
    assertThat(rule(page, "three")).isVisible();
  }

  @Test
  void theFormIsForEverybody() {
    Page page =
        editor(
            "?from="
                + stored(
                    "[{\"name\":\"one\",\"matchers\":[\"namespace=~\\\"pay-.*\\\"\"]},{\"name\":\"two\",\"drop\":\"tests\",\"matchers\":[\"a=\\\"b\\\"\"]}]"));
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "the rule editor", faults);
    page.setViewportSize(360, 800);
    BrowserScene.look(page, "the rule editor on a phone", faults);
    BrowserScene.lookAtWidth(page, "the rule editor on a phone", faults);
    rule(page, "two").click();
    BrowserScene.look(page, "a rule that drops", faults);
    Assertions.assertThat(faults).isEmpty();
  }
}
