package dev.imas.gateway.decode;

import static dev.imas.gateway.decode.Bodies.CUSTOM;
import static dev.imas.gateway.decode.Bodies.DATADOG;
import static dev.imas.gateway.decode.Bodies.flags;
import static dev.imas.gateway.decode.Bodies.one;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that a sender should not have sent are not shown to everybody who reads an incident. */
class SecretFieldsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "db_password",
        "PASSWD",
        "token",
        "accessToken",
        "X-Auth-Token",
        "api_key",
        "apikey",
        "X-API-Key",
        "authorization",
        "Authorization",
        "client_secret",
        "secret",
        "private_key",
        "aws_secret_access_key",
        "routing_key",
        "cookie",
        "credentials",
        "auth"
      })
  void aFieldCalledAsSecretsAreIsKeptAsStars(String name) {
    String field = "\"" + name + "\":\"hunter2\"";
    for (IncomingAlert alert :
        new IncomingAlert[] {
          one(CUSTOM, "{\"name\":\"a\"," + field + "}"),
          one(CUSTOM, "{\"name\":\"a\",\"labels\":{" + field + "}}"),
          one(CUSTOM, "{\"name\":\"a\",\"annotations\":{" + field + "}}"),
          one(CUSTOM, "{\"name\":\"a\",\"request\":{\"headers\":[{" + field + ",\"b\":1}]}}"),
          one(CUSTOM, "{\"name\":\"a\",\"request\":\"{\\\"" + name + "\\\":\\\"hunter2\\\"}\"}"),
          one(DATADOG, "{\"title\":\"a\",\"alert_transition\":\"Warn\"," + field + "}"),
          one(
              DATADOG,
              "{\"title\":\"a\",\"alert_transition\":\"Warn\",\"tags\":\"x:y,"
                  + name
                  + ":hunter2\"}"),
        }) {
      assertThat(alert.toString()).doesNotContain("hunter2");
      assertThat(alert.toString()).contains("***");
      assertThat(flags(alert)).containsExactly("secret_withheld");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret_name",
        "tokens_used",
        "password_age_days",
        "dedup",
        "author",
        "key",
        "alert_cycle_key",
        "monkey",
        "compass",
        "host"
      })
  void aFieldThatOnlySoundsLikeItIsKept(String name) {
    IncomingAlert alert = one(CUSTOM, "{\"name\":\"a\",\"labels\":{\"" + name + "\":\"v\"}}");

    assertThat(alert.labels().get(name)).isEqualTo("v");
    assertThat(flags(alert)).isEmpty();
  }

  @Test
  void restOfAValueIsKeptBesideTheStars() {
    IncomingAlert alert =
        one(CUSTOM, "{\"name\":\"a\",\"r\":{\"z\":[1.50],\"token\":{\"a\":1},\"b\":\"c\"}}");

    assertThat(alert.annotations().get("r"))
        .isEqualTo("{\"b\":\"c\",\"token\":\"***\",\"z\":[1.50]}");
  }

  @Test
  void textThatOnlyLooksLikeJsonIsKeptAsItIs() {
    String text = "[token] {\\\"token\\\":";

    assertThat(one(CUSTOM, "{\"name\":\"a\",\"r\":\"" + text + "\"}").annotations().get("r"))
        .isEqualTo("[token] {\"token\":");
  }

  @Test
  void starsChangeNoIdentity() {
    assertThat(one(CUSTOM, "{\"name\":\"a\",\"labels\":{\"token\":\"1\"}}").fingerprint())
        .isNotEqualTo(one(CUSTOM, "{\"name\":\"a\",\"labels\":{\"token\":\"2\"}}").fingerprint());
  }
}
