package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
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

/** Tags on the page that manages them, at an incident, and in the list of incidents. */
@ExtendWith(Chromium.ClosesPages.class)
class TagsBrowserIT {

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
    return scene().loggedIn(scene().open(), person, path);
  }

  private static void pressIn(Locator within, String name) {
    within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name)).first().click();
  }

  private static Locator row(Page page, String name) {
    return page.locator("main tbody tr").filter(new Locator.FilterOptions().setHasText(name));
  }

  @Test
  void tagsAreAddedChangedAndDeletedByWhoMay() {
    Page page = at("tara", "/tags");
    BrowserScene.press(page, "Add a tag");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("postgresql");
    dialog.locator("[name=color]").fill("blue");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("form")).containsText("must be a color such as #6B7280");
    dialog.locator("[name=color]").fill("#336791");
    dialog.locator("[name=auto_apply_pattern]").fill("(?i)never in a title");
    dialog.locator("button.primary").press("Enter");
    Locator row = row(page, "postgresql");
    assertThat(row).containsText("(?i)never in a title");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "tags", faults);
    Assertions.assertThat(faults).isEmpty();

    pressIn(row, "Edit");
    page.locator("dialog[open] [name=is_active]").uncheck();
    page.locator("dialog[open] button.primary").press("Enter");
    assertThat(row).containsText("not active");
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
    Assertions.assertThat(faults).isEmpty();
    assertThat(page.locator("main")).containsText("Tagged slow & steady");

    tags.locator("li a").click();
    Locator list = page.locator("main .rows");
    assertThat(list).containsText(incident);
    assertThat(list).containsText("slow & steady");
    assertThat(list).not().containsText(other);
    assertThat(page.locator("search[aria-label=Filters]")).containsText("Tagged slow & steady.");
    BrowserScene.look(page, "incidents of a tag", faults);
    Assertions.assertThat(faults).isEmpty();
    BrowserScene.press(page, "Whatever the tag");
    assertThat(list).containsText(other);

    Page viewer = at("vera", "/incidents/" + incident);
    assertThat(viewer.locator(".incident-tags li")).containsText("slow & steady");
    assertThat(viewer.locator(".incident-tags button")).hasCount(0);

    Page again = at("olivia", "/incidents/" + incident);
    pressIn(again.locator(".incident-tags"), "Remove");
    assertThat(again.locator(".incident-tags li")).hasCount(0);
    Assertions.assertThat(core().get("/api/v1/incidents/" + incident).json().get("tags")).isEmpty();
  }
}
