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
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A new user's hour, from the first start to the first page that somebody acknowledges, in a
 * browser and without leaving the dashboard: account, invitation, team, its channel, a verified
 * contact, schedule, policy, service, sender. Nothing that is shown names a field as programs do.
 */
class FirstHourBrowserIT {

  private static final String PASSWORD = "vestibule ocelot quartz";
  private static final String ZONE = "Europe/Paris";

  /** A JSON pointer, or the name of a field or of a value as programs write it. */
  private static final Pattern TECHNICAL =
      Pattern.compile(
          "(?m)(?:^|[\\s(])/[a-z_]+(?:/\\d+)?(?=[\\s,.;]|$)|\\b[a-z]+_[a-z_]+\\b|\\bSEV\\d_[A-Z]+|\\bPT\\d+[HMS]\\b");

  /** Debian's; where it is not installed, the test is skipped, and fails in CI. */
  private static final Path CHROMIUM =
      Stream.of("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(Path.of("/usr/bin/chromium"));

  private static final Vertx vertx = Vertx.vertx();
  private static final List<String> technical = new ArrayList<>();
  private static Path folder = Path.of("");
  private static ImasProcess imas = new ImasProcess(folder, Map.of());
  private static FakeReceiver receiver = FakeReceiver.start(vertx);
  private static final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
  private static Browser browser = browser();

  private static Browser browser() {
    if (!Files.isExecutable(CHROMIUM) && !Boolean.parseBoolean(System.getenv("CI"))) {
      assumeTrue(false, "chromium is not installed");
    }
    return Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM));
  }

  @BeforeAll
  static void startForTheFirstTime() {
    folder = TestPostgres.newFolder();
    mail.start();
    imas =
        new ImasProcess(
                folder,
                Map.of(
                    "IMAS_NOTIFIER_WEBHOOK_ALLOW",
                    "127.0.0.1",
                    "IMAS_SMTP_HOST",
                    "127.0.0.1",
                    "IMAS_SMTP_PORT",
                    Integer.toString(mail.getSmtp().getPort()),
                    "IMAS_SMTP_FROM",
                    "imas@example.org",
                    "IMAS_SMTP_STARTTLS",
                    "disabled"))
            .startAnew(ImasProcess.QUICK_TO_START);
  }

  @AfterAll
  static void stop() {
    browser.close();
    imas.close();
    receiver.close();
    mail.stop();
    vertx.close();
    TestPostgres.delete(folder);
  }

  private static Page newcomer() {
    Page page =
        browser
            .newContext(
                new Browser.NewContextOptions()
                    .setLocale("en-GB")
                    .setTimezoneId(ZONE)
                    .setViewportSize(1280, 900))
            .newPage();
    page.setDefaultTimeout(40_000);
    PlaywrightAssertions.setDefaultAssertionTimeout(40_000);
    return page;
  }

  private static String dashboard() {
    return imas.core().replace("127.0.0.1", "localhost");
  }

  /** The link of the first administrator, as whoever starts IMAS finds its code. */
  private static String firstLink() {
    Properties made = new Properties();
    try (var in = Files.newBufferedReader(imas.dataFolder().resolve("first-credentials"))) {
      made.load(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return dashboard() + "/welcome#" + made.getProperty("IMAS_FIRST_ADMIN_CODE");
  }

  private static String code(String base32) {
    long bits = 0;
    int filled = 0;
    byte[] key = new byte[base32.length() * 5 / 8];
    int at = 0;
    for (char letter : base32.toCharArray()) {
      bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
      filled += 5;
      if (filled >= 8) {
        key[at++] = (byte) (bits >> (filled -= 8));
      }
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      byte[] hash =
          mac.doFinal(
              java.nio.ByteBuffer.allocate(8).putLong(Instant.now().getEpochSecond() / 30).array());
      int value = java.nio.ByteBuffer.wrap(hash, hash[19] & 0xf, 4).getInt() & 0x7fff_ffff;
      return "%06d".formatted(value % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
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

  /** By the sidebar's groups and links, and by tabs, as a person goes. */
  private static void goTo(Page page, String... names) {
    for (String name : names) {
      Locator group =
          page.locator("#side summary")
              .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name + "$")));
      if (group.count() > 0) {
        group.evaluate("one => { one.parentElement.open = true; }");
        continue;
      }
      // It may have a number beside it.
      page.locator("#side a, main nav.tabs a")
          .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name + "(\\d|$)")))
          .first()
          .click();
    }
    assertThat(page.locator("h1")).hasText(names[names.length - 1]);
    look(page);
  }

  private static Locator dialog(Page page) {
    return page.locator("dialog[open]");
  }

  /** What a person reads at this moment: texts, not what is to be pasted or was posted. */
  private static void look(Page page) {
    String text =
        (String)
            page.evaluate(
                """
                () => {
                  const shown = document.body.cloneNode(true);
                  shown.querySelectorAll('pre, code, script, datalist').forEach(one => one.remove());
                  document.body.append(shown);
                  const text = shown.innerText;
                  shown.remove();
                  return text;
                }\
                """);
    Matcher found = TECHNICAL.matcher(text);
    while (found.find()) {
      technical.add(page.url().replaceAll("https?://[^/]+", "") + ": " + found.group().strip());
    }
  }

  /** Sends a form that the server refuses, and looks at what is said. */
  private static void isRefused(Page page, Locator form, String button) {
    press(form, button);
    assertThat(
            form.locator(".fault")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("\\S")))
                .first())
        .isVisible();
    look(page);
  }

  @Test
  void fromTheFirstLinkToAnAcknowledgedPage() {
    Page ada = newcomer();
    makesTheirAccount(ada);

    Page bo = newcomer();
    isInvitedByALink(ada, bo);
    hasATeamWithAChannel(ada);
    isReachedByAVerifiedContact(bo);
    isOnCall(ada);
    hasAPolicyForAService(ada);
    String shortId = connectsASenderWhoPosts(ada);
    acknowledges(bo, shortId);

    goTo(ada, "Incidents");
    ada.locator("a", new Page.LocatorOptions().setHasText(shortId)).first().click();
    assertThat(ada.locator("main")).containsText("Acknowledged");
    hasForgottenTheirPassword(ada);
    assertThat(technical).isEmpty();
  }

  /** An administrator makes a link for somebody who cannot get at their mail. */
  private static void hasForgottenTheirPassword(Page ada) {
    goTo(ada, "Administer", "Users and teams", "Users");
    press(
        ada.locator("tr[data-id]", new Page.LocatorOptions().setHasText("bo@")),
        "Create invitation link bo");
    String link = Objects.requireNonNull(dialog(ada).locator("pre").textContent()).strip();
    Page again = newcomer();
    again.navigate(link);
    choosesAPassword(again, "Choose your password", "ocelot quartz vestibule", "bo");
  }

  private static void choosesAPassword(Page page, String title, String password, String name) {
    assertThat(page.locator("h1")).hasText(title);
    page.getByLabel("New password").fill(password);
    press(page, "Save password");
    assertThat(page.locator("h1")).hasText("Sign in");
    assertThat(page.getByLabel("Username")).hasValue(name);
    page.getByLabel("Password").fill(password);
    press(page, "Sign in");
    assertThat(page).hasTitle("Home · IMAS");
  }

  private static List<String> mailsTo(String address, String subject) {
    List<String> found = new ArrayList<>();
    try {
      for (MimeMessage one : mail.getReceivedMessages()) {
        if (one.getAllRecipients()[0].toString().equals(address)
            && one.getSubject().contains(subject)) {
          found.add(String.valueOf(((Multipart) one.getContent()).getBodyPart(0).getContent()));
        }
      }
      return found;
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static String linkOf(String address, String subject, String label) {
    String text =
        Await.until(subject, () -> mailsTo(address, subject), all -> !all.isEmpty()).getLast();
    Matcher link = Pattern.compile(label + ": (http\\S+)").matcher(text);
    assertThat(link.find()).as(text).isTrue();
    assertThat(text).contains("They only open on the IMAS server");
    return link.group(1);
  }

  @Test
  void everyLinkOfAMailLeadsWhereItSays() {
    imas.apiPost(
        "/api/v1/users",
        "{\"username\":\"eve\",\"email\":\"eve@example.org\",\"role\":\"responder\",\"time_zone\":\"Asia/Tokyo\"}");
    imas.apiPost("/api/v1/users/eve/invitation", "{}");
    Page eve = newcomer();
    eve.navigate(linkOf("eve@example.org", "Your account", "Choose your password"));
    choosesAPassword(eve, "Choose your password", PASSWORD, "eve");

    Page forgetful = newcomer();
    forgetful.navigate(dashboard() + "/login");
    forgetful
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Forgot password?"))
        .click();
    forgetful.getByLabel("Username").fill("eve");
    press(forgetful, "Send reset link");
    assertThat(forgetful.locator("h1")).hasText("Check your e-mail");
    forgetful.navigate(linkOf("eve@example.org", "Your password in IMAS", "Choose your password"));
    choosesAPassword(forgetful, "Choose a new password", "quartz vestibule ocelot", "eve");

    goTo(forgetful, "My on-call");
    // The address of the account is a contact already; it only has to be verified.
    press(forgetful, "Send code Email");
    String code =
        Await.until("a code", () -> mailsTo("eve@example.org", "code"), all -> !all.isEmpty())
            .getLast();
    Matcher digits = Pattern.compile("Your IMAS code is (\\d+)").matcher(code);
    assertThat(digits.find()).as(code).isTrue();
    forgetful.getByLabel("Code sent to Email").fill(digits.group(1));
    press(forgetful, "Verify");
    assertThat(forgetful.locator("main")).containsText("✓ Verified");

    imas.apiPost("/api/v1/teams", "{\"name\":\"Search\"}");
    imas.apiPost(
        "/api/v1/escalation-policies",
        "{\"name\":\"eve"
            + " first\",\"team\":\"Search\",\"steps\":[{\"after\":\"PT0S\",\"notify\":[{\"type\":\"user\",\"user\":\"eve\"}]}]}");
    imas.apiPost(
        "/api/v1/services",
        "{\"name\":\"index\",\"owner_team\":\"Search\",\"escalation_policy\":\"eve first\"}");
    imas.apiPost(
        "/api/v1/incidents",
        "{\"title\":\"\uD83D\uDD25 index burns\",\"service\":\"index\",\"severity\":\"SEV1\"}");
    String subject = "[SEV1] \uD83D\uDD25 index burns";
    Page link = newcomer();
    link.navigate(linkOf("eve@example.org", subject, "Acknowledge"));
    link.locator("button", new Page.LocatorOptions().setHasText("Acknowledge")).click();
    assertThat(link.locator("[role=status]")).containsText("You have acknowledged");
    String page = mailsTo("eve@example.org", subject).getFirst();
    assertThat(page).containsPattern("Started: .* Asia/Tokyo").doesNotContain("/api/");

    allLinksArePages();
  }

  /** None leads to what programs read. */
  private static void allLinksArePages() {
    List<String> links = new ArrayList<>();
    for (String text : mailsTo("eve@example.org", "")) {
      Pattern.compile("http://localhost:[^\\s<>\"]+")
          .matcher(text)
          .results()
          .forEach(one -> links.add(one.group()));
    }
    assertThat(links).hasSizeGreaterThan(3);
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String one : links) {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(URI.create(one.replace("localhost", "127.0.0.1"))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(one).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
            .as(one)
            .startsWith("text/html");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void makesTheirAccount(Page ada) {
    ada.navigate(firstLink());
    ada.getByLabel("Username").fill("ada");
    ada.getByLabel("E-mail address").fill("ada@example.org");
    ada.getByLabel("Password").fill("password1234");
    isRefused(ada, ada.locator("form"), "Create account");
    ada.getByLabel("Password").fill(PASSWORD);
    press(ada, "Create account");
    assertThat(ada.locator("h1")).hasText("Sign in");
    ada.getByLabel("Password").fill(PASSWORD);
    press(ada, "Sign in");
    String key = Objects.requireNonNull(ada.locator(".secret").textContent()).strip();
    ada.getByLabel("6-digit code").fill(code(key));
    press(ada, "Continue");
    press(ada, "I’ve saved them");
    assertThat(ada).hasTitle("Home · IMAS");
    // Nobody has said where people reach this IMAS, and messages have links.
    assertThat(ada.locator("main")).containsText("public.url");
  }

  private static void isInvitedByALink(Page ada, Page bo) {
    goTo(ada, "Administer", "Users and teams", "Users");
    press(ada, "Invite people");
    dialog(ada).locator("[name=username]").fill("b o");
    dialog(ada).locator("[name=email]").fill("bo@example.org");
    dialog(ada).locator("[name=role]").selectOption("responder");
    isRefused(ada, dialog(ada), "Create invitation link");
    dialog(ada).locator("[name=username]").fill("bo");
    press(dialog(ada), "Create invitation link");
    String link = Objects.requireNonNull(dialog(ada).locator("pre").textContent()).strip();
    press(dialog(ada), "Close");

    bo.navigate(link);
    assertThat(bo.locator("h1")).hasText("Choose your password");
    bo.getByLabel("New password").fill("bo");
    isRefused(bo, bo.locator("form"), "Save password");
    bo.getByLabel("New password").fill(PASSWORD);
    press(bo, "Save password");
    assertThat(bo.locator("h1")).hasText("Sign in");
    assertThat(bo.getByLabel("Username")).hasValue("bo");
    bo.getByLabel("Password").fill(PASSWORD);
    press(bo, "Sign in");
    assertThat(bo).hasTitle("Home · IMAS");
  }

  private static void hasATeamWithAChannel(Page ada) {
    goTo(ada, "Users and teams", "Teams");
    press(ada, "Create team");
    dialog(ada).locator("[name=name]").fill("Payments");
    press(dialog(ada), "Create team");
    press(ada, "Members Payments");
    dialog(ada).locator("[name=user]").fill("nobody at all");
    isRefused(ada, dialog(ada), "Add member");
    dialog(ada).locator("[name=user]").fill("bo");
    press(dialog(ada), "Add member");
    assertThat(dialog(ada).locator("tbody")).containsText("bo");
    press(dialog(ada), "Close");

    press(ada, "Channels Payments");
    press(dialog(ada), "Add channel");
    dialog(ada).locator("[name=name]").fill("wall");
    dialog(ada).locator("[name=channel]").selectOption("webhook");
    dialog(ada).locator("[name=address]").fill("not an address");
    isRefused(ada, dialog(ada), "Save");
    dialog(ada).locator("[name=address]").fill(receiver.url("/wall"));
    dialog(ada).locator("[name=min_severity]").selectOption("SEV4");
    press(dialog(ada), "Save");
    assertThat(dialog(ada).locator("tbody")).containsText("wall");
    look(ada);
    press(dialog(ada), "Send test wall");
    assertThat(dialog(ada).locator("[role=status]")).containsText("wall: Sent");
    assertThat(at("/wall")).hasSize(1);
    press(dialog(ada), "Close");
  }

  private static List<FakeReceiver.Received> at(String path) {
    return receiver.requests().stream().filter(one -> one.path().equals(path)).toList();
  }

  private static void isReachedByAVerifiedContact(Page bo) {
    goTo(bo, "My on-call");
    assertThat(bo.locator("main")).containsText("bo@example.org");
    bo.locator("summary", new Page.LocatorOptions().setHasText("Add contact method")).click();
    Locator form = bo.locator("form").filter(new Locator.FilterOptions().setHasText("Channel"));
    form.locator("[name=name]").fill("phone");
    form.locator("[name=channel]").selectOption("sms");
    form.locator("[name=address]").fill("+33612345678");
    // What one is reached at takes the password again, and then not for some minutes.
    press(form, "Add contact method");
    Locator asked =
        bo.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Confirm your password"));
    look(bo);
    asked.getByLabel("Password").fill(PASSWORD);
    press(asked, "Confirm");
    // Nobody can send text messages yet, and the form says so at once.
    isRefused(bo, form, "Add contact method");
    form.locator("[name=channel]").selectOption("webhook");
    form.locator("[name=address]").fill(receiver.url("/bo"));
    press(form, "Add contact method");
    press(bo, "Send code phone");
    assertThat(bo.locator("main")).containsText("Code sent");
    String sent = Await.until("the code", () -> at("/bo"), all -> !all.isEmpty()).getFirst().body();
    Matcher code = Pattern.compile("Your IMAS code is (\\d+)").matcher(sent);
    assertThat(code.find()).isTrue();
    bo.getByLabel("Code sent to phone").fill("000000");
    isRefused(bo, bo.locator("li.entry form"), "Verify");
    bo.getByLabel("Code sent to phone").fill(code.group(1));
    press(bo, "Verify");
    assertThat(bo.locator("main")).containsText("✓ Verified");
    look(bo);
  }

  private static void isOnCall(Page ada) {
    goTo(ada, "On-call now");
    press(ada, "Create schedule");
    dialog(ada).locator("[name=name]").fill("Payments primary");
    dialog(ada).locator("[name=team]").selectOption("Payments");
    dialog(ada)
        .locator("[name='layers/0/start']")
        .fill(LocalDateTime.now(ZoneId.of(ZONE)).minusDays(1).withSecond(0).withNano(0).toString());
    Locator person = dialog(ada).getByLabel("Add a person").first();
    person.fill("nobody at all");
    person.press("Enter");
    isRefused(ada, dialog(ada), "Create schedule");
    press(dialog(ada), "Remove nobody at all");
    person.fill("bo");
    person.press("Enter");
    press(dialog(ada), "Create schedule");
    assertThat(ada.locator("h1")).hasText("Payments primary");
    assertThat(ada.locator("main")).containsText("bo");
    look(ada);
  }

  private static void hasAPolicyForAService(Page ada) {
    goTo(ada, "Escalation policies");
    press(ada, "Create policy");
    dialog(ada).getByLabel("Name").first().fill("Payments first");
    dialog(ada).getByLabel("Team").first().fill("Payments");
    dialog(ada).getByLabel("Notify").selectOption("schedule");
    Locator schedule =
        dialog(ada)
            .getByRole(
                AriaRole.COMBOBOX,
                new Locator.GetByRoleOptions().setName("Schedule").setExact(true));
    schedule.fill("no such one");
    isRefused(ada, dialog(ada), "Create policy");
    schedule.fill("Payments primary");
    press(dialog(ada), "Create policy");
    assertThat(ada.locator("h1")).hasText("Payments first");
    look(ada);

    goTo(ada, "Configure", "Services");
    press(ada, "Create service");
    dialog(ada).locator("[name=name]").fill("checkout");
    dialog(ada).locator("[name=owner_team]").fill("no such team");
    isRefused(ada, dialog(ada), "Save");
    dialog(ada).locator("[name=owner_team]").fill("Payments");
    dialog(ada).locator("[name=escalation_policy]").fill("Payments first");
    press(dialog(ada), "Save");
    assertThat(ada.locator("tbody")).containsText("checkout");
  }

  /**
   * @return the incident that what it posts has opened
   */
  private static String connectsASenderWhoPosts(Page ada) {
    goTo(ada, "Sources");
    ada.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Connect a source"))
        .first()
        .click();
    press(ada, "JSON");
    assertThat(ada.locator("[name=default_severity] option"))
        .hasText(new String[] {"SEV1", "SEV2", "SEV3", "SEV4"});
    ada.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("scripts");
    press(ada, "Create source");
    assertThat(ada.locator("#gateway")).hasValue("http://localhost:" + imas.gatewayPort());
    look(ada);
    postsAsItSays(Objects.requireNonNull(ada.locator("pre.code").first().textContent()));
    assertThat(ada.locator("main")).containsText("1 accepted");
    return Objects.requireNonNull(
        Await.until(
                "the page",
                () ->
                    at("/bo").stream()
                        .map(one -> Pattern.compile("INC-[0-9A-Z]{4,8}").matcher(one.body()))
                        .filter(Matcher::find)
                        .map(Matcher::group)
                        .filter(id -> !id.equals("INC-CODE"))
                        .toList(),
                all -> !all.isEmpty())
            .getFirst());
  }

  private static void postsAsItSays(String pasted) {
    Matcher url = Pattern.compile("http://\\S+?(?=['\"\\s])").matcher(pasted);
    Matcher key = Pattern.compile("Bearer ([^'\"\\s]+)").matcher(pasted);
    assertThat(url.find() && key.find()).as(pasted).isTrue();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(url.group()))
                  .version(HttpClient.Version.HTTP_1_1)
                  .header("Authorization", "Bearer " + key.group(1))
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"alert_name\":\"DiskFull\",\"severity\":\"critical\",\"service\":\"checkout\",\"title\":\"Disk"
                              + " full\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void acknowledges(Page bo, String shortId) {
    goTo(bo, "Incidents");
    bo.locator("a", new Page.LocatorOptions().setHasText(shortId)).first().click();
    press(bo, "Acknowledge");
    assertThat(bo.locator("main")).containsText("Acknowledged");
    look(bo);
  }
}
