package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The style guide: every component in each of its states, light and dark, on a desk and on a phone,
 * for axe and for the content security policy. It stands beside the dashboard's build and is part
 * of nothing that is shipped. Its pictures are in the target folder.
 */
@ExtendWith(Chromium.ClosesPages.class)
class StyleGuideBrowserIT {

  private static final Path GUIDE = Path.of("../web/target/styleguide");
  private static final Path PICTURES = Path.of("../web/target/styleguide-pictures");
  private static final String HOST = "http://styleguide.test";

  /** The components of the design, by the parts of the page that show them. */
  private static final List<String> PARTS =
      List.of(
          "button",
          "badge",
          "severity",
          "status",
          "avatar",
          "time",
          "field",
          "select",
          "combobox",
          "date",
          "table",
          "filters",
          "tabs",
          "dialog",
          "toast",
          "empty",
          "banner",
          "stepper",
          "timeline",
          "lane",
          "chart",
          "code",
          "diff");

  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "js", "text/javascript", "css", "text/css");

  @Test
  void everyComponentIsForEverybodyInBothThemes() throws IOException {
    List<String> faults = new ArrayList<>();
    try (Chromium chromium = Chromium.start()) {
      Page page = chromium.open();
      open(page);
      for (String part : PARTS) {
        assertThat(page.locator("[data-part=" + part + "]")).isVisible();
      }
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        for (int width : new int[] {1440, 390}) {
          page.setViewportSize(width, 900);
          String what = width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT);
          BrowserScene.look(page, what, faults);
          page.screenshot(
              new Page.ScreenshotOptions()
                  .setFullPage(true)
                  .setPath(PICTURES.resolve(what + ".png")));
        }
      }
      page.setViewportSize(1440, 900);
      for (String opened : List.of("Open dialog", "Open drawer")) {
        BrowserScene.press(page, opened);
        page.locator("dialog[open]").waitFor();
        BrowserScene.look(page, opened, faults);
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
      }
      BrowserScene.press(page, "Show toast");
      BrowserScene.press(page, "Show failure");
      page.locator("[data-part=toast] time").focus();
      assertThat(page.locator(".tip")).isVisible();
      Locator menu = page.locator("[data-part=dialog] .more summary");
      menu.click();
      BrowserScene.look(page, "toasts, tooltip and menu", faults);
      assertThat(faults).isEmpty();
      assertThat(chromium.complaints()).isEmpty();
    }
  }

  /** What is shipped has neither the page nor its address. */
  @Test
  void nothingThatIsShippedHasIt() throws IOException {
    assertThat(Looks.routes()).noneMatch(route -> route.contains("guide"));
    try (InputStream names =
        Objects.requireNonNull(Dashboard.class.getResourceAsStream("files/files.txt"))) {
      assertThat(new String(names.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("main-")
          .doesNotContain("guide");
    }
  }

  private static void open(Page page) {
    page.route(HOST + "/**", StyleGuideBrowserIT::answer);
    page.navigate(HOST + "/styleguide");
    page.locator("h1").waitFor();
  }

  private static void answer(Route route) {
    String path = route.request().url().replaceFirst("^" + HOST + "/|[?#].*$", "");
    String name = path.startsWith("styleguide.") ? path : "index.html";
    route.fulfill(
        new Route.FulfillOptions()
            .setPath(GUIDE.resolve(name))
            .setContentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
            .setHeaders(Map.of("content-security-policy", Dashboard.POLICY)));
  }
}
