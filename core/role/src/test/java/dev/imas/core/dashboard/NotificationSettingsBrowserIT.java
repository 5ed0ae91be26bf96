package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How people of a tenant are notified: each setting in words, and changed beside them. */
@ExtendWith(Chromium.ClosesPages.class)
class NotificationSettingsBrowserIT {

  private static final String PATH = "/notification-settings";

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

  private static JsonNode stored(String path) {
    return scene().core().get("/api/v1" + path).json();
  }

  private static Locator section(Page page, String id) {
    return page.locator("[aria-labelledby=" + id + "]");
  }

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  /** Nobody reads or types a duration as programs write it. */
  @Test
  void howSoonIsChosenBySeverity() {
    Page page = scene().at("tara", PATH);
    Locator section = section(page, "matrix");
    assertThat(section.locator("tbody tr")).hasCount(4);
    assertThat(section).containsText("Within 10 min");
    pressIn(section, "Edit");
    Locator first = dialog(page).locator("fieldset").first();
    assertThat(
            first
                .getByLabel("E-mail")
                .locator("option", new Locator.LocatorOptions().setHasText("digest")))
        .hasCount(0);
    first.getByLabel("Phone call").selectOption("Within 5 min");
    Locator third = dialog(page).locator("fieldset").nth(2);
    third.getByLabel("E-mail").selectOption("Weekly digest");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "the matrix", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "the matrix on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();
    pressIn(dialog(page), "Save");
    assertThat(section.locator("tbody tr").first()).containsText("Within 5 min");
    JsonNode rows = stored("/notification-matrix").get("rows");
    assertThat(rows.at("/0/voice").asText()).isEqualTo("within PT5M");
    assertThat(rows.at("/2/email").asText()).isEqualTo("weekly");
    assertThat(page.locator("main").textContent()).doesNotContain("PT");
  }

  @Test
  void digestsAreSentAtTheTimeThatIsChosen() {
    Page page = scene().at("tara", PATH);
    Locator section = section(page, "digests");
    assertThat(section).containsText("every 15 min");
    assertThat(section).containsText("08:00");
    pressIn(section, "Edit");
    dialog(page).getByLabel("Send grouped notifications every").selectOption("1 h");
    dialog(page).getByLabel("Send digests at").fill("07:30");
    dialog(page).getByLabel("Time zone").fill("Europe/Nowhere");
    pressIn(dialog(page), "Save");
    assertThat(dialog(page).locator("[name=time_zone] ~ .fault")).not().isEmpty();
    dialog(page).getByLabel("Time zone").fill("Europe/Paris");
    pressIn(dialog(page), "Save");
    assertThat(section).containsText("every 1 h");
    assertThat(section).containsText("Mondays 07:30 (Europe/Paris)");
    assertThat(stored("/delivery-policy").get("group_every").asText()).isEqualTo("PT1H");
  }

  @Test
  void thePersonOfLastResortIsNamedAndSaidNotToBeReachable() {
    Page page = scene().at("tara", PATH);
    Locator section = section(page, "last-resort");
    assertThat(section).containsText("Not set");
    pressIn(section, "Edit");
    dialog(page).getByLabel("Who is paged").fill("vera");
    pressIn(dialog(page), "Save");
    assertThat(section.locator("strong")).hasText("vera");
    assertThat(page.locator(".toast")).containsText("vera can’t be paged");
    assertThat(stored("/on-call/default").at("/user/username").asText()).isEqualTo("vera");
    pressIn(section, "Edit");
    dialog(page).getByLabel("Who is paged").fill("");
    pressIn(dialog(page), "Save");
    assertThat(section).containsText("Not set");
    assertThat(stored("/on-call/default").get("user").isNull()).isTrue();
  }

  @Test
  void fallbackChannelsAreChosenFromTeamsAndOrdered() {
    for (String name : List.of("First", "Second")) {
      Reply made =
          scene()
              .core()
              .post(
                  "/api/v1/teams/team%20of%20checkout/contacts",
                  "{\"name\":\""
                      + name
                      + "\",\"channel\":\"email\",\"address\":\"a@example.org\"}");
      assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    }
    Page page = scene().at("tara", PATH);
    Locator section = section(page, "fallback");
    assertThat(section).containsText("No channels");
    pressIn(section, "Edit");
    dialog(page).getByLabel("Add a channel of team").selectOption("team of checkout");
    pressIn(dialog(page), "Add channel First");
    pressIn(dialog(page), "Add channel Second");
    pressIn(dialog(page), "Move up Second");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "fallback channels", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "fallback channels on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();
    pressIn(dialog(page), "Save");
    assertThat(section.locator("li strong")).hasText(new String[] {"Second", "First"});
    assertThat(section.locator("li").first()).containsText("team of checkout · E-mail");
    pressIn(section, "Edit");
    pressIn(dialog(page), "Remove Second");
    pressIn(dialog(page), "Save");
    assertThat(section.locator("li strong")).hasText(new String[] {"First"});
    assertThat(stored("/fallback").get("contacts")).hasSize(1);
  }

  @Test
  void codesAreSentToNumbersThatBeginAsPeopleWriteThem() {
    Page page = scene().at("tara", PATH);
    Locator section = section(page, "codes");
    pressIn(section, "Edit");
    dialog(page).getByLabel("Numbers begin with").fill("+33, x");
    pressIn(dialog(page), "Save");
    assertThat(dialog(page).locator(".fault")).containsText("Numbers begin with");
    dialog(page).getByLabel("Numbers begin with").fill("+33, 32");
    pressIn(dialog(page), "Save");
    assertThat(section.locator("strong")).hasText("+32, +33");
    assertThat(stored("/verification-settings").get("phone_prefixes")).hasSize(2);
    pressIn(section, "Edit");
    dialog(page).getByLabel("Numbers begin with").fill("");
    pressIn(dialog(page), "Save");
    assertThat(section).containsText("No codes are sent to phones");
  }

  @Test
  void roomsAreOpenedAndArchivedAsPeopleSay() {
    Page page = scene().at("tara", PATH);
    Locator section = section(page, "rooms");
    assertThat(section).containsText("Archived 30 min after");
    pressIn(section, "Edit");
    dialog(page).getByLabel("Services without rooms").first().fill("check");
    dialog(page).getByLabel("Services without rooms").first().press("ArrowDown");
    dialog(page).getByLabel("Services without rooms").first().press("Enter");
    dialog(page).locator("[data-count=archive_after]").fill("2");
    dialog(page).locator("[data-unit=archive_after]").selectOption("hours");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "settings of rooms", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "settings of rooms on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();
    pressIn(dialog(page), "Save");
    assertThat(section).containsText("Archived 2 h after");
    assertThat(section).containsText("Not created for checkout");
    assertThat(stored("/room-settings").get("archive_after").asText()).isEqualTo("PT2H");
  }

  @Test
  void whoOnlyReadsIsOfferedNothing() {
    Page page = scene().at("vera", PATH);
    assertThat(page.locator("main section")).hasCount(6);
    assertThat(section(page, "digests").locator("li")).hasCount(2);
    assertThat(page.locator("main button")).hasCount(0);
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "notification settings", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "notification settings on a phone", faults);
    assertThat(faults).isEmpty();
  }
}
