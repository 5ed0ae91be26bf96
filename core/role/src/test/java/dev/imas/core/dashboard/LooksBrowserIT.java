package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.dashboard.Looks.Look;
import dev.imas.fixtures.FullSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every page, dark and light, on a desk and on a phone, with text twice as large: for axe, for the
 * content security policy, and without scrolling sideways. Severities have a shape and a word, and
 * no page takes more scripts than it may.
 */
@ExtendWith(Chromium.ClosesPages.class)
class LooksBrowserIT {

  private static final int DESK = 1280;
  private static final int PHONE = 360;

  /** Packed scripts of a page (dashboard goal 2), and of those that people open in a storm. */
  private static final int MOST_BYTES = 100_000;

  private static final int MOST_BYTES_OF_LISTS = 60_000;
  private static final Set<String> LISTS = Set.of("/", "/incidents", "/alerts");

  private static @Nullable FilledScene played;

  @BeforeAll
  static void start() {
    played = FilledScene.start();
  }

  @AfterAll
  static void stop() {
    if (played != null) {
      played.close();
    }
  }

  private static FilledScene scene() {
    return Objects.requireNonNull(played);
  }

  @Test
  void everyPageIsForEverybody() {
    assertThat(Looks.forgotten()).as("routes that need a line in Looks").isEmpty();
    List<String> faults = new ArrayList<>();
    Page page = scene().browser.open();
    for (Look look : Looks.OPEN) {
      page.navigate("about:blank");
      look(page, look, faults);
    }
    scene().browser.loggedIn(page, FilledScene.ADMIN, "/search");
    for (Look look : Looks.all()) {
      look(page, look, faults);
    }
    Page platform = scene().browser.open();
    scene().browser.loggedIn(platform, "platform", FilledScene.PLATFORM, "/tenants");
    look(platform, new Look("/tenants"), faults);
    assertThat(faults).isEmpty();
    assertThat(scene().browser.complaints()).isEmpty();
  }

  private static int taken;

  private static void look(Page page, Look look, List<String> faults) {
    page.setViewportSize(DESK, 800);
    page.navigate(scene().browser.url(scene().path(look.path())));
    page.locator("h1").waitFor();
    assertThat(
            page.locator("main [role=status]")
                .filter(new Locator.FilterOptions().setHasText("Loading")))
        .hasCount(0);
    Pictures.take(page, look.path());
    Pictures.takeAll(page, ++taken, look.path());
    page.setViewportSize(DESK, 800);
    page.locator("main details").evaluateAll("all => all.forEach(one => { one.open = true; })");
    look.reach().accept(page);
    content(page, look, faults);
    // Text twice as large needs less contrast, and its buttons are larger, so both are looked at in
    // their own size, on the desk. What only a small screen shows is looked at on the phone.
    both(page, look.path(), faults);
    for (int width : new int[] {DESK, PHONE}) {
      page.setViewportSize(width, 800);
      faults.addAll(cut(page, look.path() + " at " + width));
    }
    page.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')");
    if (FullSize.isFull()) {
      both(page, look.path() + " " + DESK, faults);
    } else {
      BrowserScene.lookAtWidth(page, look.path() + " " + DESK, faults);
    }
    page.setViewportSize(PHONE, 800);
    if (FullSize.isFull()) {
      both(page, look.path() + " " + PHONE, faults);
    } else {
      BrowserScene.lookAtSize(page, look.path() + " " + PHONE, faults);
    }
  }

  private static void both(Page page, String what, List<String> faults) {
    as(page, ColorScheme.LIGHT);
    BrowserScene.lookAtColours(page, what + " light", faults);
    as(page, ColorScheme.DARK);
    BrowserScene.look(page, what + " dark", faults);
  }

  private static void as(Page page, ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
  }

  /** Buttons of which a part cannot be seen, since a row or a box is too small for them. */
  private static List<String> cut(Page page, String where) {
    Object found =
        page.evaluate(
            """
            () => [...document.querySelectorAll('main button, main input, main select')].filter(one => {
              const box = one.getBoundingClientRect();
              for (let around = one.parentElement; around; around = around.parentElement) {
                if (getComputedStyle(around).overflowY !== 'hidden' || around.matches('.unseen')) continue;
                const room = around.getBoundingClientRect();
                if (box.bottom > room.bottom + 1 || box.right > room.right + 1) return true;
              }
              return false;
            }).map(one => one.outerHTML.slice(0, 120))\
            """);
    return ((List<?>) found).stream().limit(1).map(one -> where + " is cut off: " + one).toList();
  }

  /** What does not depend on theme and width. */
  private static void content(Page page, Look look, List<String> faults) {
    if (look.isFilled() && page.locator("main .empty, main .failure").count() > 0) {
      faults.add(
          look.path()
              + " is not filled: "
              + page.locator("main .empty, main .failure").first().textContent());
    }
    Object plain =
        page.evaluate(
            """
            () => [...document.querySelectorAll('.sev')]
              .filter(one => !one.querySelector('svg path[d^=M]') || !/^SEV\\d$/.test(one.textContent.trim()))
              .map(one => one.outerHTML)\
            """);
    if (plain instanceof List<?> bad && !bad.isEmpty()) {
      faults.add(look.path() + " has severities without shape and word: " + bad);
    }
    int bytes =
        ((Number)
                page.evaluate(
                    """
                    () => performance.getEntriesByType('resource')
                      .filter(one => one.name.endsWith('.js'))
                      .reduce((sum, one) => sum + one.encodedBodySize, 0)\
                    """))
            .intValue();
    int most = LISTS.contains(look.path()) ? MOST_BYTES_OF_LISTS : MOST_BYTES;
    if (bytes < 5_000 || bytes > most) {
      faults.add(look.path() + " takes " + bytes + " bytes of scripts");
    }
  }
}
