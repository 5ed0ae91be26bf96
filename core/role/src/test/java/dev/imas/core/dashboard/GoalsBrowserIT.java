package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.core.dashboard.Looks.Look;
import dev.imas.core.message.LinkToken;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.FullSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Goals of the dashboard that hold on all pages: links, first requests, addresses, and texts. */
class GoalsBrowserIT {

  /** Reads of the shell, which no page waits for. */
  private static final Pattern ASIDE =
      Pattern.compile(
          ".*/api/v1/(me/preferences|me/inbox/unread|me/views|incidents/facets|alerts/count|audit/chain|ws)\\b.*");

  /** The first two are as far apart as zones of people are. */
  private static final List<String> ZONES =
      List.of("Pacific/Auckland", "America/Los_Angeles", "Europe/Paris");

  private static final Pattern SELF = Pattern.compile(".*/api/v1/me$");

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

  private static Page phone() {
    return scene().browser.open(360, ColorScheme.DARK, "en-GB");
  }

  private static void acknowledge(Page page, String incident) {
    Locator button =
        page.getByRole(
                AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile("^Acknowledge")))
            .first();
    assertThat(Objects.requireNonNull(button.boundingBox()).height).isGreaterThanOrEqualTo(44);
    button.click();
    page.waitForCondition(() -> scene().browser.status(incident).equals("ACKNOWLEDGED"));
  }

  /** Goal 9. The first tap is on the link, which messages have in this form. */
  @Test
  void theLinkOfAMessageAcknowledgesWithTheSecondTapOnAPhone() {
    String incident = scene().browser.incident("By the link", "payments-service");
    Page page = phone();
    scene().browser.loggedIn(page, "ron", "/incidents");
    page.navigate(scene().browser.url("/incidents/" + incident));
    assertThat(page.locator("h1")).containsText(incident);
    acknowledge(page, incident);
    assertThat(page.locator("p .status")).hasText("Acknowledged");
  }

  /** Goal 9, for whoever has no session: a message to a person has a link that acts. */
  @Test
  void theLinkThatActsNeedsNoSession() {
    String incident = scene().browser.incident("By the link that acts", "payments-service");
    UUID link = UuidV7.at(scene().browser.core().clock.millis());
    String token = LinkToken.of(new SecretBox(new byte[32]), link).reveal();
    scene()
        .browser
        .core()
        .database
        .execute(
            """
            INSERT INTO action_link (tenant_id, id, token_hash, incident_id, user_id, actions, expires_at)
            SELECT i.tenant_id, '%s', decode('%s', 'hex'), i.id, u.id, '{acknowledge,resolve}', '%s'
              FROM incident i JOIN user_account u USING (tenant_id) WHERE i.short_id = '%s' AND u.username = 'ron'\
            """
                .formatted(
                    link,
                    HexFormat.of().formatHex(Credential.hash(token)),
                    scene().browser.core().now().plus(Duration.ofHours(1)),
                    incident));
    Page page = phone();
    page.navigate(scene().browser.url(LinkToken.PATH + token));
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "the page of a link", faults);
    assertThat(faults).isEmpty();
    acknowledge(page, incident);
  }

  /** Goal 2: what a page shows is asked for when it is known who is there, and not later. */
  @Test
  void oneRequestStandsBeforeTheData() {
    Page page = scene().browser.open();
    scene().browser.loggedIn(page, "vera", "/search");
    for (String path :
        List.of(
            "/",
            "/incidents",
            "/incidents/{SHORT_ID}",
            "/alerts",
            "/alerts/{ALERT}",
            "/on-call",
            "/trust")) {
      // What the page before still asks for is not meant.
      page.navigate("about:blank");
      List<String> answered = new CopyOnWriteArrayList<>();
      List<Route> waiting = new CopyOnWriteArrayList<>();
      page.route(
          url -> url.contains("/api/v1/"),
          route -> {
            String url = route.request().url();
            if (SELF.matcher(url).matches()) {
              answered.add(url);
              route.resume();
            } else if (ASIDE.matcher(url).matches()) {
              route.resume();
            } else {
              waiting.add(route);
            }
          });
      page.navigate(scene().browser.url(scene().path(path)));
      page.waitForCondition(() -> !waiting.isEmpty());
      assertThat(answered).as(path).hasSize(1);
      waiting.forEach(Route::abort);
      page.unrouteAll();
    }
  }

  /**
   * Goal 10: whoever opens an address sees what its sender saw, in another session, in another
   * zone.
   */
  @Test
  void aViewIsItsAddressInEveryZone() {
    List<String> paths = new ArrayList<>();
    // The sessions of my duty are never the same.
    Looks.all().stream()
        .filter(look -> look.isFilled() && !look.path().equals("/me"))
        // It adds the reader's zone to its address at once.
        .filter(look -> !look.path().equals("/calendar"))
        .map(Look::path)
        .distinct()
        .forEach(paths::add);
    paths.addAll(
        List.of(
            "/incidents?severity=SEV1&status=all&search=acquirer",
            "/alerts?match=alertname%3D%22payments-alert%22&order=oldest",
            "/schedules/{SCHEDULE}?from=2026-12-24&zone=Asia/Tokyo",
            "/on-call?at=2026-12-24T12:00&zone=America/New_York",
            "/calendar?date=2098-01-01&zone=Asia/Tokyo",
            "/calendar?date=2098-01-01&zone=America/New_York&view=agenda",
            "/audit?from=2026-01-02&to=2098-01-02&action=team.create",
            "/deliveries?from=2026-01-02&status=pending"));
    List<PageWalk> walks = new ArrayList<>();
    for (String zone : ZONES.subList(0, FullSize.or(2, ZONES.size()))) {
      Page page = scene().browser.openIn(zone);
      scene().browser.loggedIn(page, FilledScene.ADMIN, "/search");
      walks.add(new PageWalk(page, scene().browser));
    }
    List<String> faults = new ArrayList<>();
    for (String path : paths) {
      List<Object> views = views(walks, path);
      // What changed between two looks differs for everybody, once.
      for (int again = 0; again < 2 && !areEqual(views); again++) {
        views = views(walks, path);
      }
      if (!areEqual(views)) {
        faults.add(path + ": " + views);
      }
    }
    assertThat(faults).isEmpty();
  }

  private static List<Object> views(List<PageWalk> walks, String path) {
    List<Object> views = new ArrayList<>();
    for (PageWalk walk : walks) {
      walk.go(scene().path(path));
      views.add(walk.evaluate(WHAT_IS_SEEN));
    }
    return views;
  }

  private static boolean areEqual(List<Object> views) {
    return views.stream().distinct().count() == 1;
  }

  /** The address and the page, with moments as such and not as text of a zone. */
  private static final String WHAT_IS_SEEN =
      """
      async () => {
        await new Promise(done => setTimeout(done, 150));
        const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        const main = document.querySelector('main').cloneNode(true);
        main.querySelectorAll('time').forEach(one => one.replaceChildren(one.dateTime));
        // The axis of a chart has the reader's clock.
        main.querySelectorAll('.own, select, .chart svg').forEach(one => one.remove());
        const fields = [...document.querySelectorAll('main input, main select')]
          .map(one => one.name + '=' + (one.type === 'checkbox' ? one.checked : one.value));
        return location.pathname + location.search + ' ' + fields.join() + ' ' + main.textContent.replaceAll(zone, 'the zone');
      }\
      """;

  private enum State {
    LOADING(route -> {}),
    EMPTY(
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        "{\"items\":[],\"next\":null,\"total\":{\"count\":0,\"exact\":true}}"))),
    FORBIDDEN(route -> fail(route, 403)),
    FAILED(route -> fail(route, 500)),
    UNREACHABLE(Route::abort);

    final Consumer<Route> answer;

    State(Consumer<Route> answer) {
      this.answer = answer;
    }

    private static void fail(Route route, int status) {
      route.fulfill(
          new Route.FulfillOptions()
              .setStatus(status)
              .setContentType("application/problem+json")
              .setBody(
                  "{\"type\":\"x\",\"title\":\"No\",\"status\":%1$d,\"detail\":\"said with %1$d\",\"error\":\"x\",\"code\":\"x\"}"
                      .formatted(status)));
    }
  }

  /**
   * Goal 12: loading, empty, filtered to nothing, forbidden, failed, unreachable are different
   * texts; what is old is said by the shell (FeedBrowserIT).
   */
  @Test
  void eachStateHasItsText() {
    Page page = scene().browser.open();
    scene().browser.loggedIn(page, FilledScene.ADMIN, "/search");
    for (String path :
        List.of(
            "/incidents",
            "/sources",
            "/dead-letters",
            "/providers",
            "/deliveries",
            "/services",
            "/silences",
            "/maintenance",
            "/inhibit-rules",
            "/time-intervals",
            "/simulations",
            "/scopes",
            "/tags",
            "/lookup-tables",
            "/heartbeats",
            "/teams",
            "/users",
            "/grants",
            "/tokens",
            "/audit",
            "/timers")) {
      Map<String, String> texts = texts(page, path);
      assertThat(texts.values())
          .as("%s: %s", path, texts)
          .doesNotHaveDuplicates()
          .noneMatch(String::isBlank);
      assertThat(texts.get("FORBIDDEN")).as(path).contains("You don’t have access to this page");
      assertThat(texts.get("UNREACHABLE")).as(path).contains("Can’t reach IMAS");
      assertThat(texts.get("FAILED")).as(path).contains("Said with 500");
      assertThat(texts.get("LOADING")).as(path).contains("Loading");
    }
  }

  private static Map<String, String> texts(Page page, String path) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (State state : State.values()) {
      List<Route> held = new CopyOnWriteArrayList<>();
      page.route(
          url ->
              url.contains("/api/v1/")
                  && !SELF.matcher(url).matches()
                  && !ASIDE.matcher(url).matches(),
          route -> {
            if (state == State.LOADING) {
              held.add(route);
            }
            state.answer.accept(route);
          });
      PageWalk.step(page, path);
      texts.put(state.name(), text(page, state));
      if (state == State.EMPTY && !filter(path).isEmpty()) {
        PageWalk.step(page, path + "?" + filter(path));
        texts.put("FILTERED", text(page, state));
      }
      held.forEach(Route::abort);
      page.unrouteAll();
      // No page may show what it still knows from the state before.
      PageWalk.step(page, "/search");
      page.locator("main .find").first().waitFor();
    }
    return texts;
  }

  /** A filter of that page; empty where it has none. */
  private static String filter(String path) {
    return switch (path) {
      case "/incidents" -> "search=x";
      case "/dead-letters" -> "replayed=false";
      case "/deliveries" -> "status=sent";
      case "/services", "/users", "/grants" -> "team=x";
      case "/audit" -> "action=x";
      case "/timers" -> "kind=x";
      default -> "";
    };
  }

  private static String text(Page page, State state) {
    page.locator("h1").waitFor();
    String where =
        switch (state) {
          case LOADING -> "main [role=status]";
          case EMPTY -> "main .empty";
          default -> "main .failure";
        };
    Locator said = page.locator(where).first();
    said.waitFor();
    return Objects.requireNonNull(said.textContent());
  }
}
