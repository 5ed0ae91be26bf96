package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks are added on their incident's page, ticked, dropped, and found again. */
@ExtendWith(Chromium.ClosesPages.class)
class TasksBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("dora", "tenant_admin");
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
    return in.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  private static Locator line(Page page, String title) {
    return page.locator(".tasks > li", new Page.LocatorOptions().setHasText(title));
  }

  private static void add(Page page, String title, String owner) {
    Locator form = page.locator("form.row");
    form.getByLabel("Task").fill(title);
    form.getByLabel("Owner").fill(owner);
    button(form, "Add task").click();
    assertThat(line(page, title)).hasCount(1);
  }

  @Test
  void taskIsAddedInOneLineTickedAndDropped() {
    String incident = scene().incident("Receipts of others are shown");
    List<String> faults = new ArrayList<>();
    Page page = scene().at("olivia", "/incidents/" + incident + "?tab=tasks");
    assertThat(page.locator("[role=tabpanel]")).containsText("No tasks");
    add(page, "Turn off the cache", "olivia");
    // The next can be typed at once.
    assertThat(page.locator("form.row").getByLabel("Task")).isFocused();
    add(page, "Write to customers", "vera");
    add(page, "Test cache keys", "");
    BrowserScene.look(page, "tasks-of-incident", faults);

    line(page, "Turn off the cache").getByRole(AriaRole.CHECKBOX).click();
    assertThat(line(page, "Turn off the cache").getByRole(AriaRole.CHECKBOX)).isChecked();
    Locator dropped = line(page, "Write to customers");
    dropped.locator(".more summary").click();
    button(dropped, "Move to “Dropped”").click();
    Locator dialog = page.locator("dialog[open]");
    dialog.getByLabel("Reason").fill("Legal writes to them");
    BrowserScene.look(page, "task-dropping", faults);
    button(dialog, "Move").last().click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(line(page, "Write to customers")).containsText("Legal writes to them");
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Timeline")).click();
    assertThat(page.locator("[role=tabpanel]")).containsText("Task done: Turn off the cache");
    assertThat(faults).isEmpty();
  }

  /** C62: exported once, and from then on the tracker has the title. */
  @Test
  void aTaskIsExportedFromItsMenuAndUnlinkedAgain() {
    core()
        .database
        .execute(
            """
            INSERT INTO imas.provider (tenant_id, id, name, type, channel, config, priority, concurrency)
            VALUES ('%s', gen_random_uuid(), 'github', 'github_issues', 'tracker', '{"repository":"example/shop"}', 1, 4)
            """
                .formatted(core().tenant));
    post("{'title':'Order spare disks','owner':'olivia'}");
    List<String> faults = new ArrayList<>();
    Page page = scene().at("olivia", "/tasks");
    Locator task = line(page, "Order spare disks");
    task.locator(".more summary").click();
    button(task, "Export…").click();
    Locator dialog = page.locator("dialog[open]");
    assertThat(dialog.getByLabel("Tracker")).containsText("github");
    BrowserScene.look(page, "task-exporting", faults);
    button(dialog, "Export").last().click();
    assertThat(line(page, "Order spare disks")).containsText("Being exported");
    core()
        .database
        .execute(
            """
            UPDATE imas.item_link SET state = 'linked', issue_id = '12', issue_key = 'example/shop#12', issue_title = 'x',
                   issue_url = 'https://github.example/12', issue_open = true, issue_state = 'open', status = 'idle'
            """);
    page.reload();
    assertThat(
            task.getByRole(
                AriaRole.LINK, new Locator.GetByRoleOptions().setName("example/shop#12 open")))
        .hasAttribute("href", "https://github.example/12");
    task.locator(".more summary").click();
    button(task, "Edit").click();
    assertThat(dialog.getByLabel("Task")).not().isEditable();
    button(dialog, "Close").first().click();
    task.locator(".more summary").click();
    button(task, "Unlink…").click();
    button(dialog, "Unlink").last().click();
    assertThat(task).not().containsText("example/shop#12");
    assertThat(faults).isEmpty();
  }

  @Test
  void pageHasOnesOwnFirstAndOneCanMoveThemWhateverOnesRole() {
    List<String> faults = new ArrayList<>();
    String soon = core().now().plus(Duration.ofDays(1)).toString();
    String past = core().now().minus(Duration.ofDays(1)).toString();
    post("{'title':'Later','owner':'vera','due_at':'" + soon + "'}");
    post("{'title':'Long due','owner':'vera','due_at':'" + past + "','category':'preventive'}");
    post("{'title':'Of olivia','owner':'olivia'}");
    Page page = scene().at("vera", "/tasks");
    assertThat(page.locator(".tasks > li")).hasCount(2);
    assertThat(page.locator(".tasks > li").first()).containsText("Long due");
    assertThat(page.locator(".tasks > li").first()).containsText("Overdue");
    BrowserScene.look(page, "tasks", faults);
    page.locator(".tasks > li").first().getByRole(AriaRole.CHECKBOX).click();
    assertThat(page.locator(".tasks > li")).hasCount(1);
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("All")).click();
    assertThat(line(page, "Of olivia").getByRole(AriaRole.CHECKBOX)).isDisabled();

    Page one = scene().at("olivia", "/tasks");
    button(one.locator(".head"), "New task").click();
    add(one, "Of no incident", "olivia");
    one.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("All")).click();
    Locator later = line(one, "Later");
    later.locator(".more summary").click();
    button(later, "Edit").click();
    Locator dialog = one.locator("dialog[open]");
    dialog.getByLabel("Task").fill("Much later");
    dialog.getByLabel("Owner").fill("olivia");
    dialog.getByLabel("Description").fill("With **care**");
    BrowserScene.look(one, "task-editing", faults);
    button(dialog, "Save").click();
    assertThat(one.locator("dialog[open]")).hasCount(0);
    line(one, "Much later").locator("a").first().click();
    assertThat(one.locator("h1")).containsText("Much later");
    assertThat(one.locator("main")).containsText("owner (vera → olivia)");
    BrowserScene.look(one, "task", faults);
    assertThat(faults).isEmpty();
  }

  @Test
  void workflowIsChangedInAForm() {
    List<String> faults = new ArrayList<>();
    Page page = scene().at("dora", "/tasks");
    page.locator("main nav.tabs a", new Page.LocatorOptions().setHasText("Task workflow")).click();
    assertThat(page.locator("main section.panel")).hasCount(4);
    button(page.locator("main"), "Add status").click();
    Locator added = page.locator("main section.panel").last();
    added.getByLabel("Name").fill("In review");
    added.getByLabel("Done", new Locator.GetByLabelOptions().setExact(true)).check();
    Locator open = page.locator("main section.panel").first();
    open.getByLabel("In review").check();
    open.getByLabel("needs an owner").last().check();
    BrowserScene.look(page, "task-workflow", faults);
    button(page.locator("main"), "Save workflow").click();
    assertThat(page.locator("body")).containsText("Workflow saved");
    assertThat(faults).isEmpty();
    assertThat(core().get("/api/v1/workflows/task").json().get("statuses").findValuesAsText("id"))
        .containsExactly("open", "in_progress", "done", "dropped", "in_review");
    page.getByLabel("Workflow of").selectOption("Backlog items");
    assertThat(page.locator("main section.panel").first().getByLabel("Name")).hasValue("To do");
  }

  private static void post(String json) {
    assertThat(core().post("/api/v1/items", json.replace('\'', '"')).status()).isEqualTo(201);
  }
}
