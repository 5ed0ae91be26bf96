package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.Await;
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

/** What people do with their own accounts: another password, and how they want their pages. */
@ExtendWith(Chromium.ClosesPages.class)
class AccountBrowserIT {

  private static final String NEW = "granite heron lantern";

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
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

  /** As the notifier writes it into the mail. */
  private static String mailedCode(String name) {
    List<String> mails =
        Await.until(
            "a mail to " + name,
            () ->
                scene()
                    .core()
                    .database
                    .query(
                        "SELECT payload -> 'incident' ->> 'id' FROM delivery WHERE event ="
                            + " 'notice.password_reset' AND address = '"
                            + name
                            + "@example.org'"),
            found -> !found.isEmpty());
    return Credential.invitation(
            scene().core().tenant, new SecretBox(new byte[32]), UUID.fromString(mails.getLast()))
        .reveal();
  }

  @Test
  void whoForgotThePasswordChoosesAnotherByKeyboardAlone() {
    scene().user("fay", "viewer");
    Page page = scene().open();
    List<String> asked = new ArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    page.navigate(scene().url("/login"));
    page.getByText("Forgot password?").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Reset your password");
    page.getByLabel("Username or e-mail address").focus();
    page.keyboard().type("fay");
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Check your e-mail");
    assertThat(page.locator("h1")).isFocused();
    assertThat(page.locator("main")).containsText("60 minutes");

    String code = mailedCode("fay");
    page.navigate(scene().url("/reset#" + code));
    assertThat(page.locator("h1")).hasText("Choose a new password");
    page.waitForURL(scene().url("/reset"));
    page.getByLabel("New password").focus();
    page.keyboard().type("fay");
    page.keyboard().press("Enter");
    assertThat(page.locator(".fault")).containsText("Enter at least 12 characters");
    page.getByLabel("New password").fill(NEW);
    page.keyboard().press("Enter");
    assertThat(page.locator("[role=status]").first()).hasText("Password saved. Sign in as fay.");
    assertThat(page.getByLabel("Username")).hasValue("fay");
    BrowserScene.fillIn(page, "fay", NEW);
    assertThat(page).hasTitle("Home · IMAS");
    assertThat(asked).noneMatch(url -> url.contains(code));
  }

  @Test
  void aNameThatNobodyHasIsAnsweredTheSame() {
    Page page = scene().open();
    page.navigate(scene().url("/forgotten"));
    page.getByLabel("Username or e-mail address").fill("nobody at all");
    BrowserScene.press(page, "Send reset link");
    assertThat(page.locator("h1")).hasText("Check your e-mail");
  }

  @Test
  void aLinkThatWasUsedSaysWhereToGetAnother() {
    Page page = scene().open();
    page.navigate(scene().url("/reset#imas_inv_made-up"));
    page.getByLabel("New password").fill(NEW);
    BrowserScene.press(page, "Save password");
    assertThat(page.locator(".fault")).containsText("wrong, used or expired");
    page.getByText("Request a new link").click();
    assertThat(page.locator("h1")).hasText("Reset your password");
  }

  @Test
  void whatSomebodyChoseIsSoInTheirNextBrowser() {
    scene().user("pat", "viewer");
    scene().incident("To see a time");
    Page here = scene().loggedIn("pat");
    here.locator(".menu summary").click();
    chosen(here, () -> here.getByLabel("Theme").selectOption("dark"));
    reloaded(here, () -> here.getByLabel("Time zone").selectOption("Asia/Tokyo"));
    assertThat(here.locator("time").first()).containsText(Pattern.compile("GMT\\+9|JST"));
    here.keyboard().press("?");
    chosen(here, () -> here.getByLabel("Enable single-key shortcuts").uncheck());
    BrowserScene.press(here, "Close");
    here.locator(".menu summary").click();
    reloaded(here, () -> here.getByLabel("Language").selectOption("fr"));

    Page there = scene().loggedIn("pat");

    assertThat(there.locator("html")).hasAttribute("lang", "fr");
    assertThat(there.locator("html")).hasAttribute("data-theme", "dark");
    assertThat(there.locator("time").first()).containsText(Pattern.compile("UTC\\+9|JST"));
    there.keyboard().press("?");
    assertThat(there.locator("dialog")).isHidden();
  }

  /** Does it, and waits until the server has it. */
  private static void chosen(Page page, Runnable choice) {
    Response kept =
        page.waitForResponse(
            response ->
                response.url().endsWith("/me/preferences")
                    && response.request().method().equals("PUT"),
            choice);
    assertThat(kept.status()).isEqualTo(200);
  }

  /** Does what the page reloads for, which it does when the server has it. */
  private static void reloaded(Page page, Runnable choice) {
    page.evaluate("() => { window.isOld = true; }");
    choice.run();
    page.waitForFunction("() => !window.isOld && document.querySelector('h1') !== null");
  }

  @Test
  void whoHasChosenNothingKeepsWhatTheBrowserHas() {
    scene().user("ned", "viewer");
    Page page = scene().open();
    page.navigate(scene().url("/login"));
    page.locator(".menu summary").click();
    page.getByLabel("Theme").selectOption("light");

    scene().loggedIn(page, "ned", "/incidents");

    assertThat(page.locator("html")).hasAttribute("data-theme", "light");
  }
}
