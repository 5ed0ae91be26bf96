package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.imas.fixtures.database.RunningCore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A duty is opened on its incident's page, and its proof recorded on the desk. */
@ExtendWith(Chromium.ClosesPages.class)
class ObligationsBrowserIT {

  private static final String TEST_SHA256 =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("dora", "tenant_admin");
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

  private static Locator button(Locator in, String name) {
    return in.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  private static JsonNode duty(String incident) {
    return core().get("/api/v1/incidents/" + incident + "/obligations").json().at("/items/0");
  }

  private static RunningCore core() {
    return scene().core();
  }

  @Test
  void dutyIsOpenedOnTheIncidentAndProvedOnTheDesk() {
    String incident = scene().incident("Receipts of others are shown");
    List<String> faults = new ArrayList<>();
    Page page = scene().at("dora", "/incidents/" + incident);
    page.locator(".head .more summary").click();
    button(page.locator(".head .menu-acts"), "Add obligation").click();
    Locator opening = page.locator("dialog[open]");
    opening.getByLabel("Law").selectOption("nis2-23");
    button(opening, "Add").last().click();
    Locator card = page.locator("section[aria-labelledby^=duty-]");
    assertThat(card).containsText("NIS2 Art. 23");
    assertThat(card).containsText("Starts with the submission: Notification");
    assertThat(page.locator("main")).containsText("gives no legal advice");
    BrowserScene.look(page, "obligation-of-incident", faults);

    Page desk = scene().at("dora", "/obligations");
    assertThat(desk.locator("h1")).containsText("Early warning is due next, for ");
    Locator first = desk.locator("section[aria-labelledby^=duty-]").first();
    first.getByText("Why is it due then?").click();
    assertThat(first).containsText("24 hours after awareness");
    assertThat(first).containsText("1 month after submission (Notification)");
    // The browser's clock goes on, and what it offers must not lie in core's future.
    core().clock.move(Duration.ofMinutes(5));
    button(first, "Record submission").click();
    Locator dialog = desk.locator("dialog[open]");
    dialog.getByLabel("Authority").fill("ANSSI");
    dialog.getByLabel("Reference").fill("CERT-4711");
    dialog
        .getByLabel("Proof")
        .setInputFiles(
            new FilePayload(
                "warning.pdf", "application/pdf", "test".getBytes(StandardCharsets.UTF_8)));
    assertThat(dialog.getByLabel("SHA-256")).hasValue(TEST_SHA256);
    assertThat(dialog.getByLabel("Document")).hasValue("warning.pdf");
    BrowserScene.look(desk, "obligation-submission", faults);
    button(dialog, "Record").click();
    assertThat(desk.locator("dialog[open]")).hasCount(0);
    assertThat(desk.locator("h1")).containsText("Notification is due next, for ");
    BrowserScene.look(desk, "obligations", faults);
    assertThat(faults).isEmpty();
    JsonNode proof = duty(incident).at("/stages/0/submissions/0");
    assertThat(proof.get("document_sha256").asText()).isEqualTo(TEST_SHA256);
    assertThat(proof.get("submitted_by").asText()).isEqualTo("dora");
  }

  @Test
  void factsAndWaiversTakeAReason() {
    String incident = scene().incident("Somebody has read mail of others");
    core().post("/api/v1/incidents/" + incident + "/obligations", "{\"regime\":\"dora-19\"}");
    Page page = scene().at("dora", "/incidents/" + incident);
    Locator card = page.locator("section[aria-labelledby^=duty-]");
    button(card, "Edit facts").click();
    Locator facts = page.locator("dialog[open]");
    facts.getByLabel("Classified").fill("2026-01-02T03:04");
    button(facts, "Save").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(card).containsText("Classified");
    assertThat(duty(incident).get("classified_at").asText()).isEqualTo("2026-01-02T02:04:00Z");
    assertThat(duty(incident).get("aware_at").asText())
        .as("what is not changed is not stated again")
        .isEqualTo(duty(incident).get("detected_at").asText());

    button(card, "End without report").click();
    Locator waiver = page.locator("dialog[open]");
    waiver.getByLabel("Reason").fill("Not a major incident after all");
    button(waiver, "End stage").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(card).containsText("Not required");
  }
}
