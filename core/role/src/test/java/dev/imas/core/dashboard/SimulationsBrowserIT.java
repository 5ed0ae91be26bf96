package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.core.TenantScene.Kind;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules are tried on received alerts: a stored version, and one that is being written. */
@ExtendWith(Chromium.ClosesPages.class)
class SimulationsBrowserIT {

  private static final String RULES =
      """
      [{"name":"moon","matchers":["env=\\"moon\\""],"severity":"SEV1"},
       {"name":"disks","matchers":["alertname=~\\"Disk.*\\""],"severity":"SEV4"}]\
      """;

  private static @Nullable FilledScene played;
  private static String version = "";

  @BeforeAll
  static void start() {
    played = FilledScene.start();
    Reply made =
        played
            .browser
            .core()
            .post("/api/v1/rule-sets", "{\"comment\":\"calm disks\",\"rules\":" + RULES + "}");
    Assertions.assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    version = made.json().get("version").asText();
  }

  @AfterAll
  static void stop() {
    if (played != null) {
      played.close();
    }
  }

  @AfterEach
  void forgetThem() {
    scene()
        .browser
        .core()
        .database
        .execute(
            "DELETE FROM simulation WHERE id <> '%s'"
                .formatted(scene().tenant.own(Kind.SIMULATION)));
  }

  private static FilledScene scene() {
    return Objects.requireNonNull(played);
  }

  private static Page at(String person, String path) {
    Page page = scene().browser.open();
    scene().browser.loggedIn(page, person, path);
    return page;
  }

  /** The journal has the times of the database, which may be ahead of core's clock. */
  private static void untilLater(Locator form) {
    form.locator("[name=to]")
        .fill(
            LocalDateTime.now(ZoneId.of("Europe/Paris"))
                .plusHours(12)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString());
  }

  private static void isDone(Locator facts) {
    assertThat(facts.first())
        .containsText("Done", new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
  }

  private static String running() {
    return scene()
        .browser
        .core()
        .database
        .query(
            "INSERT INTO simulation (tenant_id, id, rule_set_version, from_at, to_at, state,"
                + " created_by, total, replayed)"
                + " VALUES ('%s', uuidv7(), %s, now(), now(), 'running', 'test', 1200, 300) RETURNING id"
                    .formatted(scene().browser.core().tenant, version))
        .get(0);
  }

  @Test
  void storedVersionIsSimulatedFromThePageOfTheRules() {
    Page page = at("olivia", "/rules");
    pressIn(row(page, "calm disks"), "Simulate");
    Locator dialog = page.locator("dialog[open]");
    assertThat(dialog.locator("[name=version]")).hasValue(version);
    untilLater(dialog);
    pressIn(dialog, "Start simulation");
    page.waitForURL(Pattern.compile(".*/simulations/[0-9a-f-]+$"));
    isDone(page.locator(".facts"));
    assertThat(page.locator("h1")).hasText("Simulation: Version " + version);
    assertThat(page.locator("[aria-labelledby=found-unmatched]")).containsText("Rule 1, moon");
    assertThat(page.locator("[aria-labelledby=found-unmatched]")).not().containsText("disks");
    Locator disk =
        page.locator("[aria-labelledby=found-differences] tr[data-id]")
            .filter(new Locator.FilterOptions().setHasText("Disk of node 0 is full"));
    assertThat(disk).containsText("Severity");
    assertThat(disk).containsText("SEV1");
    assertThat(disk).containsText("SEV4");
    assertThat(disk).containsText("Rule 2, disks");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "what a simulation found", faults);

    page.navigate(scene().browser.url("/simulations"));
    Locator listed = row(page, "Version " + version);
    assertThat(listed).containsText("Done");
    BrowserScene.look(page, "simulations", faults);
    Assertions.assertThat(faults).isEmpty();
    pressIn(listed, "Delete simulation");
    assertThat(listed).hasCount(0);
  }

  @Test
  void whoWouldHaveBeenPagedIsShownForBothWithWhatDiffers() {
    Page page = at("olivia", "/simulations/" + scene().tenant.own(Kind.SIMULATION));
    Locator paged = page.locator("[aria-labelledby=found-paged]");
    Locator ada =
        paged.locator("tr[data-id]").filter(new Locator.FilterOptions().setHasText("SEV1 12"));
    assertThat(ada).containsText("ada");
    assertThat(ada).containsText("14 ×, 3 at night");
    assertThat(ada).containsText("Never");
    assertThat(paged).containsText("#payments Slack");
    assertThat(paged).containsText("Deleted user");
    Locator slow =
        paged
            .locator("tr[data-id]")
            .filter(new Locator.FilterOptions().setHasText("Cards are slow"));
    assertThat(slow).containsText("No incident");
  }

  @Test
  void draftIsSimulatedBesideItsText() {
    Page page = at(FilledScene.ADMIN, "/rules/new");
    BrowserScene.press(page, "JSON");
    page.locator("textarea#rules").fill(RULES.replace("moon", "mars"));
    page.getByText("Simulate on past alerts").click();
    Locator part =
        page.locator("details", new Page.LocatorOptions().setHasText("Simulate on past"));
    untilLater(part);
    pressIn(part, "Start simulation");
    isDone(part.locator(".facts"));
    assertThat(part.locator("[aria-labelledby=found-unmatched]")).containsText("Rule 1, mars");
    assertThat(page.locator("textarea#rules")).hasValue(RULES.replace("moon", "mars"));

    page.locator("textarea#rules").fill("[{\"name\":\"x\",\"severity\":\"SEV9\"}]");
    pressIn(part, "Start simulation");
    assertThat(page.locator(".faults")).containsText("Line 1");
  }

  @Test
  void oneThatRunsShowsHowFarItIsAndIsCancelled() {
    String id = running();
    Page page = at("olivia", "/simulations?version=" + version);
    Locator dialog = page.locator("dialog[open]");
    pressIn(dialog, "Start simulation");
    assertThat(dialog.locator("form [role=alert]")).containsText("wait for it, or cancel it");
    page.keyboard().press("Escape");
    page.waitForURL(scene().browser.url("/simulations"));
    assertThat(row(page, "300 of 1,200 changes")).hasCount(1);

    page.navigate(scene().browser.url("/simulations/" + id));
    assertThat(page.locator("progress")).hasAttribute("value", "300");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a simulation that runs", faults);
    Assertions.assertThat(faults).isEmpty();
    BrowserScene.press(page, "Cancel simulation");
    assertThat(page.locator(".facts")).containsText("Cancelled");
    assertThat(page.locator("main .failure")).hasCount(0);
  }

  @Test
  void whoMayNotSimulateIsNotOfferedIt() {
    Page page = at("vera", "/rules");
    assertThat(row(page, "calm disks")).hasCount(1);
    assertThat(
            page.getByRole(
                AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile("Simulate.*"))))
        .hasCount(0);
    page.navigate(scene().browser.url("/simulations"));
    assertThat(page.locator("main .failure")).containsText("You don’t have access to this page");
    assertThat(page.locator("main button", new Page.LocatorOptions().setHasText("Simulate")))
        .hasCount(0);
  }
}
