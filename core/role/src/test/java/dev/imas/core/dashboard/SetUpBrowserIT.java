package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.imas.core.bus.BodyPosted;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest.Event;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
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

/** The checklist of the first steps: facts tick it, and it is shown to whoever may take them. */
@ExtendWith(Chromium.ClosesPages.class)
class SetUpBrowserIT {

  /** What takes several requests and a commit. */
  private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
      new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);

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

  private static Locator step(Page page, String name) {
    return page.locator(".checklist > li")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.locator("h2", new Page.LocatorOptions().setHasText(name))));
  }

  private static Locator row(Page page, String incident) {
    return page.locator(".rows > .incident")
        .filter(new Locator.FilterOptions().setHasText(incident));
  }

  @Test
  void factsTickItUntilSomebodyDismissesIt() {
    Page page = scene().at("tara", "/");
    Locator banner = page.locator(".banner.info");
    assertThat(banner).containsText("of 7 steps done. Next: secure your account.");
    banner.getByText("Open checklist").click();
    assertThat(page.locator("h1")).hasText("Get your first page");
    assertThat(step(page, "Secure your account")).hasAttribute("aria-current", "step");
    assertThat(step(page, "Add people and a team")).containsText("tara Not reachable yet");

    Locator policy = step(page, "Decide who is paged when");
    pressIn(policy, "Use template");
    assertThat(policy).hasClass("done");
    assertThat(policy).containsText("There is an escalation policy.Default");
    assertThat(
            scene()
                .core()
                .database
                .query(
                    "SELECT definition->'steps'->1->>'after' FROM escalation_policy_version v JOIN"
                        + " escalation_policy p ON p.id = v.policy_id WHERE p.name = 'Default'"))
        .containsExactly("PT5M");

    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "the checklist", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "the checklist on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();

    scene().core().service("first");
    page.reload();
    pressIn(step(page, "Send a test page"), "Page now");
    assertThat(page).hasURL(Pattern.compile(".*/drills/[^/]+$"));
    assertThat(page.locator("main")).containsText("Default");

    page.navigate(scene().url("/setup"));
    pressIn(page.locator("main"), "Dismiss checklist");
    assertThat(page).hasTitle("Home · IMAS");
    page.reload();
    page.locator(".kpis").waitFor();
    assertThat(banner).hasCount(0);
    assertThat(page.locator("#side a[href$='/setup']")).hasCount(0);
    Page elsewhere = scene().at("tara", "/");
    elsewhere.locator(".kpis").waitFor();
    assertThat(elsewhere.locator("#side a[href$='/setup']")).hasCount(0);
    assertThat(scene().complaints()).isEmpty();
  }

  /**
   * One press makes a team, services, a source and incidents, which page nobody; another removes
   * it.
   */
  @Test
  void sampleDataIsLoadedAndRemovedByOnePressEach() {
    RunningCore core = scene().core();
    scene().user("tina", "tenant_admin");
    scene().made("/teams", "{\"name\":\"Ops\"}");
    scene()
        .made(
            "/teams/Ops/contacts",
            "{\"name\":\"last\",\"channel\":\"webhook\",\"address\":\"http://ops.example.org\",\"min_severity\":\"SEV4\"}");
    assertThat(
            core.send(core.token, "PUT", "/api/v1/fallback", "{\"contacts\":[\"Ops/last\"]}")
                .status())
        .isEqualTo(200);
    MessageConsumer<BodyPosted> gateway =
        core.vertx
            .eventBus()
            .consumer(
                BodyPosted.ADDRESS,
                asked ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              commit(asked.body().body());
                              asked.reply("0");
                            }));
    Page page = scene().at("tina", "/setup");
    Locator sample = page.locator("[aria-labelledby=sample]");
    List<String> faults = new ArrayList<>();
    assertThat(sample).containsText("Nobody is paged");
    pressIn(sample, "Load sample data");
    assertThat(page.locator(".toast").last()).containsText("Sample data loaded", PATIENTLY);
    assertThat(step(page, "Connect a source")).not().hasClass("done");
    BrowserScene.look(page, "a loaded sample", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "a loaded sample on a phone", faults);
    assertThat(faults).isEmpty();
    assertThat(statuses())
        .containsExactlyInAnyOrder(
            "TRIGGERED", "TRIGGERED", "TRIGGERED", "ACKNOWLEDGED", "ACKNOWLEDGED", "RESOLVED");
    // The console calls nobody, and the fallback was not asked.
    for (JsonNode incident : incidents()) {
      core.get("/api/v1/deliveries?incident=" + incident.get("id").asText())
          .json()
          .get("items")
          .forEach(one -> assertThat(one.get("channel").asText()).isEqualTo("console"));
    }
    sample.getByText("View sample incidents").click();
    assertThat(page.locator(".rows > .incident")).hasCount(5);

    page.navigate(scene().url("/setup"));
    pressIn(sample, "Remove sample data");
    assertThat(page.locator(".toast").last()).containsText("Sample data removed", PATIENTLY);
    assertThat(sample).containsText("Load sample data");
    core.follow();
    assertThat(statuses()).hasSize(6).containsOnly("RESOLVED");
    assertThat(core.get("/api/v1/sources/Sample%20data").status()).isEqualTo(404);
    gateway.unregister();
    assertThat(scene().complaints()).isEmpty();
  }

  private static JsonNode incidents() {
    return scene().core().get("/api/v1/incidents?team=Sample%20team&limit=50").json().get("items");
  }

  private static List<String> statuses() {
    List<String> found = new ArrayList<>();
    incidents().forEach(one -> found.add(one.get("status").asText()));
    return found;
  }

  /** As a gateway does with a body of Prometheus. */
  private static void commit(Buffer body) {
    RunningCore core = scene().core();
    for (Object one : new JsonArray(body)) {
      JsonObject labels = ((JsonObject) one).getJsonObject("labels");
      String name = labels.getString("alertname");
      String service = labels.getString("service");
      UUID id =
          UUID.fromString(
              core.database
                  .query("SELECT id::text FROM service WHERE name = '%s'".formatted(service))
                  .getFirst());
      int severity = labels.getString("severity").charAt(3) - '0';
      Event made = Event.firing(name, severity, id, core.now());
      core.post(
          new Event(
              UUID.nameUUIDFromBytes(labels.encode().getBytes(StandardCharsets.UTF_8)),
              true,
              severity,
              id,
              made.groupKey(),
              name,
              labels.encode(),
              made.annotations(),
              made.startsAt(),
              null,
              made.decision()));
    }
    core.follow();
    core.database.execute(
        "UPDATE alert_state SET source_id = (SELECT id FROM source WHERE name = 'Sample data')");
  }

  @Test
  void whoCannotTakeTheStepsIsNotShownThem() {
    Page page = scene().at("vera", "/");
    page.locator(".kpis").waitFor();
    assertThat(page.locator(".banner.info")).hasCount(0);
    assertThat(page.locator("#side a[href$='/setup']")).hasCount(0);
  }

  /** Who wants to know when, and not how long ago, says so once. */
  @Test
  void timesAreAbsoluteAndRowsCloseForWhoWantsThem() {
    String incident = scene().incident("When was it?");
    Page page = scene().at("vera", "/incidents");
    Locator row = row(page, incident);
    assertThat(row.locator("time").first()).containsText("now");
    double tall = row.boundingBox().height;
    page.locator(".menu > summary").click();
    page.getByLabel("Density").selectOption("Compact");
    assertThat(page.locator("html")).hasAttribute("data-density", "compact");
    assertThat(row.boundingBox().height).isLessThan(tall);
    page.getByLabel("Times").selectOption("absolute");
    assertThat(row.locator("time").first())
        .containsText(
            Pattern.compile("\\d\\d:\\d\\d"),
            new LocatorAssertions.ContainsTextOptions().setTimeout(10_000));
    Page elsewhere = scene().at("vera", "/incidents");
    assertThat(row(elsewhere, incident).locator("time").first())
        .containsText(Pattern.compile("\\d\\d:\\d\\d"));
    assertThat(elsewhere.locator("html")).hasAttribute("data-density", "compact");
  }
}
