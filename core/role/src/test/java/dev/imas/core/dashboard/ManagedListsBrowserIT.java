package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pages of things that have names: tags, which are also at an incident and in the list of
 * incidents, lookup tables, impact scopes and heartbeats.
 */
@ExtendWith(Chromium.ClosesPages.class)
class ManagedListsBrowserIT {

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

  private static BrowserScene scene() {
    return Objects.requireNonNull(played);
  }

  private static RunningCore core() {
    return scene().core();
  }

  private static Page at(String person, String path) {
    return scene().at(person, path);
  }

  @Test
  void tagsAreAddedChangedAndDeletedByWhoMay() {
    Page page = at("tara", "/tags");
    BrowserScene.press(page, "Create tag");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("postgresql");
    dialog.locator("[name=color]").fill("blue");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form")).containsText("Must be a color such as #6B7280");
    dialog.locator("[name=color]").fill("#336791");
    dialog.locator("[name=auto_apply_pattern]").fill("(?i)never in a title");
    dialog.locator("button.primary").press("Enter");
    Locator row = row(page, "postgresql");
    assertThat(row).containsText("(?i)never in a title");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "tags", faults);
    assertThat(faults).isEmpty();

    pressIn(row, "Edit");
    page.locator("dialog[open] [name=is_active]").uncheck();
    page.locator("dialog[open] button.primary").press("Enter");
    assertThat(row).containsText("inactive");
    Page viewer = at("vera", "/tags");
    assertThat(row(viewer, "postgresql")).isVisible();
    assertThat(viewer.locator("main table button")).hasCount(0);
    pressIn(row, "Delete");
    assertThat(row).hasCount(0);
  }

  @Test
  void anIncidentIsTaggedFoundByItsTagAndLosesItAgain() {
    String incident = scene().incident("The database is slow");
    String other = scene().incident("The printer is on fire");
    Page page = at("olivia", "/incidents/" + incident);
    Locator tags = page.locator(".incident-tags");
    tags.locator("[name=tag]").fill("slow & steady");
    tags.locator("[name=tag]").press("Enter");
    assertThat(tags.locator("li")).containsText("slow & steady");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a tagged incident", faults);
    assertThat(faults).isEmpty();
    assertThat(page.locator("main")).containsText("Tagged slow & steady");

    tags.locator("li a").click();
    Locator list = page.locator("main .rows");
    assertThat(list).containsText(incident);
    assertThat(list).containsText("slow & steady");
    assertThat(list).not().containsText(other);
    assertThat(page.locator("search[aria-label=Filters]")).containsText("Tags slow & steady");
    Locator facet = page.locator("fieldset", new Page.LocatorOptions().setHasText("Tags"));
    assertThat(facet.getByLabel("slow & steady")).isChecked();
    assertThat(facet).containsText("1");
    BrowserScene.look(page, "incidents of a tag", faults);
    assertThat(faults).isEmpty();
    BrowserScene.press(page, "Remove filter Tags");
    assertThat(list).containsText(other);

    Page viewer = at("vera", "/incidents/" + incident);
    assertThat(viewer.locator(".incident-tags li")).containsText("slow & steady");
    assertThat(viewer.locator(".incident-tags button")).hasCount(0);

    Page again = at("olivia", "/incidents/" + incident);
    pressIn(again.locator(".incident-tags"), "Remove");
    assertThat(again.locator(".incident-tags li")).hasCount(0);
    assertThat(core().get("/api/v1/incidents/" + incident).json().get("tags")).isEmpty();
  }

  /** Pasted, with what is wrong at its field; each change of the rows is a version. */
  @Test
  void lookupTablesAreAddedChangedAndDeletedByWhoMay() {
    Page page = at("tara", "/lookup-tables");
    BrowserScene.press(page, "Create lookup table");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("cmdb");
    dialog.locator("[name=csv]").fill("host,team\ndb-1,dba\ndb-1,sre");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form")).containsText("Has the key 'db-1' twice in record 3");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a fault in a lookup table", faults);
    dialog.locator("[name=csv]").fill("host,team\ndb-1,\"dba, \"\"night\"\"\"\nweb-1,web\n");
    pressIn(dialog, "Save");
    Locator row = row(page, "cmdb");
    assertThat(row.locator("td").nth(1)).containsText("host, team");
    int first = content();
    assertThat(row.locator("td").nth(2)).hasText("2");
    assertThat(row.locator("td").nth(3)).hasText(String.valueOf(first));
    BrowserScene.look(page, "lookup tables", faults);
    assertThat(faults).isEmpty();

    pressIn(row, "Edit");
    Locator csv = page.locator("dialog[open] [name=csv]");
    assertThat(csv).hasValue("host,team\ndb-1,\"dba, \"\"night\"\"\"\nweb-1,web");
    csv.fill("host,team,tier\ndb-1,sre,1");
    pressIn(page.locator("dialog[open]"), "Save");
    assertThat(row.locator("td").nth(1)).containsText("host, team, tier");
    assertThat(row.locator("td").nth(3)).hasText(String.valueOf(first + 1));
    pressIn(row, "Edit");
    pressIn(page.locator("dialog[open]"), "Save");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(content()).as("the same rows are no version").isEqualTo(first + 1);

    Page viewer = at("vera", "/lookup-tables");
    assertThat(row(viewer, "cmdb")).isVisible();
    assertThat(viewer.locator("main button")).hasCount(0);
    pressIn(row, "Delete");
    assertThat(row).hasCount(0);
  }

  /** What the rules in force read stays, and new rows come into force with them. */
  @Test
  void aLookupTableThatRulesReadIsNotDeletedAndItsRowsFollow() {
    made("/lookup-tables", "{\"name\":\"owners\",\"csv\":\"host,team\\ndb-1,dba\"}");
    made(
        "/rule-sets",
        "{\"rules\":[{\"name\":\"owners\",\"enrich\":{\"table\":\"owners\",\"key\":[\"host\"],"
            + "\"set\":{\"team\":\"team\"}}}]}");
    assertThat(core().post("/api/v1/rule-sets/1/activate", "{}").status()).isEqualTo(200);
    Page page = at("tara", "/lookup-tables");
    Locator row = row(page, "owners");
    pressIn(row, "Delete");
    assertThat(page.locator("body"))
        .containsText("The rules in force read the lookup table owners");

    pressIn(row, "Edit");
    page.locator("dialog[open] [name=csv]").fill("host,owner\ndb-1,sre");
    pressIn(page.locator("dialog[open]"), "Save");
    assertThat(page.locator("dialog[open] form")).containsText("which the lookup table has not");
    page.locator("dialog[open] [name=csv]").fill("host,team\ndb-1,sre");
    pressIn(page.locator("dialog[open]"), "Save");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(core().get("/api/v1/rule-sets/active").json().get("version").asInt()).isEqualTo(2);
    core().post("/api/v1/rule-sets/deactivate", "{}");
  }

  private static int content() {
    return core().get("/api/v1/lookup-tables/cmdb").json().get("content").asInt();
  }

  private static void made(String path, String json) {
    Reply reply = core().post("/api/v1" + path, json);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
  }

  /** Added, changed and deleted by keyboard; who only reads is offered nothing. */
  @Test
  void scopesAreAddedChangedAndDeleted() {
    Page page = at("tara", "/scopes");
    BrowserScene.press(page, "Create impact scope");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("Law");
    dialog.locator("[name=mandatory_notify_email]").fill("dpo@example.org\nno address");
    dialog.locator("[name=legal_clock_hours]").fill("72");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form")).containsText("Is not an e-mail address");
    dialog.locator("[name=mandatory_notify_email]").fill("dpo@example.org");
    dialog.locator("[name=labels]").fill("data=\"personal\"");
    dialog.locator("button.primary").press("Enter");
    Locator row = row(page, "Law");
    assertThat(row).containsText("dpo@example.org");
    assertThat(row).containsText("data=\"personal\"");
    assertThat(row).containsText("72 h");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "impact scopes", faults);
    assertThat(faults).isEmpty();

    pressIn(row, "Edit");
    page.locator("dialog[open] [name=legal_clock_hours]").fill("");
    page.locator("dialog[open] button.primary").press("Enter");
    assertThat(row).not().containsText("72 h");
    Page viewer = at("vera", "/scopes");
    assertThat(row(viewer, "Law")).isVisible();
    assertThat(viewer.locator("main table button")).hasCount(0);
    pressIn(row, "Delete");
    assertThat(row).hasCount(0);
  }

  /** The address of its pings is shown once; who only reads is offered nothing. */
  @Test
  void heartbeatsAreAddedGetAKeyAndAreDeleted() {
    core().service("Backups");
    Page page = at("tara", "/heartbeats");
    BrowserScene.press(page, "Create heartbeat");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("Nightly backup");
    dialog.locator("[name=service]").fill("Backups");
    dialog.locator("[data-count=interval]").fill("1");
    dialog.locator("[data-unit=interval]").selectOption("seconds");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form .fault").filter(new Locator.FilterOptions().setHasText("Must")))
        .hasCount(1);
    assertThat(dialog.locator("[data-count=interval]")).isFocused();
    dialog.locator("[data-unit=interval]").selectOption("days");
    pressIn(dialog, "Save");
    Locator row = row(page, "Nightly backup");
    assertThat(row).containsText("Waiting for first signal");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "heartbeats", faults);
    assertThat(faults).isEmpty();

    pressIn(row, "Rotate key");
    assertThat(page.locator("dialog[open]")).containsText("/ping/imas_png_");
    page.keyboard().press("Escape");
    Page viewer = at("vera", "/heartbeats");
    assertThat(row(viewer, "Nightly backup")).isVisible();
    assertThat(viewer.locator("main table button")).hasCount(0);
    pressIn(row, "Delete");
    assertThat(row).hasCount(0);
  }

  /** Stand-ins are shown to everybody, and a team that owns a service is not deleted. */
  @Test
  void teamsAreRenamedGetStandInsAndAreDeleted() {
    Page page = at("tara", "/teams");
    BrowserScene.press(page, "Create team");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("Cards");
    pressIn(dialog, "Create team");
    Locator row = row(page, "Cards");
    pressIn(row, "Edit");
    dialog.locator("[name=name]").fill("Cards and refunds");
    dialog.locator("[name=description]").fill("All that is paid");
    pressIn(dialog, "Save");
    assertThat(row).containsText("All that is paid");
    assertThat(row).containsText("Cards and refunds");

    pressIn(row, "Stand-ins");
    dialog.getByLabel("On call without a schedule").fill("olivia");
    dialog.getByLabel("Team manager").fill("nobody at all");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "stand-ins", faults);
    pressIn(dialog, "Save");
    assertThat(dialog.locator(".fault")).containsText("nobody at all");
    dialog.getByLabel("Team manager").fill("");
    pressIn(dialog, "Save");
    assertThat(dialog).hasCount(0);
    RunningCore.Reply standIns = core().get("/api/v1/teams/Cards%20and%20refunds/stand-ins");
    assertThat(standIns.json().at("/current_on_call/username").asText()).isEqualTo("olivia");
    assertThat(standIns.json().get("manager").isNull()).isTrue();

    Page viewer = at("vera", "/teams");
    Locator seen = row(viewer, "Cards and refunds");
    assertThat(seen.locator("button")).hasCount(3);
    pressIn(seen, "Stand-ins");
    assertThat(viewer.locator("dialog[open] dd").first()).hasText("olivia");
    assertThat(viewer.locator("dialog[open] form")).hasCount(0);

    made("/services", "{\"name\":\"refunds\",\"owner_team\":\"Cards and refunds\"}");
    pressIn(row, "Delete");
    assertThat(dialog).containsText("Delete team Cards and refunds?");
    BrowserScene.look(page, "the question before a team is deleted", faults);
    assertThat(faults).isEmpty();
    pressIn(dialog, "Delete team");
    assertThat(dialog.locator(".fault")).not().isEmpty();
    page.keyboard().press("Escape");

    page.navigate(scene().url("/services"));
    pressIn(row(page, "refunds"), "Delete");
    pressIn(dialog, "Delete service");
    assertThat(page.locator(".toast")).containsText("Service refunds deleted");
    assertThat(row(page, "refunds")).hasCount(0);
    assertThat(core().get("/api/v1/services/refunds").status()).isEqualTo(404);
    page.navigate(scene().url("/teams"));
    pressIn(row, "Delete");
    pressIn(dialog, "Delete team");
    assertThat(row).hasCount(0);
    assertThat(core().get("/api/v1/teams/Cards%20and%20refunds").status()).isEqualTo(404);
  }

  /** What has incidents stays, and so does the service that takes what no other takes. */
  @Test
  void aServiceWithIncidentsIsNotDeleted() {
    scene().incident("Nobody can pay");
    Page page = at("tara", "/services");
    pressIn(row(page, "checkout"), "Delete");
    Locator dialog = page.locator("dialog[open]");
    pressIn(dialog, "Delete service");
    assertThat(dialog.locator(".fault")).not().isEmpty();
    assertThat(core().get("/api/v1/services/checkout").status()).isEqualTo(200);
    page.keyboard().press("Escape");
    for (Locator row : page.locator("tr[data-id]").all()) {
      boolean isTriage =
          core()
              .get("/api/v1/services/" + row.getAttribute("data-id"))
              .json()
              .get("is_triage")
              .asBoolean();
      assertThat(row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete")))
          .hasCount(isTriage ? 0 : 1);
    }
  }
}
