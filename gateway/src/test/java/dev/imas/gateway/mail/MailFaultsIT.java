package dev.imas.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.DeafClient;
import dev.imas.fixtures.FreePort;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Source;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered 250 is committed, and nothing else is. */
class MailFaultsIT {

  private static final int PORT = FreePort.next();

  private static TestGateway start(String... more) {
    return TestGateway.start(
        Stream.concat(
                Stream.of(
                    "gateway.smtp.port",
                    Integer.toString(PORT),
                    "gateway.smtp.domain",
                    "in.example.org"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static String source(TestGateway gateway) {
    Source source = gateway.addSource(gateway.tenant(), "mail", "EMAIL");
    gateway.awaitLive(source.key());
    return source.key() + "@in.example.org";
  }

  private static byte[] mail(String subject) {
    return Mails.bytes("From: a@example.org\nSubject: " + subject + "\n\ntext\n");
  }

  private static Connection locked(TestGateway gateway) throws Exception {
    Connection lock = gateway.database().connect();
    lock.setAutoCommit(false);
    try (Statement statement = lock.createStatement()) {
      statement.execute("LOCK TABLE alert_state, alert_repeat IN ACCESS EXCLUSIVE MODE");
    }
    return lock;
  }

  @Test
  void withoutItsDatabaseAMailIsToBeSentAgainAndThenIsTaken() throws Exception {
    try (TestGateway gateway = start("gateway.statement-timeout", "300ms")) {
      String to = source(gateway);
      try (SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
        try (Connection lock = locked(gateway)) {
          assertThat(client.deliver("a@example.org", to, mail("again"))).startsWith("451 4.3.0");
          lock.rollback();
        }
        assertThat(gateway.alerts()).isEmpty();
        assertThat(gateway.metric("imas_mail_refused_total", "not_stored")).isEqualTo(1);

        Await.until(
            "the mail is taken",
            () -> client.deliver("a@example.org", to, mail("again")),
            answer -> answer.startsWith("250"));
      }
      assertThat(gateway.alert("again").firing()).isTrue();
      gateway.ledgerBalances();
      gateway.awaitNothingInFlight();
    }
  }

  @Test
  void whatIsBeingDeliveredWhenItStopsIsCommittedAndAnswered() throws Exception {
    try (TestGateway gateway =
        start("gateway.longest-wait", "30s", "gateway.statement-timeout", "30s")) {
      String to = source(gateway);
      CompletableFuture<String> answer;
      Future<Void> stopped;
      try (SmtpDialogue client = new SmtpDialogue(PORT).greeted();
          SmtpDialogue idle = new SmtpDialogue(PORT).greeted();
          Connection lock = locked(gateway)) {
        answer =
            CompletableFuture.supplyAsync(
                () -> client.deliver("a@example.org", to, mail("the last")));
        Await.until("the mail to be read", gateway::inFlightBytes, bytes -> bytes > 0);

        stopped = gateway.stop();

        Await.until(
            "nothing new is begun",
            () -> {
              String said = idle.say("MAIL FROM:<a@example.org>");
              return said.startsWith("421") ? said : idle.say("RSET");
            },
            said -> said.startsWith("421"));
        assertThat(stopped.isComplete()).isFalse();
        lock.rollback();
        assertThat(answer.get(20, TimeUnit.SECONDS)).startsWith("250");
      }
      Await.result(stopped.timeout(10, TimeUnit.SECONDS));
      assertThat(gateway.alert("the last").firing()).isTrue();
      assertThat(refuses()).isTrue();
      gateway.ledgerBalances();
    }
  }

  private static boolean refuses() {
    try (Socket socket = new Socket("127.0.0.1", PORT)) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void mailIsShedLikePostsAreAndTakenWhenThereIsRoom() {
    try (TestGateway gateway = start("gateway.backlog.soft", "1", "gateway.backlog.hard", "2")) {
      String to = source(gateway);
      gateway.post(TestGateway.ALERTMANAGER, TestGateway.storm("many", 20));
      try (SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
        Await.until(
            "the backlog to be seen",
            () -> client.deliver("a@example.org", to, mail("shed " + System.nanoTime())),
            answer -> answer.startsWith("451"));
      }
      assertThat(gateway.metric("imas_ingest_refused_total", "shed_backlog")).isPositive();
      gateway.ledgerBalances();
    }
  }

  @Test
  void connectionsMessagesAndRecipientsAreLimited() {
    try (TestGateway gateway =
        start(
            "gateway.smtp.max-connections", "2",
            "gateway.smtp.max-recipients", "1",
            "gateway.smtp.messages-per-minute", "2")) {
      String to = source(gateway);
      try (SmtpDialogue client = new SmtpDialogue(PORT).greeted();
          SmtpDialogue other = new SmtpDialogue(PORT).greeted();
          SmtpDialogue beyond = new SmtpDialogue(PORT)) {
        assertThat(beyond.answer()).startsWith("421");
        client.say("MAIL FROM:<>");
        assertThat(client.say("RCPT TO:<" + to + ">")).startsWith("250");
        assertThat(client.say("RCPT TO:<" + to + ">")).startsWith("452");
        client.say("RSET");
        assertThat(client.say("MAIL FROM:<>")).startsWith("250");
        client.say("RSET");
        assertThat(client.say("MAIL FROM:<>")).startsWith("451 4.7.1");
        assertThat(other.say("MAIL FROM:<>")).startsWith("250");
      }
    }
  }

  @Test
  void nobodyKeepsOthersOutBySayingNothingOrByTakingAllConnections() {
    try (TestGateway gateway = start("gateway.smtp.max-connections", "2")) {
      try (SmtpDialogue silent = new SmtpDialogue(PORT);
          SmtpDialogue silentToo = new SmtpDialogue(PORT)) {
        assertThat(silent.answer()).startsWith("220");
        assertThat(silentToo.answer()).startsWith("220");
        Await.until(
            "the oldest that said nothing to make room",
            () -> {
              try (SmtpDialogue client = new SmtpDialogue(PORT)) {
                return client.answer();
              }
            },
            answer -> answer.startsWith("220"));
        assertThat(silent.answer()).isEqualTo("closed");
      }
      noConnections(gateway);
      try (SmtpDialogue idle = new SmtpDialogue(PORT).greeted();
          SmtpDialogue idleToo = new SmtpDialogue(PORT).greeted();
          SmtpDialogue other = SmtpDialogue.from("127.0.0.2", PORT)) {
        assertThat(other.answer()).as("of another address").startsWith("220");
        assertThat(idle.answer()).isEqualTo("closed");
        assertThat(idleToo.say("NOOP")).startsWith("250");
      }
      assertThat(gateway.metric("imas_mail_connections_displaced_total")).isEqualTo(2);
    }
  }

  @Test
  void whoReadsNoAnswerIsNotReadAndEnds() {
    long heap = DeafClient.heap();
    try (TestGateway gateway =
            start("gateway.smtp.timeout", "10m", "gateway.smtp.longest-session", "2s");
        DeafClient deaf = DeafClient.connect(PORT)) {
      byte[] help = "HELP\r\n".getBytes(StandardCharsets.US_ASCII);
      assertThat(deaf.send(help, 64 << 20)).isLessThan(64 << 20);
      assertThat(DeafClient.heap() - heap).isLessThan(48 << 20);
      noConnections(gateway);
    }
  }

  @Test
  void whoReadsNoAnswerWithinTheTimeoutEnds() {
    try (TestGateway gateway =
            start("gateway.smtp.timeout", "1s", "gateway.smtp.longest-session", "1h");
        DeafClient deaf = DeafClient.connect(PORT)) {
      byte[] help = "HELP\r\n".getBytes(StandardCharsets.US_ASCII);
      assertThat(deaf.send(help, 64 << 20)).isLessThan(64 << 20);
      noConnections(gateway);
    }
  }

  @Test
  void theGatewayStopsThoughSomebodyReadsNoAnswer() {
    try (DeafClient deaf = openDeaf()) {
      assertThat(deaf.send("NOOP\r\n".getBytes(StandardCharsets.US_ASCII), 6)).isZero();
    }
  }

  /** One that was connected to a gateway that has stopped since. */
  private static DeafClient openDeaf() {
    try (TestGateway gateway = start("gateway.smtp.timeout", "10m")) {
      DeafClient deaf = DeafClient.connect(PORT);
      deaf.send("HELP\r\n".getBytes(StandardCharsets.US_ASCII), 64 << 20);
      return deaf;
    }
  }

  @Test
  void connectionThatIsTooOldEnds() {
    try (TestGateway gateway =
            start("gateway.smtp.timeout", "10m", "gateway.smtp.longest-session", "1s");
        SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
      assertThat(client.answer()).isEqualTo("closed");
      noConnections(gateway);
    }
  }

  @Test
  void connectionThatIsSilentEnds() {
    try (TestGateway gateway = start("gateway.smtp.timeout", "1s");
        SmtpDialogue client = new SmtpDialogue(PORT).greeted()) {
      assertThat(client.answer()).startsWith("421");
      noConnections(gateway);
    }
  }

  private static void noConnections(TestGateway gateway) {
    Await.until(
        "no connection", () -> gateway.metric("imas_mail_connections"), count -> count == 0);
  }

  @Test
  void startTlsIsOfferedWithACertificate(@TempDir Path folder) throws Exception {
    Path certificate = Files.write(folder.resolve("cert.pem"), Mails.file("tls/certificate.pem"));
    Path key = Files.write(folder.resolve("key.pem"), Mails.file("tls/key.pem"));
    try (TestGateway gateway =
        start(
            "gateway.smtp.certificate", certificate.toString(),
            "gateway.smtp.key", key.toString())) {
      String to = source(gateway);
      Properties properties = new Properties();
      properties.setProperty("mail.smtp.host", "127.0.0.1");
      properties.setProperty("mail.smtp.port", Integer.toString(PORT));
      properties.setProperty("mail.smtp.starttls.required", "true");
      properties.setProperty("mail.smtp.starttls.enable", "true");
      properties.setProperty("mail.smtp.ssl.trust", "*");
      properties.setProperty("mail.smtp.ssl.checkserveridentity", "false");

      JakartaClient.send(properties, to, "over TLS");

      assertThat(gateway.alert("over TLS").firing()).isTrue();
    }
  }

  @Test
  void withoutSettingsNothingListens() {
    try (TestGateway gateway = TestGateway.start()) {
      assertThat(refuses()).isTrue();
      assertThat(List.of(gateway.port())).doesNotContain(PORT);
    }
  }
}
