package dev.imas.core.dashboard;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Debian's Chromium, started once for all classes of a process. Where it is not installed, its
 * tests are skipped and counted; in CI they fail. A page that breaks the content security policy,
 * or a script that throws, is a complaint.
 */
final class Chromium implements AutoCloseable {

  /** The shell draws and runs as the whole browser does, for three quarters of its time. */
  private static final Path PROGRAM =
      Stream.of(
              System.getProperty("imas.chromium", ""),
              "/usr/bin/chromium-headless-shell",
              "/usr/bin/chromium")
          .map(Path::of)
          .filter(Files::isRegularFile)
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(Path.of("/usr/bin/chromium"));

  private static final AtomicInteger skipped = new AtomicInteger();

  private static final List<BrowserContext> opened = new ArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Chromium() {}

  /** Used by one thread, that of the tests; it ends with this process. */
  private static final class Shared {
    static final Browser BROWSER =
        Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setArgs(List.of("--disable-dev-shm-usage")));
  }

  /**
   * Milliseconds. A machine of CI may stand still for long; who waits in vain has failed anyway.
   */
  private static final double PATIENCE = 40_000;

  /** Pages of a test that has ended would go on reading what changes, beside all others. */
  static final class ClosesPages implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext test) {
      closeAll();
    }
  }

  private static void closeAll() {
    for (BrowserContext one : opened) {
      try {
        one.close();
      } catch (PlaywrightException e) {
        // It has gone before, with a page that still waited for an answer.
      }
    }
    opened.clear();
  }

  static Chromium start() {
    if (!Files.isExecutable(PROGRAM)) {
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw new AssertionError(
            "chromium is not installed, and CI skips nothing; .ci/run installs it");
      }
      System.out.println(
          skipped.incrementAndGet()
              + " class(es) of browser tests skipped: chromium is not installed"
              + " (apt-get install chromium-headless-shell fonts-dejavu-core)");
      assumeTrue(false, "chromium is not installed");
    }
    return new Chromium();
  }

  /** A browser of its own, with no cookies. */
  Page open(int width, ColorScheme scheme, String language) {
    return open(width, scheme, language, "Europe/Paris");
  }

  Page open(int width, ColorScheme scheme, String language, String zone) {
    BrowserContext context =
        Shared.BROWSER.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 800)
                .setColorScheme(scheme)
                .setLocale(language)
                .setTimezoneId(zone));
    opened.add(context);
    context.setDefaultTimeout(PATIENCE);
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    Page page = context.newPage();
    page.onConsoleMessage(
        said -> {
          if (said.text().contains("Content Security Policy")
              || said.text().contains("TrustedHTML")) {
            complaints.add(said.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  Page open() {
    return open(1280, ColorScheme.DARK, "en-GB");
  }

  List<String> complaints() {
    return complaints;
  }

  /** What axe finds wrong with a page as it is now, seen from its top. */
  static List<String> axe(Page page) {
    // What is scrolled half under the bar at the top would count as too small to hit.
    page.evaluate("() => scrollTo(0, 0)");
    return axe(page, "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']");
  }

  /** What axe finds wrong with its colours, which are all that a theme changes. */
  static List<String> axeOfColours(Page page) {
    return axe(page, "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }");
  }

  /** What axe finds wrong with where its buttons are, and with what scrolls. */
  static List<String> axeOfSize(Page page) {
    page.evaluate("() => scrollTo(0, 0)");
    return axe(page, "{ type: 'rule', values: ['target-size', 'scrollable-region-focusable'] }");
  }

  @SuppressWarnings("unchecked")
  private static List<String> axe(Page page, String runOnly) {
    if (Boolean.TRUE.equals(page.evaluate("() => typeof axe === 'undefined'"))) {
      page.evaluate(axe());
    }
    return (List<String>)
        page.evaluate(
            """
            async () => {
              const found = await axe.run(document, { runOnly: %s, resultTypes: ['violations'] });
              return found.violations.map(v => v.id + ' ' + v.nodes[0].html + ' ' + v.nodes[0].failureSummary);
            }\
            """
                .formatted(runOnly));
  }

  private static String axe() {
    try (InputStream in =
        Objects.requireNonNull(Chromium.class.getResourceAsStream("/axe.min.js"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    closeAll();
  }
}
