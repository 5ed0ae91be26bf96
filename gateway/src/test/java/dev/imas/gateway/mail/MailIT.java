package dev.imas.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.FreePort;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A mail to the address of a source counts as if it had been posted. */
class MailIT {

  private static final String FROM = "nagios@monitoring.example.com";
  private static final int PORT = FreePort.next();
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        TestGateway.start(
            "gateway.smtp.port", Integer.toString(PORT),
            "gateway.smtp.domain", "in.example.org",
            "gateway.smtp.max-message", "64KiB");
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static Source source(String name) {
    return source(name, "EMAIL", "{}");
  }

  private static Source source(String name, String type, String config) {
    Source source = gateway.addSource(gateway.tenant(), name, type, config, true, null);
    gateway.awaitLive(source.key());
    return source;
  }

  private static String address(Source source) {
    return source.key() + "@in.example.org";
  }

  private static String nagios(String kind, String what, String state) {
    return "From: "
        + FROM
        + "\nTo: ops@example.org\nSubject: ** "
        + kind
        + " Service Alert: "
        + what
        + " is "
        + state
        + " **\n\nState: "
        + state
        + "\n";
  }

  private static String deliver(Source to, String mail) {
    try (SmtpDialogue client = new SmtpDialogue(PORT)) {
      return client.greeted().deliver(FROM, address(to), Mails.bytes(mail));
    }
  }

  private static List<String> kept(Source source) {
    return gateway
        .database()
        .query(
            "SELECT convert_from(body, 'UTF8') FROM dead_letter WHERE source_id = '"
                + source.id()
                + "'");
  }

  private static String ledgerOf(UUID source) {
    return String.join(
        "",
        gateway
            .database()
            .query(
                "SELECT concat_ws(' ', sum(accepted), sum(opened), sum(deduplicated),"
                    + " sum(resolved), sum(dropped)) FROM ledger WHERE source_id = '"
                    + source
                    + "'"));
  }

  @Test
  void mailOfTheCorpusIsReadAsItsIndexSays() {
    Source source = source("corpus");
    try (SmtpDialogue client = new SmtpDialogue(PORT)) {
      assertThat(
              client
                  .greeted()
                  .deliver(FROM, address(source), Mails.file("nagios-service-problem.eml")))
          .isEqualTo("250 2.0.0 Stored");
    }

    TestGateway.StoredAlert alert = gateway.alert("host.internal.loc/CPU Load");
    assertThat(alert.firing()).isTrue();
    assertThat(alert.severity()).isEqualTo(2);
    assertThat(alert.annotations()).containsEntry("summary", "CPU Load is WARNING");
    assertThat(alert.labels()).containsEntry("service", "host.internal.loc");
  }

  @Test
  void recoveryFindsItsAlertAndTheLedgerCountsEachMailOnce() {
    Source source = source("recovery");

    assertThat(deliver(source, nagios("PROBLEM", "db-1/Disk", "CRITICAL"))).startsWith("250");
    assertThat(deliver(source, nagios("PROBLEM", "db-1/Disk", "CRITICAL"))).startsWith("250");
    assertThat(gateway.alert("db-1/Disk").firing()).isTrue();
    assertThat(deliver(source, nagios("RECOVERY", "db-1/Disk", "OK"))).startsWith("250");

    assertThat(gateway.alert("db-1/Disk").firing()).isFalse();
    assertThat(ledgerOf(source.id())).isEqualTo("3 1 1 1 0");
  }

  @Test
  void mailThatWaitedInAQueueDoesNotFireAgainAfterItsRecovery() {
    Source source = source("delayed");
    Instant now = gateway.clock().instant();

    deliver(source, dated(now.minusSeconds(60)) + nagios("RECOVERY", "db-2/Disk", "OK"));
    gateway.clock().move(Duration.ofMinutes(5));
    deliver(source, dated(now.minusSeconds(600)) + nagios("PROBLEM", "db-2/Disk", "CRITICAL"));

    assertThat(gateway.alerts("name = 'db-2/Disk'")).noneMatch(TestGateway.StoredAlert::firing);
    assertThat(ledgerOf(source.id())).startsWith("2 0");
  }

  private static String dated(Instant time) {
    return "Date: "
        + DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC))
        + "\n";
  }

  @Test
  void healthTellsOfMail() {
    assertThat(gateway.get("/health/ready").json().at("/checks/mail/port").asInt()).isEqualTo(PORT);
  }

  @Test
  void addressOfNobodyIsRefusedAndNeverRelayed() {
    Source live = source("live");
    Source off = gateway.addSource(gateway.tenant(), "off", "EMAIL", "{}", false, null);
    Source signed = gateway.addSource(gateway.tenant(), "signed", "EMAIL", "{}", true, "s3cret");
    Source other = source("other", "DATADOG", "{}");
    gateway.awaitLive(signed.key());
    try (SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
      client.say("MAIL FROM:<" + FROM + ">");

      assertThat(client.say("RCPT TO:<wrong@in.example.org>")).startsWith("550 5.1.1");
      assertThat(client.say("RCPT TO:<" + address(off) + ">")).startsWith("550 5.1.1");
      assertThat(client.say("RCPT TO:<" + address(signed) + ">")).startsWith("550 5.1.1");
      assertThat(client.say("RCPT TO:<" + address(other) + ">")).startsWith("550 5.1.1");
      assertThat(client.say("RCPT TO:<" + live.key() + "@example.org>")).startsWith("550 5.7.1");
      assertThat(client.say("DATA")).startsWith("503");
      assertThat(client.say("RCPT TO:<disk+" + address(live) + ">")).startsWith("250");
    }
    assertThat(gateway.metric("imas_mail_refused_total", "unknown")).isGreaterThanOrEqualTo(4);
    assertThat(gateway.metric("imas_mail_refused_total", "relaying")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void whoeverGuessesIsSentAway() {
    try (SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
      client.say("MAIL FROM:<>");
      for (int i = 0; i < 10; i++) {
        assertThat(client.say("RCPT TO:<guess-" + i + "@in.example.org>")).startsWith("550");
      }
      assertThat(client.say("RCPT TO:<guess@in.example.org>")).startsWith("421");
      assertThat(client.answer()).isEqualTo("closed");
    }
  }

  @Test
  void mailThatIsTooLargeIsRefusedAndTheNextIsTaken() {
    Source source = source("large");
    byte[] large = Mails.bytes("Subject: large\n\n" + "a line of text\n".repeat(6_000));
    try (SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
      assertThat(client.say("MAIL FROM:<" + FROM + "> SIZE=99999999999")).startsWith("552");
      assertThat(client.say("MAIL FROM:<" + FROM + "> SIZE=70000")).startsWith("552");
      assertThat(client.deliver(FROM, address(source), large)).startsWith("552 5.3.4");
      assertThat(
              client.deliver(
                  FROM, address(source), Mails.bytes(nagios("PROBLEM", "a/small", "OK"))))
          .startsWith("250");
    }
    assertThat(gateway.alerts("name = 'a/small'")).hasSize(1);
  }

  @Test
  void everyRecipientGetsIt() {
    Source one = source("one");
    Source two = source("two", "ANY", "{}");
    Source three =
        source(
            "three",
            "PROFILE",
            "{\"profile\": {\"identity\": [{\"of\": [\"/subject\"]}],"
                + " \"title\": \"{/sender}: {/subject}\", \"name\": \"/subject\"}}");
    try (SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
      client.say("MAIL FROM:<" + FROM + ">");
      for (Source to : List.of(one, two, three, one)) {
        assertThat(client.say("RCPT TO:<" + address(to) + ">")).startsWith("250");
      }
      assertThat(client.data(Mails.bytes("From: " + FROM + "\nSubject: for all\n\nx")))
          .startsWith("250");
    }

    assertThat(gateway.alerts("name = 'for all'")).hasSize(3);
    assertThat(gateway.alerts("name = 'for all'"))
        .extracting(alert -> alert.annotations().get("summary"))
        .containsExactlyInAnyOrder("for all", "for all", FROM + ": for all");
    assertThat(ledgerOf(one.id())).isEqualTo("1 1 0 0 0");
  }

  @Test
  void whatAnswersByItselfOpensNothingAndIsCounted() {
    Source source = source("automatic");
    double before = gateway.metric("imas_mail_taken_total", "automatic");

    assertThat(
            deliver(
                source, "From: a@b\nSubject: I am away\nAuto-Submitted: auto-replied\n\nuntil May"))
        .startsWith("250");

    assertThat(gateway.alerts("name = 'I am away'")).isEmpty();
    assertThat(ledgerOf(source.id())).isEqualTo("1 0 0 0 1");
    assertThat(gateway.metric("imas_mail_taken_total", "automatic")).isEqualTo(before + 1);
  }

  @Test
  void mailThatSaysNothingIsADeadLetterWithoutItsKey() {
    Source source = source("nothing", "PROFILE", "{\"profile\": {\"alerts\": \"/alerts/*\"}}");

    assertThat(
            deliver(
                source, "From: a@b\nTo: " + address(source) + "\nX-Is: " + source.key() + "\n\n"))
        .startsWith("250");

    assertThat(kept(source)).hasSize(1);
    JsonNode json = Json.read(kept(source).getFirst(), JsonNode.class);
    assertThat(json.at("/headers/x-is").asText()).isEqualTo("***");
    assertThat(json.has("to")).isFalse();
    assertThat(gateway.metric("imas_mail_taken_total", "dead_letter")).isGreaterThanOrEqualTo(1);
  }

  @Test
  void whatIsNoMailIsRefusedForGood() {
    assertThat(deliver(source("no mail"), "hello\n")).startsWith("554 5.6.0");
  }

  @Test
  void mailThatBreaksOffIsNotTaken() {
    Source source = source("broken");
    try (SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
      assertThat(client.say("EHLO x")).doesNotContain("CHUNKING").contains("SIZE 65536");
      client.say("MAIL FROM:<>");
      client.say("RCPT TO:<" + address(source) + ">");
      assertThat(client.say("DATA")).startsWith("354");
      client.write(Mails.bytes("Subject: broken off\n\nhalf of"));
    }
    try (SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
      client.say("MAIL FROM:<>");
      client.say("RCPT TO:<" + address(source) + ">");
      assertThat(client.say("BDAT 5 LAST")).startsWith("502");
    }
    assertThat(deliver(source, "Subject: after\n\nx")).startsWith("250");
    assertThat(gateway.alerts("name = 'broken off'")).isEmpty();
    assertThat(ledgerOf(source.id())).isEqualTo("1 1 0 0 0");
  }

  @Test
  void clientOfJakartaMailIsUnderstood() throws Exception {
    Source source = source("jakarta");
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", Integer.toString(PORT));
    JakartaClient.send(properties, address(source), "Platte voll auf Zürich ✓");

    TestGateway.StoredAlert alert = gateway.alert("Platte voll auf Zürich ✓");
    assertThat(alert.annotations().get("description")).isEqualTo("Grüße\n.\n..");
    assertThat(alert.labels()).containsEntry("mail_from", "zabbix@example.org");
  }
}
