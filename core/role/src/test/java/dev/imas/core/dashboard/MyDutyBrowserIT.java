package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.login.LoginScene;
import dev.imas.core.totp.Authenticator;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Instant;
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

/** How one is reached, as people see and change it: in a real browser, on a real core. */
@ExtendWith(Chromium.ClosesPages.class)
class MyDutyBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    scene().user("alice", "responder");
    Reply made =
        scene()
            .core()
            .post(
                "/api/v1/schedules",
                """
                {"name":"Always","team":"team of checkout","time_zone":"Europe/Paris","layers":[
                 {"name":"primary","start":"2026-01-05T09:00","every":"P1D",
                  "slots":[["olivia"],["vera"]]}]}\
                """);
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
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

  private static JsonNode rules(String user) {
    return scene().core().get("/api/v1/users/" + user + "/notification-rules").json();
  }

  private static Locator dialog(Page page) {
    return page.getByRole(AriaRole.DIALOG);
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Whoever may enters an own absence; others are told who does. */
  @Test
  void anOwnAbsenceIsEnteredAndTakenBack() {
    Page page = scene().loggedIn(scene().open(), "olivia", "/me");
    Locator absences = page.locator("[aria-labelledby=absences]");
    button(absences, "Add absence").click();
    dialog(page).getByLabel("From").fill("2098-08-03T09:00");
    dialog(page).getByLabel("Until").fill("2098-08-24T09:00");
    button(dialog(page), "Save absence").click();
    assertThat(absences.locator("li time").first()).containsText("2098");
    JsonNode made = scene().core().get("/api/v1/absences?user=olivia").json().at("/items/0");
    assertThat(made.get("until").asText()).startsWith("2098-08-24T07:00");
    page.locator("h1").focus();
    BrowserScene.undo(page);
    assertThat(absences.locator("li")).hasCount(0);

    Page viewer = scene().loggedIn(scene().open(), "vera", "/me");
    Locator own = viewer.locator("[aria-labelledby=absences]");
    assertThat(own).containsText("Responders add their own absences");
    assertThat(own.locator("button")).hasCount(0);
  }

  /** A responder enters an own one, on either page, changes it and takes the change back. */
  @Test
  void aResponderEntersAndChangesAnOwnAbsence() {
    scene().user("rosa", "responder");
    scene().user("otto", "operator");
    scene()
        .made(
            "/absences",
            "{\"user\":\"otto\",\"from\":\"2097-08-03T09:00:00Z\",\"until\":\"2097-08-04T09:00:00Z\"}");
    Page page = scene().loggedIn(scene().open(390, ColorScheme.LIGHT, "en-GB"), "rosa", "/on-call");
    Locator absences = page.locator("[aria-labelledby=absences]");
    assertThat(absences.locator("li", new Locator.LocatorOptions().setHasText("otto"))).hasCount(1);
    assertThat(absences.locator("li button")).hasCount(0);
    button(absences, "Add my absence").click();
    assertThat(dialog(page).getByLabel("Who is away")).hasCount(0);
    dialog(page).getByLabel("From").fill("2098-08-03T09:00");
    dialog(page).getByLabel("Until").fill("2098-08-24T09:00");
    button(dialog(page), "Save absence").click();
    Locator own = absences.locator("li", new Locator.LocatorOptions().setHasText("rosa"));
    assertThat(own.locator("button")).hasCount(2);
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "an own absence", faults);
    button(own, "Edit rosa").click();
    assertThat(dialog(page).getByLabel("Until")).hasValue("2098-08-24T09:00");
    BrowserScene.look(page, "changing an absence", faults);
    assertThat(faults).isEmpty();
    dialog(page).getByLabel("Until").fill("2098-08-10T09:00");
    button(dialog(page), "Save absence").click();
    assertThat(own.locator("time").last()).containsText("10");
    page.locator("h1").focus();
    BrowserScene.undo(page);
    assertThat(own.locator("time").last()).containsText("24");
    button(own, "Cancel absence rosa").click();
    assertThat(own).hasCount(0);
    assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void aWrongCodeVerifiesNothing() {
    Page page = scene().loggedIn(scene().open(), "vera", "/me");
    assertThat(page.getByText("Not verified, no notifications")).isVisible();
    BrowserScene.press(page, "Send code");
    page.locator("input[autocomplete=one-time-code]").fill("not a code");
    BrowserScene.press(page, "Verify");
    assertThat(page.locator("#my-contacts ~ .list .fault, .entry .fault").first()).not().isEmpty();
    assertThat(page.getByText("Not verified, no notifications")).isVisible();
  }

  @Test
  void aRuleIsAddedAndTakenBackByOneKey() {
    Page page = scene().loggedIn(scene().open(), "alice", "/me");
    page.locator("summary", new Page.LocatorOptions().setHasText("Add rule")).click();
    page.locator("#field-after").fill("3");
    BrowserScene.press(page, "Add rule");
    assertThat(page.getByText("after 3 min:")).isVisible();
    assertThat(rules("alice").at("/rules/0/after").asText()).isEqualTo("PT3M");
    page.locator("h1").focus();
    BrowserScene.undo(page);
    assertThat(page.getByText("default rules")).isVisible();
    assertThat(rules("alice").get("rules")).isEmpty();
  }

  @Test
  void quietHoursAreSet() {
    Page page = scene().loggedIn(scene().open(), "olivia", "/me");
    page.getByText("Set quiet hours").click();
    page.locator("#field-quiet_from").fill("22:00");
    page.locator("#field-quiet_until").fill("07:00");
    BrowserScene.press(page, "Save quiet hours");
    assertThat(page.getByText("22:00 to 07:00")).isVisible();
    assertThat(rules("olivia").at("/quiet_hours/from").asText()).isEqualTo("22:00");
  }

  @Test
  void aContactIsChangedAndRemoved() {
    Reply made =
        scene()
            .core()
            .post(
                "/api/v1/users/alice/contacts",
                """
                {"name":"Old mail","channel":"email","address":"old@example.org"}\
                """);
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    String path = "/api/v1/users/alice/contacts/" + made.json().get("id").asText();
    Page page = scene().loggedIn(scene().open(), "alice", "/me");
    Locator contacts = page.locator("[aria-labelledby=my-contacts]");
    button(contacts, "Edit Old mail").press("Enter");
    dialog(page).getByLabel("Address").fill("no address");
    button(dialog(page), "Save").click();
    // What one is reached at takes the password again, and then not for some minutes.
    Locator asked =
        page.getByRole(
            AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Confirm your password"));
    asked.getByLabel("Password").fill("not it");
    button(asked, "Confirm").click();
    assertThat(asked.locator(".fault")).containsText("password");
    asked.getByLabel("Password").fill(LoginScene.PASSWORD);
    button(asked, "Confirm").click();
    assertThat(asked).hasCount(0);
    assertThat(dialog(page).locator("[name=address] ~ .fault")).containsText("address");
    dialog(page).getByLabel("Address").fill("new@example.org");
    dialog(page).getByLabel("Enabled").uncheck();
    button(dialog(page), "Save").click();
    assertThat(contacts).containsText("new@example.org");
    assertThat(button(contacts, "Edit Old mail")).isFocused();
    assertThat(scene().core().get(path).json().get("is_active").asBoolean()).isFalse();
    whoeverIsSlowerSeesWhatChanged(page, path);
    button(contacts, "Remove Old mail").press("Enter");
    button(dialog(page), "Remove contact method").press("Enter");
    assertThat(button(contacts, "Edit Old mail")).hasCount(0);
    assertThat(page.locator("#my-contacts")).isFocused();
    assertThat(scene().core().get(path).status()).isEqualTo(404);
  }

  private static void whoeverIsSlowerSeesWhatChanged(Page page, String path) {
    Locator contacts = page.locator("[aria-labelledby=my-contacts]");
    button(contacts, "Edit Old mail").press("Enter");
    Reply faster =
        scene()
            .core()
            .send(
                scene().core().token,
                "PUT",
                path,
                """
                {"name":"Old mail","channel":"email","address":"faster@example.org","is_active":false}\
                """,
                "If-Match",
                "\"%s\"".formatted(scene().core().get(path).json().get("version").asInt()));
    assertThat(faster.status()).as("%s", faster.json()).isEqualTo(200);
    dialog(page).getByLabel("Address").fill("slower@example.org");
    button(dialog(page), "Save").press("Enter");
    assertThat(dialog(page).locator("form > .fault")).containsText("weren’t saved");
    assertThat(dialog(page).locator("dl")).hasText("Addressfaster@example.org");
    button(dialog(page), "Use current version").press("Enter");
    assertThat(dialog(page).getByLabel("Address")).hasValue("faster@example.org");
    assertThat(dialog(page).getByLabel("Name")).isFocused();
    dialog(page).getByLabel("Address").fill("slower@example.org");
    button(dialog(page), "Save").press("Enter");
    assertThat(contacts).containsText("slower@example.org");
  }

  @Test
  void aSecondFactorIsSetUpAndSwitchedOff() {
    Page page = scene().loggedIn(scene().open(), "olivia", "/me");
    Locator factor = page.locator("[aria-labelledby=my-factor]");
    button(factor, "Set up two-factor authentication").press("Enter");
    dialog(page).getByLabel("Your password").fill("not it");
    button(dialog(page), "Continue").click();
    assertThat(dialog(page).locator(".fault")).containsText("password");
    dialog(page).getByLabel("Your password").fill(LoginScene.PASSWORD);
    button(dialog(page), "Continue").click();
    String key = dialog(page).locator(".secret").textContent();
    assertThat(dialog(page).getByRole(AriaRole.LINK))
        .hasAttribute("href", Pattern.compile("otpauth://.*" + key + ".*"));
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
      assertThat(QrReader.read(dialog(page).getByRole(AriaRole.IMG)))
          .as(theme.name())
          .isEqualTo(dialog(page).getByRole(AriaRole.LINK).getAttribute("href"));
    }
    // A code is good once: the one before, this one and the one after are three.
    Instant now = scene().core().now();
    Authenticator app = new Authenticator(key);
    dialog(page).getByLabel("6-digit code").fill(app.code(now.minusSeconds(30)));
    page.keyboard().press("Enter");
    String recovery = dialog(page).locator(".codes code").first().textContent();
    button(dialog(page), "I’ve saved them").click();
    assertThat(factor).containsText("recovery codes left");
    assertThat(page.locator(".codes")).hasCount(0);
    button(factor, "Create new recovery codes").click();
    dialog(page).getByLabel("6-digit code").fill(app.code(now));
    button(dialog(page), "Create codes").click();
    assertThat(dialog(page).locator(".codes code").first()).not().hasText(recovery);
    button(dialog(page), "I’ve saved them").click();
    button(factor, "Turn off two-factor authentication").click();
    dialog(page).getByLabel("Your password").fill(LoginScene.PASSWORD);
    dialog(page).getByLabel("6-digit code").fill(app.code(now.plusSeconds(30)));
    button(dialog(page), "Turn off two-factor authentication").click();
    assertThat(factor).containsText("Off. Your password alone");
    assertThat(page.locator("#my-factor")).isFocused();
  }

  @Test
  void anOwnTokenIsShownOnceAndRevoked() {
    Page page = scene().loggedIn(scene().open(), "vera", "/me");
    Locator tokens = page.locator("[aria-labelledby=my-tokens]");
    button(tokens, "Create token").press("Enter");
    // Who is a viewer can make one of a viewer only.
    assertThat(dialog(page).locator("select option")).hasText(new String[] {"Viewer"});
    dialog(page).getByLabel("Name").fill("watcher");
    button(dialog(page), "Create token").click();
    String token = dialog(page).locator("pre").textContent();
    assertThat(token).startsWith("imas_");
    button(dialog(page), "Close").click();
    assertThat(tokens).containsText("watcher");
    assertThat(tokens).not().containsText(token);
    button(tokens, "Revoke watcher").press("Enter");
    assertThat(button(tokens, "Revoke watcher")).hasCount(0);
    assertThat(tokens).containsText("Revoked");
  }

  @Test
  void whyOneWasNotPagedIsAnAddress() {
    String incident = scene().incident("Why nobody called Olivia");
    Page page = scene().loggedIn(scene().open(), "olivia", "/me?incident=" + incident);
    assertThat(page.getByText("You weren’t paged.")).isVisible();
  }

  @Test
  void anotherSessionIsEnded() {
    Page other = scene().inOwnSession("alice", "/me");
    Page page = scene().loggedIn(scene().open(), "alice", "/me");
    assertThat(page.getByText("This session")).isVisible();
    while (page.locator("[aria-labelledby=my-sessions] button").count() > 0) {
      int before = page.locator("[aria-labelledby=my-sessions] button").count();
      page.locator("[aria-labelledby=my-sessions] button").first().press("Enter");
      assertThat(page.locator("[aria-labelledby=my-sessions] button")).hasCount(before - 1);
      assertThat(page.locator("#my-sessions")).isFocused();
    }
    other.navigate(scene().url("/me"));
    assertThat(other.locator("h1")).hasText("Sign in");
  }
}
