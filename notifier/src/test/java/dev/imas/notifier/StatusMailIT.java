package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import dev.imas.core.message.SubscriberLink;
import dev.imas.core.message.SubscriberLink.Named;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.notifier.channel.email.FakeSmtp;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscribers of status pages are mailed what was told, against a real mail server. */
class StatusMailIT {

  private static final String SITE = "https://status.example.org";

  private final NotifierScene scene = new NotifierScene();
  private final int port = FreePort.next();
  private final GreenMail server =
      new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void page() {
    scene.execute(
        "INSERT INTO status_page (tenant_id, is_public, slug, name, subscriptions)"
            + " VALUES (?, true, ?, 'Acme', true)",
        scene.tenant.value(),
        "acme-" + port);
  }

  @AfterEach
  void close() {
    scene.close();
    server.stop();
  }

  private void start(int smtp) {
    scene.startNotifier(
        Map.of(
            "IMAS_SMTP_HOST",
            "127.0.0.1",
            "IMAS_SMTP_PORT",
            Integer.toString(smtp),
            "IMAS_SMTP_FROM",
            "status@example.org",
            "IMAS_SMTP_STARTTLS",
            "disabled"));
  }

  private UUID subscriber(String email, String language, boolean isConfirmed) {
    UUID id = UUID.randomUUID();
    scene.execute(
        "INSERT INTO status_subscriber (tenant_id, id, email, language, confirmed_at, expires_at)"
            + " VALUES (?, ?, ?, ?, CASE WHEN ? THEN now() - interval '1 hour' END,"
            + " now() + interval '1 day')",
        scene.tenant.value(),
        id,
        email,
        language,
        isConfirmed);
    return id;
  }

  private UUID telling(String event, Duration age, boolean isQueued) {
    UUID id = UUID.randomUUID();
    PageContent content =
        new PageContent(
            event,
            scene.clock.instant(),
            null,
            new PageContent.Incident(
                id,
                "STATUS",
                "in English",
                null,
                Severity.SEV4_LOW,
                "TRIGGERED",
                new PageContent.Service(null, "status_page", null, null),
                null,
                0,
                scene.clock.instant(),
                null,
                0,
                null,
                0),
            null,
            null,
            null,
            new PageContent.Notice(
                Saying.plain("Acme: Orders fail (").and("subscription.identified").andPlain(")"),
                Saying.plain("We <b>look</b>.")));
    scene.execute(
        "INSERT INTO status_telling (tenant_id, id, key, content, site, told_at, is_queued)"
            + " VALUES (?, ?, ?, ?::jsonb, ?, now() - ?::interval, ?)",
        scene.tenant.value(),
        id,
        id.toString(),
        Json.write(content),
        SITE,
        age.toSeconds() + " seconds",
        isQueued);
    return id;
  }

  private void told(UUID telling, int sent, int givenUp) {
    Await.until(
        "what became of the mails",
        () ->
            scene.database.query(
                "SELECT is_queued || ' ' || sent || ' ' || given_up FROM status_telling"
                    + " WHERE id = '"
                    + telling
                    + "'"),
        found -> found.equals(List.of("true " + sent + " " + givenUp)));
    assertThat(
            scene.database.count(
                "SELECT count(*) FROM status_mail WHERE telling_id = '" + telling + "'"))
        .isZero();
  }

  private MimeMessage mailTo(String address) throws Exception {
    for (MimeMessage mail : server.getReceivedMessages()) {
      if (mail.getAllRecipients()[0].toString().equals(address)) {
        return mail;
      }
    }
    throw new AssertionError("no mail to " + address);
  }

  @Test
  void eachIsMailedInTheirLanguageWithAOneClickLinkToLeave() throws Exception {
    server.start();
    UUID ada = subscriber("ada@example.org", "en", true);
    subscriber("zoe@example.org", "fr", true);
    subscriber("never@example.org", "en", false);
    UUID telling = telling(SubscriberLink.EVENT, Duration.ZERO, false);
    start(port);
    told(telling, 2, 0);

    MimeMessage english = mailTo("ada@example.org");
    String leave =
        SITE
            + SubscriberLink.LEAVE
                .path(scene.secrets, new Named(scene.tenant.value(), ada))
                .reveal();
    assertThat(english.getSubject()).isEqualTo("Acme: Orders fail (identified)");
    assertThat(english.getHeader("List-Unsubscribe", null)).isEqualTo("<" + leave + ">");
    assertThat(english.getHeader("List-Unsubscribe-Post", null))
        .isEqualTo("List-Unsubscribe=One-Click");
    String body = GreenMailUtil.getWholeMessage(english).replace("=\r\n", "");
    assertThat(body)
        .contains("Unsubscribe: https://status.example.org/status/leave/")
        .contains("We &lt;b&gt;look")
        .doesNotContain("acme-");
    MimeMessage french = mailTo("zoe@example.org");
    assertThat(french.getSubject()).isEqualTo("Acme: Orders fail (cause identifiée)");
    assertThat(french.getHeader("List-Unsubscribe", null)).isNotEqualTo("<" + leave + ">");
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void whoIsToConfirmGetsTheLinkForThat() throws Exception {
    server.start();
    UUID ada = subscriber("ada@example.org", "en", false);
    UUID telling = telling(SubscriberLink.CONFIRM_EVENT, Duration.ZERO, true);
    scene.execute(
        "INSERT INTO status_mail (tenant_id, telling_id, subscriber_id, place) VALUES (?, ?, ?, 0)",
        scene.tenant.value(),
        telling,
        ada);
    start(port);
    told(telling, 1, 0);

    MimeMessage mail = mailTo("ada@example.org");
    assertThat(GreenMailUtil.getWholeMessage(mail).replace("=\r\n", ""))
        .contains("Confirm: https://status.example.org/status/confirm/");
    assertThat(mail.getHeader("List-Unsubscribe")).isNull();
  }

  @Test
  void manyAreMailedOnceByTwoNotifiers() {
    server.start();
    for (int i = 0; i < 150; i++) {
      subscriber("s" + i + "@example.org", "en", true);
    }
    UUID first = telling(SubscriberLink.EVENT, Duration.ofSeconds(2), false);
    UUID second = telling(SubscriberLink.EVENT, Duration.ofSeconds(1), false);
    start(port);
    start(port);
    told(first, 150, 0);
    told(second, 150, 0);

    List<String> ids =
        Arrays.stream(server.getReceivedMessages())
            .map(
                mail ->
                    GreenMailUtil.getHeaders(mail).replaceAll("(?s).*Message-ID: (\\S+).*", "$1"))
            .toList();
    assertThat(ids).hasSize(300);
    assertThat(new HashSet<>(ids)).hasSize(300);
  }

  @Test
  void aDeadMailServerLosesNothing() {
    subscriber("ada@example.org", "en", true);
    subscriber("bob@example.org", "en", true);
    UUID telling = telling(SubscriberLink.EVENT, Duration.ZERO, false);
    start(port);
    Await.until(
        "failures",
        () -> scene.database.count("SELECT mail_failures FROM status_page"),
        failures -> failures > 0);
    assertThat(scene.database.count("SELECT count(*) FROM status_mail")).isEqualTo(2);

    server.start();
    // The rest is over.
    scene.database.execute("UPDATE status_page SET mail_rests_until = NULL");
    scene.database.execute("UPDATE status_mail SET next_attempt_at = now()");
    told(telling, 2, 0);
    assertThat(scene.database.count("SELECT mail_failures FROM status_page")).isZero();
  }

  @Test
  void aLeaseThatHasEndedIsTakenOver() {
    server.start();
    UUID ada = subscriber("ada@example.org", "en", true);
    UUID telling = telling(SubscriberLink.EVENT, Duration.ZERO, true);
    scene.execute(
        "INSERT INTO status_mail (tenant_id, telling_id, subscriber_id, place, attempts,"
            + " is_sending, next_attempt_at)"
            + " VALUES (?, ?, ?, 1, 1, true, now() - interval '1 second')",
        scene.tenant.value(),
        telling,
        ada);
    start(port);
    told(telling, 1, 0);
  }

  @Test
  void anAddressThatRefusesKeepsNobodyElseWaiting() {
    try (FakeSmtp refusing = new FakeSmtp(scene.vertx, "220 hello", "550 no such user")) {
      subscriber("gone@example.org", "en", true);
      UUID telling = telling(SubscriberLink.EVENT, Duration.ZERO, false);
      start(refusing.port());
      told(telling, 0, 1);
      assertThat(scene.database.query("SELECT refusals FROM status_subscriber"))
          .containsExactly("1");
      assertThat(scene.database.count("SELECT mail_failures FROM status_page")).isZero();
    }
  }

  @Test
  void nothingIsQueuedOrSentWhileItIsSwitchedOff() {
    UUID ada = subscriber("ada@example.org", "en", true);
    UUID queued = telling(SubscriberLink.EVENT, Duration.ZERO, true);
    telling(SubscriberLink.EVENT, Duration.ZERO, false);
    scene.execute(
        "INSERT INTO status_mail (tenant_id, telling_id, subscriber_id, place) VALUES (?, ?, ?, 1)",
        scene.tenant.value(),
        queued,
        ada);
    String queue = "SELECT queued FROM queue_status_mails(500, 1000, interval '1 day')";
    String claim = "SELECT count(*) FROM claim_status_mails(8, 4, interval '1 minute')";

    for (String off : List.of("subscriptions", "is_public")) {
      scene.database.execute("UPDATE status_page SET " + off + " = false");
      assertThat(scene.database.count(queue)).as("without %s", off).isZero();
      assertThat(scene.database.count(claim)).as("without %s", off).isZero();
      scene.database.execute("UPDATE status_page SET " + off + " = true");
    }

    assertThat(scene.database.count(queue)).isEqualTo(1);
    assertThat(scene.database.count(claim)).isEqualTo(2);
  }

  @Test
  void newsOfYesterdayAreToldToNobody() {
    server.start();
    subscriber("ada@example.org", "en", true);
    scene.database.execute("UPDATE status_subscriber SET confirmed_at = now() - interval '9 days'");
    UUID old = telling(SubscriberLink.EVENT, Duration.ofHours(25), false);
    start(port);
    told(old, 0, 1);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  /** Rows that lie an hour ahead simulate it. */
  @Test
  void whatAClockPutOffThatWasSetBackSinceIsSentAtOnce() {
    UUID ada = subscriber("ada@example.org", "en", true);
    UUID queued = telling(SubscriberLink.EVENT, Duration.ZERO, true);
    scene.execute(
        "INSERT INTO status_mail (tenant_id, telling_id, subscriber_id, place) VALUES (?, ?, ?, 1)",
        scene.tenant.value(),
        queued,
        ada);
    String claim = "SELECT attempts FROM claim_status_mails(8, 4, interval '1 minute')";
    String mail =
        "UPDATE status_mail SET is_sending = false, next_attempt_at = now() + interval '%s',"
            + " scheduled_at = now() + interval '%s'";
    String rest =
        "UPDATE status_page SET mail_failures = 1, mail_rests_until = now() + interval '%s',"
            + " mail_rested_at = now() + interval '%s'";

    scene.database.execute(mail.formatted("10 minutes", "0"));
    assertThat(scene.database.query(claim)).as("as this clock put it off").isEmpty();
    scene.database.execute(mail.formatted("70 minutes", "1 hour"));
    assertThat(scene.database.query(claim)).containsExactly("1");

    scene.database.execute(mail.formatted("0", "0"));
    scene.database.execute(rest.formatted("10 minutes", "0"));
    assertThat(scene.database.query(claim)).as("a rest by this clock").isEmpty();
    scene.database.execute(rest.formatted("70 minutes", "1 hour"));
    assertThat(scene.database.query(claim)).containsExactly("2");

    scene.database.query(
        "SELECT end_status_mail('%s', '%s', '%s', 2, 'again', interval '0', interval '1 minute')"
            .formatted(scene.tenant, queued, ada));
    assertThat(
            scene.database.count(
                "SELECT count(*) FROM status_page"
                    + " WHERE mail_rests_until BETWEEN now() AND now() + interval '1 minute'"))
        .as("the next rest is by the clock of now")
        .isOne();
  }
}
