package dev.imas.core.dashboard;

import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import dev.imas.core.alert.ManyAlerts;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the list of incidents in a real browser; run by hand. Tests hold what no load changes.
 */
final class DashboardBenchmark {

  private static final int CHANGES = 100;
  private static final int ROWS = 1_000;
  private static final int ALERTS = 10_000;

  /** Longer than the list waits between two readings. */
  private static final long REST = 2_500_000_000L;

  private static final long BETWEEN_INCIDENTS = 50_000_000;

  private DashboardBenchmark() {}

  public static void main(String[] args) throws InterruptedException {
    try (BrowserScene scene =
        BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"))) {
      UUID service = scene.core().service("archive");
      scene
          .core()
          .database
          .execute(
              """
              INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by,
                                    detected_at, created_at, updated_at)
              SELECT '%s', gen_random_uuid(), 'INC-' || upper(substr(md5('' || n), 1, 7)), 'Disk of node ' || n || ' is full',
                     '%s', 1 + n %% 4, 'TRIGGERED', 'api', 'test', now(), now() - interval '1 day' - n * interval '1 second', now()
                FROM generate_series(1, %d) AS n\
              """
                  .formatted(scene.core().tenant, service, ROWS));
      String incident = scene.incident("Changes all the time");
      Page page = scene.open();
      scene.loggedIn(page, "olivia", "/incidents");
      List<Double> firsts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        page.navigate("about:blank");
        page.navigate(scene.url("/incidents"));
        page.locator(".rows li").first().waitFor();
        firsts.add(((Number) page.evaluate("() => performance.now()")).doubleValue());
      }
      say("first list, ms", firsts);
      say("first list on slow 4G with a quarter of the processor, ms", onThePhone(scene));
      say("change after a rest to painted, ms", painted(scene, page, incident, REST));
      say("change after change to painted, ms", painted(scene, page, incident, 0));
      ManyAlerts.store(scene.core(), ALERTS, ALERTS);
      // Core's clock stands, so these would be newer than what follows.
      scene
          .core()
          .database
          .execute("UPDATE incident SET created_at = created_at - interval '2 days'");
      AtomicBoolean isOver = new AtomicBoolean();
      List<Thread> storm =
          List.of(
              AlertStormBrowserIT.storm(scene.core(), ALERTS, isOver), incidents(scene, isOver));
      String late = scene.incident("Changes in the storm");
      page.navigate(scene.url("/incidents"));
      page.locator(".rows li").filter(new Locator.FilterOptions().setHasText(late)).waitFor();
      say("change in a storm to painted, ms", painted(scene, page, late, 0));
      isOver.set(true);
      for (Thread one : storm) {
        one.join();
      }
      page.evaluate("() => scrollTo(0, 4000)");
      say("frames a second while scrolling", frames(page));
      Locator rows = page.locator(".rows");
      say(
          "elements of the list",
          List.of(((Number) rows.evaluate("l => l.querySelectorAll('*').length")).doubleValue()));
      CDPSession session = page.context().newCDPSession(page);
      session.send("HeapProfiler.collectGarbage");
      say(
          "heap after collection, bytes",
          List.of(session.send("Runtime.getHeapUsage").get("usedSize").getAsDouble()));
      System.out.printf(
          "load %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
  }

  /** Lighthouse's slow 4G: 1.6 Mbit/s, 150 ms there and back; nothing is cached. */
  private static List<Double> onThePhone(BrowserScene scene) {
    Page page = scene.open();
    scene.loggedIn(page, "olivia", "/incidents");
    CDPSession session = page.context().newCDPSession(page);
    session.send("Network.enable");
    session.send(
        "Network.emulateNetworkConditions",
        JsonParser.parseString(
                """
                {"offline": false, "latency": 150, "downloadThroughput": 200000, "uploadThroughput": 93750}\
                """)
            .getAsJsonObject());
    session.send(
        "Emulation.setCPUThrottlingRate",
        JsonParser.parseString("{\"rate\": 4}").getAsJsonObject());
    List<Double> firsts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      page.navigate("about:blank");
      session.send("Network.clearBrowserCache");
      page.navigate(
          scene.url("/incidents"), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
      page.locator(".rows li").first().waitFor();
      firsts.add(((Number) page.evaluate("() => performance.now()")).doubleValue());
    }
    page.context().close();
    return firsts;
  }

  /** Twenty changes a second of other incidents, which the same list has. */
  private static Thread incidents(BrowserScene scene, AtomicBoolean isOver) {
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      others.add(scene.incident("One of the storm " + i));
    }
    return Thread.ofVirtual()
        .start(
            () -> {
              for (int i = 0; !isOver.get(); i++) {
                scene
                    .core()
                    .post(
                        "/api/v1/incidents/"
                            + others.get(i % others.size())
                            + (i / others.size() % 2 == 0 ? "/acknowledge" : "/unacknowledge"),
                        "{}");
                LockSupport.parkNanos(BETWEEN_INCIDENTS);
              }
            });
  }

  /** From the answer to a change until the page shows it. */
  private static List<Double> painted(BrowserScene scene, Page page, String incident, long rest) {
    List<Double> millis = new ArrayList<>();
    String row =
        "[...document.querySelectorAll('.rows li')].find(l => l.textContent.includes('%s'))"
            .formatted(incident);
    for (int i = 0; i < CHANGES; i++) {
      LockSupport.parkNanos(rest);
      boolean isTaken = i % 2 == 0;
      scene
          .core()
          .post(
              "/api/v1/incidents/" + incident + (isTaken ? "/acknowledge" : "/unacknowledge"),
              "{}");
      long begun = System.nanoTime();
      page.waitForFunction(
          "() => "
              + row
              + ".querySelector('.status').className.includes('"
              + (isTaken ? "acknowledged" : "triggered")
              + "')");
      millis.add((System.nanoTime() - begun) / 1e6);
    }
    return millis;
  }

  private static List<Double> frames(Page page) {
    Object frames =
        page.evaluate(
            """
            () => new Promise(done => {
              const begun = performance.now();
              let frames = 0;
              const step = () => {
                scrollBy(0, 40);
                frames++;
                if (performance.now() - begun < 5000) requestAnimationFrame(step);
                else done(frames / 5);
              };
              requestAnimationFrame(step);
            })\
            """);
    return List.of(((Number) frames).doubleValue());
  }

  private static void say(String what, List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    System.out.printf(
        "%s: p50 %.0f, p99 %.0f%n",
        what,
        sorted.get(sorted.size() / 2),
        sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100)));
  }
}
