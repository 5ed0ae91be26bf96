package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** INC-15: comments on an incident's page, on a phone. */
@ExtendWith(Chromium.ClosesPages.class)
class CommentsBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("olga", "operator");
    played.user("vic", "viewer");
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

  private static Locator button(Locator in, String name) {
    return in.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void commentIsCorrectedReactedToPinnedAndDeleted() {
    scene().core().service("storage");
    String id =
        scene()
            .core()
            .post(
                "/api/v1/incidents",
                "{\"title\":\"Disk is"
                    + " full\",\"severity\":\"SEV3\",\"service\":\"storage\",\"page\":false}")
            .json()
            .get("short_id")
            .asText();
    Page page = scene().at("olga", "/incidents/" + id);
    page.setViewportSize(390, 844);
    page.getByLabel("Comment", new Page.GetByLabelOptions().setExact(true))
        .fill("the **vendor** is caled");
    page.keyboard().type(", @VIC");
    Locator offered = page.locator("[role=option]");
    assertThat(offered).hasText(new String[] {"vicperson"});
    page.keyboard().press("Enter");
    assertThat(page.getByLabel("Comment", new Page.GetByLabelOptions().setExact(true)))
        .hasValue("the **vendor** is caled, @vic ");
    assertThat(offered).hasCount(0);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Post comment")).click();
    Locator line =
        page.locator(".timeline > li").filter(new Locator.FilterOptions().setHasText("olga"));
    assertThat(line.locator(".said strong")).hasText("vendor");
    assertThat(
            scene()
                .core()
                .database
                .count("SELECT count(*) FROM delivery WHERE event = 'notice.mention'"))
        .as("vic is told")
        .isEqualTo(1);

    does(line, "Edit");
    line.getByLabel("Your comment").fill("the **vendor** is called");
    button(line, "Save comment").click();
    assertThat(line.locator(".said")).hasText("the vendor is called");
    button(line, "Edited").click();
    Locator past = page.locator("dialog[open]");
    assertThat(past.locator(".said"))
        .hasText(new String[] {"the vendor is called", "the vendor is caled, @vic"});
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "earlier-versions", faults);
    button(past, "Close").click();

    does(line, "I’m looking");
    Locator eyes = line.locator("button[aria-pressed]");
    assertThat(eyes).hasAttribute("aria-pressed", "true");
    assertThat(eyes).hasAttribute("title", "olga");
    eyes.click();
    assertThat(eyes).hasCount(0);
    does(line, "Pin");
    assertThat(page.locator("section[aria-label=Pinned]")).containsText("the vendor is called");
    BrowserScene.look(page, "comments", faults);

    Page of = scene().at("vic", "/incidents/" + id);
    assertThat(of.locator("section[aria-label=Pinned]")).isVisible();
    assertThat(of.locator(".timeline details")).hasCount(0);

    does(line, "Delete");
    assertThat(page.locator(".timeline")).containsText("olga deleted this comment");
    assertThat(page.locator("section[aria-label=Pinned]")).hasCount(0);
    assertThat(faults).isEmpty();
  }

  @Test
  void whatOnesOwnTokenWroteIsOnesOwn() {
    String id = scene().incident("Written by a script");
    String token = scene().core().ownToken("olga", "script", "operator");
    scene()
        .core()
        .send(
            token, "POST", "/api/v1/incidents/" + id + "/comments", "{\"message\":\"from cron\"}");

    Page page = scene().at("olga", "/incidents/" + id);
    Locator line =
        page.locator(".timeline > li").filter(new Locator.FilterOptions().setHasText("from cron"));
    does(line, "Edit");
    line.getByLabel("Your comment").fill("from cron, and read");
    button(line, "Save comment").click();
    assertThat(line.locator(".said")).hasText("from cron, and read");
  }

  private static void does(Locator line, String what) {
    line.locator("details > summary").click();
    button(line, what).click();
  }
}
