package dev.imas.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSpaceTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      textBlock =
          """
          7b0d:{a="b"}      | test:7b0d:{a="b"}
          test:7b0d:{a="b"} | test:7b0d:{a="b"}
          """,
      delimiter = '|')
  void aKeyIsAmongTestsOnce(String key, String among) {
    assertThat(TestSpace.key(key)).isEqualTo(among);
    assertThat(TestSpace.isKey(TestSpace.key(key))).isTrue();
    assertThat(TestSpace.real(among)).isEqualTo("7b0d:{a=\"b\"}");
  }

  @Test
  void whatIsRealOrHasNoGroupIsNoTest() {
    assertThat(TestSpace.isKey(null)).isFalse();
    assertThat(TestSpace.isKey("7b0d:{a=\"test:\"}")).isFalse();
    assertThat(TestSpace.real("7b0d:{}")).isEqualTo("7b0d:{}");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      textBlock =
          """
          null                            | application/json; imas-test=true
          application/json                | application/json; imas-test=true
          text/plain; charset=utf-8       | text/plain; imas-test=true
          application/json; imas-test=true | application/json; imas-test=true
          """,
      delimiter = '|')
  void aTypeSaysThatItsBodyIsATest(@Nullable String type, String marked) {
    assertThat(TestPosts.marked(type)).isEqualTo(marked);
    assertThat(TestPosts.isMarked(marked)).isTrue();
  }

  @Test
  void aLongTypeKeepsItsMark() {
    assertThat(TestPosts.marked("x".repeat(1_000))).hasSize(256);
    assertThat(TestPosts.isMarked(TestPosts.marked("x".repeat(1_000)))).isTrue();
    assertThat(TestPosts.isMarked("application/json")).isFalse();
    assertThat(TestPosts.isMarked(null)).isFalse();
  }
}
