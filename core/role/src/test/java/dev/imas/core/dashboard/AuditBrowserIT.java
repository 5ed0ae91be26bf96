package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.imas.fixtures.Await;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit page says how far entries are sealed, and what that does not prove. */
@ExtendWith(Chromium.ClosesPages.class)
class AuditBrowserIT {

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9,]*");

  @Test
  void theChainIsShownWithItsLimitsAndItsFaults() {
    try (BrowserScene scene = BrowserScene.start(Map.of())) {
      scene.user("tara", "tenant_admin");
      scene.core().post("/api/v1/teams", "{\"name\":\"Sealed\"}");
      Await.until(
          "all to be sealed",
          () -> scene.core().database.count("SELECT count(*) FROM audit_unsealed"),
          waiting -> waiting == 0);
      scene.core().sweep("audit-checkpoint");

      Page page = scene.loggedIn(scene.open(), "tara", "/audit?action=team.create");

      assertThat(page.locator(".audit-chain .kpi").first()).containsText("Sealed to");
      assertThat(page.locator(".audit-chain .kpi strong").first()).hasText(NUMBER);
      assertThat(page.locator(".audit-chain .kpi strong").nth(1)).hasText(NUMBER);
      assertThat(page.locator(".audit-chain")).containsText("Not proof against the database");
      assertThat(page.locator("tr[data-id] td").nth(4)).hasText(NUMBER);

      scene
          .core()
          .database
          .execute(
              "INSERT INTO audit_refusal (tenant_id, number, reason, since) VALUES ('%s', 7, 'shorter', now())"
                  .formatted(scene.core().tenant));
      page.reload();

      assertThat(page.locator(".audit-chain [role=alert]"))
          .containsText("Sealing has stopped: entry 7 was signed and is gone");
    }
  }
}
