package dev.imas.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailJsonTest {

  private static final MailDomain DOMAIN = new MailDomain("in.example.org");

  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

  private static JsonNode json(String mail, String... keys) {
    byte[] json = new MailJson(DOMAIN, List.of(keys), NOW).of(Mails.read(mail));
    return Json.read(new String(json, StandardCharsets.UTF_8), JsonNode.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "key@in.example.org, key, ''",
        "disk+key@IN.example.org., key, disk@in.example.org",
        "a+b+key@in.example.org, key, a+b@in.example.org",
        "'\"key\"@in.example.org', key, ''",
        "@in.example.org, '', ''",
        "key@example.org, -, key@example.org",
        "key@x.in.example.org, -, key@x.in.example.org",
        "key, -, key",
      })
  void keyIsTheEndOfTheLocalPart(String address, String key, String shown) {
    assertThat(DOMAIN.keyIn(address)).isEqualTo(key);
    assertThat(DOMAIN.shown(address)).isEqualTo(shown);
  }

  @Test
  void noKeyIsKept() {
    JsonNode json =
        json(
            """
            From: a@example.org
            To: disk+first-key@in.example.org, imas_src_Other-One@elsewhere.example.org
            X-Original-To: first-key@in.example.org
            Subject: to first-key

            sent to IMAS_SRC_abcDEF_123 and first-key
            """,
            "first-key");

    assertThat(json.toString()).doesNotContain("first-key").doesNotContainIgnoringCase("imas_src_");
    assertThat(json.get("subject").asText()).isEqualTo("to ***");
    assertThat(json.at("/to/0").asText()).isEqualTo("disk@in.example.org");
    assertThat(json.get("message").asText()).isEqualTo("sent to *** and ***");
  }

  @Test
  void dateOfAClockThatWasNeverSetIsLeftOut() {
    assertThat(json("Subject: x\nDate: Fri, 30 Jan 2026 10:46:20 +0100\n\n").get("date").asText())
        .isEqualTo("2026-01-30T09:46:20Z");
    assertThat(json("Subject: x\nDate: Sat, 1 Jan 2000 00:00:09 +0000\n\n").has("date")).isFalse();
  }

  @Test
  void whatNoDatabaseStoresIsReplaced() {
    assertThat(
            json("From: a@b\n"
                    + "Content-Type: text/plain; charset=utf-16be\n\n"
                    + "\u00d8\u003d\u0000\u0000")
                .get("message")
                .asText())
        .doesNotContain("\u0000")
        .contains("\ufffd");
  }
}
