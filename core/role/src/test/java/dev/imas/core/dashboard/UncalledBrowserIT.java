package dev.imas.core.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Wherever people look for who is called, whoever cannot be called looks different and says why.
 */
@ExtendWith(Chromium.ClosesPages.class)
class UncalledBrowserIT {

  private static final String ENGLISH = "No verified contact method.";
  private static final String FRENCH = "Aucun moyen de contact vérifié.";

  /** Where the screenshots go that a person looks at; without it, none are taken. */
  private static final String SHOTS = System.getProperty("imas.test.shots", "");

  private static @Nullable BrowserScene played;
  private static String schedule = "";
  private static String policy = "";

  @BeforeAll
  static void start() {
    BrowserScene scene = BrowserScene.start(Map.of("IMAS_CORE_TOTP_REQUIRED_FROM", "nobody"));
    played = scene;
    scene.user("ada", "tenant_admin");
    scene.user("nora", "responder");
    scene
        .core()
        .database
        .execute(
            "INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at,"
                + " created_at) SELECT tenant_id, gen_random_uuid(), id, 'Phone', 'sms',"
                + " '+33612345678', CASE username WHEN 'ada' THEN now() END, now() FROM"
                + " user_account WHERE username IN ('ada', 'nora')");
    made("/teams", "{\"name\":\"Night crew\"}");
    made("/services", "{\"name\":\"Ledger\",\"owner_team\":\"Night crew\"}");
    for (String user : List.of("ada", "nora")) {
      scene
          .core()
          .send(
              scene.core().token,
              "PUT",
              "/api/v1/teams/Night%20crew/members/" + user,
              "{\"role\":\"member\"}");
    }
    schedule =
        made(
            "/schedules",
            """
            {"name":"Nights","team":"Night crew","time_zone":"Europe/Paris","layers":[
             {"name":"main","start":"%sT00:00","every":"P1D","slots":[["nora"]]}]}\
            """
                .formatted(LocalDate.ofInstant(scene.core().now(), ZoneOffset.UTC).minusDays(2)));
    policy =
        made(
            "/escalation-policies",
            """
            {"name":"Crew ladder","team":"Night crew","severities":["SEV1"],"steps":[
             {"notify":[{"type":"oncall"}]},{"after":"PT5M","notify":[{"type":"user","user":"ada"}]}]}\
            """);
  }

  private static String made(String path, String json) {
    Reply reply = scene().core().post("/api/v1" + path, json);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return reply.json().get("id").asText();
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

  /** The pages, each with who is looked for there; nora sees her own. */
  private static Map<String, String> pages() {
    return Map.of(
        "/",
        "[aria-labelledby=now-uncalled]",
        "/on-call",
        ".cards",
        "/schedules/" + schedule,
        "main",
        "/policies/" + policy + "?service=Ledger&severity=SEV1",
        ".policy-answer",
        "/users",
        "main",
        "/teams",
        "main");
  }

  private static void look(String language, String said, int width) {
    Page page = scene().loggedIn(scene().open(width, ColorScheme.LIGHT, language), "ada", "/");
    List<String> faults = new ArrayList<>();
    pages()
        .forEach(
            (path, place) -> {
              page.navigate(scene().url(path));
              Locator found = page.locator(place).locator(".uncalled").getByText(said).first();
              assertThat(found).isVisible();
              assertThat(page.locator(place)).containsText("nora");
              shot(page, path, language, width);
              BrowserScene.lookAtWidth(page, path + " at " + width, faults);
            });
    assertThat(faults).isEmpty();
  }

  private static void shot(Page page, String path, String language, int width) {
    if (!SHOTS.isEmpty()) {
      String name =
          "page"
              + path.replaceAll("\\?.*", "").replaceAll("/[0-9a-f-]{36}", "").replace("/", "_")
              + "-"
              + language
              + "-"
              + width;
      page.screenshot(
          new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(SHOTS, name + ".png")));
    }
  }

  @Test
  void everyPageThatNamesThemSaysSoInEnglish() {
    look("en", ENGLISH, 1280);
  }

  @Test
  void everyPageThatNamesThemSaysSoInFrenchOnAPhone() {
    look("fr", FRENCH, 390);
  }

  @Test
  void theScheduleIsNotGoodWhereNobodyCanBeCalled() {
    Page page = scene().loggedIn(scene().open(), "ada", "/schedules/" + schedule);
    assertThat(page.locator("main .uncalled").first()).containsText("nora can’t be paged.");
    assertThat(page.locator("main .good")).hasCount(0);
  }

  @Test
  void onesOwnPageSaysThatNobodyReachesOneAndByWhatOthersAreCalled() {
    Page nora = scene().loggedIn(scene().open(), "nora", "/me");
    assertThat(nora.locator("#my-reach")).hasText("You can’t be paged");
    assertThat(nora.locator("[aria-labelledby=my-reach]")).containsText(ENGLISH);
    shot(nora, "/me", "en", 1280);
    Page ada = scene().loggedIn(scene().open(390, ColorScheme.DARK, "fr"), "ada", "/me");
    assertThat(ada.locator("[aria-labelledby=my-reach]")).containsText("SEV1 et SEV2 : SMS");
    shot(ada, "/me", "fr", 390);
  }

  @Test
  void membersOfATeamShowByWhatTheyAreCalled() {
    Page page = scene().loggedIn(scene().open(), "ada", "/teams");
    BrowserScene.row(page, "Night crew").getByText("Members").click();
    Locator dialog = page.locator("dialog");
    assertThat(dialog.locator(".uncalled")).hasCount(1);
    assertThat(dialog).containsText("SMS");
    shot(page, "/members", "en", 1280);
  }
}
