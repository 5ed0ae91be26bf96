package dev.imas.core.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where the pages are looked at. A route of {@code routes.json} without parameters is looked at as
 * it is, without a line here; one with parameters needs a line that fills them.
 */
final class Looks {

  /**
   * @param path with {@code {KIND}} for the name of what the tenant has of that kind, see {@code
   *     TenantScene}
   * @param reach what to do there before one looks
   * @param isFilled false where a page has nothing to show on purpose
   */
  record Look(String path, Consumer<Page> reach, boolean isFilled) {

    Look(String path) {
      this(path, page -> {}, true);
    }

    Look(String path, Consumer<Page> reach) {
      this(path, reach, true);
    }

    /** Nothing there, or nothing that may be seen. */
    static Look bare(String path) {
      return new Look(path, page -> {}, false);
    }

    boolean isOf(String route) {
      String pattern = route.replaceAll("\\{\\w+}", "[^/]+");
      return path.replaceAll("[?#].*", "").matches(pattern);
    }
  }

  /** Those that need no session. */
  static final List<Look> OPEN =
      List.of(
          new Look("/login"),
          new Look("/forgotten"),
          new Look(
              "/forgotten",
              page -> {
                page.getByLabel("Username or e-mail address").fill("nobody");
                BrowserScene.press(page, "Send reset link");
                page.locator("main").getByText("60 minutes").waitFor();
              }),
          new Look("/welcome"),
          new Look("/welcome#code"),
          new Look("/reset"),
          new Look("/reset#code"),
          new Look("/docs"),
          new Look("/docs?q=heartbeats"),
          new Look(
              "/docs#postIncidents", page -> page.locator("#postIncidents dl").first().waitFor()),
          Look.bare("/docs?q=nothing-has-this-name"));

  private static final List<Look> MORE =
      List.of(
          new Look("/", page -> page.locator("#now-services + table").waitFor()),
          new Look("/incidents", page -> page.locator(".menu summary").click()),
          new Look("/incidents", page -> BrowserScene.press(page, "Help")),
          Look.bare("/incidents?search=nothing-has-this-name"),
          new Look("/incidents/{SHORT_ID}", page -> page.locator(".timeline").waitFor()),
          Look.bare("/incidents/INC-NONE"),
          new Look(
              "/incidents/{SHORT_ID}",
              page -> {
                BrowserScene.press(page, "Resolve…");
                page.locator("dialog[open]").waitFor();
              }),
          new Look("/incidents?declare=1", page -> page.locator("dialog[open] fieldset").waitFor()),
          new Look("/silences?alert={ALERT}", page -> page.locator("dialog[open] form").waitFor()),
          new Look("/alerts?columns=alertname&status=all"),
          new Look("/alerts?by=service"),
          Look.bare("/alerts?match=alertname%3Dnothing"),
          new Look(
              "/dead-letters",
              page -> {
                BrowserScene.press(page, "Replay all matching");
                page.locator("dialog[open] .soft").waitFor();
              }),
          new Look("/alerts/{ALERT}?why=1", page -> page.locator(".tree").waitFor()),
          new Look(
              "/alerts",
              page -> {
                page.keyboard().press("Control+k");
                page.locator(".palette").waitFor();
              }),
          new Look(
              "/schedules/{SCHEDULE}",
              page -> {
                page.locator(".shifts").waitFor();
                page.locator("#feeds").waitFor();
                BrowserScene.press(page, "Edit rotations");
              }),
          Look.bare("/schedules/nothing-of-this-name"),
          new Look(
              "/policies/{ESCALATION_POLICY}?service={SERVICE}&severity=SEV1&zone=Asia/Tokyo&at="
                  + LocalDate.now(ZoneOffset.UTC).plusDays(30)
                  + "T03:00",
              page -> page.locator(".policy-answer").waitFor()),
          Look.bare("/policies/nothing-of-this-name"),
          new Look("/event-webhooks/{EVENT_WEBHOOK}"),
          new Look("/drills/{DRILL}"),
          new Look("/gate/{GATE_DECISION}"),
          new Look("/deployment-windows/{DEPLOYMENT_WINDOW}"),
          new Look("/meetings/{MEETING}"),
          new Look("/boards/{BOARD}"),
          new Look("/boards/{BOARD}/backlog"),
          new Look("/boards/{BOARD}/sprints/1"),
          new Look("/tasks/{ITEM}"),
          new Look("/post-mortems/{SHORT_ID}", page -> page.locator(".stages").waitFor()),
          new Look(
              "/post-mortems/{SHORT_ID}",
              page -> {
                page.locator(".stages").waitFor();
                BrowserScene.press(page, "Edit Summary");
                page.locator("textarea").waitFor();
              }),
          new Look(
              "/incidents/{SHORT_ID}?tab=tasks",
              page -> page.locator(".timeline, ul").first().waitFor()),
          new Look(
              "/incidents/{SHORT_ID}?tab=updates",
              page -> page.locator("[role=tabpanel] .timeline li").first().waitFor()),
          new Look(
              "/incidents/{SHORT_ID}?tab=updates",
              page -> {
                page.locator("[role=tabpanel]")
                    .getByRole(
                        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Write update"))
                    .click();
                page.locator("dialog[open]").waitFor();
              }),
          new Look("/simulations/{SIMULATION}"),
          new Look(
              "/simulations?version=1",
              page -> page.locator("dialog[open] [name=version]").waitFor()),
          new Look(
              "/search?q={ALERT_NAME}", page -> page.locator(".results .found").first().waitFor()),
          Look.bare("/search?q=-nothing"),
          new Look("/sources/new?sender=GRAFANA"),
          new Look("/sources/{SOURCE}"),
          new Look("/sources/{SOURCE}?tab=keys"),
          new Look("/sources/{SOURCE}?tab=bodies"),
          new Look("/trust?tab=receipts"),
          new Look(
              "/providers",
              page -> {
                page.locator("tr[data-id]")
                    .first()
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Edit"))
                    .click();
                page.locator("dialog[open]").waitFor();
              }),
          new Look("/status-page?tab=components"),
          new Look("/status-page?tab=maintenance"),
          new Look("/status-page?tab=subscribers"),
          Look.bare("/users?role=operator&team=nobody"));

  /** An administrator of a tenant does not see all tenants. DoraBrowserIT looks at figures. */
  private static final Set<String> BARE = Set.of("/tenants", "/analytics/dora");

  private Looks() {}

  /** The routes of the dashboard. */
  static List<String> routes() {
    try {
      JsonNode all =
          new ObjectMapper().readTree(Files.readString(Path.of("../web/src/main/web/routes.json")));
      List<String> routes = new ArrayList<>();
      all.forEach(route -> routes.add(route.asText()));
      return routes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that need a session: each route as it is, and the lines of this list. */
  static List<Look> all() {
    List<Look> all = new ArrayList<>();
    for (String route : routes()) {
      if (!route.contains("{") && OPEN.stream().noneMatch(look -> look.isOf(route))) {
        all.add(BARE.contains(route) ? Look.bare(route) : new Look(route));
      }
    }
    all.addAll(MORE);
    return all;
  }

  /** The routes at which nobody looks. */
  static List<String> forgotten() {
    return routes().stream()
        .filter(route -> all().stream().noneMatch(look -> look.isOf(route)))
        .filter(route -> OPEN.stream().noneMatch(look -> look.isOf(route)))
        .toList();
  }
}
