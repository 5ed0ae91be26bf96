package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.imas.core.PermissionExpectation;
import dev.imas.core.dashboard.Looks.Look;
import dev.imas.core.dashboard.PageWalk.Wish;
import dev.imas.fixtures.FullSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each role on each page: what it may not see is not in the navigation, what it may not do is not
 * offered, and both are refused when asked for anyway. Which pages there are and what they need
 * stands in the dashboard's sources, and who may do what in {@link PermissionExpectation}.
 */
@ExtendWith(Chromium.ClosesPages.class)
class RolesBrowserIT {

  private static final Pattern ROOM =
      Pattern.compile("\\{ path: \"([^\"]+)\", word: \"[^\"]+\", permission: \"([^\"]+)\" }");

  private static final Pattern PAGE =
      Pattern.compile("\"(/[^\"]*)\": \\{[^{}]*permission: \"([^\"]+)\"");

  private static final List<String> ROLES = List.of("viewer", "operator", "responder");

  /** Those of the sidebar that lead to pages; the inbox needs no permission. */
  private static final String LINKS = "#side :is(.groups a, .first a:not(.bell))";

  /** Fewer would mean that the walk does not press what there is. */
  private static final int AT_LEAST = 30;

  private static final Map<String, String> PEOPLE =
      Map.of(
          "viewer", "vera",
          "responder", "ron",
          "operator", "olivia",
          "tenant_admin", FilledScene.ADMIN);

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

  private static String personOf(String role) {
    return Objects.requireNonNull(PEOPLE.get(role));
  }

  private static PageWalk walk(String role) {
    Page page = scene().browser.open();
    scene().browser.loggedIn(page, personOf(role), "/search");
    return new PageWalk(page, scene().browser);
  }

  /** The pages that the sidebar leads to, with the permission of each. */
  private static Map<String, String> rooms() throws IOException {
    Map<String, String> rooms = new LinkedHashMap<>();
    ROOM.matcher(Files.readString(Path.of("../web/src/main/web/shell/rooms.ts")))
        .results()
        .forEach(one -> rooms.put(one.group(1), one.group(2)));
    assertThat(rooms).hasSizeGreaterThan(30);
    return rooms;
  }

  private static boolean may(String role, String permission) {
    List<PermissionExpectation> needing =
        PermissionExpectation.ALL.values().stream()
            .filter(one -> one.permission().equals(permission))
            .toList();
    assertThat(needing).as(permission).isNotEmpty();
    return needing.stream().anyMatch(one -> one.allows(role));
  }

  private static List<String> offered(Locator links) {
    return links.all().stream().map(one -> one.getAttribute("href")).toList();
  }

  @Test
  void whatARoleMayNotSeeIsNotOfferedAndRefused() throws IOException {
    Map<String, String> rooms = rooms();
    for (String role : FullSize.isFull() ? PermissionExpectation.ROLES : ROLES.subList(0, 2)) {
      Page page = scene().browser.open();
      scene().browser.loggedIn(page, personOf(role), "/search");
      PageWalk walk = new PageWalk(page, scene().browser);
      List<String> allowed = allowed(role, rooms);
      List<String> links = offered(page.locator(LINKS));
      assertThat(links).as("%s in the sidebar", role).doesNotHaveDuplicates();
      Set<String> offered = new LinkedHashSet<>(links);
      for (String link : links) {
        walk.go(link);
        // Pages that are tabs of each other have one link.
        offered.addAll(offered(page.locator("main nav.tabs a:not([href*='?'])")));
      }
      assertThat(offered).as(role).containsExactlyInAnyOrderElementsOf(allowed);
      page.setViewportSize(360, 800);
      assertThat(offered(page.locator(".bottom a")))
          .as("%s at the lower edge", role)
          .containsExactlyElementsOf(
              Stream.of("/", "/incidents", "/alerts", "/on-call")
                  .filter(allowed::contains)
                  .toList());
      page.setViewportSize(1280, 800);
      rooms.forEach((path, permission) -> visit(page, walk, role, path, permission));
    }
  }

  private static List<String> allowed(String role, Map<String, String> rooms) {
    return rooms.entrySet().stream()
        .filter(room -> may(role, room.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void visit(Page page, PageWalk walk, String role, String path, String permission) {
    int refused = walk.refusals().size();
    walk.go(path);
    if (may(role, permission)) {
      assertThat(page.locator("main .failure")).hasCount(0);
      assertThat(walk.refusals()).as("%s at %s", role, path).hasSize(refused);
    } else {
      assertThat(page.locator("main .failure").first())
          .containsText("You don’t have access to this page");
      assertThat(page.locator("main table, main dialog")).hasCount(0);
      assertThat(walk.refusals()).as("%s at %s", role, path).hasSizeGreaterThan(refused);
    }
  }

  @Test
  void aPageThatChangesThingsIsShownToWhoMay() throws IOException {
    Map<String, String> pages = new LinkedHashMap<>();
    PAGE.matcher(Files.readString(Path.of("../web/src/main/web/pages.ts")))
        .results()
        .forEach(one -> pages.put(one.group(1), one.group(2)));
    assertThat(pages).isNotEmpty();
    Page page = scene().browser.open();
    scene().browser.loggedIn(page, "olivia", "/search");
    PageWalk walk = new PageWalk(page, scene().browser);
    pages.forEach(
        (path, permission) -> {
          walk.go(path);
          assertThat(
                  page.locator(
                      "h1",
                      new Page.LocatorOptions().setHasText("You don’t have access to this page")))
              .hasCount(may("operator", permission) ? 0 : 1);
        });
  }

  /**
   * Everything is pressed on every page. What a role would send by that, it may send; what only
   * others would, is refused to it. An operator and a responder may do less than an administrator
   * and more than a viewer, and are tried at full size.
   */
  @Test
  void whatARoleMayNotDoIsNotOfferedAndRefused() {
    Map<String, Wish> all = PageWalk.byOperation(pressed(walk("tenant_admin")));
    assertThat(all.keySet()).as("what the pages offer").hasSizeGreaterThan(AT_LEAST);
    List<String> faults = new ArrayList<>();
    for (String role : ROLES.subList(0, FullSize.or(1, ROLES.size()))) {
      PageWalk walk = walk(role);
      List<Wish> wishes = pressed(walk);
      String name = personOf(role);
      String id = scene().browser.core().get("/api/v1/users/" + name).json().get("id").asText();
      String own = "/users/(%s|%s)(/.*)?".formatted(name, id);
      wishes.stream()
          .filter(wish -> !may(wish, role) && !wish.path().matches(own))
          .forEach(wish -> faults.add(role + " is offered " + wish));
      all.values().stream()
          .filter(wish -> !may(wish, role) && !wish.path().matches(own))
          .forEach(
              wish ->
                  walk.answerTo(wish)
                      .ifPresent(
                          said -> faults.add(role + " is not refused " + wish + ": " + said)));
    }
    assertThat(faults).isEmpty();
  }

  private static List<Wish> pressed(PageWalk walk) {
    List<Wish> all = new ArrayList<>();
    Looks.all().stream()
        .filter(Look::isFilled)
        .map(look -> scene().path(look.path()))
        .distinct()
        .forEach(path -> all.addAll(walk.pressEverything(path)));
    return all;
  }

  private static boolean may(Wish wish, String role) {
    return Objects.requireNonNull(PermissionExpectation.ALL.get(wish.operation())).allows(role);
  }
}
