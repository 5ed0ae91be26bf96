package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A post-mortem is written a section at a time, reviewed, published, and found again. */
@ExtendWith(Chromium.ClosesPages.class)
class PostMortemsBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("rita", "responder");
    played.user("theo", "tenant_admin");
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

  private static Locator button(Locator in, String name) {
    return in.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator section(Page page, String title) {
    return page.locator(
        "section.panel",
        new Page.LocatorOptions()
            .setHas(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(title))));
  }

  /** A SEV1 that is over; its short id. */
  private static String ended(String title) {
    String id = scene().incident(title);
    assertThat(
            core()
                .post("/api/v1/incidents/" + id + "/resolve", "{\"message\":\"It is over\"}")
                .status())
        .isEqualTo(200);
    return id;
  }

  private static void write(Page page, String title, String text) {
    button(page.locator("main"), "Edit " + title).click();
    assertThat(section(page, title).locator("textarea")).isFocused();
    section(page, title).locator("textarea").fill(text);
    button(section(page, title), "Save section").click();
    assertThat(section(page, title).locator("textarea")).hasCount(0);
    assertThat(section(page, title)).containsText(text);
  }

  @Test
  void postMortemIsWrittenReviewedAndPublishedByAnother() {
    List<String> faults = new ArrayList<>();
    String id = ended("Carts were empty");
    Page page = scene().at("olivia", "/incidents/" + id);
    Locator line = page.locator("p.panel", new Page.LocatorOptions().setHasText("Post-mortem"));
    assertThat(line).containsText("Required: SEV1");
    assertThat(line).containsText("Due");
    BrowserScene.look(page, "incident-with-post-mortem", faults);
    line.locator("a").click();
    assertThat(page.locator("h1")).hasText("Post-mortem of " + id);
    write(page, "Summary", "All carts were empty for an hour");
    write(page, "Root cause", "The cache had no limit");

    button(page.locator("main"), "Choose entries").click();
    Locator dialog = page.locator("dialog[open]");
    dialog.getByRole(AriaRole.CHECKBOX).first().check();
    BrowserScene.look(page, "post-mortem-citing", faults);
    dialog.locator("button.primary").click();
    assertThat(section(page, "Timeline").locator(".entry")).hasCount(1);

    Locator actions = section(page, "Actions");
    actions.getByLabel("Task").fill("Limit the cache");
    actions.getByLabel("Category").selectOption("preventive");
    button(actions, "Add task").click();
    assertThat(actions.locator(".tasks > li")).containsText("Preventive");
    BrowserScene.look(page, "post-mortem", faults);

    assertThat(button(page.locator("main"), "Publish")).hasCount(0);
    button(page.locator("main"), "Send to review").click();
    dialog.getByLabel("Reviewer").fill("rita");
    button(dialog, "Send").click();
    assertThat(page.locator(".head .pill")).hasText("In review");
    assertThat(button(page.locator("main"), "Publish")).hasCount(0);

    Page read = scene().at("rita", "/post-mortems");
    read.locator("main table a", new Page.LocatorOptions().setHasText(id)).click();
    button(read.locator("main"), "Publish").click();
    BrowserScene.look(read, "post-mortem-publishing", faults);
    button(read.locator("dialog[open]"), "Publish").click();
    assertThat(read.locator(".head .pill")).hasText("Published");
    assertThat(section(read, "Published versions").locator("a")).hasCount(1);
    assertThat(
            core().get("/api/v1/incidents/" + id + "/post-mortem/document?version=1").http().body())
        .contains("# Post-mortem of " + id)
        .contains("All carts were empty for an hour")
        .contains("Limit the cache")
        .contains("SHA-256");
    assertThat(faults).isEmpty();
  }

  @Test
  void whoeverIsOvertakenSeesBothTextsAndLosesNone() {
    String id = ended("Two at once");
    Page one = scene().at("olivia", "/post-mortems/" + id);
    button(one.locator("main"), "Edit Summary").click();
    one.locator("textarea").fill("What olivia typed");
    Page other = scene().at("rita", "/post-mortems/" + id);
    write(other, "Summary", "What rita wrote");
    button(section(one, "Summary"), "Save section").click();
    assertThat(section(one, "Summary")).containsText("Another person changed this section");
    assertThat(section(one, "Summary").locator(".rich")).hasText("What rita wrote");
    assertThat(one.locator("textarea")).hasValue("What olivia typed");
    button(section(one, "Summary"), "Save section").click();
    assertThat(section(one, "Summary").locator(".rich")).hasText("What olivia typed");
  }

  @Test
  void sectionIsWrittenAndLeftByTheKeyboard() {
    String id = ended("By keys");
    Page page = scene().at("olivia", "/post-mortems/" + id);
    button(page.locator("main"), "Edit Impact").focus();
    page.keyboard().press("Enter");
    assertThat(section(page, "Impact").locator("textarea")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.locator("textarea")).hasCount(0);
  }

  @Test
  void administratorSaysThatARequiredOneIsNotNeeded() {
    List<String> faults = new ArrayList<>();
    String id = ended("A drill of the provider");
    Page page = scene().at("olivia", "/post-mortems/" + id);
    page.locator(".head .more summary").click();
    assertThat(button(page.locator("main"), "Mark as not needed")).hasCount(0);
    Page admin = scene().at("theo", "/post-mortems/" + id);
    admin.locator(".head .more summary").click();
    button(admin.locator("main"), "Mark as not needed").click();
    admin.locator("dialog[open]").getByLabel("Reason").fill("It was a drill");
    BrowserScene.look(admin, "post-mortem-not-needed", faults);
    button(admin.locator("dialog[open]"), "Mark").click();
    assertThat(admin.locator("main")).containsText("It was a drill");
    assertThat(button(admin.locator("main"), "Edit Summary")).hasCount(0);
    assertThat(faults).isEmpty();
  }

  @Test
  void anyIncidentMayHaveOneAndTheListFindsIt() {
    String id = scene().incident("Worth a word");
    Page page = scene().at("olivia", "/incidents/" + id);
    page.locator(".head .more summary").click();
    button(page.locator("main"), "Start post-mortem").click();
    assertThat(page.locator("h1")).hasText("Post-mortem of " + id);
    assertThat(page.locator(".head")).containsText("Not required");
    Page list = scene().at("olivia", "/post-mortems?owner=me");
    assertThat(list.locator("main table")).containsText("Worth a word");
    assertThat(list.locator("main table")).not().containsText("By keys");
  }
}
