package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {

  private record Holder(String name, Secret key) {}

  @Test
  void printsStarsWhereverItEndsUp() {
    Secret secret = new Secret("correct horse");

    assertThat(secret.toString()).isEqualTo("****");
    assertThat("key " + secret).isEqualTo("key ****");
    assertThat(new Holder("n", secret).toString()).doesNotContain("horse");
    assertThat(Optional.of(List.of(secret)).toString()).doesNotContain("horse");
  }

  @Test
  void jsonDoesNotShowItEither() {
    assertThat(writtenOrRefused(new Holder("n", new Secret("correct horse"))))
        .doesNotContain("horse");
  }

  private static String writtenOrRefused(Object value) {
    try {
      return Json.write(value);
    } catch (IllegalStateException refused) {
      return "refused";
    }
  }

  @Test
  void equalsByValue() {
    assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
    assertThat(new Secret("a")).isNotEqualTo(new Secret("b"));
  }
}
