package dev.imas.notifier.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.imas.fixtures.Await;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelContract;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import io.vertx.ext.mail.StartTLSOptions;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmailChannelIT extends ChannelContract {

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final List<FakeSmtp> moody = new ArrayList<>();

  @AfterEach
  void stopServers() {
    server.stop();
    moody.forEach(FakeSmtp::close);
  }

  @Override
  protected InstalledKind kind() {
    return new EmailKind();
  }

  @Override
  protected String address() {
    return "oncall@example.com";
  }

  @Override
  protected Channel accepting() {
    server.start();
    return new EmailChannel(vertx, config(server.getSmtp().getPort(), StartTLSOptions.DISABLED));
  }

  @Override
  protected Channel failingForNow() {
    return moody("220 hello", "451 greylisted, come back");
  }

  @Override
  protected Channel refusing() {
    return moody("220 hello", "550 no such user");
  }

  @Override
  protected Optional<Channel> silent() {
    return Optional.of(moody("", ""));
  }

  @Override
  protected List<String> arrived() {
    return Arrays.stream(server.getReceivedMessages())
        .map(mail -> GreenMailUtil.getHeaders(mail) + "\n" + text(mail))
        .toList();
  }

  private Channel moody(String greeting, String toRecipient) {
    FakeSmtp smtp = new FakeSmtp(vertx, greeting, toRecipient);
    moody.add(smtp);
    return new EmailChannel(vertx, config(smtp.port(), StartTLSOptions.DISABLED));
  }

  private static EmailConfig config(int port, StartTLSOptions starttls) {
    return config(port, starttls, "IMAS Manager");
  }

  private static EmailConfig config(int port, StartTLSOptions starttls, String name) {
    return new EmailConfig(
        "127.0.0.1",
        port,
        null,
        null,
        "imas@example.com",
        name,
        starttls,
        false,
        Duration.ofSeconds(2),
        4);
  }

  private static List<String> parts(MimeMessage mail) {
    try {
      List<String> parts = new ArrayList<>();
      Multipart all = (Multipart) mail.getContent();
      for (int i = 0; i < all.getCount(); i++) {
        parts.add(all.getBodyPart(i).getContentType() + "\n" + all.getBodyPart(i).getContent());
      }
      return parts;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String text(MimeMessage mail) {
    return String.join("\n", parts(mail));
  }

  private MimeMessage only() {
    assertThat(server.getReceivedMessages()).hasSize(1);
    return server.getReceivedMessages()[0];
  }

  @Test
  void hasTextAndHtmlUnderOneSubject() throws Exception {
    send(accepting(), Pages.page("Disk <full> & slow", "a <b>bold</b> claim"));
    MimeMessage mail = only();
    assertThat(mail.getSubject()).isEqualTo("[SEV1] Disk <full> & slow");
    assertThat(mail.getRecipients(RecipientType.TO))
        .extracting(Object::toString)
        .containsExactly(address());
    assertThat(mail.getFrom()[0].toString()).contains("imas@example.com");
    assertThat(parts(mail)).hasSize(2);
    assertThat(parts(mail).get(0)).startsWith("text/plain").contains("a <b>bold</b> claim");
    assertThat(parts(mail).get(1))
        .startsWith("text/html")
        .contains("Disk &lt;full&gt; &amp; slow")
        .contains("a &lt;b&gt;bold&lt;/b&gt; claim");
  }

  /** Symbols such as those of most pages, in the subject, the sender and both texts. */
  @Test
  void symbolsArriveInHeadersAndTexts() throws Exception {
    String title = "\uD83D\uDD25 caché plein ".repeat(12).strip();
    server.start();
    EmailConfig config =
        config(server.getSmtp().getPort(), StartTLSOptions.DISABLED, "Équipe \uD83D\uDE92 IMAS");
    send(new EmailChannel(vertx, config), Pages.page(title, "a \uD83D\uDE92 comes"));
    MimeMessage mail = only();
    assertThat(mail.getSubject()).isEqualTo("[SEV1] " + title);
    assertThat(mail.getHeader("Subject", null).lines()).allMatch(line -> line.length() <= 76);
    assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal())
        .isEqualTo("Équipe \uD83D\uDE92 IMAS");
    assertThat(parts(mail)).allMatch(part -> part.contains("a \uD83D\uDE92 comes"));
  }

  @Test
  void mailsOfAnIncidentAreOneThreadAndEachHasItsOwnName() throws Exception {
    Outcome outcome = send(accepting(), Pages.page());
    MimeMessage mail = only();
    assertThat(Collections.list(mail.getAllHeaders()))
        .filteredOn(header -> header.getName().equalsIgnoreCase("Message-ID"))
        .hasSize(1);
    assertThat(mail.getMessageID()).isEqualTo("<" + Pages.DELIVERY + "@imas>");
    assertThat(outcome).isEqualTo(new Outcome.Accepted("<" + Pages.DELIVERY + "@imas>", null));
    assertThat(mail.getHeader("References", null)).isEqualTo("<" + Pages.INCIDENT + "@imas>");
    assertThat(mail.getHeader("In-Reply-To", null)).isEqualTo("<" + Pages.INCIDENT + "@imas>");
    assertThat(mail.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
  }

  @Test
  void noHeaderCanBeSmuggledIn() throws Exception {
    send(accepting(), Pages.page("x\r\nBcc: evil@example.com", ""));
    assertThat(only().getHeader("Bcc")).isNull();
    assertThat(only().getSubject()).isEqualTo("[SEV1] x Bcc: evil@example.com");
  }

  @Test
  void anAddressIsOneAddress() {
    Channel channel = accepting();
    for (String address :
        List.of(
            "a@b.example, c@d.example",
            "a@b.example\r\nBcc: x@y.example",
            "Bob <a@b.example>",
            "nobody")) {
      assertThat(Await.result(channel.send(Pages.to(address)))).isInstanceOf(Outcome.Refused.class);
    }
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatIsNotThereMayComeBack() {
    assertThat(send(new EmailChannel(vertx, config(1, StartTLSOptions.DISABLED)), Pages.page()))
        .isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void noMailGoesOverALineThatCannotBeMadeSafe() {
    server.start();
    EmailConfig config = config(server.getSmtp().getPort(), StartTLSOptions.REQUIRED);
    assertThat(send(new EmailChannel(vertx, config), Pages.page()))
        .isInstanceOf(Outcome.Retry.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }
}
