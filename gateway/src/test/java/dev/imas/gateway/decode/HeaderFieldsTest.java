package dev.imas.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** CloudEvents in binary mode: the attributes are headers, the data is the body. */
class HeaderFieldsTest {

  private static final HeaderFields CE = new HeaderFields("ce-", "data");

  private static String around(String body, String... pairs) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      headers.add(Map.entry(pairs[i], pairs[i + 1]));
    }
    return new String(CE.around(headers, body.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void headersAndBodyAreOneObject() {
    assertThat(
            around(
                "{\"state\":\"firing\"}",
                "content-type",
                "application/json",
                "CE-Type",
                "disk.full",
                "ce-subject",
                "host 1"))
        .isEqualTo(
            "{\"type\":\"disk.full\",\"subject\":\"host 1\",\"data\":{\"state\":\"firing\"}}");
  }

  @Test
  void valuesArePercentDecodedAndEscaped() {
    assertThat(around("", "ce-subject", "Euro %E2%82%AC %22+&=%22"))
        .isEqualTo("{\"subject\":\"Euro € \\\"+&=\\\"\"}");
  }

  @Test
  void aBodyCannotChangeTheObject() {
    assertThat(around("1,\"source\":\"other\"", "ce-source", "mine"))
        .isEqualTo("{\"source\":\"mine\",\"data\":\"1,\\\"source\\\":\\\"other\\\"\"}");
    assertThat(around("<a/>", "ce-source", "mine"))
        .isEqualTo("{\"source\":\"mine\",\"data\":\"<a/>\"}");
  }

  @Test
  void theBodyIsWhatIsSentAndNotAHeader() {
    assertThat(around("{}", "ce-data", "forged", "ce-", "no name")).isEqualTo("{\"data\":{}}");
  }

  @Test
  void onlyPostsWithSuchHeadersAreRead() {
    assertThat(CE.areIn(List.of(Map.entry("Ce-Id", "1")))).isTrue();
    assertThat(CE.areIn(List.of(Map.entry("cell", "1"), Map.entry("ce-", "1")))).isFalse();
  }

  @Test
  void headersBeyondTheFirst64AreLeftOut() {
    List<Map.Entry<String, String>> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(Map.entry("ce-x" + i, "v"));
    }
    assertThat(new String(CE.around(many, new byte[0]), UTF_8))
        .contains("\"x63\"")
        .doesNotContain("\"x64\"");
  }
}
