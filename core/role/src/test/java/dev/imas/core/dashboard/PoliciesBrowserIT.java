package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore.Reply;
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

/** Escalation policies as people read and ask them: in a real browser, on a real core. */
@ExtendWith(Chromium.ClosesPages.class)
class PoliciesBrowserIT {

  private static @Nullable BrowserScene played;
  private static String ladder = "";

  @BeforeAll
  static void start() {
    BrowserScene scene = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "nobody"));
    played = scene;
    scene.user("ada", "tenant_admin");
    scene.user("alice", "responder");
    Reply made =
        scene
            .core()
            .post(
                "/api/v1/escalation-policies",
                """
                {"name":"Night ladder","severities":["SEV1"],"rounds":2,"repeat_after":"PT20M","steps":[
                 {"notify":[{"type":"user","user":"alice"}]},
                 {"after":"PT5M","notify":[{"type":"leads"}]},
                 {"after":"PT10M","notify":[{"type":"user","user":"olivia"}],"when":{"severities":["SEV1"]}}]}\
                """);
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    ladder = made.json().get("id").asText();
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

  private static void sql(String statement) {
    scene().core().database.execute(statement);
  }

  private static Locator answer(Page page) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName("Who would be notified"));
  }

  private static Locator service(Page page) {
    return page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Service"));
  }

  private static Page opened(String query) {
    Page page = scene().loggedIn(scene().open(), "vera", "/policies");
    page.navigate(scene().url("/policies/" + ladder + query));
    assertThat(page.locator("h1")).hasText("Night ladder");
    return page;
  }

  @Test
  void aPolicyIsFoundInTheListAndShowsTheMinutesSinceTheStart() {
    Page page = scene().loggedIn(scene().open(), "vera", "/policies");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Night ladder")).click();
    page.waitForURL(scene().url("/policies/" + ladder));
    assertThat(page.locator("[aria-labelledby=policy-steps] > ol > li > strong"))
        .hasText(new String[] {"immediately", "after 5 min", "after 15 min"});
    assertThat(page.getByText("Repeats 2 times")).isVisible();
  }

  @Test
  void whomItWouldTellIsAskedByKeyboardAndStandsInTheAddress() {
    // A step that finds only people who cannot be called would be followed by the next at once.
    sql(
        "INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at,"
            + " created_at) SELECT tenant_id, gen_random_uuid(), id, 'Phone', 'sms',"
            + " '+33612345678', now(), now() FROM user_account WHERE username = 'alice'");
    Page page = opened("");
    service(page).focus();
    page.keyboard().type("checkout");
    page.keyboard().press("Enter");
    // Nobody leads the team, so the third step follows the second at once, and the round after it.
    assertThat(answer(page).locator("section").first().locator("ol > li > strong"))
        .hasText(new String[] {"immediately", "after 5 min", "after 5 min"});
    assertThat(answer(page).locator("section").nth(1).locator("ol > li > strong").first())
        .hasText("after 25 min");
    assertThat(answer(page)).containsText("alice");
    // The team has no leads: that is said, and not that all is well.
    assertThat(answer(page).locator(".fault").first()).containsText("Team leads");
    assertThat(page).hasURL(scene().url("/policies/" + ladder + "?service=checkout&severity=SEV1"));
    Page other = opened("?service=checkout&severity=SEV1");
    assertThat(answer(other)).containsText("alice");
    sql("DELETE FROM user_contact WHERE name = 'Phone'");
  }

  @Test
  void whatTheServerRefusesIsSaidAndAskedAgain() {
    Page page = opened("?service=nothing-of-this-name");
    assertThat(page.locator("main .failure")).containsText("nothing-of-this-name");
    page.route(
        Pattern.compile(".*/dry-run"),
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setContentType("application/problem+json")
                    .setBody(
                        "{\"type\":\"x\",\"title\":\"No\",\"status\":503,\"detail\":\"not"
                            + " now\",\"error\":\"x\",\"code\":\"x\"}")));
    service(page).fill("checkout");
    BrowserScene.press(page, "Preview");
    assertThat(page.locator("main .failure")).containsText("Not now");
    assertThat(answer(page)).hasCount(0);
    page.unroute(Pattern.compile(".*/dry-run"));
    page.locator("main .failure button").click();
    assertThat(answer(page)).containsText("alice");
  }

  @Test
  void aSearchLeadsToThePolicy() {
    scene().core().sweep("search-text");
    Page page = scene().loggedIn(scene().open(), "vera", "/policies");
    page.navigate(scene().url("/search?q=ladder"));
    page.locator(".results")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Night ladder"))
        .click();
    page.waitForURL(scene().url("/policies/" + ladder));
  }

  private static Locator step(Page page, int number) {
    return page.locator(".policy-form .steps > li").nth(number - 1);
  }

  private static void tell(Locator target, String type) {
    target.locator("select").selectOption(type);
  }

  private static List<String> steps(String id) {
    List<String> steps = new ArrayList<>();
    scene()
        .core()
        .get("/api/v1/escalation-policies/" + id)
        .json()
        .get("steps")
        .forEach(one -> steps.add(one.get("after").asText() + " " + one.get("notify")));
    return steps;
  }

  /** Made, its steps put in another order by keyboard, and taken back. */
  @Test
  void aPolicyIsMadeAndChangedByKeyboard() {
    Page page = scene().loggedIn(scene().open(), "ada", "/policies");
    BrowserScene.press(page, "Create policy");
    Locator form = page.locator("dialog .policy-form");
    form.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true)).fill("By hand");
    tell(step(page, 1), "user");
    step(page, 1).getByLabel("Username").fill("alice");
    form.locator("[data-add]").click();
    step(page, 2).locator("input[type=number]").first().fill("7.5");
    assertThat(step(page, 2).locator("legend").first()).hasText("Step 2, 7.5 min after the start");
    tell(step(page, 2), "user");
    step(page, 2).getByLabel("Username").fill("nobody-of-this-name");
    form.locator("button.primary").click();
    // What is wrong is said, and nothing that was typed is gone.
    assertThat(form.locator(".fault")).containsText("nobody-of-this-name");
    step(page, 2).getByLabel("Username").fill("vera");
    form.locator("button.primary").press("Enter");
    assertThat(page.locator("h1")).hasText("By hand");
    String id = page.url().replaceAll(".*/", "");
    assertThat(steps(id))
        .containsExactly(
            "PT0S [{\"type\":\"user\",\"user\":\"alice\"}]",
            "PT7M30S [{\"type\":\"user\",\"user\":\"vera\"}]");

    BrowserScene.press(page, "Edit policy");
    Locator up = step(page, 2).getByText("Move step 2 up");
    up.focus();
    up.press("Enter");
    // The focus goes with the step.
    assertThat(step(page, 1).getByText("Move step 1 up")).isFocused();
    assertThat(step(page, 1).getByLabel("Username")).hasValue("vera");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a policy's form", faults);
    assertThat(faults).isEmpty();
    page.locator(".policy-form button.primary").press("Enter");
    assertThat(page.locator(".policy-form")).hasCount(0);
    assertThat(page.locator("[aria-labelledby=policy-steps] > ol > li > strong"))
        .hasText(new String[] {"after 7.5 min", "after 7.5 min"});
    assertThat(steps(id).getFirst()).contains("vera");
    BrowserScene.press(page, "Undo");
    assertThat(page.locator("[aria-labelledby=policy-steps] > ol > li > strong"))
        .hasText(new String[] {"immediately", "after 7.5 min"});
    assertThat(steps(id).getFirst()).contains("alice");
    assertThat(scene().complaints()).isEmpty();
  }

  /** Hours with their zone, by keyboard; then deleted, taken back, and refused while it is used. */
  @Test
  void hoursAreTypedAndAPolicyIsDeleted() {
    Page page = scene().loggedIn(scene().open(), "ada", "/policies");
    BrowserScene.press(page, "Create policy");
    Locator form = page.locator("dialog .policy-form");
    form.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true)).fill("By hours");
    tell(step(page, 1), "user");
    step(page, 1).getByLabel("Username").fill("alice");
    step(page, 1).locator("summary").press("Enter");
    step(page, 1).getByText("Limit to certain hours").press("Enter");
    step(page, 1).getByLabel("Time zone").fill("Europe/Paris");
    step(page, 1).getByLabel("Saturday").press(" ");
    step(page, 1).getByLabel("Start").fill("09:30");
    step(page, 1).getByLabel("Length (minutes)").fill("90");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "hours of a step", faults);
    assertThat(faults).isEmpty();
    form.locator("button.primary").press("Enter");
    assertThat(page.locator("h1")).hasText("By hours");
    assertThat(page.locator("[aria-labelledby=policy-steps]"))
        .containsText("Saturday from 09:30 for 90 min (Europe/Paris)");
    String id = page.url().replaceAll(".*/", "");
    assertThat(
            scene()
                .core()
                .get("/api/v1/escalation-policies/" + id)
                .json()
                .at("/steps/0/when/hours"))
        .isEqualTo(
            Json.read(
                "{\"time_zone\":\"Europe/Paris\",\"windows\":[{\"days\":[\"saturday\"],"
                    + "\"start\":\"09:30\",\"length\":\"PT1H30M\"}]}",
                JsonNode.class));

    String team = scene().core().get("/api/v1/teams").json().at("/items/0/id").asText();
    Reply named =
        scene()
            .core()
            .post(
                "/api/v1/services",
                "{\"name\":\"names it\",\"owner_team\":\"%s\",\"escalation_policy\":\"%s\"}"
                    .formatted(team, id));
    assertThat(named.status()).isEqualTo(201);
    BrowserScene.press(page, "Delete policy By hours");
    assertThat(page.locator("body")).containsText("names it; give them another policy first");
    scene()
        .core()
        .database
        .execute("UPDATE service SET escalation_policy_id = NULL WHERE name = 'names it'");
    BrowserScene.press(page, "Delete policy By hours");
    page.waitForURL(scene().url("/policies"));
    assertThat(scene().core().get("/api/v1/escalation-policies/" + id).status()).isEqualTo(404);
    BrowserScene.press(page, "Undo");
    assertThat(page.locator("h1")).hasText("By hours");
    assertThat(page.locator("[aria-labelledby=policy-steps]")).containsText("(Europe/Paris)");
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void whoMayNotChangePoliciesIsNotOfferedIt() {
    Page page = opened("");
    assertThat(page.locator("[aria-labelledby=policy-steps] > ol > li")).hasCount(3);
    assertThat(page.getByText("Edit policy")).hasCount(0);
    page.navigate(scene().url("/policies"));
    assertThat(page.getByText("Night ladder")).isVisible();
    assertThat(page.getByText("Create policy")).hasCount(0);
  }

  @Test
  void aDrillShowsWhomItWouldReachAndWhomNot() {
    Page page = scene().loggedIn(scene().open(), "olivia", "/drills");
    BrowserScene.press(page, "Start drill");
    Locator form = page.locator("dialog form");
    form.getByLabel("Service").fill("checkout");
    form.getByLabel("Policy").fill("Night ladder");
    form.getByLabel("Speed").fill("3600");
    form.locator("button.primary").press("Enter");
    assertThat(page.locator("h1")).hasText("Drill for checkout");
    // All steps in less than a second, and the page looks by itself.
    assertThat(page.locator("dl.facts"))
        .containsText("Completed", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
    assertThat(page.locator(".steps > li")).hasCount(3);
    assertThat(page.locator(".steps > li").first()).containsText("alice");
    assertThat(page.locator(".steps .fault").first()).isVisible();
    page.navigate(scene().url("/drills?state=finished"));
    assertThat(page.locator("main tbody tr")).hasCount(1);
    page.locator("main tbody tr a").first().click();
    assertThat(page.locator("h1")).hasText("Drill for checkout");

    // Who only reads is offered neither to start one nor to end one.
    Page other = scene().loggedIn(scene().open(), "vera", "/drills");
    assertThat(other.locator("main tbody tr")).hasCount(1);
    assertThat(other.getByText("Start drill")).hasCount(0);
    assertThat(scene().complaints()).isEmpty();
  }
}
