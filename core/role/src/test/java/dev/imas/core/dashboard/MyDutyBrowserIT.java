package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.Map;
import java.util.Objects;
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

  @Test
  void aWrongCodeVerifiesNothing() {
    Page page = scene().loggedIn(scene().open(), "vera", "/me");
    assertThat(page.getByText("Not verified: nothing is sent to it")).isVisible();
    BrowserScene.press(page, "Send a code");
    page.locator("input[autocomplete=one-time-code]").fill("not a code");
    BrowserScene.press(page, "Verify");
    assertThat(page.locator("#my-contacts ~ .list .fault, .entry .fault").first()).not().isEmpty();
    assertThat(page.getByText("Not verified: nothing is sent to it")).isVisible();
  }

  @Test
  void aRuleIsAddedAndTakenBackByOneKey() {
    Page page = scene().loggedIn(scene().open(), "alice", "/me");
    page.getByText("Add a rule").click();
    page.locator("#field-after").fill("3");
    BrowserScene.press(page, "Add the rule");
    assertThat(page.getByText("after 3 minutes by")).isVisible();
    assertThat(rules("alice").at("/rules/0/after").asText()).isEqualTo("PT3M");
    page.locator("h1").focus();
    page.keyboard().press("z");
    assertThat(page.getByText("You have no rules")).isVisible();
    assertThat(rules("alice").get("rules")).isEmpty();
  }

  @Test
  void quietHoursAreSet() {
    Page page = scene().loggedIn(scene().open(), "olivia", "/me");
    page.getByText("Set quiet hours").click();
    page.locator("#field-quiet_from").fill("22:00");
    page.locator("#field-quiet_until").fill("07:00");
    BrowserScene.press(page, "Set them");
    assertThat(page.getByText("From 22:00 to 07:00")).isVisible();
    assertThat(rules("olivia").at("/quiet_hours/from").asText()).isEqualTo("22:00");
  }

  @Test
  void whyOneWasNotPagedIsAnAddress() {
    String incident = scene().incident("Why nobody called Olivia");
    Page page = scene().loggedIn(scene().open(), "olivia", "/me?incident=" + incident);
    assertThat(page.getByText("You were not paged.")).isVisible();
  }

  @Test
  void anotherSessionIsEnded() {
    Page other = scene().inOwnSession("alice", "/me");
    Page page = scene().loggedIn(scene().open(), "alice", "/me");
    assertThat(page.getByText("This one")).isVisible();
    while (page.locator("[aria-labelledby=my-sessions] button").count() > 0) {
      int before = page.locator("[aria-labelledby=my-sessions] button").count();
      page.locator("[aria-labelledby=my-sessions] button").first().click();
      assertThat(page.locator("[aria-labelledby=my-sessions] button")).hasCount(before - 1);
    }
    other.navigate(scene().url("/me"));
    assertThat(other.locator("h1")).hasText("Log in");
  }
}
