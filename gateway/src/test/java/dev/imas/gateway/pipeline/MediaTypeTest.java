package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        " ",
        "application/json",
        "application/json;charset=utf-8",
        "application/json ; charset=UTF-8",
        "APPLICATION/JSON",
        "text/json",
        "text/plain; charset=UTF-8",
        "application/x-ndjson",
        "application/cloudevents+json; charset=utf-8",
        "application/octet-stream"
      })
  void json(String header) {
    assertThat(MediaType.of(header)).isEqualTo(MediaType.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "Application/X-WWW-Form-Urlencoded; charset=utf-8"
      })
  void form(String header) {
    assertThat(MediaType.of(header)).isEqualTo(MediaType.FORM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data; boundary=x", "Multipart/Form-Data"})
  void multipart(String header) {
    assertThat(MediaType.of(header)).isEqualTo(MediaType.MULTIPART);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/xml",
        "image/png",
        "multipart/mixed; boundary=x",
        "image/svg+json",
        "application/jsonp",
        "nonsense"
      })
  void other(String header) {
    assertThat(MediaType.of(header)).isEqualTo(MediaType.OTHER);
  }
}
