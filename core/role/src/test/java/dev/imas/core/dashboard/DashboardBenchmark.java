package dev.imas.core.dashboard;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Measures the list of incidents in a real browser; run by hand. Tests hold what no load changes.
 */
final class DashboardBenchmark {

  private static final int CHANGES = 100;
  private static final int ROWS = 1_000;

  private DashboardBenchmark() {}

  public static void main(String[] args) {
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
      say("change to painted, ms", painted(scene, page, incident));
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

  /** From the answer to a change until the page shows it. */
  private static List<Double> painted(BrowserScene scene, Page page, String incident) {
    List<Double> millis = new ArrayList<>();
    String row =
        "[...document.querySelectorAll('.rows li')].find(l => l.textContent.includes('%s'))"
            .formatted(incident);
    for (int i = 0; i < CHANGES; i++) {
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
