package dev.imas.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.example/a, https://API.example:443/b?c",
    "http://api.example, http://api.example:80/",
    "smtp.example, SMTP.example",
    "587, 587"
  })
  void sameHost(String one, String other) {
    assertThat(Destination.isSame(one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example/, https://evil.example/",
    "https://api.example/, http://api.example/",
    "https://api.example/, https://api.example:8443/",
    "https://api.example/, https://api.example@evil.example/",
    "https://api.example/, https://api.example.evil.example/",
    "https://api.example/, 'https://api.example\\@evil.example/'",
    "smtp.example, smtp.evil.example",
    "587, 25",
    "https://api.example/,"
  })
  void anotherHost(String one, String other) {
    assertThat(Destination.isSame(one, other)).isFalse();
  }
}
