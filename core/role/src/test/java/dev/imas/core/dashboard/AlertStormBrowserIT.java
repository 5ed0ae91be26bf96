package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.imas.core.alert.ManyAlerts;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.RunningCore;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fifty thousand alerts fire and a thousand change each second (goals 1 and 6 of the dashboard).
 * What is asserted does not depend on how busy the machine is; the rest is printed.
 */
@ExtendWith(Chromium.ClosesPages.class)
class AlertStormBrowserIT {

  /** More than a page of what is read. */
  private static final int FIRING = FullSize.or(15_000, 50_000);

  private static final int PAGE = 10_000;
  private static final int MOST_ELEMENTS = 600;
  private static final long MOST_HEAP = 64L << 20;
  private static final long SECOND = 1_000_000_000;

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "tenant_admin"));
    ManyAlerts.store(scene().core(), FIRING, FIRING);
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

  /** A thousand alerts a second change their severity, as intake tells the feed of them. */
  static Thread storm(RunningCore core, int alerts, AtomicBoolean isOver) {
    return Thread.ofVirtual()
        .start(
            () -> {
              for (int from = 0; !isOver.get(); from = (from + 100) % alerts) {
                long next = System.nanoTime() + SECOND / 10;
                core.database.execute(
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
                        .formatted(from + 1, from + 100));
                LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
              }
            });
  }

  private static JsonObject call(CDPSession session, String method) {
    return session.send(method);
  }

  private static long heap(CDPSession session) {
    call(session, "HeapProfiler.collectGarbage");
    return call(session, "Runtime.getHeapUsage").get("usedSize").getAsLong();
  }

  private static int elements(Page page) {
    return (int) page.evaluate("() => document.querySelectorAll('.rows *').length");
  }

  private static int count(Page page) {
    return Integer.parseInt(
        Objects.requireNonNull(page.locator("li.alert").first().getAttribute("aria-setsize")));
  }

  /**
   * How the list scrolls. What it depends on most is what else the machine does, so it is told and
   * not asserted.
   *
   * @param busy the share of the time in which the page's main thread worked
   */
  private record Frames(double perSecond, double busy) {

    static Frames whileItScrolls(Page page, CDPSession session) {
      call(session, "Performance.enable");
      double worked = worked(session);
      long begun = System.nanoTime();
      Object perSecond =
          page.evaluate(
              """
              () => new Promise(done => {
                const begun = performance.now();
                let frames = 0;
                const step = () => {
                  frames++;
                  scrollBy(0, 40);
                  const since = performance.now() - begun;
                  if (since < 8000) requestAnimationFrame(step);
                  else done(frames * 1000 / since);
                };
                requestAnimationFrame(step);
              })\
              """);
      double busy = (worked(session) - worked) / ((System.nanoTime() - begun) / 1e9);
      return new Frames(((Number) perSecond).doubleValue(), busy);
    }

    /** Seconds that the main thread has worked. */
    private static double worked(CDPSession session) {
      for (JsonElement metric :
          call(session, "Performance.getMetrics").getAsJsonArray("metrics").asList()) {
        if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
          return metric.getAsJsonObject().get("value").getAsDouble();
        }
      }
      throw new AssertionError("Chromium does not tell how long it has worked");
    }
  }

  @Test
  void aStormOfAlertsStaysUsable() throws InterruptedException {
    Page page = scene().open();
    AtomicInteger reads = new AtomicInteger();
    page.onResponse(
        response -> {
          if (response.url().contains("view=row")) {
            reads.incrementAndGet();
          }
        });
    scene().loggedIn(page, "vera", "/alerts");
    CDPSession session = page.context().newCDPSession(page);
    page.locator("li.alert").first().waitFor();
    // To the end of what is read, page by page, until all are there.
    page.waitForCondition(
        () -> {
          page.evaluate("() => scrollTo(0, document.body.scrollHeight)");
          return count(page) >= FIRING;
        },
        new Page.WaitForConditionOptions().setTimeout(120_000));
    assertThat(elements(page)).isLessThanOrEqualTo(MOST_ELEMENTS);
    page.evaluate("() => scrollTo(0, document.body.scrollHeight / 2)");
    page.waitForCondition(() -> page.locator("li.alert .what a").count() > 5);
    page.evaluate(
        """
        () => {
          window.tasks = [];
          new PerformanceObserver(list => list.getEntries().forEach(one => window.tasks.push(Math.round(one.duration))))
            .observe({ entryTypes: ['longtask'] });
        }\
        """);
    page.locator("li.alert").nth(3).hover();
    String under =
        "() => [...document.querySelectorAll('li.alert')].map(one => one.dataset.id + '@' +"
            + " Math.round(one.getBoundingClientRect().top)).join()";
    Object before = page.evaluate(under);

    AtomicBoolean isOver = new AtomicBoolean();
    Thread storm = storm(scene().core(), FIRING, isOver);
    int already = reads.get();
    // All of it is read anew meanwhile.
    page.waitForCondition(
        () -> reads.get() > already + FIRING / PAGE,
        new Page.WaitForConditionOptions().setTimeout(120_000));
    assertThat(page.evaluate(under)).as("no row has moved").isEqualTo(before);
    assertThat(elements(page)).isLessThanOrEqualTo(MOST_ELEMENTS);
    Object tasks =
        page.evaluate("() => window.tasks.toSorted((a, b) => b - a).slice(0, 10).join(' ')");
    Frames frames = Frames.whileItScrolls(page, session);
    isOver.set(true);
    storm.join();

    long heap = heap(session);
    System.out.printf(
        "%,d alerts, 1,000 changes/s while all is read anew: %d elements, heap %.1f MB, tasks over"
            + " 50 ms: %s ms; while it scrolls %.1f frames/s, main thread busy for %.0f %%%n",
        count(page), elements(page), heap / 1e6, tasks, frames.perSecond, 100 * frames.busy);
    assertThat(heap).isLessThan(MOST_HEAP);
    assertThat(scene().complaints()).isEmpty();
  }
}
