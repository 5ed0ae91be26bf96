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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reports are files that a browser stores. */
@ExtendWith(Chromium.ClosesPages.class)
class ReportsBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("olga", "operator");
  }

  @AfterAll
  static void stop() {
    if (played != null) {
      played.close();
    }
  }

  @Test
  void theReportOfAnIncidentIsStored() throws IOException {
    BrowserScene scene = Objects.requireNonNull(played);
    String incident = scene.incident("The shop is down");
    Page page = scene.at("olga", "/incidents/" + incident);
    page.locator(".head .more summary").click();
    Locator link =
        page.locator(".head .menu-acts")
            .getByRole(
                AriaRole.LINK, new Locator.GetByRoleOptions().setName("Download report (PDF)"));
    Download stored = page.waitForDownload(link::click);
    assertThat(stored.suggestedFilename()).matches("INC-.*\\.pdf");
    assertThat(stored.failure()).isNull();
    byte[] bytes = Files.readAllBytes(stored.path());
    assertThat(new String(bytes, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
  }
}
