package dev.imas.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.core.platform.Credential;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.fixtures.database.RunningCore.Reply;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every link that IMAS hands out is followed as it was handed out, from the button or the message
 * to where its reader can do what it promises. Those of invitations and forgotten passwords are in
 * {@link FirstHourBrowserIT}.
 */
class EveryLinkBrowserIT {

  private static final String PASSWORD = "vestibule ocelot quartz";
  private static final UUID PLATFORM = new UUID(0, 0);

  /** Debian's; where it is not installed, the test is skipped, and fails in CI. */
  private static final Path CHROMIUM =
      Stream.of("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(Path.of("/usr/bin/chromium"));

  private static final int PORT = FreePort.next();
  private static final String DASHBOARD = "http://localhost:" + PORT;

  /** The public reads status pages under another name than the dashboard's. */
  private static final String PUBLIC = "http://status.localhost:" + PORT;

  private static final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
  private static final Browser browser = browser();
  private static final PagingScene scene = scene();

  private static Browser browser() {
    if (!Files.isExecutable(CHROMIUM) && !Boolean.parseBoolean(System.getenv("CI"))) {
      assumeTrue(false, "chromium is not installed");
    }
    return Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM));
  }

  private static PagingScene scene() {
    mail.start();
    return new PagingScene(
        Map.of(
            "IMAS_CORE_PORT",
            Integer.toString(PORT),
            "IMAS_PUBLIC_URL",
            DASHBOARD,
            "IMAS_STATUS_URL",
            PUBLIC,
            "IMAS_CORE_PASSWORD_MEMORY",
            "1MiB",
            "IMAS_CORE_LOGIN_RATE",
            "10000",
            "IMAS_CORE_TOTP_REQUIRED_FROM",
            "nobody"),
        Map.of(
            "IMAS_PUBLIC_URL",
            DASHBOARD,
            "IMAS_STATUS_URL",
            PUBLIC,
            "IMAS_SMTP_HOST",
            "127.0.0.1",
            "IMAS_SMTP_PORT",
            Integer.toString(mail.getSmtp().getPort()),
            "IMAS_SMTP_FROM",
            "imas@example.org",
            "IMAS_SMTP_STARTTLS",
            "disabled"));
  }

  @BeforeAll
  static void somebodyIsThere() {
    user("vic", "viewer");
    user("rae", "responder");
    user("ada", "tenant_admin");
  }

  @AfterAll
  static void stop() {
    browser.close();
    scene.close();
    mail.stop();
  }

  private static Reply made(String method, String path, String json, int status) {
    Reply reply = scene.core.send(scene.core.token, method, "/api/v1" + path, json);
    assertThat(reply.status()).as("%s %s: %s", method, path, reply.json()).isEqualTo(status);
    return reply;
  }

  private static void user(String name, String role) {
    made(
        "POST",
        "/users",
        "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"%2$s\"}"
            .formatted(name, role),
        201);
    made("PUT", "/users/" + name + "/password", "{\"password\":\"" + PASSWORD + "\"}", 204);
  }

  /** The address of an account is a contact that has to be verified; here it is. */
  private static void hasMail(String name) {
    scene.core.database.execute(
        "UPDATE user_contact SET verified_at = now() WHERE user_id ="
            + " (SELECT id FROM user_account WHERE username = '"
            + name
            + "')");
  }

  private static Page somebody() {
    Page page =
        browser
            .newContext(
                new Browser.NewContextOptions()
                    .setLocale("en-GB")
                    .setTimezoneId("Europe/Paris")
                    .setViewportSize(1280, 900))
            .newPage();
    page.setDefaultTimeout(40_000);
    PlaywrightAssertions.setDefaultAssertionTimeout(40_000);
    return page;
  }

  private static void press(Locator within, String name) {
    within
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true))
        .first()
        .click();
  }

  private static void press(Page page, String name) {
    press(page.locator("body"), name);
  }

  /** Opens what was handed out in a browser that knows nobody, and logs in where it asks for it. */
  private static Page opened(String link, String name) {
    Page page = somebody();
    page.navigate(link);
    assertThat(page.locator("h1")).hasText("Sign in");
    page.getByLabel("Username").fill(name);
    page.getByLabel("Password").fill(PASSWORD);
    // Another test makes a second tenant.
    page.getByLabel("Organisation").fill("default");
    press(page, "Sign in");
    assertThat(page.locator("h1")).not().hasText("Sign in");
    assertThat(page.locator("main .failure")).hasCount(0);
    assertThat(page).hasURL(link);
    return page;
  }

  private static List<String> mailsTo(String address, String subject) {
    List<String> found = new ArrayList<>();
    try {
      for (MimeMessage one : mail.getReceivedMessages()) {
        if (one.getAllRecipients()[0].toString().equals(address)
            && one.getSubject().contains(subject)) {
          found.add(
              one.getContent() instanceof Multipart parts
                  ? String.valueOf(parts.getBodyPart(0).getContent())
                  : String.valueOf(one.getContent()));
        }
      }
      return found;
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static String mailTo(String address, String subject) {
    return Await.until(
            "a mail to " + address + " of " + subject,
            Duration.ofSeconds(30),
            () -> mailsTo(address, subject),
            all -> !all.isEmpty())
        .getLast();
  }

  /** The address behind a label. */
  private static String linkIn(String text, String label) {
    Matcher link = Pattern.compile(label + ":?\\s+(http\\S+)").matcher(text);
    assertThat(link.find()).as("%s in:%n%s", label, text).isTrue();
    return link.group(1);
  }

  /** From "Create tenant", by the link that is shown once, to the new tenant's own dashboard. */
  @Test
  void ofANewTenantsAdministrator() {
    String code = Credential.invitation(PLATFORM).reveal();
    scene.core.database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'platform');
        INSERT INTO user_invitation (tenant_id, id, code_hash, role, created_by, expires_at)
        VALUES ('%1$s', gen_random_uuid(), decode('%2$s', 'hex'), 'platform_admin', 'test', now() + interval '1 day')\
        """
            .formatted(PLATFORM, HexFormat.of().formatHex(Credential.hash(code))));
    Page pia = somebody();
    pia.navigate(DASHBOARD + "/welcome#" + code);
    makesAnAccount(pia, "pia");

    pia.navigate(DASHBOARD + "/tenants");
    press(pia, "Create tenant");
    Locator dialog = pia.locator("dialog[open]");
    dialog.locator("[name=name]").fill("Umbrella & Söhne");
    dialog.locator("[name=fallback_address]").fill("night@example.org");
    press(dialog, "Create tenant");
    String link = Objects.requireNonNull(dialog.locator("pre").first().textContent()).strip();
    Page uma = somebody();
    uma.navigate(link);
    makesAnAccount(uma, "uma");
    assertThat(uma.locator("main")).not().containsText("payments");

    String key = Objects.requireNonNull(dialog.locator("pre").nth(1).textContent()).strip();
    assertThat(scene.core.database.query("SELECT key_hash FROM source_key"))
        .isNotEmpty()
        .anyMatch(hash -> hash.contains(HexFormat.of().formatHex(Credential.hash(key))));
    scene.core.database.execute(
        "UPDATE tenant SET name = name || ' (gone)' WHERE tenant_id = '" + PLATFORM + "'");
  }

  /** Nothing is typed that the page has not told. */
  private static void makesAnAccount(Page page, String name) {
    page.getByLabel("Username").fill(name);
    page.getByLabel("E-mail address").fill(name + "@example.org");
    page.getByLabel("Password").fill(PASSWORD);
    press(page, "Create account");
    assertThat(page.locator("h1")).hasText("Sign in");
    assertThat(page.getByLabel("Username")).hasValue(name);
    page.getByLabel("Password").fill(PASSWORD);
    press(page, "Sign in");
    assertThat(page).hasTitle("Home · IMAS");
  }

  private static final Pattern ADDRESS = Pattern.compile("http://localhost[^\\s\"'<>|)\\\\]+");

  /** Each address once, in the order of the text. */
  private static List<String> addressesIn(String text) {
    return ADDRESS.matcher(text).results().map(one -> one.group()).distinct().toList();
  }

  /** Goes on in a session: there is such a page, and it shows what it is about. */
  private static void leadsSomewhere(Page page, String link) {
    page.navigate(link);
    assertThat(page.locator("h1")).isVisible();
    assertThat(page.locator("main").getByText("Loading")).hasCount(0);
    assertThat(page.locator("main .failure")).hasCount(0);
    assertThat(page.locator("main")).not().containsText("Page not found");
    assertThat(page.url()).startsWith(link);
  }

  /** A page, many pages in one, a drill, a swap, a silence, a test: each link of each mail. */
  @Test
  void ofEveryMessageByMail() {
    hasMail("rae");
    made(
        "POST",
        "/escalation-policies",
        "{\"name\":\"rae"
            + " first\",\"team\":\"payments\",\"steps\":[{\"notify\":[{\"type\":\"user\",\"user\":\"rae\"}]}]}",
        201);
    for (int node = 1; node <= 8; node++) {
      scene.incident("Node " + node + " is down", "SEV1");
    }
    made(
        "POST",
        "/drills",
        "{\"service\":\"ledger\",\"policy\":\"rae first\",\"severity\":\"SEV3\",\"send\":true}",
        201);
    String schedule = schedule("Days");
    user("sam", "responder");
    hasMail("sam");
    Reply asked =
        scene.core.send(
            scene.core.logIn("rae"),
            "POST",
            "/api/v1/schedules/" + schedule + "/swaps",
            "{\"with\":\"sam\",\"from\":\"%sT00:00:00Z\"}"
                .formatted(LocalDate.ofInstant(scene.core.now(), ZoneOffset.UTC).plusDays(2)));
    assertThat(asked.status()).as("%s", asked.json()).isEqualTo(201);
    String contact =
        made(
                "POST",
                "/teams/payments/contacts",
                "{\"name\":\"list\",\"channel\":\"email\",\"address\":\"payments@example.org\"}",
                201)
            .json()
            .get("id")
            .asText();
    scene.core.post("/api/v1/teams/payments/contacts/" + contact + "/test", "{}");

    String page = mailTo("rae@example.org", "is down");
    String many =
        Await.until(
            "a mail about many incidents",
            Duration.ofSeconds(30),
            () ->
                mailsTo("rae@example.org", "").stream()
                    .filter(text -> text.contains("folded_into"))
                    .findFirst()
                    .orElse(""),
            text -> !text.isEmpty());
    mailTo("rae@example.org", "DRILL");
    mailTo("sam@example.org", "");
    mailTo("payments@example.org", "");

    Page rae = opened(linkIn(page, "Incident"), "rae");
    assertThat(rae.locator("main")).containsText("is down");
    press(rae, "Acknowledge");
    assertThat(rae.locator("main")).containsText("Acknowledged");

    Page digest = opened(linkIn(many, "Incident"), "rae");
    assertThat(digest.locator("tbody tr[data-id]").first()).isVisible();

    List<String> links = new ArrayList<>();
    for (String name : List.of("rae", "sam", "payments")) {
      for (String text : mailsTo(name + "@example.org", "")) {
        links.addAll(addressesIn(text));
      }
    }
    assertThat(links)
        .anyMatch(one -> one.contains("/schedules/"))
        .anyMatch(one -> one.contains("/drills/"))
        .anyMatch(one -> one.contains("/deliveries?delivery="))
        .anyMatch(one -> one.contains("/a/"));
    for (String link : links.stream().distinct().toList()) {
      if (!link.contains("/a/")) {
        leadsSomewhere(rae, link);
      }
    }
    for (String link : links.stream().filter(one -> one.contains("/a/")).distinct().toList()) {
      Page act = somebody();
      act.navigate(link);
      assertThat(act.locator("h1")).not().containsText("does not work");
      act.setViewportSize(360, 800);
      assertThat(act.evaluate("() => document.documentElement.scrollWidth")).isEqualTo(360);
      if (act.locator("button").count() > 0) {
        act.locator("button").first().click();
        assertThat(act.locator("[role=status]")).containsText("You have ");
      }
      act.context().close();
    }
    assertThat(
            scene.core.database.query(
                "SELECT count(*) FROM incident WHERE status = 'TRIGGERED' AND title LIKE 'Node%'"))
        .containsExactly("0");
  }

  /**
   * @return the id of one in which rae is always on call
   */
  private static String schedule(String name) {
    return made(
            "POST",
            "/schedules",
            """
            {"name":"%s","team":"payments","time_zone":"UTC","layers":[
             {"name":"main","start":"%sT00:00","every":"P1D","slots":[["rae"]]}]}\
            """
                .formatted(
                    name, LocalDate.ofInstant(scene.core.now(), ZoneOffset.UTC).minusDays(2)),
            201)
        .json()
        .get("id")
        .asText();
  }

  /** Whatever a channel sends has the incident's page, and nothing that leads elsewhere. */
  @Test
  void ofAPageByEachChannel() {
    String vendors = scene.receiver.url("");
    Map<String, String> configs =
        Map.of(
            "ntfy", "\"server_url\":\"%s/ntfy\",\"default_topic\":\"ops\"",
            "slack", "\"bot_token\":\"xoxb-1\",\"url\":\"%s/slack\"",
            "teams", "\"url\":\"%s/teams\"",
            "discord", "\"webhook_url\":\"%s/discord\"",
            "mattermost", "\"server_url\":\"%s/mattermost\",\"bot_token\":\"m\"",
            "telegram",
                "\"bot_token\":\"123456:abcdefghijklmnopqrstuvwxyz012345678\",\"url\":\"%s/telegram\"",
            "opsgenie", "\"api_key\":\"o\",\"url\":\"%s/opsgenie\"",
            "pagerduty",
                "\"routing_key\":\"0123456789abcdef0123456789abcdef\",\"url\":\"%s/pagerduty\"");
    Map<String, String> addresses =
        Map.of(
            "ntfy", "ops",
            "slack", "C0123456789",
            "teams", "teams",
            "discord", "discord",
            "mattermost", "abcdefghijklmnopqrstuvwxyz",
            "telegram", "-100123",
            "opsgenie", "opsgenie",
            "pagerduty", "pagerduty");
    made("POST", "/teams", "{\"name\":\"chatty\"}", 201);
    made("POST", "/services", "{\"name\":\"search\",\"owner_team\":\"chatty\"}", 201);
    configs.forEach(
        (type, config) -> {
          made(
              "POST",
              "/providers",
              "{\"name\":\"%1$s\",\"type\":\"%1$s\",\"config\":{%2$s}}"
                  .formatted(type, config.formatted(vendors)),
              201);
          made(
              "POST",
              "/teams/chatty/contacts",
              "{\"name\":\"%1$s\",\"channel\":\"%1$s\",\"address\":\"%2$s\"}"
                  .formatted(type, addresses.get(type)),
              201);
        });
    String id =
        made(
                "POST",
                "/incidents",
                "{\"title\":\"Search is slow\",\"severity\":\"SEV2\",\"service_name\":\"search\"}",
                201)
            .json()
            .get("short_id")
            .asText();
    Page rae = opened(DASHBOARD + "/me", "rae");
    List<String> seen = new ArrayList<>();
    for (String type : configs.keySet()) {
      String sent =
          Await.until(
                  "a page by " + type,
                  Duration.ofSeconds(30),
                  () ->
                      scene.receiver.requests().stream()
                          .filter(one -> one.path().startsWith("/" + type))
                          .map(one -> one.body())
                          .filter(body -> body.contains("Search is slow"))
                          .toList(),
                  all -> !all.isEmpty())
              .getFirst();
      List<String> links = addressesIn(sent.replace("\\/", "/"));
      assertThat(links).as(type + ": " + sent).isNotEmpty();
      seen.addAll(links);
    }
    for (String link : seen.stream().distinct().toList()) {
      leadsSomewhere(rae, link);
      assertThat(rae.locator("main")).containsText(id);
    }
  }

  /** A calendar reads what the address gives, without a log-in. */
  @Test
  void ofTheCalendarsOfAScheduleAndOfAPerson() {
    String schedule = schedule("Nights");
    // First, since it chooses a password, which ends what was made before.
    String own =
        scene
            .core
            .send(scene.core.logIn("rae"), "POST", "/api/v1/calendar-feeds", "{\"user\":\"rae\"}")
            .json()
            .get("path")
            .asText();
    Page rae = opened(DASHBOARD + "/schedules/" + schedule, "rae");
    press(rae, "Create calendar link");
    String address = Objects.requireNonNull(rae.locator("code.secret").textContent()).strip();
    for (String feed : List.of(address, DASHBOARD + own)) {
      Reply calendar = scene.core.send(HttpRequest.newBuilder(URI.create(feed)).build());
      assertThat(calendar.status()).as(feed).isEqualTo(200);
      assertThat(calendar.header("content-type")).startsWith("text/calendar");
      assertThat(calendar.http().body()).contains("BEGIN:VEVENT").contains("rae");
    }
  }

  /** The public subscribes on the page that the dashboard names, is told, and leaves. */
  @Test
  void ofTheStatusPageItsFeedAndItsMails() {
    String version = scene.core.get("/api/v1/status-page").json().get("version").asText();
    Reply put =
        scene.core.send(
            scene.core.token,
            "PUT",
            "/api/v1/status-page",
            "{\"is_public\":true,\"slug\":\"acme\",\"name\":\"Acme\",\"subscriptions\":true}",
            "if-match",
            "\"" + version + "\"");
    assertThat(put.status()).as("%s", put.json()).isEqualTo(200);
    Page ada = opened(DASHBOARD + "/status-page", "ada");
    String named =
        Objects.requireNonNull(
            ada.locator("main a[href^='" + PUBLIC + "']").first().getAttribute("href"));

    Page reader = somebody();
    Await.until(
        "the page follows",
        () -> {
          reader.navigate(named);
          return reader.locator("input[name=email]").count();
        },
        forms -> forms == 1);
    reader.locator("input[name=email]").fill("pat@example.com");
    reader.locator("form button").click();
    assertThat(reader.locator("h1")).hasText("Check your e-mail");
    Matcher confirm =
        Pattern.compile(Pattern.quote(PUBLIC) + "\\S+/confirm/\\S+")
            .matcher(mailTo("pat@example.com", ""));
    assertThat(confirm.find()).isTrue();
    reader.navigate(confirm.group());
    reader.locator("form button").click();
    assertThat(reader.locator("h1")).hasText("You are subscribed");

    made(
        "POST",
        "/status-page/incidents",
        "{\"title\":\"Orders fail\",\"impact\":\"partial_outage\",\"message\":\"We look into"
            + " it.\"}",
        201);
    String told = mailTo("pat@example.com", "Orders fail");
    for (String link :
        Pattern.compile(Pattern.quote(PUBLIC) + "[^\\s<>]+")
            .matcher(told)
            .results()
            .map(one -> one.group())
            .toList()) {
      reader.navigate(link);
      assertThat(reader.locator("h1")).not().containsText("does not work");
    }
    Matcher leave = Pattern.compile(Pattern.quote(PUBLIC) + "\\S+/leave/\\S+").matcher(told);
    assertThat(leave.find()).as(told).isTrue();
    reader.navigate(leave.group());
    reader.locator("form button").click();
    assertThat(reader.locator("h1")).hasText("You are unsubscribed");
    assertThat(scene.core.database.query("SELECT email FROM status_subscriber")).isEmpty();

    reader.navigate(named);
    String feed =
        Objects.requireNonNull(
            (String) reader.evaluate("() => document.querySelector('footer a').href"));
    Response atom = Objects.requireNonNull(reader.navigate(feed));
    assertThat(atom.status()).as(feed).isEqualTo(200);
    assertThat(atom.text()).contains("Orders fail");
  }
}
