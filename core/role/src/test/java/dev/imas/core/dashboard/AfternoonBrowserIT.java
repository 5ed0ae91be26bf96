package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An afternoon, from the first word of an incident to its post-mortem on paper: once by the
 * keyboard alone, and once on a phone.
 */
@ExtendWith(Chromium.ClosesPages.class)
class AfternoonBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    BrowserScene scene = BrowserScene.start(Map.of());
    played = scene;
    scene.user("rita", "operator");
    scene.made(
        "/scopes", "{\"name\":\"Board\",\"mandatory_notify_email\":[\"board@example.org\"]}");
    scene.made(
        "/runbooks",
        "{\"name\":\"Empty carts\",\"slug\":\"empty-carts\",\"steps\":[{\"title\":\"Look at the"
            + " cache\"}]}");
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

  @Test
  void byTheKeyboardAlone() throws IOException {
    afternoon(
        Hand.keyboard(scene().at("olivia", "/")),
        Hand.keyboard(scene().at("rita", "/post-mortems")),
        "Carts are empty");
  }

  @Test
  void onAPhone() throws IOException {
    Page phone = scene().open(390, ColorScheme.DARK, "en-GB");
    Page other = scene().open(390, ColorScheme.LIGHT, "en-GB");
    readsLate(phone);
    afternoon(
        Hand.finger(scene().loggedIn(phone, "olivia", "/incidents")),
        Hand.finger(scene().loggedIn(other, "rita", "/post-mortems")),
        "Carts are lost");
  }

  /** What is sent before the text is read again is based on what is shown. */
  private static void readsLate(Page phone) {
    phone.addInitScript(
        """
        const real = window.fetch;
        window.fetch = async (what, how) => {
          const answer = await real(what, how);
          const isRead = (how?.method ?? "GET") === "GET" && String(what).endsWith("/post-mortem");
          if (isRead) await new Promise((then) => setTimeout(then, 1500));
          return answer;
        };
        """);
  }

  private static void afternoon(Hand hand, Hand reviewer, String title) throws IOException {
    declare(hand, title);
    String incident = hand.page.url().replaceFirst(".*/incidents/([^/?#]+).*", "$1");
    takeTheLead(hand);
    runbook(hand);
    update(hand);
    task(hand);
    merge(hand, incident, title);
    resolve(hand, incident);
    postMortem(hand, incident);
    publish(reviewer, incident);
    assertThat(pdf(reviewer))
        .contains("Post-mortem of " + incident)
        .contains(title)
        .contains("All carts were empty for an hour");
    assertThat(scene().complaints()).isEmpty();
  }

  private static void declare(Hand hand, String title) {
    hand.press("Declare incident");
    Locator dialog = hand.dialog();
    dialog.getByLabel("Board").waitFor();
    hand.type(dialog.getByLabel("Title"), title);
    hand.type(dialog.getByLabel("Service"), "checkout");
    hand.choose(dialog.getByLabel("Severity"), "SEV1");
    hand.tick(dialog.getByLabel("Board"));
    hand.press(dialog, "Declare incident");
    assertThat(hand.page.locator("h1")).containsText(title);
  }

  private static void takeTheLead(Hand hand) {
    hand.press("Acknowledge");
    assertThat(hand.page.locator(".facts")).containsText("olivia");
    hand.press("Assign a role…");
    Locator dialog = hand.dialog();
    hand.choose(dialog.getByLabel("Role"), "Scribe");
    hand.type(dialog.getByLabel("Person"), "rita");
    hand.press(dialog, "Assign");
    assertThat(hand.page.locator(".facts")).containsText("rita");
  }

  private static void runbook(Hand hand) {
    hand.pressAct("Attach runbook…");
    hand.choose(hand.dialog().locator("select"), "Empty carts");
    hand.press(hand.dialog(), "Attach runbook");
    Locator block = hand.page.locator("section[aria-labelledby=runbook]");
    assertThat(block).containsText("0 of 1");
    hand.press(block, "Mark done");
    assertThat(block).containsText("1 of 1");
  }

  private static void update(Hand hand) {
    hand.pressAct("Write update");
    hand.type(
        hand.dialog().getByLabel("Update", new Locator.GetByLabelOptions().setExact(true)),
        "We are looking at the cache.");
    hand.press(hand.dialog(), "Send update");
    assertThat(hand.page.locator("section[aria-label=Updates]")).containsText("Next update due");
  }

  private static void task(Hand hand) {
    tab(hand, "Tasks");
    Locator form = hand.page.locator("form.row");
    hand.type(form.getByLabel("Task"), "Limit the cache");
    hand.press(form, "Add task");
    assertThat(hand.page.locator(".tasks > li")).containsText("Limit the cache");
  }

  /** A tab of many is reached by Tab, and the others by arrows. */
  private static void tab(Hand hand, String name) {
    Locator tab = hand.page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name));
    if (tab.getAttribute("tabindex") == null || tab.getAttribute("tabindex").equals("0")) {
      hand.press(tab);
      return;
    }
    hand.press(hand.page.locator("[role=tab][tabindex='0']"));
    for (int i = 0; i < 12 && !"true".equals(tab.getAttribute("aria-selected")); i++) {
      hand.page.keyboard().press("ArrowRight");
      hand.page.keyboard().press("Enter");
    }
    assertThat(tab).hasAttribute("aria-selected", "true");
  }

  private static void merge(Hand hand, String incident, String title) {
    String other = scene().incident(title + " too");
    hand.page.navigate(scene().url("/incidents"));
    hand.tick(hand.page.getByLabel("Select " + other));
    hand.tick(hand.page.getByLabel("Select " + incident));
    hand.press(hand.page.locator(".picked"), "Merge");
    hand.pick(
        hand.dialog()
            .locator("label", new Locator.LocatorOptions().setHasText(incident))
            .locator("input[type=radio]"));
    hand.press(hand.dialog(), "Merge");
    assertThat(hand.dialog()).hasCount(0);
  }

  private static void resolve(Hand hand, String incident) {
    hand.page.navigate(scene().url("/incidents/" + incident));
    hand.press("Resolve…");
    hand.type(hand.dialog().getByLabel("Resolution note"), "The cache was emptied");
    hand.type(hand.dialog().getByLabel("Root cause"), "It had no limit");
    hand.press(hand.dialog(), "Resolve");
    assertThat(hand.page.locator(".facts")).containsText("It had no limit");
  }

  private static void postMortem(Hand hand, String incident) {
    hand.press(
        hand.page
            .locator("p.panel", new Page.LocatorOptions().setHasText("Post-mortem"))
            .locator("a"));
    assertThat(hand.page.locator("h1")).hasText("Post-mortem of " + incident);
    hand.press("Edit Summary");
    hand.type(hand.page.locator("main textarea"), "All carts were empty for an hour");
    hand.press("Save section");
    assertThat(hand.page.locator("main textarea")).hasCount(0);
    hand.press("Send to review");
    hand.type(hand.dialog().getByLabel("Reviewer"), "rita");
    hand.press(hand.dialog(), "Send");
    assertThat(hand.page.locator(".head .pill")).hasText("In review");
  }

  private static void publish(Hand reviewer, String incident) {
    reviewer.page.reload();
    reviewer.press(
        reviewer.page.locator("main table a", new Page.LocatorOptions().setHasText(incident)));
    reviewer.press("Publish");
    reviewer.press(reviewer.dialog(), "Publish");
    assertThat(reviewer.page.locator(".head .pill")).hasText("Published");
  }

  private static String pdf(Hand reviewer) throws IOException {
    Locator more = reviewer.page.locator("main .more > summary").first();
    reviewer.press(more);
    Locator link =
        reviewer
            .page
            .locator("main")
            .getByRole(
                AriaRole.LINK,
                new Locator.GetByRoleOptions().setName("Download PDF").setExact(true));
    Download stored = reviewer.page.waitForDownload(() -> reviewer.press(link));
    try (PDDocument pdf = Loader.loadPDF(stored.path().toFile())) {
      return new PDFTextStripper().getText(pdf);
    }
  }
}
