package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static dev.imas.core.dashboard.BrowserScene.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.bus.BodyReading.ReadAlert;
import dev.imas.core.bus.BodyReading.Unread;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.login.LoginScene;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest;
import io.vertx.core.eventbus.MessageConsumer;
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

/** The pages below "Settings" as people use them: what each offers to whom, and what it does. */
@ExtendWith(Chromium.ClosesPages.class)
class ManageBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of("IMAS_GATEWAY_SMTP_DOMAIN", "alerts.example.com"));
    played.user("ron", "responder");
    played.user("tara", "tenant_admin");
    letter("no name");
    made(
        "/rule-sets",
        "{\"comment\":\"first\",\"rules\":[{\"name\":\"one\",\"matchers\":[\"env=\\\"a\\\"\"]}]}");
    made("/tokens", "{\"name\":\"pipeline\",\"role\":\"operator\"}");
    made(
        "/grants",
        "{\"grantee\":\"user:vera\",\"permission\":\"incident.resolve\",\"reason\":\"stands in\"}");
    made(
        "/providers",
        "{\"name\":\"push\",\"type\":\"ntfy\",\"config\":{\"server_url\":\"https://ntfy.example.org\","
            + "\"default_topic\":\"ops\",\"access_token\":\"tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2\"}}");
    scene().incident("So that something is sent");
    scene()
        .core()
        .post(TestIngest.Event.firing("Disk", 3, scene().core().triage, scene().core().now()));
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

  private static JsonNode made(String path, String json) {
    Reply reply = scene().core().post("/api/v1" + path, json);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json();
  }

  private static String letter(String reason) {
    String id = UUID.randomUUID().toString();
    scene()
        .core()
        .database
        .execute(
            "INSERT INTO dead_letter (tenant_id, id, source_id, kind, counted, dialect, reason, received_at, body, body_size) VALUES ('%s', '%s', '%s', 'element', true, 'custom', '%s', now(), 'abc', 3)"
                .formatted(scene().core().tenant, id, scene().core().source, reason));
    return id;
  }

  /** As a gateway does when it commits. */
  private static String mark(ReplayRequested asked) {
    String receipt = UUID.randomUUID().toString();
    scene()
        .core()
        .database
        .execute(
            "UPDATE dead_letter SET replayed_at = now(), replayed_by = '%s', replay_receipt = '%s' WHERE id = '%s'"
                .formatted(asked.by(), receipt, asked.letter()));
    return receipt;
  }

  private static Page at(String user, String path) {
    return scene().loggedIn(scene().open(), user, path);
  }

  private static String team() {
    return scene().core().get("/api/v1/teams").json().get("items").get(0).get("name").asText();
  }

  /** From the sender to its first post, without a mouse. */
  @Test
  void theWizardConnectsASenderAndSeesItsFirstPost() {
    Page page = at("tara", "/sources/new");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Prometheus")).focus();
    page.keyboard().press("Enter");
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
        .fill("prometheus of the walk");
    page.keyboard().press("Enter");
    // No gateway is beside this core, and nobody has said where one is.
    assertThat(page.locator("#gateway-hint")).containsText("isn’t configured");
    page.locator("#gateway").fill("http://localhost:8080/");
    assertThat(page.locator(".code")).containsText("url: http://localhost:8080/api/v1/");
    assertThat(page.locator(".code")).containsText("scheme: http\nhost: localhost:8080");
    assertThat(page.locator(".code")).containsText("{{ .Title }}"); // the sender's own
    String pasted = page.locator(".code").textContent();
    assertThat(pasted).containsPattern("credentials: \\S{20,}").doesNotContain("<source key>");
    assertThat(page.locator("main [role=status]")).containsText("Waiting for the first alert");
    UUID source =
        UUID.fromString(
            scene()
                .core()
                .get("/api/v1/sources/prometheus%20of%20the%20walk")
                .json()
                .get("id")
                .asText());
    scene()
        .core()
        .ingest
        .post(
            scene().core().tenant,
            source,
            scene().core().now(),
            List.of(
                TestIngest.Event.firing("First", 3, scene().core().triage, scene().core().now())));
    assertThat(page.locator("main [role=status]")).containsText("Connected: 1 accepted, 1 new");
    assertThat(page.locator("main .facts")).containsText("First");
    assertThat(page.locator("main .facts")).containsText(Pattern.compile("SEV3(?!_)"));
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("prometheus of the walk"))
        .click();
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Set up")).focus();
    assertThat(page.locator(".code")).containsText("<source key>");
    page.keyboard().press("ArrowRight");
    assertThat(page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Keys")))
        .isFocused();
    page.waitForURL(Pattern.compile(".*tab=keys"));
    assertThat(page.locator("tr[data-id]")).hasCount(1);
    BrowserScene.press(page, "Create key");
    assertThat(page.locator("tr[data-id]")).hasCount(2);
    pressIn(page.locator("tr[data-id]").last(), "Revoke");
    assertThat(page.locator("tr[data-id]", new Page.LocatorOptions().setHasText("Revoked")))
        .hasCount(1);
  }

  /** Whole while the key is shown, in both languages, and only of what takes mail. */
  @Test
  void aSourceThatTakesMailShowsItsAddress() {
    Page page = at("tara", "/sources/new?sender=EMAIL");
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("mail of the walk");
    page.keyboard().press("Enter");
    Locator address =
        page.getByRole(
            AriaRole.REGION, new Page.GetByRoleOptions().setName("E-mail address").setExact(true));
    assertThat(address)
        .hasText(Pattern.compile("\\s*imas_src_[\\w-]{20,}@alerts[.]example[.]com\\s*"));

    made("/sources", "{\"name\":\"signed mail\",\"type\":\"EMAIL\",\"signing_secret\":\"s\"}");
    made("/sources", "{\"name\":\"no mail\",\"type\":\"GRAFANA\"}");
    Page french =
        scene()
            .loggedIn(
                scene().open(1280, ColorScheme.DARK, "fr-FR"),
                "tara",
                "/sources/mail%20of%20the%20walk");
    assertThat(
            french.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName("Adresse e-mail")))
        .hasText("<source key>@alerts.example.com");
    french.navigate(scene().url("/sources/signed%20mail"));
    assertThat(french.locator("main")).containsText("e-mails ne sont pas acceptés");
    french.navigate(scene().url("/sources/no%20mail"));
    assertThat(french.locator("main h2").first()).isVisible();
    assertThat(french.locator("main")).not().containsText("e-mail");
  }

  @Test
  void deadLettersAreReadAgainOneAndAll() {
    UUID unreadable = UUID.fromString(letter("not mended"));
    MessageConsumer<ReplayRequested> gateway =
        scene()
            .core()
            .vertx
            .eventBus()
            .consumer(
                ReplayRequested.ADDRESS,
                asked -> {
                  if (asked.body().letter().equals(unreadable)) {
                    asked.fail(422, "no time <b>");
                  } else {
                    asked.reply(mark(asked.body()));
                  }
                });
    try {
      letter("of the replay");
      letter("another one");
      Page page = at("olivia", "/dead-letters");
      Locator row = row(page, "of the replay");
      pressIn(row, "View");
      assertThat(page.locator("dialog pre")).hasText("abc");
      page.keyboard().press("Escape");
      assertThat(row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("View")))
          .isFocused();
      pressIn(row, "Replay");
      assertThat(row.locator("time")).hasCount(2);
      BrowserScene.press(page, "Replay all matching");
      Locator dialog = page.locator("dialog[open]");
      assertThat(dialog).containsText("not replayed yet: 3");
      pressIn(dialog, "Replay all");
      assertThat(dialog.locator("[role=status]")).containsText("2 replayed");
      assertThat(dialog.locator("[role=status] li")).hasText("1 × no time <b>");
      pressIn(dialog, "Close");
      assertThat(row(page, "another one").locator("time")).hasCount(2);
      assertThat(row(page, "no time <b>").locator("time")).hasCount(1);
      page.locator("[name=reason]").fill("another");
      page.locator("[name=reason]").press("Enter");
      page.locator("[name=replayed]").selectOption("false");
      assertThat(page.locator(".empty")).containsText("No results match these filters");
    } finally {
      gateway.unregister();
      scene().core().database.execute("DELETE FROM dead_letter");
      letter("no name");
    }
  }

  /** The server's fault is said at its field, and a secret is never shown but kept. */
  @Test
  void aProviderIsMadeFromItsSchema() {
    Page page = at("tara", "/providers");
    BrowserScene.press(page, "Add provider");
    pressIn(page.locator("dialog[open]"), "ntfy");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("of the form");
    dialog.locator("[name='config/server_url']").fill("no address");
    dialog.locator("[name='config/default_topic']").fill("ops");
    dialog.locator("[name='config/access_token']").fill("tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2");
    pressIn(dialog, "Save");
    assertThat(dialog.locator("[name='config/server_url']")).isFocused();
    assertThat(
            dialog
                .locator("p", new Locator.LocatorOptions().setHasText("server url"))
                .locator(".fault")
                .first())
        .containsText("Must be an https URL");
    dialog.locator("[name='config/server_url']").fill("https://ntfy.example.org");
    pressIn(dialog, "Save");
    assertThat(page.locator("dialog[open]")).hasCount(0);
    Locator row = row(page, "of the form");
    pressIn(row, "Edit");
    assertThat(dialog.locator("[name='config/access_token']")).hasValue("");
    assertThat(dialog).containsText("Saved. Leave empty");
    dialog.locator("[name=priority]").fill("7");
    pressIn(dialog, "Save");
    assertThat(row).containsText("7");
    JsonNode kept = scene().core().get("/api/v1/providers/of%20the%20form").json();
    assertThat(kept.get("config").get("access_token").asText()).isEqualTo("••••NIz2");
    assertThat(kept.get("priority").asInt()).isEqualTo(7);
  }

  @Test
  void theSumsOfTheLedgerAreThoseOfTheApi() {
    Page page = at("vera", "/trust");
    assertThat(page.locator("main p[role=status]")).containsText("Balanced");
    JsonNode ledger = scene().core().get("/api/v1/ledger").json();
    assertThat(page.locator("[data-figure=accepted] dd")).hasText(ledger.get("accepted").asText());
    page.route(
        Pattern.compile(".*/api/v1/ledger.*"),
        route -> {
          String lied = route.fetch().text().replaceFirst("\"accepted\":\\d+", "\"accepted\":100");
          route.fulfill(
              new Route.FulfillOptions().setContentType("application/json").setBody(lied));
        });
    page.reload();
    assertThat(page.locator("main p.fault[role=status]")).containsText("Out of balance");
    page.unrouteAll();
    assertThat(page.locator(".trust-recount")).hasCount(0);
  }

  @Test
  void theLedgerIsRecounted() {
    Page page = at("tara", "/trust");
    BrowserScene.press(page, "Recount");
    Locator said = page.locator(".trust-recount [role=status]");
    assertThat(said).containsText("counted in");
    // Dead letters that tests of this class have made by hand are in no ledger.
    int differences =
        scene().core().post("/api/v1/ledger/recount", "{}").json().get("differences").asInt();
    assertThat(page.locator(".trust-recount li")).hasCount(differences);
    assertThat(said)
        .containsText(differences == 0 ? "Balanced" : "from the ledger: " + differences);
  }

  @Test
  void somebodyIsInvitedAndTheirSessionsAreEnded() {
    Page page = at("tara", "/users");
    BrowserScene.press(page, "Invite people");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=username]").fill("nina");
    dialog.locator("[name=email]").fill("nina@example.org");
    dialog.locator("[name=role]").selectOption("responder");
    pressIn(dialog, "Create invitation link");
    assertThat(dialog.locator("pre")).containsText("/welcome#");
    String link = Objects.requireNonNull(dialog.locator("pre").textContent()).trim();
    Page hers = scene().open();
    hers.navigate(link);
    assertThat(hers.locator("h1")).hasText("Choose your password");
    hers.getByLabel("New password").fill(LoginScene.PASSWORD);
    BrowserScene.press(hers, "Save password");
    assertThat(hers.locator("[role=status]").first()).containsText("Sign in as nina.");
    hers.getByLabel("Password").fill(LoginScene.PASSWORD);
    BrowserScene.press(hers, "Sign in");
    assertThat(hers).hasTitle("Home · IMAS");
    pressIn(dialog, "Close");
    scene().user("sam", "viewer");
    Page session = at("sam", "/search");
    page.reload();
    pressIn(row(page, "sam@example.org"), "Sessions");
    assertThat(dialog.locator("tr[data-id]")).hasCount(1);
    pressIn(dialog, "Sign out everywhere");
    assertThat(dialog.locator(".empty")).containsText("No sessions");
    session.navigate(scene().url("/teams"));
    assertThat(session.locator("h1")).hasText("Sign in");
  }

  @Test
  void aPermissionIsGrantedAndEnded() {
    Page page = at("tara", "/grants");
    BrowserScene.press(page, "Grant access");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=grantee]").fill("user:ron");
    dialog.locator("[name=permission]").selectOption("incident.reopen");
    dialog.locator("[name=reason]").fill("for the walk");
    pressIn(dialog, "Grant access");
    Locator row = row(page, "for the walk");
    pressIn(row, "End access");
    assertThat(row).containsText("Ended by tara");
  }

  @Test
  void aTokenIsShownOnce() {
    made("/service-accounts", "{\"name\":\"walker\"}");
    Page page = at("tara", "/tokens");
    BrowserScene.press(page, "Create token");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("of the walk");
    dialog.locator("[name=role]").selectOption("viewer");
    dialog.locator("[name=owner]").fill("walker");
    pressIn(dialog, "Create token");
    String token = Objects.requireNonNull(dialog.locator("pre").textContent()).trim();
    assertThat(scene().core().send(token, "GET", "/api/v1/me", null).status()).isEqualTo(200);
    pressIn(dialog, "Close");
    assertThat(page.locator("main")).not().containsText(token);
    pressIn(row(page, "of the walk"), "Revoke");
    assertThat(row(page, "of the walk")).containsText("Revoked");
  }

  /** Faults of rules are said with their lines; versions are compared, and put into force. */
  @Test
  void rulesAreWrittenComparedAndPutIntoForce() {
    Page page = at("tara", "/rules/new");
    BrowserScene.press(page, "JSON");
    page.locator("#rules")
        .fill(
            "[\n"
                + "  {\"name\": \"a\", \"matchers\": [\"env=\\\"b\\\"\"]},\n"
                + "  {\"name\": \"b\",\n"
                + "   \"service\": \"nowhere\"}\n"
                + "]");
    BrowserScene.press(page, "Validate and save draft");
    assertThat(page.locator(".faults")).containsText("Line 4, column 15");
    assertThat(page.locator(".faults")).containsText("'nowhere'");
    pressIn(page.locator(".faults"), "Line 4");
    assertThat(page.locator("#rules")).isFocused();
    page.locator("#rules")
        .fill(
            "[{\"name\": \"two\", \"matchers\": [\"env=\\\"b\\\"\"], \"service\": \"checkout\"}]");
    page.locator("[name=comment]").fill("second");
    BrowserScene.press(page, "Validate and save draft");
    page.waitForURL(url -> url.startsWith(scene().url("/rules?version=")));
    pressIn(page.locator("dialog"), "Activate");
    Locator second = row(page, "second");
    assertThat(second.locator("td").nth(1)).hasText("Active");
    Locator first = row(page, "first");
    pressIn(first, "Compare");
    assertThat(page.locator("dialog .gone", new Page.LocatorOptions().setHasText("two")))
        .hasCount(1);
    assertThat(page.locator("dialog .new", new Page.LocatorOptions().setHasText("one")))
        .hasCount(1);
    page.keyboard().press("Escape");
    pressIn(first, "Activate");
    assertThat(first.locator("td").nth(1)).hasText("Active");
    assertThat(second.locator("td").nth(1)).hasText("Inactive");
  }

  /** By the rules in force, and by those that are being written. */
  @Test
  void rulesAreTriedOnAPastedBody() {
    BodyReading reading =
        new BodyReading(
            "/api/v2/alerts",
            "alertmanager_api_v2",
            1,
            List.of(
                new ReadAlert(
                    "9f86d081884c7d659a2feaa0c55ad015",
                    true,
                    "CardsDeclined",
                    Map.of("alertname", "CardsDeclined", "env", "q"),
                    Map.of(),
                    Map.of(),
                    null,
                    null,
                    null)),
            1,
            List.of(new Unread("/1", "must be an object")),
            0,
            Severity.SEV4_LOW,
            true);
    MessageConsumer<BodyPasted> gateway =
        scene()
            .core()
            .vertx
            .eventBus()
            .consumer(BodyPasted.ADDRESS, asked -> asked.reply(Json.write(reading)));
    try {
      Page viewer = at("vera", "/rules");
      tryOn(viewer, "#field-source");
      assertThat(viewer.locator("main ol.tree > li")).containsText("SEV4");
      assertThat(viewer.locator("main")).containsText("/1 must be an object");
      List<String> faults = new ArrayList<>();
      BrowserScene.look(viewer, "a body that was tried", faults);
      assertThat(faults).isEmpty();

      Page writer = at("tara", "/rules/new");
      BrowserScene.press(writer, "JSON");
      writer
          .locator("#rules")
          .fill("[{\"name\": \"q\", \"matchers\": [\"env=\\\"q\\\"\"], \"severity\": \"SEV1\"}]");
      tryOn(writer, "#try-source");
      Locator step =
          writer.locator("main ol.tree > li li", new Page.LocatorOptions().setHasText("Severity:"));
      assertThat(step).containsText("SEV1 set by Rule 1, q");
      writer.locator("#rules").fill("[{\"name\": \"q\", \"matchers\": [\"=\"]}]");
      BrowserScene.press(writer, "Test payload");
      assertThat(writer.locator(".faults")).containsText("Line 1, column");
      assertThat(writer.locator("main ol.tree")).hasCount(0);
    } finally {
      Await.result(gateway.unregister());
    }
  }

  /** Who may not list the sources names one. */
  private static void tryOn(Page page, String source) {
    page.locator("summary", new Page.LocatorOptions().setHasText("Test with a payload")).click();
    if (source.equals("#field-source")) {
      page.locator(source).fill(String.valueOf(scene().core().source));
    } else {
      page.locator(source).selectOption(String.valueOf(scene().core().source));
    }
    page.locator("#try-body").fill("[{\"labels\":{}}]");
    BrowserScene.press(page, "Test payload");
  }

  @Test
  void theAuditShowsWhatChanged() {
    made("/services", "{\"name\":\"Before\",\"owner_team\":\"%s\"}".formatted(team()));
    Page services = at("tara", "/services");
    pressIn(row(services, "Before"), "Edit");
    services.locator("dialog [name=name]").fill("After");
    pressIn(services.locator("dialog"), "Save");
    // Alerts that say the old name still find it.
    assertThat(row(services, "After")).containsText("Before");
    String id = row(services, "After").getAttribute("data-id");
    Page page = at("tara", "/audit");
    page.locator("[name=subject]").fill(id);
    page.locator("[name=action]").fill("service.update");
    page.waitForURL(Pattern.compile(".*action=service.update.*"));
    assertThat(page.locator("tr[data-id]")).hasCount(1);
    pressIn(page.locator("tr[data-id]"), "View changes");
    assertThat(page.locator("dialog .gone").first()).containsText("Before");
    assertThat(page.locator("dialog .new").first()).containsText("After");
  }

  /** Loading, empty, filtered to nothing, forbidden, failed and old are six different texts. */
  @Test
  void aTableSaysWhatItIs() {
    Page page = at("vera", "/services");
    page.locator("tr[data-id]").first().waitFor();
    Pattern services = Pattern.compile(".*/api/v1/services.*");
    page.route(services, Route::abort);
    page.locator("[name=team]").fill("x");
    assertThat(page.locator(".failure")).containsText("Can’t reach IMAS");
    assertThat(page.locator("main table")).hasCount(0);
    page.unroute(services);
    BrowserScene.press(page, "Try again");
    assertThat(page.locator(".empty")).containsText("No results match these filters");
    BrowserScene.press(page, "Clear filters");
    page.locator("tr[data-id]").first().waitFor();
    page.route(
        services,
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody("{\"items\":[],\"next\":null}")));
    page.reload();
    assertThat(page.locator(".empty")).containsText("No services yet");
    page.unrouteAll();
  }
}
