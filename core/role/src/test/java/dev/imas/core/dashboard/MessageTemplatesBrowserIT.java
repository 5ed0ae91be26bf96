package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The text of notifications: written beside what it becomes, and given up for the standard one. */
@ExtendWith(Chromium.ClosesPages.class)
class MessageTemplatesBrowserIT {

  private static final String PATH = "/message-templates";
  private static final String API = "/api/v1/message-templates/en/incident/title";

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

  private static String source() {
    return scene().core().get(API).json().get("source").asText();
  }

  @Test
  void aTextIsWrittenBesideItsPreviewAndTheStandardOneComesBack() {
    String standard = source();
    Page page = scene().at("tara", PATH);
    Locator main = page.locator("main");
    Locator preview = page.locator(".halves pre");
    assertThat(main).containsText("All notifications use the standard texts");
    assertThat(preview).not().isEmpty();
    page.locator("[name=source]").fill("{{severity}} at {{service}}: {{title");
    assertThat(page.locator(".halves .fault")).not().isEmpty();
    page.locator("[name=source]").fill("Look: {{service}} ");
    page.locator("main details summary").first().click();
    pressIn(page.locator(".variables"), "severity");
    assertThat(page.locator("[name=source]")).hasValue("Look: {{service}} {{severity}}");
    assertThat(preview).hasText(Pattern.compile("Look: .+ SEV\\d.*"));
    assertThat(page.locator(".halves .fault")).isEmpty();
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a template", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "a template on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();

    pressIn(main, "Save");
    assertThat(main).containsText("This is your own text");
    assertThat(source()).isEqualTo("Look: {{service}} {{severity}}");
    page.locator("[name=source]").fill("{{title}}");
    pressIn(main, "Save");
    page.locator("main details summary").nth(1).click();
    pressIn(main, "Restore version 1");
    assertThat(page.locator("[name=source]")).hasValue("Look: {{service}} {{severity}}");
    assertThat(page.locator("tr[data-id]")).containsText("All incident notifications");

    pressIn(main, "Restore standard text");
    assertThat(main).containsText("This is the standard text");
    assertThat(source()).isEqualTo(standard);
  }

  @Test
  void theTextIsChosenByNotificationPartAndLanguage() {
    Page page = scene().at("tara", PATH);
    page.locator("[name=kind]").selectOption("Resolved");
    page.locator("[name=form]").selectOption("SMS");
    page.locator("[name=language]").selectOption("French");
    assertThat(page)
        .hasURL(Pattern.compile("(?=.*kind=incident\\.resolved)(?=.*form=sms)(?=.*language=fr).*"));
    assertThat(page.locator(".halves pre")).not().isEmpty();
  }

  @Test
  void theLanguageOfWhatTeamsGetIsChosenByItsName() {
    Page page = scene().at("tara", PATH);
    assertThat(page.locator("main")).containsText("are in English");
    BrowserScene.press(page, "Change language");
    page.locator("dialog[open] [name=language]").selectOption("German");
    pressIn(page.locator("dialog[open]"), "Save");
    assertThat(page.locator("main")).containsText("are in German");
    assertThat(scene().core().get("/api/v1/message-language").json().get("language").asText())
        .isEqualTo("de");
  }

  @Test
  void whoOnlyReadsSeesTheText() {
    Page page = scene().at("vera", PATH);
    assertThat(page.locator("main pre")).containsText("{{");
    assertThat(page.locator("main button")).hasCount(0);
  }
}
