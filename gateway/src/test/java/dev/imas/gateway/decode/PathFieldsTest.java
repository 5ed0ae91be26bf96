package dev.imas.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathFieldsTest {

  private static final PathFields FIELDS = new PathFields(Set.of("identifierType"));

  private static String around(String part, @Nullable String query, String body) {
    return new String(FIELDS.around("identifier", part, query, body.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void pathQueryAndBodyAreOneObject() {
    assertThat(around("k1", "identifierType=alias&token=secret", "{\"user\": \"a\"}"))
        .isEqualTo(
            "{\"identifier\":\"k1\",\"identifierType\":\"alias\",\"request\":{\"user\": \"a\"}}");
  }

  @Test
  void partIsDecodedAsAPathIs() {
    assertThat(around("a%2Fb+c%20d&e=f%22", null, ""))
        .isEqualTo("{\"identifier\":\"a/b+c d&e=f\\\"\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \r\n\t", "\ufeff"})
  void emptyBodyIsLeftOut(String body) {
    assertThat(around("k", "", body)).isEqualTo("{\"identifier\":\"k\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{},\"identifier\":\"other\"", "{}}", "not json", "{\"a\":"})
  void bodyThatIsNotOneValueCannotChangeTheObject(String body) {
    assertThat(around("k", null, body)).isEqualTo(body);
  }
}
