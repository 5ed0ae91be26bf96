package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every page does with the feed of changes, in a real browser on a real core. */
class FeedBrowserIT {

  private static final Pattern FEED = Pattern.compile(".*/api/v1/ws\\?.*");

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"));
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

  /** The feed of a page, which a test can break. */
  private static final class Line {

    final List<WebSocketRoute> routes = new CopyOnWriteArrayList<>();
    final AtomicInteger hellos = new AtomicInteger();
    final AtomicBoolean isCut = new AtomicBoolean();

    Line(Page page) {
      page.routeWebSocket(
          FEED,
          route -> {
            if (isCut.get()) {
              route.close();
              return;
            }
            routes.add(route);
            WebSocketRoute server = route.connectToServer();
            server.onMessage(
                frame -> {
                  if (frame.text().contains("\"hello\"")) {
                    hellos.incrementAndGet();
                  }
                  route.send(frame.text());
                });
          });
    }

    void live(Page page, int times) {
      page.waitForCondition(() -> hellos.get() >= times);
    }

    void cut() {
      isCut.set(true);
      routes.getLast().close();
    }
  }

  @Test
  void aNewFireIsAnnouncedOnAnyPage() {
    Page page = scene().open();
    Line line = new Line(page);
    scene().loggedIn(page, "vera", "/incidents");
    line.live(page, 1);
    String incident = scene().incident("Everything burns");
    assertThat(page.locator("#said"))
        .hasText(
            "New SEV1: " + incident + " Everything burns",
            new LocatorAssertions.HasTextOptions().setTimeout(5_000));
    assertThat(line.hellos).hasValue(1);
    assertThat(scene().complaints()).isEmpty();
  }

  /** However much burns: at most one announcement in five seconds. */
  @Test
  void aStormIsAnnouncedTwelveTimesAMinuteAtMost() {
    Page page = scene().open();
    Line line = new Line(page);
    page.clock().install();
    scene().loggedIn(page, "vera", "/incidents");
    line.live(page, 1);
    page.evaluate(
        """
        () => {
          window.said = [];
          const region = document.getElementById('said');
          new MutationObserver(() => window.said.push(region.textContent))
            .observe(region, { childList: true, characterData: true, subtree: true });
        }\
        """);
    String first = scene().incident("The first of a storm");
    page.waitForCondition(() -> said(page).stream().anyMatch(text -> text.contains(first)));
    scene().incident("Then another");
    String last = scene().incident("And another");
    page.clock().fastForward(5_000);
    page.waitForCondition(() -> said(page).stream().anyMatch(text -> text.contains(last)));
    assertThat(said(page))
        .containsExactly(
            "New SEV1: " + first + " The first of a storm",
            "2 new incidents of SEV1, the newest is " + last + " And another");
  }

  @SuppressWarnings("unchecked")
  private static List<String> said(Page page) {
    return ((List<String>) page.evaluate("() => window.said"))
        .stream().filter(text -> text.contains("SEV1")).toList();
  }

  /**
   * A connection that is lost is said within two seconds, and taken back when it is there again.
   */
  @Test
  void aLostConnectionIsSaidAndTakenBack() {
    Page page = scene().open();
    Line line = new Line(page);
    scene().loggedIn(page, "vera", "/incidents");
    line.live(page, 1);
    page.route(Pattern.compile(".*/api/v1/incidents.*"), route -> route.abort());
    line.cut();
    assertThat(page.locator(".connection.lost"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(2_000));
    assertThat(page.locator("#said")).containsText("The connection is lost");
    page.unrouteAll();
    line.isCut.set(false);
    line.live(page, 2);
    assertThat(page.locator(".connection")).hasCount(0);
    assertThat(page.locator("#said")).containsText("The connection is back");
    // It goes on where it was: what was missed is told.
    assertThat(line.routes.getLast().url()).contains("since=");
  }

  /** Where a proxy lets no WebSocket through, the page says so and asks. */
  @Test
  void withoutWebSocketsThePageAsks() {
    Page page = scene().open();
    Line line = new Line(page);
    line.isCut.set(true);
    scene().loggedIn(page, "vera", "/incidents");
    assertThat(page.locator(".connection")).containsText("every four seconds");
    String incident = scene().incident("Told by asking");
    page.mouse().move(0, 0);
    assertThat(page.locator("main")).containsText(incident);
  }
}
