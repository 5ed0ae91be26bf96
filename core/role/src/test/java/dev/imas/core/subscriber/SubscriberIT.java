package dev.imas.core.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.message.SubscriberLink;
import dev.imas.core.message.SubscriberLink.Named;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import io.micrometer.core.instrument.Counter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public subscribes to a status page by mail, confirms, is told, and ends it. */
class SubscriberIT {

  /** The other name of the machine that the tests run on. */
  private static final String HOST = "localhost";

  private static final String SITE = "https://" + HOST;

  @TempDir static Path folder;
  private static RunningCore core;

  @BeforeAll
  static void start() {
    core =
        RunningCore.start(
            Map.of(
                "IMAS_PUBLIC_URL",
                "https://ops.example.org",
                "IMAS_STATUS_URL",
                SITE,
                "IMAS_CORE_TRUSTED_PROXIES",
                "127.0.0.1,::1",
                "IMAS_STATUS_SNAPSHOT_FOLDER",
                folder.toString()));
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  @BeforeEach
  void nobody() {
    core.database.execute("DELETE FROM status_subscriber");
    core.database.execute("DELETE FROM status_telling");
    open(true);
  }

  private static void open(boolean subscriptions) {
    int version = send("GET", "/status-page", null).json().get("version").asInt();
    Reply put =
        send(
            "PUT",
            "/status-page",
            "{'is_public':true,'slug':'acme','name':'Acme','subscriptions':%s}"
                .formatted(subscriptions),
            "if-match",
            "\"" + version + "\"");
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
    assertThat(put.json().get("subscriptions").asBoolean()).isEqualTo(subscriptions);
    Await.until(
        "the page follows",
        () -> read("/status/acme").http().body().contains("<form"),
        shown -> shown == subscriptions);
  }

  private static Reply send(String method, String path, @Nullable String json, String... headers) {
    return core.send(
        core.token,
        method,
        "/api/v1" + path,
        json == null ? null : json.replace('\'', '"'),
        headers);
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + core.port() + path));
  }

  private static Reply read(String path) {
    return core.send(to(path).build());
  }

  private static Reply post(String path, String form) {
    return core.send(
        to(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  /** The answer comes before anybody looks for the address, so this waits for that. */
  private static Reply ask(String email) {
    double before = asked();
    Reply reply =
        post("/status/acme/subscribe", "email=" + URLEncoder.encode(email, StandardCharsets.UTF_8));
    if (reply.status() == 200) {
      Await.until("the question", SubscriberIT::asked, now -> now > before);
    }
    return reply;
  }

  private static Reply form(String email, String... headers) {
    return core.send(
        to("/status/acme/subscribe")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .headers(headers)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "email=" + URLEncoder.encode(email, StandardCharsets.UTF_8)))
            .build());
  }

  private static double asked() {
    return core.meters.find("imas.status.subscriptions.asked").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private static List<String> waiting() {
    return core.database.query(
        "SELECT s.email || ' ' || (t.content ->> 'event') || ' ' || m.place FROM status_mail m"
            + " JOIN status_telling t ON t.tenant_id = m.tenant_id AND t.id = m.telling_id"
            + " JOIN status_subscriber s ON s.tenant_id = m.tenant_id AND s.id = m.subscriber_id"
            + " ORDER BY s.email, t.told_at");
  }

  private static void waits(int mails) {
    Await.until("mails", () -> waiting().size(), count -> count == mails);
  }

  /** The path of a link in a mail. */
  private static String link(SubscriberLink link, String email) {
    return link.path(new SecretBox(new byte[32]), named(email)).reveal();
  }

  private static Named named(String email) {
    return new Named(
        core.tenant,
        UUID.fromString(
            core.database
                .query("SELECT id FROM status_subscriber WHERE email = '" + email + "'")
                .getFirst()));
  }

  private static JsonNode count() {
    return send("GET", "/status-page/subscribers/count", null).json();
  }

  private static void subscribed(String email) {
    ask(email);
    Await.until(
        "the subscriber",
        () ->
            core.database.count(
                "SELECT count(*) FROM status_subscriber WHERE email = '" + email + "'"),
        found -> found == 1);
    assertThat(post(link(SubscriberLink.CONFIRM, email), "").status()).isEqualTo(200);
  }

  @Test
  void anAddressIsToldOnlyAfterItHasConfirmed() {
    Reply asked = ask("ada@example.org");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.http().body()).contains("Check your e-mail").doesNotContain("ada@");
    waits(1);
    assertThat(waiting()).containsExactly("ada@example.org notice.subscription_confirm 0");
    String confirm = link(SubscriberLink.CONFIRM, "ada@example.org");

    Reply shown = read(confirm);
    assertThat(shown.http().body()).contains("ada@example.org", "<form method=\"post\">");
    assertThat(count().get("confirmed").asInt()).as("a GET changes nothing").isZero();
    assertThat(post(confirm, "").http().body()).contains("You are subscribed");
    assertThat(post(confirm, "").status()).as("once more").isEqualTo(200);
    assertThat(count().get("confirmed").asInt()).isEqualTo(1);
    JsonNode list = send("GET", "/status-page/subscribers?email=ADA@example.org", null).json();
    assertThat(list.at("/items/0/email").asText()).isEqualTo("ada@example.org");
  }

  @Test
  void allAddressesOfOneMailboxAreAskedThreeTimesTogether() {
    for (String email :
        List.of(
            "ada+1@example.org",
            "ada+2@example.org",
            "ADA@example.org",
            "ada@example.org",
            "ada+3+x@Example.Org",
            "ada+1@example.org",
            "b.ob@gmail.com",
            "bob+1@googlemail.com",
            "bo.b@gmail.com",
            "b.o.b+2@gmail.com",
            "a.da@example.org")) {
      double before = asked();
      assertThat(form(email, "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(200);
      Await.until("the question", SubscriberIT::asked, now -> now > before);
    }
    waits(7);
    assertThat(waiting().stream().filter(mail -> mail.toLowerCase(Locale.ROOT).startsWith("ada")))
        .hasSize(3);
    assertThat(waiting().stream().filter(mail -> mail.startsWith("b"))).hasSize(3);
    assertThat(waiting()).anyMatch(mail -> mail.startsWith("a.da@"));
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, same-origin, 200",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Origin, https://localhost, 200",
    "Origin, https://evil.example, 403",
    "Origin, https://localhost.evil.example, 403",
    "Origin, null, 403",
    "X-Nothing, x, 200",
  })
  void theFormIsTakenFromThePageItself(String header, String value, int status) {
    Reply reply = form("eve@example.org", "X-Forwarded-For", "192.0.2.2", header, value);
    assertThat(reply.status()).isEqualTo(status);
    if (status == 403) {
      assertThat(reply.http().body()).contains("another site");
    } else {
      waits(1);
    }
    // With it, browsers say of which origin a page is whose form they send.
    assertThat(read("/status/acme").header("referrer-policy")).isEqualTo("same-origin");
  }

  @Test
  void theAnswerTellsNobodyWhoIsSubscribed() {
    subscribed("known@example.org");
    String known = ask("known@example.org").http().body();

    assertThat(ask("unknown@example.org").http().body()).isEqualTo(known);
    waits(2); // That of the first time, and that of the unknown.
    assertThat(waiting().stream().filter(mail -> mail.startsWith("known"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nobody",
        "a@b@example.org",
        "a@example.org, b@example.org",
        "Ada <a@example.org>",
        "a@example.org\r\nBcc: b@example.org",
        "a@localhost"
      })
  void whatIsNoAddressIsRefused(String email) {
    assertThat(ask(email).status()).isEqualTo(400);
    assertThat(count().get("unconfirmed").asInt()).isZero();
  }

  @Test
  void oneAddressIsMailedThreeTimesADay() {
    for (int i = 1; i <= 5; i++) {
      assertThat(ask("ada@example.org").status()).isEqualTo(200);
      waits(Math.min(i, Subscriptions.MOST_ASKED));
    }
    core.clock.move(Duration.ofHours(25));
    ask("ada@example.org");
    waits(1); // Those with the link that has expired are gone.
  }

  @Test
  void strangersCannotHaveATenantMailTheWorld() {
    core.database.execute(
        "INSERT INTO status_subscriber (tenant_id, id, email, language, expires_at)"
            + " SELECT '%s', gen_random_uuid(), 'a' || i || '@example.org', 'en', '%s'"
                .formatted(core.tenant, core.now().plusSeconds(600))
            + " FROM generate_series(1, %d) AS i".formatted(Subscriptions.MOST_ASKING));

    assertThat(ask("one-more@example.org").status()).isEqualTo(200);
    assertThat(ask("a7@example.org").status()).as("who is among them").isEqualTo(200);
    waits(1);
    assertThat(waiting().getFirst()).startsWith("a7@example.org");
  }

  @Test
  void anAddressThatIsNotConfirmedInTimeIsForgotten() {
    ask("late@example.org");
    waits(1);
    String confirm = link(SubscriberLink.CONFIRM, "late@example.org");
    core.clock.move(Duration.ofHours(25));

    assertThat(read(confirm).status()).isEqualTo(404);
    assertThat(post(confirm, "").status()).isEqualTo(404);
    assertThat(count().get("unconfirmed").asInt()).isZero();
    core.sweep("status-page-past");
    assertThat(core.database.count("SELECT count(*) FROM status_subscriber")).isZero();
  }

  @Test
  void unsubscribingForgetsTheAddressWithItsMails() {
    subscribed("ada@example.org");
    waits(1);
    String leave = link(SubscriberLink.LEAVE, "ada@example.org");

    assertThat(read(leave).http().body()).contains("ada@example.org", "Unsubscribe");
    assertThat(count().get("confirmed").asInt()).as("a GET changes nothing").isEqualTo(1);
    open(false);
    assertThat(post(leave, "List-Unsubscribe=One-Click").status())
        .as("also while nobody can subscribe")
        .isEqualTo(200);
    assertThat(core.database.count("SELECT count(*) FROM status_subscriber")).isZero();
    assertThat(waiting()).isEmpty();
    assertThat(post(leave, "").status()).as("once more").isEqualTo(200);
    assertThat(read(leave).status()).isEqualTo(404);
  }

  @Test
  void aLinkIsGoodForWhatItIsForAlone() {
    subscribed("ada@example.org");
    String leave = link(SubscriberLink.LEAVE, "ada@example.org");

    assertThat(post(leave.replace("leave", "confirm"), "").status()).isEqualTo(404);
    assertThat(post(leave.substring(0, leave.length() - 2) + "AA", "").status()).isEqualTo(404);
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    String foreign =
        SubscriberLink.LEAVE.path(new SecretBox(otherKey), named("ada@example.org")).reveal();
    assertThat(post(foreign, "").status()).isEqualTo(404);
    assertThat(count().get("confirmed").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsPublishedIsToldOnceInItsWords() {
    subscribed("ada@example.org");
    send("POST", "/status-page/components", "{'name':'Payments'}");
    JsonNode made =
        send(
                "POST",
                "/status-page/incidents",
                "{'title':'Orders fail','message':'We look.','components':['Payments']}")
            .json();
    String path = "/status-page/incidents/" + made.get("id").asText();
    send("POST", path + "/updates", "{'state':'resolved','message':'It works.'}");
    send("DELETE", path, null);
    send(
        "POST",
        "/status-page/maintenance",
        "{'title':'New disks','starts_at':'%s','ends_at':'%s'}"
            .formatted(core.now().plusSeconds(600), core.now().plusSeconds(1_200)));

    List<String> told =
        core.database.query(
            "SELECT (content #>> '{incident,title}') || ': ' || (content #>>"
                + " '{incident,description}') FROM status_telling WHERE content ->> 'event' ="
                + " 'notice.subscription' ORDER BY id");
    assertThat(told)
        .hasSize(3)
        .anySatisfy(
            one ->
                assertThat(one)
                    .startsWith("Acme: Orders fail (investigating): We look.")
                    .contains("Payments", SITE + "/status/acme"))
        .anySatisfy(one -> assertThat(one).startsWith("Acme: Orders fail (resolved): It works."))
        .anySatisfy(one -> assertThat(one).startsWith("Acme: New disks (planned maintenance): "));
    assertThat(core.database.query("SELECT DISTINCT site FROM status_telling"))
        .containsExactly(SITE);
  }

  @Test
  void withoutSubscribersOrTheSwitchNothingIsQueued() {
    JsonNode made =
        send("POST", "/status-page/incidents", "{'title':'Quiet','message':'x'}").json();
    subscribed("ada@example.org");
    open(false);
    send(
        "POST",
        "/status-page/incidents/" + made.get("id").asText() + "/updates",
        "{'message':'y'}");

    assertThat(
            core.database.count(
                "SELECT count(*) FROM status_telling"
                    + " WHERE content ->> 'event' = 'notice.subscription'"))
        .isZero();
    assertThat(ask("bob@example.org").status()).isEqualTo(404);
  }

  @Test
  void whatWaitsIsDroppedWhenItIsSwitchedOff() {
    subscribed("ada@example.org");
    send("POST", "/status-page/incidents", "{'title':'Stopped','message':'x'}");
    ask("bob@example.org");
    waits(2);
    String confirm = link(SubscriberLink.CONFIRM, "bob@example.org");

    open(false);

    assertThat(waiting()).isEmpty();
    assertThat(core.database.count("SELECT count(*) FROM status_telling WHERE NOT is_queued"))
        .isZero();
    assertThat(read(confirm).status()).isEqualTo(404);
    assertThat(post(confirm, "").status()).isEqualTo(404);
    assertThat(count().get("confirmed").asInt()).as("who was subscribed still is").isEqualTo(1);
  }

  @Test
  void onlyWhoManagesThePageReadsAddresses() {
    subscribed("ada@example.org");
    String id = named("ada@example.org").subscriber().toString();
    String viewer = core.tokenWith("reader of subscribers", "read");
    String stranger = core.tokenOfAnotherTenant("stranger to subscribers", "admin");
    String path = "/api/v1/status-page/subscribers";

    assertThat(core.send(viewer, "GET", path, null).status()).isEqualTo(403);
    assertThat(core.send(viewer, "GET", path + "/count", null).json().get("confirmed").asInt())
        .isEqualTo(1);
    assertThat(core.send(stranger, "GET", path, null).json().get("items")).isEmpty();
    assertThat(core.send(stranger, "DELETE", path + "/" + id, null).status()).isEqualTo(404);
    assertThat(send("DELETE", "/status-page/subscribers/" + id, null).status()).isEqualTo(204);
    assertThat(count().get("confirmed").asInt()).isZero();
  }

  @Test
  void theFormGoesBackToItsPageAndCopiesLeadThere() {
    assertThat(read("/status/acme").http().headers().firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("form-action 'self'"));
    Await.until(
        "the copy follows",
        () -> Files.readString(folder.resolve("acme/index.html")),
        copy -> copy.contains("href=\"" + SITE + "/status/acme\"") && !copy.contains("<form"));
    open(false);
    assertThat(read("/status/acme").http().headers().firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("form-action 'none'"));
  }
}
