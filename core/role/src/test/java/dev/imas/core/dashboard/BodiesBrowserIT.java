package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.imas.core.dashboard.BrowserScene.pressIn;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.core.TenantScene.Kind;
import dev.imas.core.bus.BodyKept;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.bus.BodyReading.ReadAlert;
import dev.imas.core.bus.BodyReading.Unread;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The newest bodies of a source are shown and tried on its page. */
@ExtendWith(Chromium.ClosesPages.class)
class BodiesBrowserIT {

  private static @Nullable FilledScene played;
  private final List<MessageConsumer<?>> gateways = new ArrayList<>();
  private @Nullable BodyKept kept;

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

  /** Reads all bodies alike. */
  @BeforeEach
  void gateway() {
    var bus = scene().browser.core().vertx.eventBus();
    gateways.add(
        bus.<BodyKept>consumer(
            BodyKept.ADDRESS,
            asked -> {
              kept = asked.body();
              asked.reply(Json.write(reading("Kept")));
            }));
    gateways.add(
        bus.<BodyPasted>consumer(
            BodyPasted.ADDRESS, asked -> asked.reply(Json.write(reading("Pasted")))));
  }

  @AfterEach
  void noGateway() {
    gateways.forEach(gateway -> Await.result(gateway.unregister()));
  }

  private static BodyReading reading(String name) {
    return new BodyReading(
        "/api/v1/webhooks/custom",
        "custom",
        1,
        List.of(
            new ReadAlert(
                "9f86d081884c7d659a2feaa0c55ad015",
                true,
                name,
                Map.of("alertname", name, "service", "payments-service"),
                Map.of(),
                Map.of(),
                Severity.SEV2_HIGH,
                null,
                null)),
        1,
        List.of(new Unread("/alerts/1", "must be an object")),
        0,
        Severity.SEV4_LOW,
        true);
  }

  private static Page at(String person) {
    Page page = scene().browser.open();
    scene().browser.loggedIn(page, person, "/sources/" + scene().tenant.own(Kind.SOURCE));
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Recent payloads")).click();
    return page;
  }

  @Test
  void bodyIsShownAndTried() {
    Page page = at(FilledScene.ADMIN);
    Locator row = page.locator("tr[data-id='" + scene().tenant.own(Kind.RECENT_BODY) + "']");
    assertThat(row).containsText("13 bytes");
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "bodies", faults);

    pressIn(row, "Show");
    Locator dialog = page.locator("dialog[open]");
    assertThat(dialog.locator("pre")).hasText("payments-body");
    page.keyboard().press("Escape");
    pressIn(row, "Test");
    assertThat(dialog).containsText("Would open an incident");
    assertThat(dialog).containsText("Read as custom at /api/v1/webhooks/custom.");
    assertThat(dialog).containsText("/alerts/1 must be an object");
    assertThat(dialog.locator("ol.tree > li").first()).containsText("Kept");
    assertThat(dialog.locator("ol.tree > li").first()).containsText("payments-service");
    BrowserScene.look(page, "a body that was tried", faults);

    Assertions.assertThat(Objects.requireNonNull(kept).dialect()).isEqualTo("custom");
    Assertions.assertThat(kept.body().toString()).isEqualTo("payments-body");
    Assertions.assertThat(faults).isEmpty();
  }

  @Test
  void anotherBodyIsPastedAndTried() {
    Page page = at(FilledScene.ADMIN);
    // The list above it moves it when it comes.
    page.locator("tbody tr").first().waitFor();
    page.locator("summary", new Page.LocatorOptions().setHasText("Test with a payload")).click();
    page.locator("#try-body").fill("[{\"labels\":{}}]");
    page.locator("form:has(#try-body) button.primary").click();

    assertThat(page.locator("main ol.tree > li").first()).containsText("Pasted");
    assertThat(page.locator("main ol.tree")).containsText("Would open an incident");
  }
}
