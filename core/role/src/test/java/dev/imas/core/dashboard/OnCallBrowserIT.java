package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Schedules as people see and change them: in a real browser, on a real core. */
@ExtendWith(Chromium.ClosesPages.class)
class OnCallBrowserIT {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static @Nullable BrowserScene played;

  @BeforeAll
  static void start() {
    BrowserScene scene = BrowserScene.start(Map.of());
    played = scene;
    scene.user("alice", "responder");
    scene.user("bob", "responder");
    scene.user("adam", "tenant_admin");
    schedule("Office", "09:00", "PT9H");
    schedule("Given back", null, null);
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

  /** Turns of a day, of Alice and Bob, perhaps with gaps. */
  private static void schedule(String name, @Nullable String start, @Nullable String length) {
    String hours =
        start == null
            ? ""
            : ",\"hours\":[{\"start\":\"%s\",\"length\":\"%s\"}]".formatted(start, length);
    Reply made =
        scene()
            .core()
            .post(
                "/api/v1/schedules",
                """
                {"name":"%s","team":"team of checkout","time_zone":"Europe/Paris","layers":[
                 {"name":"primary","start":"2026-01-05T09:00","every":"P1D",
                  "slots":[["alice"],["bob"]]%s}]}\
                """
                    .formatted(name, hours));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
  }

  private static String path(String name) {
    return "/schedules/" + name.replace(" ", "%20");
  }

  private static JsonNode items(String path) {
    return scene().core().get("/api/v1" + path).json().get("items");
  }

  /** An address as another reader opens it, after log-in. */
  private static Page opened(String name, String address) {
    Page page = scene().loggedIn(scene().open(), name, "/on-call");
    page.navigate(scene().url(address));
    page.locator("h1").waitFor();
    return page;
  }

  private static int overrides(String name) {
    int count = 0;
    for (JsonNode one : items(path(name) + "/overrides")) {
      count += one.has("ended_at") ? 0 : 1;
    }
    return count;
  }

  private static LocalDate tomorrow() {
    return LocalDate.now(PARIS).plusDays(1);
  }

  @Test
  void gapsAreInShapeAndWord() {
    Page page = opened("vera", path("Office"));
    assertThat(page.locator(".bar-of.gap").first()).containsText("Nobody on call");
    assertThat(page.getByText("Nobody is on call for")).isVisible();
    assertThat(page.getByText("Times in Europe/Paris")).isVisible();
  }

  /**
   * The day on which clocks change next is as long as it is, in the zone that the address names.
   */
  @Test
  void theDayOfAChangeOfClocksIsAsLongAsItIs() {
    Instant change =
        Objects.requireNonNull(PARIS.getRules().nextTransition(Instant.now())).getInstant();
    LocalDate day = change.atZone(PARIS).toLocalDate();
    boolean isForward =
        PARIS.getRules().getOffset(change.plusSeconds(1)).getTotalSeconds()
            > PARIS.getRules().getOffset(change.minusSeconds(1)).getTotalSeconds();
    String query = "?from=" + day.minusDays(1) + "&zone=";
    Page page = opened("vera", path("Office") + query + PARIS);
    assertThat(page.locator(".day").nth(1)).containsText(isForward ? "23 h" : "25 h");
    assertThat(page.locator(".day strong")).hasCount(1);
    page.navigate(scene().url(path("Office") + query + "UTC"));
    assertThat(page.getByText("Times in UTC")).isVisible();
    assertThat(page.locator(".day strong")).hasCount(0);
    // The viewer's own zone is the second line.
    assertThat(page.locator(".shifts .own").first()).isVisible();
  }

  /** What the server refuses is said at its field, and what was typed stays. */
  @Test
  void aScheduleIsMadeInAForm() {
    Page page = opened("adam", "/on-call");
    page.getByText("Create schedule").click();
    Locator form = page.getByRole(AriaRole.DIALOG);
    form.getByLabel("Name").fill("Made by hand");
    form.getByLabel("Team").selectOption("team of checkout");
    form.getByLabel("Hand over every").selectOption("Day");
    form.getByLabel("First shift starts").fill("2026-01-05T08:00");
    add(form, "alice", "bob", "nobody-at-all");
    form.getByLabel("Time zone").fill("Europe/Paris");
    BrowserScene.pressIn(form, "Create schedule");
    Locator order = form.locator(".turns");
    assertThat(order.locator("p.fault")).not().isEmpty();
    assertThat(person(form)).isFocused();
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "a person who is not there", faults);

    BrowserScene.pressIn(order, "Remove nobody-at-all");
    add(form, "alice");
    order.locator("li").nth(1).locator(".more > summary").click();
    BrowserScene.pressIn(order, "Share a shift with alice");
    assertThat(order.locator(".turn-people")).hasText(new String[] {"AaliceBbob", "Aalice"});
    page.setViewportSize(390, 800);
    BrowserScene.look(page, "the order of a rotation on a phone", faults);
    assertThat(faults).isEmpty();
    BrowserScene.pressIn(form, "Create schedule");
    assertThat(page.locator("h1")).hasText("Made by hand");
    JsonNode made = scene().core().get("/api/v1" + path("Made by hand")).json();
    assertThat(made.at("/time_zone").asText()).isEqualTo("Europe/Paris");
    assertThat(made.at("/layers/0/start").asText()).startsWith("2026-01-05T08:00");
    assertThat(made.at("/layers/0/every").asText()).isEqualTo("P1D");
    assertThat(made.at("/layers/0/slots").toString())
        .isEqualTo("[[\"alice\",\"bob\"],[\"alice\"]]");
  }

  /** The field that adds a person to a rotation. */
  private static Locator person(Locator within) {
    return within.getByRole(
        AriaRole.COMBOBOX, new Locator.GetByRoleOptions().setName("Add a person"));
  }

  private static void add(Locator within, String... people) {
    for (String one : people) {
      person(within).fill(one);
      person(within).press("Enter");
    }
  }

  @Test
  void anOverrideIsMadeByKeyboardAndTakenBackByOneKey() {
    Page page = opened("olivia", path("Office") + "?from=" + tomorrow().plusDays(9));
    page.locator(".track.choose").focus();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Shift+ArrowRight");
    page.keyboard().press("Enter");
    assertThat(page.locator("[name=user]")).isFocused();
    page.keyboard().type("bob");
    page.keyboard().press("Enter");
    assertThat(page.locator(".toast")).containsText("bob is now on call");
    assertThat(page.locator(".lane.override .bar-of")).containsText("bob");
    assertThat(overrides("Office")).isEqualTo(1);
    page.locator("h1").focus();
    BrowserScene.undo(page);
    assertThat(page.locator(".lane.override .bar-of")).hasCount(0);
    assertThat(overrides("Office")).isZero();
  }

  @Test
  void aDragChoosesTheTimeOfAnOverride() {
    LocalDate day = tomorrow().plusDays(20);
    Page page = opened("olivia", path("Office") + "?from=" + day);
    Locator lane = page.locator(".track.choose");
    BoundingBox box = Objects.requireNonNull(lane.boundingBox());
    double height = box.y + box.height / 2;
    page.mouse().move(box.x + box.width / 7, height);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 2 / 7, height);
    page.mouse().up();
    assertThat(page.locator("[name=user]")).isFocused();
    assertThat(page.locator("#field-from")).hasValue(day.plusDays(1) + "T00:00");
    assertThat(page.locator("#field-until")).hasValue(day.plusDays(2) + "T00:00");
  }

  @Test
  void aSwapIsAskedForAndAccepted() {
    String address = path("Given back") + "?from=" + tomorrow().plusDays(2);
    Page alice = opened("alice", address);
    alice.getByText("Request swap").click();
    BrowserScene.press(alice, "Send request");
    assertThat(alice.locator(".toast")).containsText("Request sent to bob");
    Page bob = opened("bob", address);
    BrowserScene.press(bob, "Accept");
    assertThat(bob.getByText("Accepted").first()).isVisible();
    assertThat(items(path("Given back") + "/swaps").get(0).get("state").asText())
        .isEqualTo("accepted");
  }

  /**
   * Who is away is shown to everybody, with who covers; an operator enters it and takes it back.
   */
  @Test
  void anAbsenceIsEnteredWithWhoCoversAndTakenBack() {
    schedule("Holidays", null, null);
    Page page = opened("olivia", "/on-call");
    Locator absences = page.locator("[aria-labelledby=absences]");
    assertThat(absences).containsText("Nobody is away");
    BrowserScene.pressIn(absences, "Add absence");
    Locator form = page.getByRole(AriaRole.DIALOG);
    form.getByLabel("Who is away").fill("alice");
    form.getByLabel("From").fill(tomorrow().plusDays(3) + "T09:00");
    form.getByLabel("Until").fill(tomorrow().plusDays(1) + "T09:00");
    form.getByLabel("Note").fill("At the sea");
    BrowserScene.pressIn(form, "Save absence");
    assertThat(form.getByRole(AriaRole.ALERT)).not().isEmpty();
    form.getByLabel("Until").fill(tomorrow().plusDays(10) + "T09:00");
    BrowserScene.pressIn(form, "Save absence");
    assertThat(absences.locator("li")).containsText("At the sea");
    assertThat(absences.locator("li p", new Locator.LocatorOptions().setHasText("Holidays")))
        .containsText("covered by bob");
    assertThat(standing("alice")).isEqualTo(1);
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "an absence", faults);
    page.setViewportSize(390, 800);
    BrowserScene.lookAtSize(page, "an absence on a phone", faults);
    page.setViewportSize(1280, 800);
    assertThat(faults).isEmpty();

    Page viewer = opened("vera", "/on-call");
    assertThat(viewer.locator("[aria-labelledby=absences] li")).containsText("alice");
    assertThat(viewer.locator("[aria-labelledby=absences] button")).hasCount(0);

    BrowserScene.pressIn(absences, "Cancel absence");
    assertThat(absences.locator("li")).hasCount(0);
    assertThat(page.locator("#absences")).isFocused();
    BrowserScene.undo(page);
    assertThat(absences.locator("li")).containsText("At the sea");
    BrowserScene.pressIn(absences, "Cancel absence");
    assertThat(absences.locator("li")).hasCount(0);
    assertThat(standing("alice")).isZero();
  }

  private static int standing(String user) {
    int count = 0;
    for (JsonNode one : items("/absences?user=" + user)) {
      count += one.has("ended_at") ? 0 : 1;
    }
    return count;
  }

  @Test
  void aLayerIsLookedAtSavedAndTakenBack() {
    schedule("Edited", null, null);
    Page page = opened("adam", path("Edited"));
    BrowserScene.press(page, "Edit rotations");
    Locator order = page.locator(".turns");
    assertThat(order.locator(".turn-people")).hasText(new String[] {"Aalice", "Bbob"});
    person(order).focus();
    page.keyboard().type("oliv");
    order.getByRole(AriaRole.OPTION, new Locator.GetByRoleOptions().setName("olivia")).waitFor();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    assertThat(order.locator(".turn-people")).hasText(new String[] {"Aalice", "Bbob", "Oolivia"});
    // By keys alone: the focus goes with what is moved.
    Locator down =
        order.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Move alice down"));
    down.focus();
    page.keyboard().press("Enter");
    assertThat(order.locator(".turn-people")).hasText(new String[] {"Bbob", "Aalice", "Oolivia"});
    assertThat(down).isFocused();
    List<String> faults = new ArrayList<>();
    BrowserScene.look(page, "the order of a rotation", faults);
    assertThat(faults).isEmpty();
    BrowserScene.press(page, "Preview changes");
    assertThat(page.getByText("Added:").first()).isVisible();
    BrowserScene.press(page, "Save");
    assertThat(page.locator(".toast")).containsText("Rotations saved");
    assertThat(page.getByText("bob → alice → olivia")).isVisible();
    assertThat(slots("Edited")).isEqualTo(3);
    page.locator("h1").focus();
    BrowserScene.undo(page);
    assertThat(page.getByText("alice → bob")).isVisible();
    assertThat(slots("Edited")).isEqualTo(2);
  }

  private static int slots(String name) {
    return scene().core().get("/api/v1" + path(name)).json().at("/layers/0/slots").size();
  }

  @Test
  void aViewerIsOfferedNothingThatTheApiRefuses() {
    Page page = opened("vera", path("Office"));
    assertThat(page.locator(".lanes")).isVisible();
    assertThat(page.locator("[name=user]")).hasCount(0);
    assertThat(page.locator(".track.choose")).hasCount(0);
    for (String name :
        List.of("Override", "Edit rotations", "Hand over now", "Create calendar link")) {
      assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)))
          .hasCount(0);
    }
  }

  @Test
  void whoIsOnCallIsAskedForATimeThatTheAddressNames() {
    Page page =
        opened("vera", "/on-call?at=" + tomorrow().plusDays(3) + "T12:00&zone=America/New_York");
    assertThat(page.getByText("On call at that time")).isVisible();
    assertThat(page.getByLabel("Show on-call at (America/New_York)"))
        .hasValue(tomorrow().plusDays(3) + "T12:00");
    assertThat(page.locator(".cards strong").first()).not().isEmpty();
  }

  /** Seven days of each schedule, with who is on call until when; what is not covered is named. */
  @Test
  void aWeekOfAllSchedulesIsSeenAtOnce() {
    schedule("Weekly", null, null);
    Page page = opened("vera", "/on-call");
    Locator week = page.locator(".week");
    assertThat(week.locator(".day")).hasCount(7);
    Locator lane =
        week.locator(".lane").filter(new Locator.FilterOptions().setHasText("Weekly")).first();
    assertThat(lane.locator(".bar-of").first()).not().isEmpty();
    assertThat(lane.locator(".bar-of").first()).hasText(Pattern.compile(".*until .*\\d\\d:\\d\\d"));
    lane.locator("a").click();
    assertThat(page.locator("h1")).hasText("Weekly");
    assertThat(scene().complaints()).isEmpty();
  }
}
