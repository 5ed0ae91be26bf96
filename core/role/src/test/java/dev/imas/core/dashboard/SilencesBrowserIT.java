package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.imas.core.TenantScene.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of silences: what one would hide is seen before it is made. */
@ExtendWith(Chromium.ClosesPages.class)
class SilencesBrowserIT {

  private static final Locator.WaitForOptions ATTACHED =
      new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);

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

  private static Page at(String person) {
    FilledScene scene = Objects.requireNonNull(played);
    Page page = scene.browser.open();
    scene.browser.loggedIn(page, person, "/silences");
    return page;
  }

  private static Locator row(Page page) {
    return page.locator("tr[data-id]", new Page.LocatorOptions().setHasText("CHG-4711"));
  }

  @Test
  void silenceIsTriedMadeAndEnded() {
    Page page = at("ron");
    BrowserScene.press(page, "Create silence");
    Locator dialog = page.locator("dialog[open]");
    dialog.locator("[name=matchers]").fill("team=\"moved\"\nno matcher");
    dialog.locator("[name=comment]").fill("CHG-4711");
    pressIn(dialog, "Preview");
    assertThat(dialog.locator("form")).containsText("Not a matcher");
    dialog.locator("[name=matchers]").fill("team=\"moved\"");
    pressIn(dialog, "Preview");
    assertThat(dialog.locator("[role=status]")).containsText("No firing alerts match");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "what a silence would hide", faults);
    pressIn(dialog, "Create silence");
    assertThat(row(page)).containsText("team=\"moved\"");
    assertThat(row(page)).containsText("Active");
    BrowserScene.look(page, "silences", faults);
    assertThat(faults).isEmpty();
    Page viewer = at("vera");
    assertThat(row(viewer)).hasCount(1);
    assertThat(viewer.locator("main table button")).hasCount(0);

    pressIn(row(page), "End silence");
    assertThat(row(page)).containsText("Expired");
    assertThat(row(page).locator("button")).hasText("Create again team=\"moved\"");
  }

  /** What is over is made again, as it was; what lasts goes on for longer, and stays the same. */
  @Test
  void silenceIsMadeAgainAndExtended() {
    FilledScene scene = Objects.requireNonNull(played);
    String body =
        "{\"matchers\":[\"team=\\\"again\\\"\"],\"comment\":\"CHG-1\",\"duration\":\"PT4H\"}";
    String first = scene.browser.core().post("/api/v1/silences", body).json().get("id").asText();
    scene
        .browser
        .core()
        .send(scene.browser.core().token, "DELETE", "/api/v1/silences/" + first, "");
    Page page = at("ron");
    Locator rows = page.locator("tr[data-id]", new Page.LocatorOptions().setHasText("CHG-1"));
    pressIn(rows.first(), "Create again");
    Locator dialog = page.locator("dialog[open]");
    assertThat(dialog.locator("[name=matchers]")).hasValue("team=\"again\"");
    assertThat(dialog.locator("[name=comment]")).hasValue("CHG-1");
    // It was ended before its time, so how long it should have lasted is not known.
    assertThat(dialog.locator("[name=duration]")).hasValue("PT2H");
    pressIn(dialog, "Preview");
    pressIn(dialog, "Create silence");
    assertThat(rows).hasCount(2);

    Locator active = rows.filter(new Locator.FilterOptions().setHasText("Active"));
    String id = active.getAttribute("data-id");
    String until = end(id);
    pressIn(active, "Extend");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "extending", faults);
    assertThat(faults).isEmpty();
    dialog.locator("[name=by]").selectOption("P1D");
    pressIn(dialog, "Extend");
    assertThat(page.locator(".toast").last()).containsText("Silence extended");
    assertThat(Instant.parse(end(id))).isEqualTo(Instant.parse(until).plus(Duration.ofDays(1)));
    assertThat(active).hasAttribute("data-id", id);
  }

  private static String end(String silence) {
    return Objects.requireNonNull(played)
        .browser
        .core()
        .get("/api/v1/silences/" + silence)
        .json()
        .get("ends_at")
        .asText();
  }

  /** From an alert and from an incident one comes to the form with their labels. */
  @Test
  void silenceBeginsWhereTheAlertIs() {
    FilledScene scene = Objects.requireNonNull(played);
    Page page = scene.browser.open(390, ColorScheme.LIGHT, "en-GB");
    String alert = scene.tenant.own(Kind.ALERT);
    scene.browser.loggedIn(page, "ron", "/alerts/" + alert);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Silence…")).click();
    Locator dialog = page.locator("dialog[open]");
    List<String> labels = new ArrayList<>();
    scene
        .browser
        .core()
        .get("/api/v1/alerts/" + alert)
        .json()
        .get("labels")
        .properties()
        .forEach(one -> labels.add(one.getKey() + "=\"" + one.getValue().asText() + "\""));
    assertThat(dialog.locator("[name=matchers]")).hasValue(String.join("\n", labels));
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "silencing an alert", faults);
    assertThat(faults).isEmpty();
    page.keyboard().press("Escape");
    assertThat(page).hasURL(scene.browser.url("/silences"));

    String incident =
        scene
            .browser
            .core()
            .get("/api/v1/alerts/" + alert)
            .json()
            .at("/incident/short_id")
            .asText();
    page.navigate(scene.browser.url("/incidents/" + incident));
    page.locator(".sticky-acts .more > summary").click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Silence…")).click();
    assertThat(dialog.locator("[name=comment]")).hasValue(incident);
    assertThat(dialog.locator("[name=matchers]")).not().hasValue("");
    pressIn(dialog, "Preview");
    assertThat(dialog.locator("[role=status]").last()).containsText("Would mute");
    assertThat(scene.browser.complaints()).isEmpty();
  }

  /** Each row of the list and each alert of an incident leads there, with its own labels. */
  @Test
  void silenceBeginsInALineOfAlerts() {
    FilledScene scene = Objects.requireNonNull(played);
    JsonNode alert =
        scene.browser.core().get("/api/v1/alerts/" + scene.tenant.own(Kind.ALERT)).json();
    String name = alert.get("name").asText();
    String incident = alert.at("/incident/short_id").asText();
    String match =
        URLEncoder.encode("alertname=" + alert.at("/labels/alertname"), StandardCharsets.UTF_8);
    List<String> faults = new ArrayList<>();
    for (int width : new int[] {1440, 390}) {
      Page page = scene.browser.open(width, ColorScheme.LIGHT, "en-GB");
      scene.browser.loggedIn(page, "ron", "/alerts");
      page.navigate(scene.browser.url("/alerts?status=all&match=" + match));
      Locator row =
          page.locator("li.alert", new Page.LocatorOptions().setHasText(incident))
              .filter(new Locator.FilterOptions().setHasText(name));
      row.hover();
      BrowserScene.look(page, "alerts at " + width, faults);
      silenceIn(row).click();
      assertThat(filled(page)).hasValue(Pattern.compile(".*=\".*\"[\\s\\S]*"));
      assertThat(page.locator("dialog[open] [name=comment]")).hasValue(incident);

      page.navigate(scene.browser.url("/incidents/" + incident + "?tab=alerts"));
      BrowserScene.look(page, "alerts of an incident at " + width, faults);
      silenceIn(page.locator("main li", new Page.LocatorOptions().setHasText(name))).click();
      assertThat(page.locator("dialog[open] [name=comment]")).hasValue(incident);
    }
    assertThat(faults).isEmpty();
    Page viewer = at("vera");
    viewer.navigate(scene.browser.url("/alerts"));
    viewer.locator("li.alert").first().waitFor();
    assertThat(viewer.locator("li.alert .silence")).hasCount(0);
    assertThat(scene.browser.complaints()).isEmpty();
  }

  /** By its key, too, with the focus in the row. */
  @Test
  void silenceOfARowHasAKey() {
    Page page = at("ron");
    page.navigate(Objects.requireNonNull(played).browser.url("/alerts"));
    page.locator("li.alert .silence").first().waitFor(ATTACHED);
    page.keyboard().press("j");
    page.keyboard().press("s");
    assertThat(filled(page)).not().hasValue("");
  }

  private static Locator silenceIn(Locator row) {
    return row.getByRole(
            AriaRole.LINK, new Locator.GetByRoleOptions().setName(Pattern.compile("^Silence… ")))
        .first();
  }

  private static Locator filled(Page page) {
    return page.locator("dialog[open] [name=matchers]");
  }
}
