package dev.imas.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceKeysTest {

  private static String find(String header, String value) {
    return String.valueOf(
        SourceKeys.find(MultiMap.caseInsensitiveMultiMap().add(header, value), null, null));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"Bearer k", "bearer k", "Token k", "GenieKey k", "BEARER  k"})
  void schemeOfAuthorizationIsAnyCase(String value) {
    assertThat(find("Authorization", value)).isEqualTo("k");
  }

  @Test
  void basicIsThePasswordElseTheUserName() {
    assertThat(find("authorization", basic("user:k"))).isEqualTo("k");
    assertThat(find("authorization", basic("k:"))).isEqualTo("k");
    assertThat(find("authorization", basic("k"))).isEqualTo("k");
    assertThat(find("authorization", basic("user:k:with:colons"))).isEqualTo("k:with:colons");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic !!!", "Negotiate k", "k", ""})
  void otherAuthorizationIsNoKey(String value) {
    assertThat(find("authorization", value)).isEqualTo("null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-API-Key", "x-imas-key", "X-Auth-Token", "X-Gitlab-Token"})
  void usualHeadersAreLookedAt(String header) {
    assertThat(find(header, "k")).isEqualTo("k");
  }

  private static String inQuery(String query) {
    return String.valueOf(SourceKeys.find(MultiMap.caseInsensitiveMultiMap(), query, null));
  }

  @Test
  void parametersAreLookedAt() {
    assertThat(inQuery("token=k")).isEqualTo("k");
    assertThat(inQuery("a=1&auth_token=k%2B1")).isEqualTo("k+1");
    assertThat(inQuery("api_key=k")).isEqualTo("k");
    assertThat(inQuery("mytoken=k")).isEqualTo("null");
    assertThat(inQuery("")).isEqualTo("null");
  }

  @Test
  void pieceOfThePathIsDecodedAsAPath() {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();

    assertThat(SourceKeys.find(none, null, "a%20b")).isEqualTo("a b");
    assertThat(SourceKeys.find(none, null, "a+b")).isEqualTo("a+b");
  }

  @Test
  void whatCannotBeDecodedIsNoKey() {
    MultiMap none = MultiMap.caseInsensitiveMultiMap();

    assertThat(SourceKeys.find(none, null, "a%zz")).isNull();
    assertThat(SourceKeys.find(none, "token=%zz", null)).isNull();
    assertThat(SourceKeys.find(none, "token=%", null)).isNull();
  }

  @Test
  void headerComesBeforePathAndPathBeforeParameter() {
    MultiMap bearer = MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer header");

    assertThat(SourceKeys.find(bearer, "token=query", "path")).isEqualTo("header");
    assertThat(SourceKeys.find(MultiMap.caseInsensitiveMultiMap(), "token=query", "path"))
        .isEqualTo("path");
  }
}
