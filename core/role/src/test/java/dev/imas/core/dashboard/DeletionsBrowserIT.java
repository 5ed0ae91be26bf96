package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.imas.core.TenantScene.Kind;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What others depend on is changed and deleted: a dialog says what goes with it, and the server's
 * refusal what still needs it.
 */
@ExtendWith(Chromium.ClosesPages.class)
class DeletionsBrowserIT {

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

  private static RunningCore core() {
    return scene().browser.core();
  }

  private static Page at(String path) {
    return scene().browser.at(FilledScene.ADMIN, path);
  }

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  private static int status(String path) {
    return core().get("/api/v1" + path).status();
  }

  private static void look(Page page, String what) {
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, what, faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, what + " on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();
  }

  @Test
  void aSourceIsChangedAndDeletedWithItsFiringAlerts() {
    scene()
        .browser
        .made(
            "/sources",
            "{\"name\":\"old prometheus\",\"type\":\"ANY\",\"config\":{\"stale_after\":\"3d\"}}");
    core()
        .database
        .execute(
            "UPDATE alert_state SET source_id = (SELECT id FROM source WHERE name = 'old"
                + " prometheus')");
    Page page = at("/sources");
    pressIn(row(page, "old prometheus"), "Edit");
    dialog(page).locator("[name=name]").fill("prometheus");
    dialog(page).locator("[name=default_severity]").selectOption("SEV2");
    Locator ignored =
        dialog(page).getByText("Ignored labels").locator("..").locator("input").first();
    ignored.fill("replica");
    ignored.press("Enter");
    pressIn(dialog(page), "Save");
    assertThat(dialog(page).locator("form")).containsText("Alerts of this source are firing");
    look(page, "a source with firing alerts");
    pressIn(dialog(page), "Remove replica");
    pressIn(dialog(page), "Save");
    assertThat(row(page, "old prometheus")).hasCount(0);
    JsonNode stored = core().get("/api/v1/sources/prometheus").json();
    assertThat(stored.at("/config/stale_after").asText()).isEqualTo("3d");

    pressIn(page.locator("tr[data-id='" + stored.get("id").asText() + "']"), "Delete prometheus");
    assertThat(dialog(page)).containsText("Its keys stop working");
    pressIn(dialog(page), "Delete source");
    assertThat(dialog(page)).containsText("Alerts of this source are firing");
    assertThat(dialog(page)).not().containsText("end_alerts");
    dialog(page).getByLabel("End its firing alerts").check();
    pressIn(dialog(page), "Delete source");
    assertThat(dialog(page)).hasCount(0);
    assertThat(status("/sources/prometheus")).isEqualTo(404);
  }

  @Test
  void aProviderIsDeleted() {
    Page page = at("/providers");
    Locator row = page.locator("tr[data-id='" + scene().tenant.own(Kind.PROVIDER) + "']");
    pressIn(row, "Delete");
    assertThat(dialog(page)).containsText("another provider of the channel");
    Locator affected = dialog(page).locator("[aria-label='Affected by this']");
    assertThat(affected.locator("[role=status]")).hasCount(0);
    assertThat(affected).not().isEmpty();
    pressIn(dialog(page), "Delete provider");
    assertThat(row).hasCount(0);
  }

  /** Whoever deletes something sees beforehand what needs it, each by its name. */
  @Test
  void aDialogThatDeletesNamesWhatItAffects() {
    scene().browser.made("/teams", "{\"name\":\"Lobby\"}");
    scene()
        .browser
        .made(
            "/schedules",
            """
            {"name":"Lobby primary","team":"Lobby","time_zone":"UTC","layers":[
              {"name":"main","start":"2026-01-05T08:00","every":"P1W","slots":[["olivia"]]}]}\
            """);
    scene()
        .browser
        .made(
            "/providers",
            """
            {"name":"Only ntfy","type":"ntfy",
             "config":{"server_url":"https://ntfy.example.org","default_topic":"ops"}}\
            """);
    core().database.execute("UPDATE provider SET is_active = false WHERE name <> 'Only ntfy'");
    scene()
        .browser
        .made(
            "/teams/Lobby/contacts",
            """
            {"name":"Door bell","channel":"ntfy","address":"lobby","min_severity":"SEV4"}\
            """);
    scene()
        .browser
        .made(
            "/escalation-policies",
            """
            {"name":"Doors","steps":[
              {"after":"PT0S","notify":[{"type":"schedule","schedule":"lobby primary"}],"channels":["ntfy"]}]}\
            """);
    scene()
        .browser
        .made(
            "/services",
            "{\"name\":\"front"
                + " door\",\"owner_team\":\"Lobby\",\"tier\":\"TIER_2\",\"escalation_policy\":\"Doors\"}");
    Page page = at("/providers");
    Locator affected = dialog(page).locator("[aria-label='Affected by this']");
    pressIn(row(page, "Only ntfy"), "Delete");
    assertThat(affected).containsText("Escalation policiesDoors");
    assertThat(affected).containsText("Servicesfront door");
    assertThat(affected).containsText("Lobby: Door bell");
    look(page, "deleting a provider that is needed");

    String schedule = core().get("/api/v1/schedules/Lobby%20primary").json().get("id").asText();
    page.navigate(scene().browser.url("/schedules/" + schedule));
    BrowserScene.press(page, "Delete schedule");
    assertThat(affected).containsText("Nobody will be on call for Lobby");
    assertThat(affected.locator("a[href$='/services']")).hasText("front door");
    assertThat(affected.getByText("Doors")).hasCount(1);
    look(page, "deleting a schedule that is needed");
  }

  /** Who is in a rotation stays, until somebody takes over; then the schedule is deleted. */
  @Test
  void aUserIsDeletedOnceOthersTakeOver() {
    Page page = at("/users");
    pressIn(row(page, "payments-user"), "Delete");
    pressIn(dialog(page), "Delete user");
    assertThat(dialog(page).locator(".fault")).containsText("payments-schedule");
    look(page, "a user who is needed");
    dialog(page).getByLabel("Who takes over").fill("olivia");
    pressIn(dialog(page), "Delete user");
    assertThat(row(page, "payments-user")).hasCount(0);
    assertThat(status("/users/payments-user")).isEqualTo(404);
    assertThat(row(page, FilledScene.ADMIN).getByText("Delete")).hasCount(0);

    page.navigate(scene().browser.url("/schedules/" + scene().tenant.own(Kind.SCHEDULE)));
    BrowserScene.press(page, "Delete schedule");
    assertThat(dialog(page)).containsText("Past shifts are kept");
    pressIn(dialog(page), "Delete schedule");
    page.waitForURL(scene().browser.url("/on-call"));
    assertThat(status("/schedules/payments-schedule")).isEqualTo(404);
  }

  @Test
  void aServiceAccountIsCreatedDisabledAndDeletedIfItHasNoTokens() {
    Page page = at("/tokens");
    BrowserScene.press(page, "Create service account");
    dialog(page).locator("[name=name]").fill("deployer");
    dialog(page).locator("[name=description]").fill("The pipeline of the shop");
    pressIn(dialog(page), "Create service account");
    assertThat(row(page, "deployer")).containsText("The pipeline of the shop");
    look(page, "service accounts");

    BrowserScene.press(page, "Create token");
    assertThat(dialog(page).locator("datalist option[value=deployer]")).hasCount(1);
    dialog(page).locator("[name=name]").fill("of the pipeline");
    dialog(page).locator("[name=owner]").fill("deployer");
    pressIn(dialog(page), "Create token");
    assertThat(dialog(page).locator("pre")).isVisible();
    pressIn(dialog(page), "Close");
    Locator account =
        page.locator("#accounts ~ * tr[data-id]")
            .filter(new Locator.FilterOptions().setHasText("deployer"));
    pressIn(account, "Delete");
    pressIn(dialog(page), "Delete service account");
    assertThat(dialog(page).locator(".fault")).not().isEmpty();
    pressIn(dialog(page), "Close");
    pressIn(account, "Edit");
    dialog(page).locator("[name=is_active]").uncheck();
    pressIn(dialog(page), "Save");
    assertThat(account).containsText("Disabled");

    Locator other =
        page.locator("tr[data-id]")
            .filter(new Locator.FilterOptions().setHasText("payments-account"));
    pressIn(other, "Delete");
    pressIn(dialog(page), "Delete service account");
    assertThat(other).hasCount(0);
  }

  @Test
  void whoNeedsASecondFactorIsChosen() {
    Page page = at("/users");
    assertThat(page.locator("[aria-labelledby=factor]")).containsText("Required for");
    BrowserScene.press(page, "Change who needs it");
    dialog(page)
        .locator("[name=totp_required_from]")
        .selectOption("Required for operators and administrators");
    look(page, "who needs a second factor");
    pressIn(dialog(page), "Save");
    assertThat(page.locator("[aria-labelledby=factor] p").first())
        .hasText("Required for operators and administrators");
    assertThat(core().get("/api/v1/log-in-settings").json().get("totp_required_from").asText())
        .isEqualTo("operator");
  }
}
