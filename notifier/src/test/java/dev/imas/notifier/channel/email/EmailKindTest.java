package dev.imas.notifier.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailKindTest {

  private static final EmailKind KIND = new EmailKind();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nobody",
        "@example.org",
        "a@b.example, c@d.example",
        "Bob <a@b.example>",
        "a b@c.example"
      })
  void needsOnePlainAddress(String address) {
    assertThat(KIND.faultOf(address)).startsWith("is not one plain mail address");
  }

  @Test
  void anAddressIsNoSecret() {
    assertThat(KIND.faultOf("ops@example.org")).isNull();
    assertThat(KIND.shown("ops@example.org")).isEqualTo("ops@example.org");
  }
}
