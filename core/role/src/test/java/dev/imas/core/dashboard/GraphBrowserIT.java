package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.press;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.imas.core.TenantScene.Kind;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What services depend on, what is around an incident, links between incidents, and names that fell
 * to triage, as people see and change them.
 */
@ExtendWith(Chromium.ClosesPages.class)
class GraphBrowserIT {

  /** Where the screenshots go that a person looks at; without it, none are taken. */
  private static final String PICTURES = System.getProperty("imas.test.shots", "");

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

  private static void look(Page page, String what) {
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, what, faults);
    shoot(page, what);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, what + " on a phone", faults);
    shoot(page, what + " on a phone");
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();
  }

  private static void shoot(Page page, String what) {
    if (!PICTURES.isEmpty()) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of(PICTURES, what.replace(' ', '-') + ".png"))
              .setFullPage(true));
    }
  }

  private static void service(String name, String dependsOn) {
    scene()
        .browser
        .made(
            "/services",
            "{\"name\":\"%s\",\"owner_team\":\"%s\",\"depends_on\":[%s]}"
                .formatted(name, scene().tenant.own(Kind.TEAM), dependsOn));
  }

  private static List<String> upstream(String service) {
    List<String> names = new ArrayList<>();
    core()
        .get("/api/v1/services/" + service)
        .json()
        .get("depends_on")
        .forEach(one -> names.add(one.get("name").asText()));
    return names;
  }

  @Test
  void dependenciesAreChangedInBothDirections() {
    service("gd-database", "");
    service("gd-ledger", "\"gd-database\"");
    service("gd-mail", "");
    service("gd-shop", "");
    Page page = at("/services");
    pressIn(row(page, "gd-ledger"), "Dependencies");
    Locator fields = dialog(page).locator("[role=combobox]");
    fields.first().fill("gd-mail");
    fields.first().press("Enter");
    fields.last().fill("gd-shop");
    fields.last().press("Enter");
    look(page, "dependencies of a service");
    pressIn(dialog(page), "Save");
    assertThat(dialog(page)).hasCount(0);
    assertThat(upstream("gd-ledger")).containsExactly("gd-database", "gd-mail");
    assertThat(upstream("gd-shop")).containsExactly("gd-ledger");

    // A cycle is told where it was made.
    pressIn(row(page, "gd-database"), "Dependencies");
    fields.first().fill("gd-shop");
    fields.first().press("Enter");
    pressIn(dialog(page), "Save");
    assertThat(dialog(page)).containsText("gd-database → gd-shop → gd-ledger → gd-database");
    assertThat(upstream("gd-database")).isEmpty();
  }

  @Test
  void incidentShowsWhatIsAroundItAndItsLinks() {
    service("gi-database", "");
    service("gi-ledger", "\"gi-database\"");
    service("gi-app", "\"gi-ledger\"");
    String cause = scene().browser.incident("Disk of the database is full", "gi-database");
    String own = scene().browser.incident("Ledger is slow", "gi-ledger");
    String child = scene().browser.incident("App fails", "gi-app");
    Page page = at("/incidents/" + own);
    Locator around = page.locator("section[aria-labelledby=impact]");
    assertThat(around).containsText(cause);
    assertThat(around).containsText("gi-ledger → gi-database");
    assertThat(around).containsText("gi-app → gi-ledger");

    page.locator(".more > summary").click();
    press(page, "Link an incident…");
    dialog(page).locator("[name=kind]").selectOption("parent_of");
    dialog(page).locator("[name=incident]").fill(child);
    look(page, "a new link of an incident");
    pressIn(dialog(page), "Link");
    Locator links = page.locator("section[aria-labelledby=links]");
    assertThat(links).containsText("Parent of");
    assertThat(links).containsText(child);
    look(page, "an incident with links");

    // The parent is resolved with its child, as somebody ticks.
    press(page, "Resolve");
    dialog(page).getByText("Also resolve its open child incidents: " + child).click();
    look(page, "resolving a parent");
    pressIn(dialog(page), "Resolve");
    page.waitForCondition(() -> scene().browser.status(child).equals("RESOLVED"));
    assertThat(scene().browser.status(own)).isEqualTo("RESOLVED");
    pressIn(links, "Remove link");
    assertThat(links).hasCount(0);
  }

  @Test
  void nameThatFellToTriageFindsItsService() {
    service("gu-checkout", "");
    core()
        .ingest
        .post(
            core().tenant,
            core().source,
            core().now(),
            List.of(
                Event.firing("gu-slow", 2, core().triage, core().now())
                    .inGroup("gu-slow")
                    .labelled("{\"service\":\"checkout-v2\"}")));
    core().follow();
    Page page = at("/services");
    Locator names = page.locator("section[aria-labelledby=unmatched]");
    assertThat(names).containsText("checkout-v2");
    look(page, "names without a service");
    pressIn(names, "Choose service");
    dialog(page).locator("[name=service]").selectOption("gu-checkout");
    look(page, "the service of a name");
    pressIn(dialog(page), "Save");
    assertThat(names.getByText("checkout-v2")).hasCount(0);
    assertThat(core().get("/api/v1/services/gu-checkout").json().get("aliases").toString())
        .isEqualTo("[\"checkout-v2\"]");
    assertThat(core().get("/api/v1/incidents?service=gu-checkout").json().get("items")).hasSize(1);
  }
}
