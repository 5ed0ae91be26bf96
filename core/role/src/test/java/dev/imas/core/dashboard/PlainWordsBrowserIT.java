package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.dashboard.Looks.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * No page shows its reader what is for programs: a JSON pointer, the name of a field or a value, a
 * duration of the API, a word that the catalogue has not. In both languages, on every page that is
 * looked at. What is code, or was posted, stands in {@code code} or {@code pre}.
 */
@ExtendWith(Chromium.ClosesPages.class)
class PlainWordsBrowserIT {

  private static final Pattern TECHNICAL =
      Pattern.compile(
          "(?m)(?:^|[\\s(])/[a-z_]+(?:/\\d+)+(?=[\\s,.;:]|$)|\\b[a-z]+(?:_[a-z0-9]+)+\\b"
              + "|\\b[A-Z]+\\d?(?:_[A-Z0-9]+)+\\b|\\bPT?\\d+[HMSD]\\b"
              + "|\\b(?:TRIGGERED|ACKNOWLEDGED|MITIGATED|RESOLVED|FIRING|SUPPRESSED)\\b"
              + "|(?<![\\w.@/-])(?:sms|voice|incident\\.[a-z_]+|notice\\.[a-z_]+)(?![\\w./-])");

  /**
   * Names that the reader has to write elsewhere, or finds in the documentation: no words of ours.
   */
  private static final Set<String> NAMES =
      Set.of("IMAS_PUBLIC_URL", "mute_times", "active_times", "AWS_SNS", "P1D", "PT12H");

  /** Names of permissions are what is granted, and the same in the documentation. */
  private static final Set<String> NAMES_PERMISSIONS = Set.of("/grants");

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
  void everyPageSpeaksEnglishAsPeopleDo() {
    assertThat(found("en-GB")).isEmpty();
  }

  @Test
  void everyPageSpeaksFrenchAsPeopleDo() {
    assertThat(found("fr-FR")).isEmpty();
  }

  private static List<String> found(String language) {
    List<String> found = new ArrayList<>();
    Page page = scene().browser.open(1280, ColorScheme.LIGHT, language);
    scene().browser.loggedIn(page, FilledScene.ADMIN, "/search");
    for (Look look : Looks.all()) {
      page.navigate(scene().browser.url(scene().path(look.path())));
      page.locator("h1").waitFor();
      assertThat(
              page.locator("main [role=status]")
                  .filter(
                      new Locator.FilterOptions()
                          .setHasText(Pattern.compile("Loading|Chargement"))))
          .hasCount(0);
      page.locator("main details").evaluateAll("all => all.forEach(one => { one.open = true; })");
      if (language.startsWith("en")) {
        look.reach().accept(page);
      }
      String text = shown(page);
      for (MatchResult one : TECHNICAL.matcher(text).results().toList()) {
        String word = one.group().strip();
        if (!NAMES.contains(word) && !NAMES_PERMISSIONS.contains(look.path())) {
          found.add(look.path() + ": " + around(text, one));
        }
      }
    }
    return found.stream().distinct().toList();
  }

  private static String around(String text, MatchResult one) {
    int from = Math.max(0, one.start() - 30);
    return text.substring(from, Math.min(text.length(), one.end() + 10)).replace('\n', '|');
  }

  private static String shown(Page page) {
    return (String)
        page.evaluate(
            """
            () => {
              const shown = document.body.cloneNode(true);
              shown.querySelectorAll('pre, code, script, datalist').forEach(one => one.remove());
              document.body.append(shown);
              const text = shown.innerText;
              shown.remove();
              return text;
            }\
            """);
  }
}
