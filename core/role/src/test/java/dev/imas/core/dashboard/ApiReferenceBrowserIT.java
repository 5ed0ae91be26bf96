package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.http.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The reference of the API, as whoever builds on it reads it: without a session. */
@ExtendWith(Chromium.ClosesPages.class)
class ApiReferenceBrowserIT {

  private static @Nullable BrowserScene started;

  @BeforeAll
  static void start() {
    started = BrowserScene.start(Map.of());
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  private static BrowserScene scene() {
    return Objects.requireNonNull(started);
  }

  @Test
  void everyTagAndOperationIsThereAndNothingComesFromElsewhere() {
    Page page = scene().open();
    List<String> elsewhere = new ArrayList<>();
    page.onRequest(
        request -> {
          if (!request.url().startsWith(scene().url("/"))) {
            elsewhere.add(request.url());
          }
        });
    page.navigate(scene().url("/docs"));
    Locator tags = page.locator("main > details");
    page.locator("main > details").first().waitFor();
    int operations = 0;
    for (Locator tag : tags.all()) {
      tag.locator("> summary").click();
      tag.locator("> section").waitFor();
      operations += tag.locator("> section > details").count();
    }
    Assertions.assertThat(operations)
        .isEqualTo(
            scene()
                .core()
                .get(Api.BASE + "/openapi.json")
                .json()
                .path("paths")
                .findValues("x-permission")
                .size())
        .isGreaterThan(400);
    Assertions.assertThat(elsewhere).isEmpty();
    Assertions.assertThat(scene().complaints()).isEmpty();
  }

  @Test
  void anOperationIsFoundAndReadByKeyboardAlone() {
    Page page = scene().open();
    page.navigate(scene().url("/docs"));
    Locator search = page.getByLabel("Search operations");
    search.focus();
    page.keyboard().type("POST postIncidentsByIdMerge");
    Locator found = page.locator("#postIncidentsByIdMerge");
    assertThat(page.getByRole(AriaRole.STATUS).getByText("Operations: 1")).isVisible();
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");

    assertThat(found.getByText("incident.edit").first()).isVisible();
    assertThat(found.locator("pre").first()).containsText("curl -sS -X POST 'http://localhost:");
    assertThat(found.locator("pre").first()).containsText("/api/v1/incidents/<id>/merge'");
    Assertions.assertThat(page.url()).endsWith("#postIncidentsByIdMerge");

    page.reload();
    assertThat(page.locator("#postIncidentsByIdMerge pre").first()).isVisible();
  }

  @Test
  void whatIsInAnAnswerIsShownMemberByMember() {
    Page page = scene().open();
    page.navigate(scene().url("/docs#getIncidentsById"));
    Locator operation = page.locator("#getIncidentsById");
    Locator fields =
        operation.locator("summary", new Locator.LocatorOptions().setHasText("Fields")).first();
    fields.click();
    assertThat(operation.locator("dt", new Locator.LocatorOptions().setHasText("short_id")).first())
        .isVisible();
  }

  @Test
  void itFitsAPhoneInBothThemes() {
    List<String> faults = new ArrayList<>();
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      Page page = scene().open(360, scheme, "fr");
      page.navigate(scene().url("/docs#postIncidents"));
      page.locator("#postIncidents pre").first().waitFor();
      BrowserScene.look(page, "360 px " + scheme, faults);
    }
    Assertions.assertThat(faults).isEmpty();
  }
}
