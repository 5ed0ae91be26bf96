package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.fixtures.database.RunningCore.Reply;
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

/**
 * AGL-01, AGL-03, AGL-04, G38, G165: boards are moved by pointer and by keys, and what is refused
 * is shown back.
 */
@ExtendWith(Chromium.ClosesPages.class)
class BoardBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("dora", "tenant_admin");
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

  private static String made(String path, String json) {
    Reply reply = scene().core().post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
    return reply.json().path("id").asText();
  }

  private static String board(String name, String more) {
    made("/teams", "{'name':'" + name + "'}");
    return made("/boards", "{'name':'%1$s','team':'%1$s'%2$s}".formatted(name, more));
  }

  private static void item(String board, String title, String more) {
    made("/boards/" + board + "/items", "{'title':'" + title + "'" + more + "}");
  }

  private static Locator column(Page page, String name) {
    return page.locator("section[aria-labelledby=column-" + name + "]");
  }

  private static Locator card(Page page, String title) {
    return page.locator("article.tile").filter(new Locator.FilterOptions().setHasText(title));
  }

  private static void act(Locator card, String name) {
    card.locator(".more > summary").click();
    BrowserScene.pressIn(card, name);
  }

  @Test
  void cardsAreMovedByMenuByKeysAndByDragging() {
    String board = board("Payments", ",'in_progress_limit':1,'over_limit':'refuse'");
    made("/boards/" + board + "/sprints", "{'goal':'Refunds survive a rate limit'}");
    item(board, "Retry refunds", ",'type':'story','points':3");
    item(board, "Rate limit of hooks", ",'type':'bug','points':1,'owner':'dora'");
    item(board, "Old receipts", "");
    List<String> faults = new ArrayList<>();

    Page page = scene().at("dora", "/boards/" + board);
    assertThat(column(page, "to_plan").locator("article")).hasCount(3);
    assertThat(page.locator(".head p")).containsText("Sprint 1 starts on");
    BrowserScene.look(page, "board", faults);

    act(card(page, "Retry refunds"), "Move right");
    assertThat(column(page, "planned").locator("article"))
        .hasText(Pattern.compile("Retry refunds"));
    card(page, "Rate limit").locator("a").first().focus();
    page.keyboard().press("Shift+ArrowRight");
    assertThat(column(page, "planned").locator("article")).hasCount(2);
    assertThat(column(page, "planned").locator("article").first()).containsText("Rate limit");
    page.keyboard().press("Shift+ArrowDown");
    assertThat(column(page, "planned").locator("article").first()).containsText("Retry refunds");

    card(page, "Rate limit").dragTo(column(page, "in_progress"));
    assertThat(column(page, "in_progress").locator("article")).containsText("Rate limit");
    // The server refuses a second one there, and the card is back where it was.
    card(page, "Old receipts").dragTo(column(page, "in_progress"));
    assertThat(page.locator(".toast.failed")).containsText("In progress is full: the limit is 1.");
    assertThat(column(page, "to_plan").locator("article")).containsText("Old receipts");
    assertThat(column(page, "in_progress").locator("article")).hasCount(1);
    page.locator(".toast.failed .close").click();
    BrowserScene.lookAtWidth(page, "board", faults);
    assertThat(faults).isEmpty();
    assertThat(scene().complaints().stream().filter(one -> !one.contains("409"))).isEmpty();
  }

  @Test
  void sprintIsPlannedStartedAndClosed() {
    String board = board("Shop", "");
    List<String> faults = new ArrayList<>();
    Page page = scene().at("dora", "/boards/" + board + "/backlog");
    page.locator("main").getByText("Plan sprint").click();
    assertThat(page.locator("main h2").first()).hasText("Sprint 1");
    page.locator(".head .acts").first().getByText("Add item").click();
    Locator drawer = page.locator("dialog[open]");
    drawer.getByLabel("Title").fill("Carts survive a restart");
    drawer.getByLabel("Points").fill("5");
    drawer.getByLabel("Sprint").selectOption("Sprint 1");
    drawer.locator("form").first().locator("button.primary").click();
    assertThat(page.locator("section.panel").first()).containsText("1 item, 5 points");
    item(board, "Coupons", ",'points':2");
    BrowserScene.look(page, "backlog", faults);

    page.locator("section.panel").first().getByText("Start sprint").click();
    assertThat(page.locator(".toasts")).containsText("Sprint 1 has started.");
    page.locator("nav.tabs").last().getByText("Sprint 1").click();
    assertThat(page.locator(".head p").first()).containsText("5 points left");
    assertThat(page.locator(".kpis")).containsText("Committed");
    assertThat(page.locator("[role=slider]")).isVisible();
    BrowserScene.look(page, "sprint", faults);
    page.locator("main").getByText("Close sprint").first().click();
    page.locator("dialog[open]").getByText("Backlog").click();
    assertThat(page.locator(".head .acts")).hasCount(1);
    assertThat(page.locator("main select")).containsText("Sprint 1 (closed)");
    page.locator("main").getByText("Write").click();
    page.locator("dialog[open]").getByText("Start, stop, continue").click();
    page.locator("dialog[open] button.primary").click();
    assertThat(page.locator("section.panel").last()).containsText("Continue");
    BrowserScene.lookAtWidth(page, "sprint", faults);
    assertThat(faults).isEmpty();
    assertThat(scene().complaints().stream().filter(one -> !one.contains("409"))).isEmpty();
  }

  @Test
  void taskIsPutOnABoardWhereItStands() {
    String board = board("Support", "");
    made("/items", "{'title':'Answer the customers'}");
    Page page = scene().at("dora", "/tasks?tab=all");
    Locator line =
        page.locator(".tasks > li")
            .filter(new Locator.FilterOptions().setHasText("Answer the customers"));
    act(line, "Add to a board…");
    page.locator("dialog[open] select").selectOption("Support");
    page.locator("dialog[open] form button").click();
    assertThat(page.locator(".toast")).containsText("is on the board Support.");
    page.navigate(scene().url("/boards/" + board));
    assertThat(column(page, "to_plan").locator("article")).containsText("Answer the customers");
  }

  @Test
  void onAPhoneColumnsAreSideBySideAndInFrench() {
    String board = board("Mobile", ",'in_progress_limit':1");
    item(board, "Push after restart", ",'points':2");
    Page page =
        scene().loggedIn(scene().open(390, ColorScheme.DARK, "fr-FR"), "dora", "/boards/" + board);
    assertThat(column(page, "to_plan").locator("h2")).containsText("À planifier");
    assertThat(column(page, "in_progress").locator("h2")).containsText("0 sur 1");
    // There is no sprint that it could be planned for.
    act(card(page, "Push after restart"), "Vers la droite");
    assertThat(column(page, "in_progress").locator("article")).hasCount(1);
    item(board, "Second", "");
    scene().core().database.execute("UPDATE board SET over_limit = 'refuse' WHERE name = 'Mobile'");
    page.reload();
    act(card(page, "Second"), "Vers la droite");
    assertThat(page.locator(".toast.failed"))
        .containsText("En cours est plein\u00a0: la limite est 1.");
  }
}
