package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stakeholders and the public are told of an incident from its page. */
@ExtendWith(Chromium.ClosesPages.class)
class UpdatesBrowserIT {

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    played = BrowserScene.start(Map.of());
    played.user("olga", "operator");
    played
        .core()
        .post(
            "/api/v1/scopes",
            "{\"name\":\"Board\",\"mandatory_notify_email\":[\"board@example.org\"]}");
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

  private static RunningCore core() {
    return scene().core();
  }

  private static Locator button(Locator in, String name) {
    return in.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  private static String incident(String more) {
    return core()
        .post("/api/v1/incidents", "{\"title\":\"The shop is down\"" + more + "}")
        .json()
        .get("short_id")
        .asText();
  }

  private static Locator banner(Page page) {
    return page.locator("section[aria-label=Updates]");
  }

  @Test
  void stakeholdersAreToldAndThenHearOfTheEnd() {
    String incident = incident(",\"severity\":\"SEV1\",\"impacted_scopes\":[\"Board\"]");
    List<String> faults = new ArrayList<>();
    Page page = scene().at("olga", "/incidents/" + incident);
    assertThat(banner(page)).hasCount(0);
    page.locator(".head .more summary").click();
    button(page.locator(".head .menu-acts"), "Write update").click();
    Locator form = page.locator("dialog[open]");
    assertThat(form.getByLabel("Audience")).containsText("Stakeholders (1)");
    form.getByLabel("Progress").selectOption("identified");
    form.getByLabel("Update", new Locator.GetByLabelOptions().setExact(true))
        .fill("We have switched off the feature.");
    assertThat(form.getByLabel("Next update by")).not().hasValue("");
    BrowserScene.look(page, "update-writing", faults);
    button(form, "Send update").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);
    assertThat(banner(page)).containsText("Next update due");
    assertThat(
            core()
                .database
                .count(
                    "SELECT count(*) FROM delivery WHERE event = 'incident.updated' AND address ="
                        + " 'board@example.org'"))
        .isEqualTo(1);

    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Updates")).click();
    Locator panel = page.locator("[role=tabpanel]");
    assertThat(panel).containsText("Update 1");
    assertThat(panel).containsText("Identified");
    assertThat(panel).containsText("We have switched off the feature.");
    BrowserScene.look(page, "updates-of-incident", faults);
    button(panel, "Change the promise").click();
    page.locator("dialog[open]").getByLabel("Next update by").fill("");
    button(page.locator("dialog[open]"), "Save").click();
    assertThat(banner(page)).hasCount(0);

    core().post("/api/v1/incidents/" + incident + "/resolve", "{}");
    assertThat(banner(page)).containsText("Stakeholders do not know yet that it is resolved");
    button(banner(page), "Write last update").click();
    assertThat(form.getByLabel("Progress")).hasValue("resolved");
    assertThat(form.getByLabel("Next update by")).hasCount(0);
    form.getByLabel("Update", new Locator.GetByLabelOptions().setExact(true)).fill("It is over.");
    button(form, "Send update").click();
    assertThat(banner(page)).hasCount(0);
    assertThat(faults).isEmpty();
  }

  @Test
  void whatConcernsThePublicIsProposedPublishedAndUpdatedFromTheIncident() {
    core().service("shop");
    core().post("/api/v1/status-page/components", "{\"name\":\"Shop\",\"service\":\"shop\"}");
    core()
        .send(
            core().token,
            "PUT",
            "/api/v1/status-page",
            "{\"is_public\":true,\"slug\":\"acme\",\"name\":\"Acme\"}",
            "if-match",
            "\"1\"");
    String incident = incident(",\"severity\":\"SEV1\",\"service_name\":\"shop\"");
    Page page = scene().at("olga", "/incidents/" + incident);
    assertThat(banner(page))
        .containsText("The status page does not mention this incident. It affects Shop.");
    banner(page)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Publish on status page"))
        .click();
    Locator form = page.locator("dialog[open]");
    form.getByLabel("Title").fill("Orders fail");
    form.getByLabel("Message to the public").fill("We look into it.");
    button(form, "Publish").click();
    assertThat(page.locator("dialog[open]")).hasCount(0);

    List<String> faults = new ArrayList<>();
    page.goBack();
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Updates")).click();
    assertThat(banner(page)).hasCount(0);
    Locator panel = page.locator("[role=tabpanel]");
    assertThat(panel).containsText("We look into it.");
    button(panel, "Write update").click();
    form.getByLabel("Audience")
        .selectOption(
            new com.microsoft.playwright.options.SelectOption()
                .setLabel("Status page: Orders fail"));
    form.getByLabel("Progress").selectOption("monitoring");
    form.getByLabel("Update", new Locator.GetByLabelOptions().setExact(true))
        .fill("It works again.");
    button(form, "Publish update").click();
    assertThat(panel).containsText("It works again.");
    button(panel, "Copy “Orders fail”").click();
    assertThat(form).containsText("Acme: Orders fail (Monitoring)");
    assertThat(form).containsText("Orders fail (Monitoring): It works again.");
    BrowserScene.look(page, "public-texts", faults);
    assertThat(faults).isEmpty();
  }
}
