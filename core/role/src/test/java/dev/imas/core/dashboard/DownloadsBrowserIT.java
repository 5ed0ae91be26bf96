package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every file that a page offers can be stored: a session in cookies reads none by a plain link. */
@ExtendWith(Chromium.ClosesPages.class)
class DownloadsBrowserIT {

  private static @Nullable BrowserScene played;
  private static String incident = "";

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("olga", "operator");
    incident = played.incident("The shop is down");
    played.core().post("/api/v1/incidents/" + incident + "/post-mortem", "{}");
  }

  @AfterAll
  static void stop() {
    if (played != null) {
      played.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/incidents, Export CSV (30 days), 'id,short_id'",
    "/analytics, Export CSV, 'id,short_id'",
    "/tasks, Export all (CSV), 'key,kind'",
    "/obligations, Export register (CSV), ''",
    "/incidents/{INCIDENT}, Download report (PDF), %PDF-",
    "/post-mortems/{INCIDENT}, Download PDF, %PDF-",
    "/post-mortems/{INCIDENT}, Download Word, PK",
    "/post-mortems/{INCIDENT}, Download Markdown, '# Post-mortem of INC-'"
  })
  void whatAPageOffersIsStored(String path, String name, String beginning) throws IOException {
    BrowserScene scene = Objects.requireNonNull(played);
    Page page = scene.at("olga", path.replace("{INCIDENT}", incident));
    Locator link =
        page.locator("main")
            .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(true));
    page.locator("main h1").waitFor();
    if (page.locator("main .more summary").count() > 0) {
      page.locator("main .more summary").first().click();
    }
    Download stored = page.waitForDownload(link::click);
    assertThat(stored.failure()).isNull();
    assertThat(stored.suggestedFilename()).matches("[\\w-]+\\.(csv|pdf|docx|md)");
    assertThat(Files.readString(stored.path(), StandardCharsets.ISO_8859_1)).startsWith(beginning);
  }
}
