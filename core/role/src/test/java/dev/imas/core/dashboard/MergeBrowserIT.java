package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Incidents of one cause are merged in the list, and the merge is undone on the page. */
@ExtendWith(Chromium.ClosesPages.class)
class MergeBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("olga", "operator");
  }

  @AfterAll
  static void stop() {
    if (played != null) {
      played.close();
    }
  }

  private static RunningCore core() {
    return Objects.requireNonNull(played).core();
  }

  private static String fires(String name, int severity, UUID service) {
    core().post(Event.firing(name, severity, service, core().now()));
    core().follow();
    return core()
        .database
        .query("SELECT short_id FROM incident WHERE title LIKE '" + name + "%'")
        .getFirst();
  }

  @Test
  void whatIsSelectedIsMergedIntoTheMostSevereAndThatIsUndone() {
    UUID storage = core().service("storage");
    String source = fires("slow-writes", 3, storage);
    String target = fires("disk-full", 2, storage);
    Page page = Objects.requireNonNull(played).at("olga", "/incidents");
    page.getByLabel("Select " + source).check();
    page.getByLabel("Select " + target).check();
    page.locator(".picked")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Merge"))
        .click();
    Locator dialog = page.locator("dialog[open]");
    assertThat(dialog.locator("input[type=radio]:checked")).hasCount(1);
    assertThat(dialog).containsText("move to " + target);
    assertThat(dialog).containsText("Ends and keeps its comments: " + source);
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "merge", faults);
    assertThat(faults).isEmpty();
    dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Merge")).click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(page.locator(".incident")).hasCount(1);

    Page of = Objects.requireNonNull(played).at("olga", "/incidents/" + source);
    Locator into = of.locator("section[aria-labelledby=merges]");
    assertThat(into).containsText("Merged into");
    assertThat(into).containsText(target);
    into.getByRole(
            AriaRole.BUTTON,
            new Locator.GetByRoleOptions().setName("Undo the merge " + target).setExact(true))
        .click();
    assertThat(of.locator("section[aria-labelledby=merges]")).hasCount(0);
    assertThat(core().get("/api/v1/incidents/" + source).json().get("status").asText())
        .isEqualTo("TRIGGERED");
    BrowserScene.look(of, "merge-undone", faults);
    assertThat(faults).isEmpty();
  }
}
