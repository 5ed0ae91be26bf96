package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatcherSyntaxTest {

  static Stream<Arguments> readings() {
    return Stream.of(
        // read alike by both syntaxes
        arguments("foo=bar", List.of("foo=\"bar\"")),
        arguments("foo=\"bar\"", List.of("foo=\"bar\"")),
        arguments(" foo  !=  bar ", List.of("foo!=\"bar\"")),
        arguments("{foo=\"bar\", x!~\"y\"}", List.of("foo=\"bar\"", "x!~\"y\"")),
        arguments("foo=bar,dings!=bums,", List.of("foo=\"bar\"", "dings!=\"bums\"")),
        arguments("foo=~bar.*", List.of("foo=~\"bar.*\"")),
        arguments("{}", List.of()),
        arguments("", List.of()),
        arguments("foo=\"a,b}\"", List.of("foo=\"a,b}\"")),
        arguments("foo=\"say \\\"hi\\\"\"", List.of("foo=\"say \\\"hi\\\"\"")),
        arguments("foo=\"a\\\\b\\n\"", List.of("foo=\"a\\\\b\\n\"")),
        arguments("foo=\"🙂 ü\"", List.of("foo=\"🙂 ü\"")),
        arguments("foo=\"\"", List.of("foo=\"\"")),
        arguments("foo=\"=~\"", List.of("foo=\"=~\"")),
        // read by the UTF-8 syntax only
        arguments("\"foo bar\"=baz", List.of("\"foo bar\"=\"baz\"")),
        arguments("{\"host.name\"=\"a\", b=c}", List.of("\"host.name\"=\"a\"", "b=\"c\"")),
        arguments("host.name=a", List.of("\"host.name\"=\"a\"")),
        arguments("🙂=x", List.of("\"🙂\"=\"x\"")),
        arguments("\"\\u00fc\\x41\\101\\t\"=\"\\U0001F642\"", List.of("\"üAA\t\"=\"🙂\"")),
        // read by the classic syntax only
        arguments("foo=", List.of("foo=\"\"")),
        arguments("foo=bar baz", List.of("foo=\"bar baz\"")),
        arguments("{foo=bar", List.of("foo=\"bar\"")),
        arguments("foo=bar}", List.of("foo=\"bar\"")),
        arguments("foo=a=b", List.of("foo=\"a=b\"")),
        arguments("foo=a\\\"b", List.of("foo=\"a\\\"b\"")),
        arguments("foo=~\"a\\.b\"", List.of("foo=~\"a\\\\.b\"")),
        arguments("foo=~(a|b){2}", List.of("foo=~\"(a|b){2}\"")),
        arguments("foo=\"line\nbreak\"", List.of("foo=\"line\\nbreak\"")),
        arguments("foo=\"C:\\\\\"", List.of("foo=\"C:\\\\\"")),
        // where they disagree, the classic reading wins, as in Alertmanager's default mode
        arguments("foo=\"\\x41\"", List.of("foo=\"\\\\x41\"")),
        arguments("foo=a\\\\b", List.of("foo=\"a\\\\b\"")));
  }

  @ParameterizedTest
  @MethodSource("readings")
  void readsWhatAlertmanagerReads(String text, List<String> canonical) {
    assertThat(Matcher.parseAll(text)).extracting(Matcher::toString).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "=bar",
        "\"\"=bar",
        "foo=\"bar",
        "foo=bar\"",
        "foo=\"a\"b\"",
        "foo=\"bar\\\"",
        "foo bar=baz",
        "foo=bar,,x=y",
        ",foo=bar",
        "{\"foo\"=bar}}x",
        "\"foo\"==~",
        "foo=~\"(\"",
        "foo=~\"a**\"",
        "\"a\\xff\"=b",
        "\"a\\ud800\"=b",
        "\"a\\q\"=b",
        "\"a\\U00110000\"=b",
        "\"a\\u12\"=b",
        "\"a\nb\"=c",
        "\"foo\"=~\"\\\\C\\\\k\"",
      })
  void whatNeitherSyntaxReadsIsRefused(String text) {
    assertThatThrownBy(() -> Matcher.parse(text)).isInstanceOf(InvalidRuleException.class);
  }

  @Test
  void faultSaysWhereAndHowToMend() {
    InvalidRuleException e =
        catchThrowableOfType(
            InvalidRuleException.class, () -> Matcher.parse("{foo=\"bar\", \"x y\" \"z\"}"));
    assertThat(e.position()).isEqualTo(18);
    assertThat(e)
        .hasMessage("the operator after x y is missing at character 19; write one of = != =~ !~");
  }

  @Test
  void oneMatcherIsNotAList() {
    assertThatThrownBy(() -> Matcher.parse("a=b,c=d")).hasMessageContaining("found 2");
    assertThatThrownBy(() -> Matcher.parse("{}")).hasMessageContaining("found 0");
  }
}
