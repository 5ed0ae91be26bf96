package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.message.SubscriberLink;
import dev.imas.core.message.SubscriberLink.Named;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From an incident to what the public reads of it, and the public page as everybody sees it. */
@ExtendWith(Chromium.ClosesPages.class)
class StatusPageBrowserIT {

  private static final LocatorAssertions.ContainsTextOptions SOON =
      new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of("IMAS_STATUS_URL", "https://status.localhost"));
    Reply put =
        scene()
            .core()
            .send(
                scene().core().token,
                "PUT",
                "/api/v1/status-page",
                "{\"is_public\":true,\"slug\":\"acme\",\"name\":\"Acme\",\"subscriptions\":true}",
                "if-match",
                "\"1\"");
    assertThat(put.status()).isEqualTo(200);
    Reply made =
        scene()
            .core()
            .post(
                "/api/v1/status-page/components",
                "{\"name\":\"Checkout\",\"group\":\"Shop\",\"description\":\"Orders and"
                    + " payments\",\"probe\":{\"url\":\"https://shop.example.org\"}}");
    assertThat(made.status()).isEqualTo(201);
    scene()
        .core()
        .database
        .execute(
            """
            INSERT INTO status_uptime (tenant_id, component_id, day, up_ms, down_ms)
            SELECT tenant_id, id, current_date - d.ago, 86400000 - d.down, d.down
              FROM status_component, (VALUES (1, 0), (2, 9000), (3, 43200000), (9, 0)) AS d(ago, down)
            """);
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

  private static String address() {
    return "http://status.localhost:" + scene().core().port() + "/status/acme";
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  /** By keyboard: the link on the incident's page, the form, and an update that ends it. */
  @Test
  void anIncidentIsPublishedFromItsPageInWordsOfItsOwn() {
    String id = scene().incident("db-master-7 is out of disk");
    Page page = scene().loggedIn(scene().open(), "olivia", "/incidents/" + id);
    page.locator(".more > summary").focus();
    page.keyboard().press("Enter");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Publish on status page"))
        .focus();
    page.keyboard().press("Enter");
    Locator dialog = page.locator("dialog[open]");
    assertThat(dialog.locator("[name=incident]")).hasValue(Pattern.compile("INC-.+"));
    dialog.locator("[name=title]").fill("Orders fail");
    dialog.locator("[name=impact]").selectOption("major_outage");
    dialog.locator("[name=message]").fill("We look into it.");
    dialog.locator("[name=components]").fill("Checkout");
    button(dialog, "Publish").focus();
    page.keyboard().press("Enter");
    Locator row =
        page.locator("main tr[data-id]", new Page.LocatorOptions().setHasText("Orders fail"));
    assertThat(row).containsText("Investigating", SOON);
    assertThat(page.locator("dialog[open]")).hasCount(0);

    publicReads(
        body ->
            body.contains("We look into it.")
                && body.contains("Major outage")
                && !body.contains("db-master-7")
                && !body.contains("INC-"));

    button(row, "Add update Orders fail").press("Enter");
    dialog.locator("[name=state]").selectOption("resolved");
    dialog.locator("[name=message]").fill("Orders work again.");
    button(dialog, "Publish").press("Enter");
    assertThat(row).containsText("Resolved", SOON);
    publicReads(
        body -> body.contains("Orders work again.") && body.contains("All systems operational"));
    looksAlike();
  }

  /** Browsers know names below localhost, and Java does not. */
  private static void publicReads(Predicate<String> what) {
    Page page = scene().open();
    Await.until(
        "the public reads it",
        () -> {
          page.navigate(address());
          return page.content();
        },
        what);
    page.close();
  }

  private static void looksAlike() {
    List<String> faults = new ArrayList<>();
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      for (int width : new int[] {1280, 360}) {
        Page page = scene().open(width, scheme, width == 360 ? "fr-FR" : "en-GB");
        page.navigate(address());
        assertThat(page.locator("html")).hasAttribute("lang", width == 360 ? "fr" : "en");
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')");
        page.locator("details").evaluate("one => one.open = true");
        assertThat(page.getByRole(AriaRole.IMG)).hasCount(1);
        assertThat(page.locator("details li").last()).isVisible();
        assertThat(page.locator(".bars i")).hasCount(90);
        BrowserScene.look(page, "public page " + width + " " + scheme, faults);
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aViewerIsOfferedNothingThatChanges() {
    Page page = scene().loggedIn(scene().open(), "vera", "/status-page");
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Components")).click();
    assertThat(page.locator("main tr[data-id]")).containsText("Checkout", SOON);
    assertThat(page.locator("main")).containsText("This page is public.");
    assertThat(page.locator("main button:not([role=tab])")).hasCount(0);
  }

  @Test
  void aComponentIsGivenAProbeAndItsAddressIsChecked() {
    scene().user("terry", "tenant_admin");
    Page page = scene().loggedIn(scene().open(), "terry", "/status-page");
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Components")).click();
    button(page.locator("main"), "Add component").click();
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=name]").fill("Mail");
    dialog.locator("[name='probe/url']").fill("mail.example.org");
    button(dialog, "Save").click();
    assertThat(dialog.locator("form")).containsText("Must begin with https://", SOON);
    dialog.locator("[name='probe/url']").fill("tcp://mail.example.org:25");
    dialog.locator("[name='probe/every']").fill("90");
    button(dialog, "Save").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    Locator row = page.locator("main tr[data-id]", new Page.LocatorOptions().setHasText("Mail"));
    assertThat(row).containsText("Not checked yet", SOON);

    button(row, "Edit Mail").click();
    assertThat(dialog.locator("[name='probe/every']")).hasValue("90");
    dialog.locator("[name='probe/url']").fill("");
    button(dialog, "Save").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(row).not().containsText("Not checked yet");
    scene()
        .core()
        .send(scene().core().token, "DELETE", "/api/v1/status-page/components/Mail", null);
  }

  /** Without a script: the form of the page, the link of the mail, and who manages the page. */
  @Test
  void thePublicSubscribesAndIsSeenByWhoManagesThePage() {
    Page page = scene().open();
    page.navigate(address());
    page.getByLabel("E-mail address").fill("ada@example.org");
    button(page.locator("main"), "Subscribe").press("Enter");
    assertThat(page.locator("h1")).hasText("Check your e-mail");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "after the form", faults);
    String find = "SELECT id FROM status_subscriber WHERE email = 'ada@example.org'";
    Await.until(
        "the subscriber", () -> scene().core().database.query(find).size(), found -> found == 1);
    UUID id = UUID.fromString(scene().core().database.query(find).getFirst());
    String link =
        SubscriberLink.CONFIRM
            .path(new SecretBox(new byte[32]), new Named(scene().core().tenant, id))
            .reveal();
    page.navigate("http://status.localhost:" + scene().core().port() + link);
    BrowserScene.look(page, "the question", faults);
    button(page.locator("main"), "Subscribe").press("Enter");
    assertThat(page.locator("h1")).hasText("You are subscribed");
    assertThat(faults).isEmpty();

    scene().user("todd", "tenant_admin");
    Page manage = scene().loggedIn(scene().open(), "todd", "/status-page?tab=subscribers");
    Locator row =
        manage.locator("main tr[data-id]", new Page.LocatorOptions().setHasText("ada@example"));
    button(row, "Unsubscribe ada@example.org").click();
    assertThat(row).hasCount(0);
    Page viewer = scene().loggedIn(scene().open(), "vera", "/status-page?tab=subscribers");
    assertThat(viewer.locator("main")).containsText("E-mails waiting", SOON);
    assertThat(viewer.locator("main table")).hasCount(0);
  }

  @Test
  void theSwitchIsAForm() {
    scene().user("tara", "tenant_admin");
    Page page = scene().loggedIn(scene().open(), "tara", "/status-page");
    button(page.locator("main"), "Edit page").click();
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=slug]").fill("No Slug");
    button(dialog, "Save").click();
    assertThat(dialog.locator("form")).containsText("Must be lower-case letters", SOON);
    dialog.locator("[name=slug]").fill("acme");
    dialog.locator("[name=description]").fill("What we offer");
    button(dialog, "Save").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    publicReads(body -> body.contains("What we offer"));
  }
}
