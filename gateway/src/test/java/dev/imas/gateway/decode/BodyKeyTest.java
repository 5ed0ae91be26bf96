package dev.imas.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyKeyTest {

  private static final BodyKey KEY = new BodyKey("routing_key", 1_000);

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"routing_key\":\"k\"} | k",
        "{\"payload\":{\"routing_key\":\"inner\"},\"a\":[1],\"routing_key\":\"last\"} | last",
        "{\"routing_key\":\"a\",\"routing_key\":\"b\"} | b",
        "{\"routing_key\":\"\\u006b\"} | k",
        "{\"routing_key\":\"k\",\"broken | k",
        "{\"routing_key\":7} | -",
        "{\"payload\":{\"routing_key\":\"inner\"}} | -",
        "[{\"routing_key\":\"k\"}] | -",
        "nothing | -"
      })
  void isTheLastMemberOfTheOutermostObject(String body, String key) {
    assertThat(KEY.find(bytes(body))).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":\"ü\",\"routing_key\":\"secret\"} | {\"a\":\"ü\",\"routing_key\":\"******\"}",
        "{\"routing_key\":\"a\",\"routing_key\":\"\\u006b\",\"x | "
            + "{\"routing_key\":\"*\",\"routing_key\":\"******\",\"x",
        "{\"payload\":{\"routing_key\":\"k\"}} | {\"payload\":{\"routing_key\":\"k\"}}"
      })
  void isWithheldByteForByte(String body, String withheld) {
    assertThat(new String(KEY.withheld(bytes(body)), StandardCharsets.UTF_8)).isEqualTo(withheld);
  }

  @Test
  void isFoundAndWithheldBehindAByteOrderMark() {
    byte[] body = bytes("\ufeff{\"routing_key\":\"k\"}");

    assertThat(KEY.find(body)).isEqualTo("k");
    assertThat(new String(KEY.withheld(body), StandardCharsets.UTF_8))
        .isEqualTo("\ufeff{\"routing_key\":\"*\"}");
  }
}
