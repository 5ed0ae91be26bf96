package dev.imas.gateway.mail;

import static dev.imas.gateway.mail.Mails.bytes;
import static dev.imas.gateway.mail.Mails.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.CpuTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailReaderTest {

  private static byte[] usual(int which) {
    return Mails.usual().toList().get(which);
  }

  @Test
  void mailOfNagiosSaysWhatItSays() {
    Mail mail = read(usual(0));

    assertThat(mail.subject())
        .isEqualTo("** PROBLEM Service Alert: host.internal.loc/CPU Load is WARNING **");
    assertThat(mail.sender()).isEqualTo("nagios2@monitoring.example.com");
    assertThat(mail.messageId())
        .isEqualTo("<20160131094621.29ECD400F29C-nagios-2@monitoring.zammad.com>");
    assertThat(mail.text())
        .startsWith("***** Nagios *****\n\nNotification Type: PROBLEM\n\nService: CPU Load\n")
        .endsWith("WARNING - load average: 3.44, 0.99, 0.35");
    assertThat(mail.automatic()).isNull();
    assertThat(mail.isCut()).isFalse();
  }

  @Test
  void wordsPartsAndAttachmentsAreDecoded() {
    Mail mail = read(usual(1));

    assertThat(mail.subject()).isEqualTo("Problem: Strcž on db-1");
    assertThat(mail.senderName()).isEqualTo("Zähler");
    assertThat(mail.sender()).isEqualTo("zabbix@example.org");
    assertThat(mail.to()).containsExactly("ops@example.org");
    assertThat(mail.date()).isEqualTo(Instant.parse("2016-01-31T09:46:20Z"));
    assertThat(mail.priority()).isEqualTo(Mail.Priority.HIGH);
    assertThat(mail.text()).isEqualTo("Grüße");
    assertThat(mail.attachments()).containsExactly("graph.pdf");
    assertThat(mail.headers()).containsEntry("x-priority", "1 (Highest)");
  }

  @Test
  void htmlIsReadWhereThereIsNoText() {
    assertThat(read(usual(3)).text()).isEqualTo("Disk full");
  }

  @Test
  void textOfHtmlIsWhatAPersonReads() {
    assertThat(
            HtmlText.of(
                "<!-- no --><script>alert(1)</script><h1>A&amp;B</h1><p>1 &lt; 2 < 3<br>next"
                    + "<table><tr><td>a</td><td>&#x62;</td></tr></table>&bogus; <b"))
        .isEqualTo("A&B\n1 < 2 < 3\nnext\na b\n&bogus;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Content-Type: text/plain; charset=iso-8859-1 | =E4 | ä
          Content-Type: text/plain; charset=utf-8      | =C3=A4 | ä
          Content-Type: text/plain; charset=nonsense   | =C3=A4 | ä
          Content-Type: text/plain                     | =E4 | ä
          Content-Type: text/plain; charset=us-ascii   | =C3=A4 | ä
          Content-Type: text/plain; charset=utf-8      | =E4x | \ufffdx
          """)
  void charsetsAreAsSaidOrAsTheyLook(String type, String body, String text) {
    assertThat(
            read("From: a@b\n" + type + "\nContent-Transfer-Encoding: quoted-printable\n\n" + body)
                .text())
        .isEqualTo(text);
  }

  @Test
  void whatIsMissingIsNull() {
    Mail mail = read("X-Mailer: none\n\n");

    assertThat(mail.subject()).isNull();
    assertThat(mail.text()).isNull();
    assertThat(mail.date()).isNull();
    assertThat(mail.sender()).isEqualTo("envelope@example.org");
  }

  @Test
  void firstLineIsTheSubjectWhereThereIsNone() {
    assertThat(read("From: a@b\n\nDisk of db-1 is full\nmore").subject())
        .isEqualTo("Disk of db-1 is full");
  }

  @Test
  void whatHasNoHeaderIsNoMail() {
    assertThat(MailReader.read(new byte[0], "")).isInstanceOf(MailReading.Unreadable.class);
    assertThat(MailReader.read(bytes("hello\n\nworld"), ""))
        .isInstanceOf(MailReading.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Auto-Submitted: auto-replied (vacation)    | a@b | REPLY
          Auto-Submitted: auto-generated             | a@b | -
          Auto-Submitted: no                         | a@b | -
          X-Autoreply: yes                           | a@b | REPLY
          Precedence: bulk                           | a@b | -
          Content-Type: multipart/report; report-type=delivery-status; boundary=x | a@b | REPORT
          Content-Type: multipart/report; report-type=other; boundary=x | '' | REPORT
          Content-Type: multipart/report; report-type=other; boundary=x | a@b | -
          Content-Type: text/plain                   | '' | -
          """)
  void onlyWhatAnswersByItselfIsAutomatic(String header, String from, Mail.Automatic automatic) {
    assertThat(MailReader.read(bytes("Subject: x\n" + header + "\n\n"), from))
        .isInstanceOfSatisfying(
            MailReading.Read.class, r -> assertThat(r.mail().automatic()).isEqualTo(automatic));
  }

  @Test
  void aMailInAMailIsAnAttachment() {
    Mail mail =
        read(
            """
            Subject: outer
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: message/rfc822

            Subject: inner

            inner text
            --b
            Content-Type: text/plain

            outer text
            --b--
            """);

    assertThat(mail.subject()).isEqualTo("outer");
    assertThat(mail.text()).isEqualTo("outer text");
    assertThat(mail.attachments()).containsExactly("message/rfc822");
  }

  @Test
  void nestingPartsAndHeadersAreBounded() {
    StringBuilder deep = new StringBuilder("Subject: deep\n");
    for (int i = 0; i < 5_000; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n--b");
      deep.append(i).append('\n');
    }
    String wide =
        "Subject: wide\nContent-Type: multipart/mixed; boundary=b\n\n"
            + "--b\nContent-Type: image/png; name=x\n\n.\n".repeat(20_000);
    String headers = "Subject: headers\n" + "X-A: b\n".repeat(100_000);
    String long_ = "Subject: " + "=?".repeat(300_000) + "\n\ntext";

    for (String hostile : List.of(deep.toString(), wide, headers, long_)) {
      CpuTime.within(
          Duration.ofSeconds(5),
          () -> {
            Mail mail = read(hostile);
            assertThat(mail.subject()).isNotEmpty();
            assertThat(mail.attachments().size()).isLessThanOrEqualTo(MailReader.MOST_ATTACHMENTS);
          });
    }
    assertThat(read(deep.toString()).isCut()).isTrue();
    assertThat(read(wide).isCut()).isTrue();
    assertThat(read(headers).isCut()).isTrue();
  }

  @Test
  void longTextIsCutAtACharacter() {
    String mail =
        "Subject: x\nContent-Type: text/plain; charset=utf-8\n\n"
            + "\u00f0\u009f\u0094\u00a5".repeat(200_000);

    String text = Objects.requireNonNull(read(mail).text());

    assertThat(text).hasSize(MailReader.MOST_TEXT).endsWith("\ud83d\udd25");
    assertThat(text.getBytes(StandardCharsets.UTF_8)).doesNotContain('?');
  }
}
