package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One incident: declared, who is paged next, resolved with a cause, and whom it concerns. */
@ExtendWith(Chromium.ClosesPages.class)
class IncidentTasksBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"));
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

  /** An incident is opened by hand, from wherever one is; the same title finds the open one. */
  @Test
  void anIncidentIsDeclaredFromTheListFromHomeAndFromThePalette() {
    scene().core().service("lobby");
    Page page =
        scene().loggedIn(scene().open(390, ColorScheme.DARK, "en-GB"), "olivia", "/incidents");
    BrowserScene.press(page, "Declare incident");
    Locator dialog = page.locator("dialog[open]");
    List<String> faults = new ArrayList<>();
    dialog.getByLabel("GDPR").waitFor();
    BrowserScene.look(page, "declaring", faults);
    assertThat(faults).isEmpty();
    dialog.getByLabel("Title").fill("The door is stuck");
    dialog.getByLabel("Service").fill("nowhere");
    BrowserScene.pressIn(dialog, "Declare incident");
    assertThat(dialog.locator("form [role=alert]")).not().isEmpty();
    dialog.getByLabel("Service").fill("lobby");
    dialog.getByLabel("Severity").selectOption("SEV2");
    dialog.getByLabel("Description").fill("Nobody gets in");
    dialog.getByLabel("GDPR").check();
    dialog
        .getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("Tags"))
        .fill("doors");
    dialog
        .getByRole(AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("Tags"))
        .press("Enter");
    assertThat(dialog.locator(".chips")).containsText("doors");
    BrowserScene.look(page, "declaring with a tag", faults);
    assertThat(faults).isEmpty();
    BrowserScene.pressIn(dialog, "Declare incident");
    assertThat(page.locator("h1")).containsText("The door is stuck");
    assertThat(page.locator(".toast")).containsText("declared");
    assertThat(page.locator("p .sev")).containsText("SEV2");
    assertThat(page.locator("main")).containsText("Nobody gets in");
    assertThat(page.locator("#tags")).containsText("doors");
    String declared = page.url();

    page.setViewportSize(1280, 800);
    page.navigate(scene().url("/"));
    BrowserScene.press(page, "Declare incident");
    dialog.getByLabel("Title").fill("The door is stuck");
    dialog.getByLabel("Service").fill("lobby");
    BrowserScene.pressIn(dialog, "Declare incident");
    assertThat(page.locator(".toast")).containsText("already has this title");
    assertThat(page).hasURL(declared);

    page.keyboard().press("Control+k");
    page.locator(".palette").waitFor();
    page.keyboard().type("declare");
    assertThat(BrowserScene.offered(page, "Declare incident").first()).isVisible();
    page.keyboard().press("Enter");
    assertThat(dialog.locator("h2")).hasText("Declare incident");
    assertThat(page).hasURL(scene().url("/incidents?declare=1"));
    page.keyboard().press("Escape");
    assertThat(page).hasURL(scene().url("/incidents"));
    assertThat(dialog).hasCount(0);

    Page viewer = scene().loggedIn(scene().open(), "vera", "/incidents?declare=1");
    assertThat(viewer.locator("h1")).hasText("Incidents");
    assertThat(viewer.locator("dialog[open]")).hasCount(0);
    assertThat(scene().complaints()).isEmpty();
  }

  /** Before an incident is declared the form says whom that pages, or why it pages nobody. */
  @Test
  void declaringSaysWhomItPages() {
    RunningCore core = scene().core();
    core.service("nobody-there");
    UUID id = core.service("somebody-there");
    core.database.execute(
        "UPDATE user_contact SET verified_at = now() WHERE address = 'olivia@example.org'");
    scene()
        .made(
            "/escalation-policies",
            """
            {"name":"Both","rounds":1,"repeat_after":"PT30M",
             "steps":[{"after":"PT0S","notify":[{"type":"user","user":"olivia"}]},
                      {"after":"PT5M","notify":[{"type":"user","user":"vera"}]},
                      {"after":"PT10M","notify":[{"type":"user","user":"olivia"}]}]}\
            """);
    core.database.execute(
        "UPDATE service SET escalation_policy_id = (SELECT id FROM escalation_policy WHERE name ="
            + " 'Both') WHERE id = '%s'".formatted(id));
    scene()
        .made(
            "/escalation-policies",
            """
            {"name":"Urgent","team":"team of nobody-there","severities":["SEV1"],
             "steps":[{"after":"PT2M","notify":[{"type":"user","user":"olivia"}]}]}\
            """);
    List<String> faults = new ArrayList<>();
    for (int width : new int[] {1440, 390}) {
      Page page = scene().open(width, ColorScheme.LIGHT, "en-GB");
      scene().loggedIn(page, "olivia", "/incidents?declare=1");
      Locator dialog = page.locator("dialog[open]");
      Locator whom = dialog.locator("[aria-label='Who would be paged']");
      dialog.getByLabel("Service").fill("nobody-there");
      assertThat(whom).containsText("Nobody would be paged. No escalation policy matches.");
      assertThat(whom.locator("li")).not().hasCount(0);
      BrowserScene.look(page, "declaring what pages nobody at " + width, faults);
      dialog.getByLabel("Severity").selectOption("SEV1");
      assertThat(whom.locator("a")).hasText("Urgent");
      assertThat(whom).containsText("Pages olivia (E-mail) after 2 min");
      dialog.getByLabel("Service").fill("somebody-there");
      // Nobody can page vera, so the step after hers follows at once.
      assertThat(whom).containsText("Pages olivia (E-mail) now, then olivia (E-mail) after");
      assertThat(whom.locator("a")).hasText("Both");
      BrowserScene.look(page, "declaring what pages somebody at " + width, faults);
    }
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }

  /** Who declares may page nobody; the page says so, and one button starts it. */
  @Test
  void declaringMayPageNobodyUntilSomebodyStartsIt() {
    RunningCore core = scene().core();
    UUID id = core.service("rehearsed");
    core.database.execute(
        "UPDATE user_contact SET verified_at = now() WHERE address = 'olivia@example.org'");
    scene()
        .made(
            "/escalation-policies",
            """
            {"name":"Rehearsed","rounds":1,"repeat_after":"PT30M",
             "steps":[{"after":"PT0S","notify":[{"type":"user","user":"olivia"}]},
                      {"after":"PT5M","notify":[{"type":"user","user":"olivia"}]}]}\
            """);
    core.database.execute(
        "UPDATE service SET escalation_policy_id = (SELECT id FROM escalation_policy WHERE name ="
            + " 'Rehearsed') WHERE id = '%s'".formatted(id));
    Page page = scene().open(390, ColorScheme.LIGHT, "en-GB");
    scene().loggedIn(page, "olivia", "/incidents?declare=1");
    Locator dialog = page.locator("dialog[open]");
    dialog.getByLabel("Title").fill("A rehearsal");
    dialog.getByLabel("Service").fill("rehearsed");
    assertThat(dialog.locator("[aria-label='Who would be paged']")).isVisible();
    dialog.getByLabel("Don’t page anyone").check();
    assertThat(dialog.locator("[aria-label='Who would be paged']")).hasCount(0);
    BrowserScene.pressIn(dialog, "Declare incident");
    Locator banner = page.locator(".banner");
    assertThat(banner).containsText("olivia declared it without paging anyone");
    assertThat(page.locator(".timeline")).containsText("nobody was paged, as asked");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "what pages nobody", faults);
    assertThat(faults).isEmpty();
    BrowserScene.press(page, "Start paging");
    assertThat(banner).containsText("Paged: olivia");
    assertThat(banner).containsText("Next: olivia");
    assertThat(scene().complaints()).isEmpty();
  }

  /** Before all else the page says who is paged next, and when; and then who has it. */
  @Test
  void theBannerSaysWhoIsPagedNextAndWhen() {
    RunningCore core = scene().core();
    UUID id = core.service("banner");
    core.database.execute(
        "UPDATE user_contact SET verified_at = now() WHERE address = 'olivia@example.org'");
    scene()
        .made(
            "/escalation-policies",
            """
            {"name":"Two steps","rounds":1,"repeat_after":"PT30M",
             "steps":[{"after":"PT0S","notify":[{"type":"user","user":"olivia"}]},
                      {"after":"PT5M","notify":[{"type":"user","user":"olivia"}]}]}\
            """);
    core.database.execute(
        "UPDATE service SET escalation_policy_id = (SELECT id FROM escalation_policy WHERE name ="
            + " 'Two steps') WHERE id = '%s'".formatted(id));
    String incident = scene().incident("Who is next", "banner");
    Page page =
        scene()
            .loggedIn(
                scene().open(390, ColorScheme.LIGHT, "en-GB"), "olivia", "/incidents/" + incident);
    Locator banner = page.locator(".banner");
    assertThat(banner).containsText("Not yet acknowledged.");
    assertThat(banner).containsText("Paged: olivia");
    assertThat(banner).containsText("Next: olivia");
    assertThat(banner.locator("a")).hasText("Two steps, step 2");
    banner.locator("time").last().hover();
    assertThat(page.locator(".tip")).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d"));
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "who is next", faults);
    assertThat(faults).isEmpty();

    BrowserScene.press(page, "Page next now");
    assertThat(banner).containsText("All steps are done. The fallback contact is next.");
    assertThat(page.locator(".timeline")).containsText("step 2 of 2: pages olivia");

    BrowserScene.press(page, "Acknowledge");
    assertThat(banner).containsText("Acknowledged by olivia");
    BrowserScene.look(page, "who has it", faults);
    assertThat(faults).isEmpty();
    page.locator(".more > summary").click();
    BrowserScene.look(page, "what can be done besides", faults);
    assertThat(faults).isEmpty();
    BrowserScene.press(page, "Page someone…");
    page.getByLabel("Person").fill("olivia");
    BrowserScene.press(page, "Page now");
    assertThat(page.locator(".timeline")).containsText("Paged olivia");
    assertThat(banner).containsText("Acknowledged by olivia");
    page.locator(".more > summary").click();
    BrowserScene.press(page, "Mitigate");
    assertThat(banner).hasCount(0);
    assertThat(scene().complaints()).isEmpty();
  }

  /** Resolving takes a note and a root cause, which the details show; and neither is needed. */
  @Test
  void resolvingTakesANoteAndARootCause() {
    String incident = scene().incident("Resolved with a cause");
    Page page =
        scene()
            .loggedIn(
                scene().open(390, ColorScheme.DARK, "en-GB"), "olivia", "/incidents/" + incident);
    BrowserScene.press(page, "Resolve…");
    Locator dialog = page.locator("dialog[open]");
    assertThat(dialog.getByLabel("Resolution note")).isFocused();
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "resolving", faults);
    assertThat(faults).isEmpty();
    dialog.getByLabel("Resolution note").fill("The disk was replaced");
    dialog.getByLabel("Root cause").fill("x".repeat(2_000));
    BrowserScene.pressIn(dialog, "Resolve");
    assertThat(page.locator("p .status")).hasText("Resolved");
    assertThat(dialog).hasCount(0);
    assertThat(page.locator(".facts")).containsText("The disk was replaced");
    assertThat(page.locator(".facts")).containsText("x".repeat(2_000));
    // It can be taken back for ten seconds.
    BrowserScene.undo(page);
    assertThat(page.locator("p .status")).hasText("Triggered");

    BrowserScene.press(page, "Resolve…");
    page.keyboard().press("Enter");
    assertThat(page.locator("p .status")).hasText("Resolved");
    page.waitForCondition(() -> scene().status(incident).equals("RESOLVED"));
    BrowserScene.look(page, "resolved", faults);
    assertThat(faults).isEmpty();
    assertThat(scene().complaints()).isEmpty();
  }

  /** Who else is concerned is shown and changed, with the time until the law wants to know. */
  @Test
  void impactScopesAreAddedAndRemoved() {
    String incident = scene().incident("Leaked");
    Page page =
        scene()
            .loggedIn(
                scene().open(390, ColorScheme.DARK, "en-GB"), "olivia", "/incidents/" + incident);
    Locator scopes = page.locator(".incident-scopes");
    assertThat(scopes).containsText("None");
    BrowserScene.pressIn(scopes, "Add scope");
    scopes.locator("select").selectOption(new SelectOption().setLabel("GDPR/Legal"));
    scopes
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add").setExact(true))
        .click();
    Locator first = scopes.locator("ul > li");
    assertThat(first).containsText(Pattern.compile("GDPR/Legal Legal deadline .* · in [23] d"));
    assertThat(page.locator("#scopes")).isFocused();
    assertThat(scopes.locator("option", new Locator.LocatorOptions().setHasText("GDPR/Legal")))
        .hasCount(0);
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "impact scopes", faults);
    assertThat(faults).isEmpty();
    BrowserScene.pressIn(first, "Remove");
    assertThat(scopes).containsText("None");
    assertThat(page.locator(".toast").last()).containsText("GDPR/Legal");
    BrowserScene.undo(page);
    assertThat(first).containsText("GDPR/Legal");

    Page viewer = scene().loggedIn(scene().open(), "vera", "/incidents/" + incident);
    assertThat(viewer.locator(".incident-scopes li")).containsText("GDPR/Legal");
    assertThat(viewer.locator(".incident-scopes button")).hasCount(0);
    assertThat(scene().complaints()).isEmpty();
  }
}
