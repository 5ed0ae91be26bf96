package dev.imas.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What holds for every mail. */
final class ReadMail {

  private static final MailJson JSON =
      new MailJson(new MailDomain("in.example.org"), List.of("imas_src_key"), Instant.EPOCH);

  private ReadMail() {}

  static void bounded(byte[] bytes) {
    switch (MailReader.read(bytes, "")) {
      case MailReading.Unreadable unreadable -> assertThat(unreadable.why()).isNotBlank();
      case MailReading.Read read -> bounded(read.mail());
    }
  }

  private static void bounded(Mail mail) {
    String text = mail.text();
    assertThat(text == null ? 0 : text.length()).isLessThanOrEqualTo(MailReader.MOST_TEXT);
    assertThat(mail.attachments().size()).isLessThanOrEqualTo(MailReader.MOST_ATTACHMENTS);
    byte[] json = JSON.of(mail);
    assertThat(json.length).isLessThan(2 << 20);
    String written = new String(json, StandardCharsets.UTF_8);
    assertThat(written).doesNotContain("imas_src_key");
    JsonNode back = Json.read(written, JsonNode.class);
    assertThat(back.path("message").asText() + back.path("subject").asText())
        .doesNotContain("\u0000");
    assertThat(back.has("subject")).isEqualTo(mail.subject() != null);
  }
}
