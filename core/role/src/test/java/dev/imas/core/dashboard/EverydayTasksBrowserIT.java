package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/**
 * Ten tasks of every day, each done and seen to be done, with what it takes. docs/dashboard.md has
 * the table. Run with {@code -Dimas.docs.write=true} to write it again.
 */
@ExtendWith(Chromium.ClosesPages.class)
class EverydayTasksBrowserIT {

  private static final Path PAGE = Path.of("..", "..", "docs", "dashboard.md");
  private static final String HEAD =
      "| task | from | presses | keys | fields |\n|---|---|---|---|---|\n";

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    BrowserScene scene = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "nobody"));
    played = scene;
    scene.user("alice", "responder");
    scene.user("bob", "responder");
    scene.user("adam", "tenant_admin");
    scene
        .core()
        .database
        .execute("UPDATE user_contact SET verified_at = now() WHERE address = 'bob@example.org'");
    UUID service = scene.core().service("payments");
    scene.made(
        "/schedules",
        """
        {"name":"Payments primary","team":"team of payments","time_zone":"Europe/Paris",
         "layers":[{"name":"main","start":"2026-01-05T09:00","every":"P4W","slots":[["alice"]]},
                   {"name":"second","level":2,"start":"2026-01-05T09:00","every":"P1W","slots":[["bob"]]}]}\
        """);
    scene.made(
        "/escalation-policies",
        """
        {"name":"Two steps","rounds":1,"repeat_after":"PT30M",
         "steps":[{"after":"PT0S","notify":[{"type":"user","user":"bob"}]},
                  {"after":"PT5M","notify":[{"type":"user","user":"bob"}]}]}\
        """);
    scene
        .core()
        .database
        .execute(
            "UPDATE service SET escalation_policy_id = (SELECT id FROM escalation_policy WHERE name"
                + " ="
                + " 'Two steps') WHERE id = '%s'".formatted(service));
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

  private static Walk phone(String who, String path) {
    return new Walk(scene().loggedIn(scene().open(390, ColorScheme.DARK, "en-GB"), who, path));
  }

  private static Walk desk(String who, String path) {
    return new Walk(scene().at(who, path));
  }

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  @Test
  void whatTenTasksTake() throws IOException {
    Map<String, String> took = new LinkedHashMap<>();
    took.put(
        "Acknowledge what one was paged about | the link in the message, on a phone",
        acknowledge());
    took.put("Page the next step now | the link in the message, on a phone", pageNext());
    took.put("Acknowledge all of a storm | Home, on a phone", acknowledgeAll());
    took.put("Get cover for tonight | Home, on a phone", cover());
    took.put("Page another person too | the incident", pageAnother());
    took.put("Resolve with a note and a root cause | the incident", resolve());
    took.put("Declare an incident | any of Home, the list and search", declare());
    took.put("Silence an alert for two hours | its row among the alerts", silence());
    took.put("Find an incident by its title | any page", find());
    took.put("Connect a source | the list of sources", connect());

    StringBuilder table = new StringBuilder(HEAD);
    took.forEach((task, cells) -> table.append("| %s | %s |\n".formatted(task, cells)));
    String page = Files.readString(PAGE);
    int begin = page.indexOf(HEAD);
    assertThat(begin).as("the table of docs/dashboard.md").isPositive();
    int end = page.indexOf("\n\n", begin) + 1;
    if (Boolean.getBoolean("imas.docs.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
    }
    assertThat(Files.readString(PAGE)).contains(table);
    assertThat(scene().complaints()).isEmpty();
  }

  private static String acknowledge() {
    String incident = scene().incident("Cards are refused", "payments");
    Walk walk = phone("alice", "/incidents/" + incident).button("Acknowledge");
    assertThat(walk.page.locator(".banner")).containsText("Acknowledged by alice");
    return walk.cells();
  }

  private static String pageNext() {
    String incident = scene().incident("Queue grows", "payments");
    Walk walk = phone("alice", "/incidents/" + incident).button("Page next now");
    assertThat(walk.page.locator(".timeline")).containsText("step 2 of 2: pages bob");
    return walk.cells();
  }

  private static String acknowledgeAll() {
    for (int i = 0; i < 5; i++) {
      scene().incident("Storm " + i, "payments");
    }
    Walk walk = phone("alice", "/");
    walk.press(walk.page.locator("a[href='/incidents']").locator("visible=true").first());
    walk.button("Select all").press(walk.page.locator(".picked button").first());
    assertThat(walk.page.locator(".toast").last()).containsText("acknowledged");
    return walk.cells();
  }

  private static String cover() {
    Walk walk = phone("alice", "/");
    assertThat(walk.page.locator("main")).containsText("You’re on call for Payments primary");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(walk.page, "on duty", faults);
    walk.button("Get cover");
    dialog(walk.page).getByLabel("Who covers").waitFor();
    BrowserScene.look(walk.page, "getting cover", faults);
    assertThat(faults).isEmpty();
    walk.buttonOf(dialog(walk.page), "Tonight")
        .choose(dialog(walk.page).getByLabel("Who covers"), "bob")
        .buttonOf(dialog(walk.page), "Save cover");
    assertThat(walk.page.locator(".toast").last()).containsText("bob covers your shift");
    assertThat(covers()).containsExactly("alice bob 1");
    return walk.cells();
  }

  private static List<String> covers() {
    List<String> found = new ArrayList<>();
    scene()
        .core()
        .get("/api/v1/schedules/Payments%20primary/overrides")
        .json()
        .get("items")
        .forEach(
            one -> {
              if (!one.has("ended_at")) {
                found.add(
                    "%s %s %d"
                        .formatted(
                            one.at("/instead_of/username").asText(),
                            one.at("/user/username").asText(),
                            one.get("level").asInt()));
              }
            });
    return found;
  }

  private static String pageAnother() {
    String incident = scene().incident("Disk is full", "payments");
    Walk walk = desk("olivia", "/incidents/" + incident);
    walk.press(walk.page.locator(".more > summary")).button("Page someone…");
    walk.type(walk.page.getByLabel("Person"), "bob").button("Page now");
    assertThat(walk.page.locator(".timeline")).containsText("Paged bob");
    return walk.cells();
  }

  private static String resolve() {
    String incident = scene().incident("Pool is empty", "payments");
    Walk walk = desk("olivia", "/incidents/" + incident).button("Resolve…");
    walk.type(dialog(walk.page).getByLabel("Resolution note"), "Pool enlarged")
        .type(dialog(walk.page).getByLabel("Root cause"), "Leak of connections")
        .buttonOf(dialog(walk.page), "Resolve");
    assertThat(walk.page.locator(".facts")).containsText("Leak of connections");
    return walk.cells();
  }

  private static String declare() {
    Walk walk = desk("olivia", "/").button("Declare incident");
    walk.type(dialog(walk.page).getByLabel("Title"), "Shop is slow")
        .type(dialog(walk.page).getByLabel("Service"), "payments")
        .buttonOf(dialog(walk.page), "Declare incident");
    assertThat(walk.page.locator("h1")).containsText("Shop is slow");
    return walk.cells();
  }

  private static String silence() {
    RunningCore core = scene().core();
    UUID service =
        UUID.fromString(
            core.database.query("SELECT id FROM service WHERE name = 'payments'").getFirst());
    core.post(Event.firing("Replica lags", 3, service, core.now()));
    core.follow();
    Walk walk = desk("olivia", "/alerts");
    Locator row =
        walk.page.locator("li.alert", new Page.LocatorOptions().setHasText("Replica lags"));
    row.hover();
    walk.press(
        row.getByRole(
                AriaRole.LINK,
                new Locator.GetByRoleOptions().setName(Pattern.compile("^Silence… ")))
            .first());
    dialog(walk.page).getByLabel("Duration").waitFor();
    walk.type(dialog(walk.page).getByLabel("Reason"), "Known")
        .buttonOf(dialog(walk.page), "Preview")
        .buttonOf(dialog(walk.page), "Create silence");
    assertThat(walk.page.locator("tr[data-id]").first()).containsText("Known");
    return walk.cells();
  }

  private static String find() {
    String incident = scene().incident("Certificates expire", "payments");
    Walk walk = desk("olivia", "/on-call").key("Control+k");
    walk.page.locator(".palette").waitFor();
    walk.type(walk.page.locator(".palette input"), "certificates");
    BrowserScene.offered(walk.page, incident).first().waitFor();
    walk.press(BrowserScene.offered(walk.page, incident).first());
    assertThat(walk.page.locator("h1")).containsText("Certificates expire");
    return walk.cells();
  }

  private static String connect() {
    Walk walk = desk("adam", "/sources");
    walk.press(
        walk.page.locator("main").getByText("Connect a source").locator("visible=true").first());
    walk.button("Prometheus");
    walk.type(walk.page.locator("main input[name=name]"), "prometheus eu-1")
        .button("Create source");
    assertThat(walk.page.locator("main")).containsText("prometheus eu-1");
    assertThat(walk.page.locator("main pre").first()).isVisible();
    return walk.cells();
  }
}
