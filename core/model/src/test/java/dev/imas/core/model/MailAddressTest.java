package dev.imas.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MailAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"ann@example.org", "first.last+tag@mail.example.org", "élodie@exämple.org"})
  void plainAndPublic(String address) {
    assertThat(MailAddress.isPlain(address)).isTrue();
    assertThat(MailAddress.isPublic(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"root@localhost", "ops@mail", "ann@.org", "ann@example."})
  void plainOnly(String address) {
    assertThat(MailAddress.isPlain(address)).isTrue();
    assertThat(MailAddress.isPublic(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "@example.org",
        "ann@",
        "ann@home@example.org",
        "Ann <ann@example.org>",
        "ann@example.org, ben@example.org",
        "ann@example.org;ben@example.org",
        "ann@example.org\nBcc: ben@example.org",
        "ann @example.org",
        "\"ann\"@example.org",
        "ann@[192.0.2.1]",
      })
  void neither(String text) {
    assertThat(MailAddress.isPlain(text)).isFalse();
    assertThat(MailAddress.isPublic(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 65})
  void aLocalPartHas64Characters(int length) {
    assertThat(MailAddress.isPlain("a".repeat(length) + "@example.org")).isEqualTo(length == 64);
  }
}
