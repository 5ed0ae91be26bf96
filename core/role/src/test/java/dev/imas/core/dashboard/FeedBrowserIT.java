package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every page does with the feed of changes, in a real browser on a real core. */
@ExtendWith(Chromium.ClosesPages.class)
class FeedBrowserIT {

  private static final Pattern FEED = Pattern.compile(".*/api/v1/ws\\?.*");

  /** The most of the heap that a page may keep (dashboard goal 1). */
  private static final long HEAP = 64_000_000;

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
            "2 new SEV1 incidents, latest: " + last + " And another");
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
    assertThat(page.locator("#said")).containsText("Connection lost");
    page.unrouteAll();
    line.isCut.set(false);
    line.live(page, 2);
    assertThat(page.locator(".connection")).hasCount(0);
    assertThat(page.locator("#said")).containsText("Back online");
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
    // That it asks is found when the next answer comes: after four seconds.
    assertThat(page.locator(".connection"))
        .containsText(
            "every 4 seconds", new LocatorAssertions.ContainsTextOptions().setTimeout(10_000));
    String incident = scene().incident("Told by asking");
    page.mouse().move(0, 0);
    assertThat(page.locator("main")).containsText(incident);
  }

  /**
   * Goals 1 and 6: 100,000 changes told in one tab. The row under the pointer stays where it is,
   * and what they took of the heap is given back.
   */
  @Test
  void aStormMovesNothingAndLeavesNothingBehind() {
    for (int n = 0; n < 3; n++) {
      scene().incident("Before the storm " + n);
    }
    Page page = scene().open();
    Line line = new Line(page);
    scene().loggedIn(page, "vera", "/incidents");
    line.live(page, 1);
    Locator row = page.locator(".rows li").nth(1);
    row.hover();
    String id = row.getAttribute("data-id");
    double place = Objects.requireNonNull(row.boundingBox()).y;
    tell(page, line, 10);
    long before = heap(page);
    scene().incident("In the storm");
    tell(page, line, 100);
    page.locator(".newer").waitFor();
    Locator same = page.locator(".rows li[data-id='" + id + "']");
    assertThat(Objects.requireNonNull(same.boundingBox()).y).isCloseTo(place, within(1.0));
    assertThat(row).hasAttribute("data-id", Objects.requireNonNull(id));
    assertThat(heap(page)).isLessThan(HEAP).isLessThan(before + Math.max(before / 10, 2_000_000));
  }

  /** So many messages of a thousand changes each. */
  private static void tell(Page page, Line line, int messages) {
    for (int n = 0; n < messages; n++) {
      StringBuilder changes = new StringBuilder();
      for (int i = 0; i < 1_000; i++) {
        changes
            .append(i == 0 ? "" : ",")
            .append(
                "{\"number\":1,\"topic\":\"incident\",\"version\":2,\"severity\":\"SEV3_MEDIUM\",\"id\":\"")
            .append(new UUID(n, i))
            .append("\"}");
      }
      line.routes
          .getLast()
          .send("{\"type\":\"changes\",\"number\":1,\"changes\":[" + changes + "]}");
    }
    page.evaluate("() => new Promise(done => setTimeout(done))");
  }

  /** What is used of the heap after everything unused was collected. */
  private static long heap(Page page) {
    CDPSession session = page.context().newCDPSession(page);
    session.send("HeapProfiler.collectGarbage");
    long used = session.send("Runtime.getHeapUsage").get("usedSize").getAsLong();
    session.detach();
    return used;
  }
}
