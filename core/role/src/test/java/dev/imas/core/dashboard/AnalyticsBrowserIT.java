package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.fixtures.database.RunningCore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Figures of a time, as charts and as tables: they are the API's. */
@ExtendWith(Chromium.ClosesPages.class)
class AnalyticsBrowserIT {

  private static @Nullable BrowserScene played;

  /** Forty incidents of forty days: ten severe ones of the shop, the others of the mail. */
  @BeforeAll
  static void start() {
    BrowserScene scene = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "nobody"));
    played = scene;
    RunningCore core = scene.core();
    UUID shop = core.service("shop");
    UUID mail = core.service("mail");
    core.database.execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, lead, detected_at,
                              created_at, acknowledged_at, resolved_at, updated_at, alert_count, reopen_count)
        SELECT '%s', gen_random_uuid(), 'INC-A' || n, 'x', CASE WHEN n %% 4 = 0 THEN '%s'::uuid ELSE '%s'::uuid END,
               CASE WHEN n %% 4 = 0 THEN 1 ELSE 3 END, 'RESOLVED', 'alert', 'x', 'olivia', at, at, NULL, at + interval '2 min',
               at, 2, 0
          FROM (SELECT n, now() - n * interval '1 day' - interval '1 h' AS at FROM generate_series(0, 39) AS n) AS days;
        INSERT INTO figure_settings (tenant_id, by_person, open_severe, version) VALUES ('%1$s', true, 5, 2)\
        """
            .formatted(core.tenant, shop, mail));
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

  private static JsonNode asked(String path) {
    return scene().core().get("/api/v1/metrics" + path).json();
  }

  private static Locator kpi(Page page, String name) {
    return page.locator("[data-kpi='" + name + "'] strong");
  }

  /** The charts of a part of the page, by the id of its heading. */
  private static Locator charts(Page page, String part) {
    return page.locator("section[aria-labelledby=" + part + "] .chart");
  }

  private static Locator choice(Page page, String name) {
    return page.getByRole(
        AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void figuresAreThoseOfTheApi() {
    Page page = scene().loggedIn(scene().open(), "vera", "/analytics");
    JsonNode summary = asked("/summary?period=30d");
    assertThat(kpi(page, "opened")).hasText(summary.get("total").asText());
    assertThat(kpi(page, "resolved")).hasText(summary.get("resolved").asText());
    assertThat(kpi(page, "ttr.p90")).hasText("2 min");
    assertThat(kpi(page, "tta.mean")).hasText("–");
    Locator opened = page.locator("[data-kpi=opened]");
    assertThat(opened.locator(".soft"))
        .hasText(Pattern.compile(".*" + summary.at("/previous/total").asText() + "(?: before)?"));
    assertThat(opened.locator(".spark polyline")).hasCount(1);
    assertThat(page.locator("[data-kpi='tta.mean'] .spark")).hasCount(0);
    JsonNode offenders = asked("/top-offenders?period=30d");
    assertThat(page.locator("table[aria-labelledby=analytics-offenders] tbody tr"))
        .hasCount(offenders.get("items").size());
    assertThat(page.locator("table[aria-labelledby=analytics-offenders] tbody tr").first())
        .containsText("shop");
    choice(page, "Service").selectOption("mail");
    assertThat(kpi(page, "opened"))
        .hasText(asked("/summary?period=30d&service=mail").get("total").asText());
    assertThat(page.locator("#analytics-offenders ~ p")).containsText("No SEV1 or SEV2");
  }

  /** What a chart says for all who do not see it, a table has, too. */
  private static String counted(int incidents) {
    return incidents + (incidents == 1 ? " incident" : " incidents");
  }

  @Test
  void everyChartIsATableAsWell() {
    Page page = scene().loggedIn(scene().open(), "vera", "/analytics?period=7d");
    JsonNode trend = asked("/trend?period=7d&granularity=day");
    assertThat(charts(page, "analytics-trend").locator(".bar")).hasCount(trend.get("items").size());
    Locator chart = page.getByRole(AriaRole.SLIDER).first();
    assertThat(chart)
        .hasAccessibleName(
            Pattern.compile(trend.get("total").asText() + " incidents\\. Peak: .* \\(UTC\\)\\."));
    assertThat(chart.locator("svg > text").first()).hasText(Pattern.compile("\\d+ [A-Z][a-z]+"));
    chart.focus();
    page.keyboard().press("End");
    int last = trend.get("items").size() - 1;
    assertThat(chart.locator("p"))
        .containsText(counted(trend.at("/items/" + last + "/incidents").asInt()) + ", ");
    assertThat(chart).hasAttribute("aria-valuenow", Integer.toString(last));
    Locator week = charts(page, "analytics-heat");
    assertThat(week.locator("svg > text").first()).hasText("00:00");
    assertThat(week.locator("svg g > text").first()).hasText("Mon");
    week.focus();
    page.keyboard().press("Home");
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowRight");
    assertThat(week)
        .hasAttribute("aria-valuetext", Pattern.compile("Tuesday from 01:00: \\d+ incidents"));
    page.getByLabel("Show tables").check();
    assertThat(page.locator(".chart")).hasCount(0);
    Locator rows = page.locator("#analytics-trend ~ div tbody tr");
    assertThat(rows).hasCount(trend.get("items").size());
    int sum = 0;
    for (String count : rows.locator("td:nth-child(2)").allTextContents()) {
      sum += Integer.parseInt(count);
    }
    assertThat(sum).isEqualTo(trend.get("total").asInt());
    Locator hours = page.locator(".analytics-hours td");
    assertThat(hours).hasCount(7 * 24);
    int all = hours.allTextContents().stream().mapToInt(Integer::parseInt).sum();
    assertThat(all).isEqualTo(asked("/heatmap?period=7d").get("total").asInt());
  }

  @Test
  void theAddressSaysAllOfIt() {
    Page page = scene().loggedIn(scene().open(), "vera", "/analytics");
    BrowserScene.press(page, "90 days");
    choice(page, "Team").selectOption("team of shop");
    page.getByLabel("Show tables").check();
    assertThat(kpi(page, "opened")).hasText("10");
    String address = page.url().replaceFirst("^https?://[^/]+", "");
    assertThat(address).contains("period=90d", "team=team+of+shop", "as=table");
    Page other = scene().loggedIn("olivia");
    other.navigate(scene().url(address));
    assertThat(kpi(other, "opened")).hasText("10");
    assertThat(other.getByLabel("Show tables")).isChecked();
    assertThat(other.getByText("90 days")).hasAttribute("aria-pressed", "true");
    other.getByText("Custom range").click();
    other.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill("2020-01-01");
    other.getByLabel("To (inclusive)").fill("2020-01-02");
    assertThat(kpi(other, "opened")).hasText("0");
    assertThat(other.locator("#analytics-trend ~ p")).containsText("No incidents in this period");
  }

  /** A lead sees what each of the team did, as the API says it, and others see themselves. */
  @Test
  void aLeadSeesTheTeamAndOthersThemselves() {
    RunningCore core = scene().core();
    core.database.execute(
        """
        INSERT INTO team_member (tenant_id, team_id, user_id, role)
        SELECT u.tenant_id, t.id, u.id, CASE WHEN u.username = 'olivia' THEN 'lead' ELSE 'member' END
          FROM user_account u JOIN team t ON t.tenant_id = u.tenant_id AND t.name = 'team of mail'
         WHERE u.username IN ('olivia', 'vera')\
        """);
    String path = "/analytics?period=30d&team=team+of+mail";
    JsonNode asked = asked("/by-person?period=30d&team=team%20of%20mail");
    Page page = scene().loggedIn(scene().open(), "olivia", "/analytics");
    page.navigate(scene().url(path));
    Locator rows = page.locator("table[aria-labelledby=analytics-people] tbody tr");
    assertThat(rows).hasCount(2);
    assertThat(rows.first()).containsText("olivia" + asked.at("/items/0/assigned").asText());
    assertThat(rows.last()).containsText("vera0");
    assertThat(charts(page, "analytics-people")).hasCount(2);
    assertThat(
            page.getByRole(
                AriaRole.SLIDER,
                new Page.GetByRoleOptions()
                    .setName("olivia: " + asked.at("/items/0/closed").asText() + " resolved")))
        .isVisible();
    page.getByLabel("Show tables").check();
    assertThat(charts(page, "analytics-people")).hasCount(0);
    Locator weeks =
        page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Resolved per week"))
            .locator("tbody tr");
    assertThat(weeks).hasCount(asked.get("weeks").size());
    int sum = 0;
    for (String count : weeks.locator("td:nth-child(2)").allTextContents()) {
      sum += Integer.parseInt(count);
    }
    assertThat(sum).isEqualTo(asked.at("/items/0/closed").asInt()).isPositive();
    Page own = scene().loggedIn(scene().open(), "vera", "/analytics");
    own.navigate(scene().url(path));
    assertThat(own.getByText("Only you are shown")).isVisible();
    assertThat(own.locator("table[aria-labelledby=analytics-people] tbody tr")).hasCount(1);
    assertThat(scene().complaints()).isEmpty();
  }

  /**
   * The trend by the hour and for each severity, all services, and who bears the on-call of a team.
   */
  @Test
  void thereIsMoreThanTheDay() {
    RunningCore core = scene().core();
    RunningCore.Reply made =
        core.post(
            "/api/v1/schedules",
            """
            {"name":"Shop","team":"team of shop","time_zone":"Europe/Paris",
             "layers":[{"name":"all","start":"2026-01-05T09:00","every":"P1D","slots":[["olivia"]]}]}\
            """);
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    Page page = scene().loggedIn(scene().open(), "vera", "/analytics?period=7d");
    choice(page, "Group by").selectOption("hour");
    JsonNode hours = asked("/trend?period=7d&granularity=hour");
    assertThat(page.getByText("Incidents per hour")).isVisible();
    assertThat(charts(page, "analytics-trend").locator(".bar")).hasCount(hours.get("items").size());
    page.getByLabel("Split by severity").check();
    assertThat(charts(page, "analytics-trend")).hasCount(4);
    int severe = 0;
    for (JsonNode one : hours.get("items")) {
      severe += one.get("sev1").asInt();
    }
    assertThat(page.getByRole(AriaRole.SLIDER).first()).hasAccessibleName("SEV1: " + severe);
    assertThat(page.locator("table[aria-labelledby=analytics-services] tbody tr"))
        .hasCount(asked("/by-service?period=7d").get("items").size());
    assertThat(page.getByText("Choose a team.")).isVisible();
    choice(page, "Team").selectOption("team of shop");
    assertThat(charts(page, "analytics-fair")).hasCount(2);
    charts(page, "analytics-fair").first().focus();
    page.keyboard().press("Home");
    assertThat(charts(page, "analytics-fair").first())
        .hasAttribute("aria-valuetext", Pattern.compile("olivia: \\d+ h on call, \\d+ h at night"));
    page.getByLabel("Show tables").check();
    assertThat(charts(page, "analytics-fair")).hasCount(0);
    assertThat(page.locator("table[aria-labelledby=analytics-fair] tbody tr")).hasCount(1);
    assertThat(page.locator("table[aria-labelledby=analytics-fair] tbody tr"))
        .containsText("olivia");
    BrowserScene.press(page, "1 year");
    assertThat(page.getByText("Incidents per week")).isVisible();
    assertThat(choice(page, "Group by").locator("option")).hasText(new String[] {"Day", "Week"});
    page.getByText("Custom range").click();
    page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill("2020-01-01");
    assertThat(page.getByText("Choose both a start and an end date.")).isVisible();
    page.getByLabel("To (inclusive)").fill("2020-01-02");
    assertThat(page.getByText("Choose both a start and an end date.")).hasCount(0);
    assertThat(kpi(page, "opened")).hasText("0");
    assertThat(scene().complaints()).isEmpty();
  }

  /** Each figure leads to as many incidents as it says, and the list has a way back to all. */
  @Test
  void aFigureLeadsToItsIncidents() {
    Page page = scene().loggedIn(scene().open(), "vera", "/analytics?period=30d");
    int total = asked("/summary?period=30d").get("total").asInt();
    assertThat(kpi(page, "opened")).hasText(Integer.toString(total));
    assertThat(page.locator("[data-kpi='ttr.p50'] .soft").last())
        .hasText("of " + asked("/summary?period=30d").at("/ttr/incidents").asText() + " incidents");
    kpi(page, "opened").locator("a").click();
    assertThat(page.getByText("The incidents behind a figure of Analytics.")).isVisible();
    assertThat(page.locator(".rows .incident").first())
        .hasAttribute("aria-setsize", Integer.toString(total));
    page.goBack();
    kpi(page, "never.acknowledged").locator("a").click();
    assertThat(page.locator(".rows .incident").first())
        .hasAttribute(
            "aria-setsize",
            asked("/summary?period=30d").at("/never_acknowledged/incidents").asText());
    assertThat(scene().complaints()).isEmpty();
  }

  /** On a phone and on a desk, in both languages, nothing is cut off and axe finds nothing. */
  @Test
  void itFitsPhonesAndDesks() {
    List<String> faults = new ArrayList<>();
    for (String language : new String[] {"en-GB", "fr-FR"}) {
      for (int width : new int[] {390, 1280}) {
        Page page = scene().open(width, ColorScheme.LIGHT, language);
        scene().loggedIn(page, "olivia", "/analytics?period=30d&each=week");
        assertThat(page.locator(".chart polyline.before").first()).isAttached();
        page.locator("details").first().evaluate("one => { one.open = true; }");
        BrowserScene.look(page, language + " at " + width, faults);
        String pictures = System.getProperty("imas.pictures");
        if (pictures != null) {
          page.screenshot(
              new Page.ScreenshotOptions()
                  .setFullPage(true)
                  .setPath(Path.of(pictures, "analytics-" + language + "-" + width + ".png")));
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  /** The page says how figures are counted, what is aimed at, and how it was before. */
  @Test
  void figuresSayHowTheyAreCounted() {
    Page page = scene().loggedIn(scene().open(), "olivia", "/analytics?period=30d");
    page.getByText("How these figures are counted").click();
    assertThat(page.getByText("Incidents without one have none.")).isVisible();
    assertThat(page.locator("table[aria-labelledby=analytics-targets] tbody tr"))
        .hasText(new String[] {"Open SEV1 and SEV2 incidents50Yes"});
    assertThat(page.locator("table[aria-labelledby=analytics-causes] tbody tr"))
        .containsText(new String[] {"Unknown"});
    choice(page, "Severity").selectOption("sev1");
    assertThat(kpi(page, "opened"))
        .hasText(asked("/summary?period=30d&severity=SEV1").get("total").asText());
    choice(page, "Severity").selectOption("");
    BrowserScene.press(page, "7 days");
    assertThat(page.locator(".chart polyline.before")).hasCount(1);
    page.getByLabel("Business hours only").check();
    assertThat(page).hasURL(Pattern.compile(".*hours=business.*"));
    assertThat(scene().complaints()).isEmpty();
  }

  /** Whoever may change settings sets targets in the page, and they are what the summary says. */
  @Test
  void anAdministratorSetsTargets() {
    scene().user("ada", "tenant_admin");
    Page page = scene().loggedIn(scene().open(), "ada", "/analytics?period=30d");
    page.getByText("Change targets and settings").click();
    page.getByLabel("Median time to acknowledge, in minutes").fill("15");
    page.getByLabel("Open SEV1 and SEV2 incidents").fill("7");
    BrowserScene.press(page, "Save");
    assertThat(page.locator("table[aria-labelledby=analytics-targets] tbody tr")).hasCount(2);
    JsonNode targets = asked("/summary?period=30d").get("targets");
    assertThat(targets.at("/0/below").asInt()).isEqualTo(7);
    assertThat(targets.at("/1/below").asInt()).isEqualTo(900);
    assertThat(scene().core().get("/api/v1/metrics/settings").json().get("by_person").asBoolean())
        .isTrue();
    scene()
        .core()
        .database
        .execute("UPDATE figure_settings SET open_severe = 5, median_tta_seconds = NULL");
    assertThat(scene().complaints()).isEmpty();
  }
}
