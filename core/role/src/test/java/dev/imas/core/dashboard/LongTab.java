package dev.imas.core.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import dev.imas.core.alert.ManyAlerts;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One tab that shows alerts for a long time while they change, its connection is lost at random
 * moments, and core is restarted. As a program it runs for an hour: {@code -Dimas.tab.minutes=60}
 * with {@code -Dimas.tab.rate=1000} changes a second, {@code -Dimas.tab.alerts=10000}, {@code
 * -Dimas.tab.cuts=100} and {@code -Dimas.tab.restarts=2}. The test runs it for seconds.
 */
final class LongTab {

  private static final long SECOND = 1_000_000_000;
  private static final Pattern FEED = Pattern.compile(".*/api/v1/ws\\?.*");
  private static final int BATCHES = 10;

  /**
   * @param alerts that fire; at most a page of the API, 10,000
   * @param rate changes a second
   */
  record Plan(Duration length, int alerts, int rate, int cuts, int restarts) {}

  /**
   * @param shown severities by the numbers of the alerts, as the page shows them
   * @param stored the same as the API has them
   * @param shownTwice alerts that the list has more than once
   */
  record Result(
      long heapBefore,
      long heapAfter,
      long changes,
      int connections,
      Map<Integer, Integer> shown,
      Map<Integer, Integer> stored,
      List<Integer> shownTwice) {}

  private final BrowserScene scene;
  private final Plan plan;
  private final Page page;
  private final List<WebSocketRoute> lines = new CopyOnWriteArrayList<>();
  private final AtomicInteger hellos = new AtomicInteger();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private long changes;
  private @Nullable Throwable stormFailed;

  private LongTab(BrowserScene scene, Plan plan) {
    this.scene = scene;
    this.plan = plan;
    this.page = scene.open();
    page.setDefaultTimeout(60_000);
    page.routeWebSocket(FEED, this::connect);
  }

  /** Passes all on. The page comes back soon, for there are many losses to come. */
  private void connect(WebSocketRoute route) {
    lines.add(route);
    WebSocketRoute server = route.connectToServer();
    server.onMessage(
        frame -> {
          if (frame.text().contains("\"hello\"")) {
            hellos.incrementAndGet();
          }
          route.send(frame.text().replaceFirst("\"retry_ms\":\\d+", "\"retry_ms\":30"));
        });
  }

  /**
   * @param scene with a port of core's own, so that it has the same after a restart
   */
  static Result run(BrowserScene scene, Plan plan) throws InterruptedException {
    ManyAlerts.store(scene.core(), plan.alerts(), plan.alerts());
    return new LongTab(scene, plan).run();
  }

  private Result run() throws InterruptedException {
    scene.loggedIn(page, "vera", "/alerts");
    page.locator("li.alert").first().waitFor();
    page.waitForCondition(() -> hellos.get() > 0);
    Thread storm = Thread.ofVirtual().start(this::change);
    // What the page needs once is there after some changes.
    page.waitForTimeout(Math.min(30_000, plan.length().toMillis() / 4.0));
    long before = heap();
    disturb();
    isOver.set(true);
    storm.join();
    if (stormFailed != null) {
      throw new AssertionError("the changes ended early", stormFailed);
    }
    Map<Integer, Integer> stored = stored();
    // A long list rests for twice the time that its reading took.
    page.waitForCondition(
        () ->
            visible().entrySet().stream()
                .allMatch(one -> one.getValue().equals(stored.get(one.getKey()))));
    List<Integer> twice = new ArrayList<>();
    Map<Integer, Integer> shown = shown(twice);
    page.evaluate("() => scrollTo(0, 0)");
    return new Result(before, heap(), changes, hellos.get(), shown, stored, twice);
  }

  /** Changes severities, as intake tells the feed of them. */
  private void change() {
    int step = Math.max(1, plan.rate() / BATCHES);
    for (int from = 0; !isOver.get(); from = (from + step) % plan.alerts()) {
      long next = System.nanoTime() + SECOND / BATCHES;
      try {
        scene
            .core()
            .database
            .execute(
                """
                WITH changed AS (
                  UPDATE alert_state SET severity = 1 + (severity %% 4)::smallint, seq = seq + 1
                   WHERE fingerprint IN (SELECT md5('alert ' || n)::uuid FROM generate_series(%d, %d) AS n)
                  RETURNING tenant_id, fingerprint, seq, service_id, severity)
                INSERT INTO feed_change (tenant_id, topic, changes, subjects, versions, services, severities)
                SELECT tenant_id, 'alert', count(*), array_agg(fingerprint), array_agg(seq), array_agg(service_id),
                       array_agg(severity)
                  FROM changed GROUP BY tenant_id\
                """
                    .formatted(from + 1, Math.min(plan.alerts(), from + step)));
      } catch (RuntimeException | AssertionError e) {
        stormFailed = e;
        return;
      }
      changes += step;
      LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
    }
  }

  /** Until the time is over: losses of the connection and restarts of core, at random moments. */
  private void disturb() {
    Random random = new Random(14);
    TreeMap<Long, Boolean> events = new TreeMap<>();
    long millis = plan.length().toMillis();
    for (int n = 0; n < plan.cuts(); n++) {
      events.put(random.nextLong(millis) * 1_000 + n, false);
    }
    for (int n = 0; n < plan.restarts(); n++) {
      events.put(millis * 1_000 * (n + 1) / (plan.restarts() + 1), true);
    }
    long begun = System.nanoTime();
    events.forEach(
        (micros, isRestart) -> {
          page.waitForTimeout(
              Math.max(0, micros / 1_000 - (System.nanoTime() - begun) / 1_000_000));
          int already = hellos.get();
          if (isRestart) {
            scene.core().restart();
          } else {
            lines.getLast().close();
          }
          page.waitForCondition(() -> hellos.get() > already);
        });
    page.waitForTimeout(Math.max(0, millis - (System.nanoTime() - begun) / 1_000_000));
  }

  private long heap() {
    CDPSession session = page.context().newCDPSession(page);
    session.send("HeapProfiler.collectGarbage");
    long used = session.send("Runtime.getHeapUsage").get("usedSize").getAsLong();
    session.detach();
    return used;
  }

  private Map<Integer, Integer> stored() {
    JsonNode columns =
        scene.core().get("/api/v1/alerts?view=row&status=FIRING&limit=10000").json().get("columns");
    Map<Integer, Integer> stored = new TreeMap<>();
    for (int at = 0; at < columns.get("number").size(); at++) {
      stored.put(columns.at("/number/" + at).asInt(), columns.at("/severity/" + at).asInt());
    }
    return stored;
  }

  /** What is drawn at this moment. */
  private Map<Integer, Integer> visible() {
    Map<Integer, Integer> visible = new TreeMap<>();
    Object drawn =
        page.evaluate(
            """
            () => [...document.querySelectorAll('li.alert')].map(one =>
              one.dataset.id + ' ' + /sev(\\d)/.exec(one.querySelector('.sev').className)[1])\
            """);
    for (Object one : (List<?>) drawn) {
      String[] words = one.toString().split(" ");
      visible.put(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }
    return visible;
  }

  /** The whole list, read by scrolling through it. */
  private Map<Integer, Integer> shown(List<Integer> twice) {
    Map<Integer, Integer> shown = new TreeMap<>();
    Map<Integer, Integer> places = new TreeMap<>();
    for (int top = 0; top < height() + 600; top += 600) {
      // Rows are drawn a little after the list was moved.
      page.evaluate(
          """
          top => new Promise(done => {
            scrollTo(0, top);
            requestAnimationFrame(() => setTimeout(done, 50));
          })\
          """,
          top);
      shown.putAll(visible());
      List<?> drawn =
          (List<?>)
              page.evaluate(
                  "() => [...document.querySelectorAll('li.alert')].map(one => one.dataset.id + ' '"
                      + " + one.getAttribute('aria-posinset'))");
      for (Object one : drawn) {
        String[] words = one.toString().split(" ");
        Integer before = places.put(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        if (before != null && before != Integer.parseInt(words[1])) {
          twice.add(Integer.parseInt(words[0]));
        }
      }
    }
    return shown;
  }

  private int height() {
    return ((Number) page.evaluate("() => document.documentElement.scrollHeight")).intValue();
  }

  public static void main(String[] args) throws InterruptedException {
    Plan plan =
        new Plan(
            Duration.ofMinutes(Integer.getInteger("imas.tab.minutes", 60)),
            Integer.getInteger("imas.tab.alerts", 10_000),
            Integer.getInteger("imas.tab.rate", 1_000),
            Integer.getInteger("imas.tab.cuts", 100),
            Integer.getInteger("imas.tab.restarts", 2));
    try (BrowserScene scene = BrowserScene.startOnOnePort()) {
      Result result = run(scene, plan);
      System.out.printf(
          "%s: %,d changes, %d connections, heap %.2f -> %.2f MB (%+.1f %%), %d alerts shown, %d"
              + " shown twice, the list %s the API, load %.1f%n",
          plan,
          result.changes(),
          result.connections(),
          result.heapBefore() / 1e6,
          result.heapAfter() / 1e6,
          100.0 * (result.heapAfter() - result.heapBefore()) / result.heapBefore(),
          result.shown().size(),
          result.shownTwice().size(),
          result.shown().equals(result.stored()) ? "equals" : "DIFFERS FROM",
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
    System.exit(0);
  }
}
