package dev.imas.gateway.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Mails to read, and what they are read as. */
final class Mails {

  private Mails() {}

  /** A file beside the tests. */
  static byte[] file(String name) {
    try (InputStream in = Mails.class.getResourceAsStream("/mails/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With the ends of lines that mails have. */
  static byte[] bytes(String mail) {
    return mail.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  static Mail read(String mail) {
    return read(bytes(mail));
  }

  static Mail read(byte[] mail) {
    return switch (MailReader.read(mail, "envelope@example.org")) {
      case MailReading.Read read -> read.mail();
      case MailReading.Unreadable unreadable -> throw new AssertionError(unreadable.why());
    };
  }

  /** Of what programs write. */
  static Stream<byte[]> usual() {
    return Stream.concat(
        Stream.of(file("nagios-service-problem.eml")),
        List.of(
                """
                From: =?UTF-8?Q?Z=C3=A4hler?= <zabbix@example.org>
                To: ops@example.org
                Subject: =?UTF-8?B?UHJvYmxlbTogU3RyY8W+?=
                 =?UTF-8?B?IG9uIGRiLTE=?=
                Date: Sun, 31 Jan 2016 10:46:20 +0100 (CET)
                Message-ID: <1@example.org>
                X-Priority: 1 (Highest)
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=outer

                preamble
                --outer
                Content-Type: multipart/alternative; boundary="inner"

                --inner
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64

                R3LDvMOfZQ==
                --inner
                Content-Type: text/html; charset=utf-8

                <p>Gr&uuml;&szlig;e</p>
                --inner--
                --outer
                Content-Type: application/pdf; name="graph.pdf"
                Content-Disposition: attachment; filename="graph.pdf"
                Content-Transfer-Encoding: base64

                AAAA
                --outer--
                """,
                """
                From: MAILER-DAEMON@example.org
                Subject: Undelivered
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b

                Not delivered.
                --b
                Content-Type: message/delivery-status

                Action: failed
                --b--
                """,
                """
                From: a@example.org
                Subject: only HTML
                Content-Type: text/html

                <html><head><title>t</title><style>p{}</style></head><body><p>Disk&nbsp;full</p></body>
                """)
            .stream()
            .map(Mails::bytes));
  }
}
