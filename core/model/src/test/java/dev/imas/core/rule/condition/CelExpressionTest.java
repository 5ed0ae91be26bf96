package dev.imas.core.rule.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.RuleLimits;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelExpressionTest {

  private static final Labels ALERT =
      Labels.of(
          "team",
          "payments",
          "load",
          "4.5",
          "limit",
          "4",
          "odd.name",
          "x",
          "empty",
          "",
          "bad",
          "1e3x");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "labels.team == 'payments'                            | true",
        "labels.team == 'payments' && num(labels.load) > 3.5  | true",
        "num(labels.load) > 3                                 | true",
        "num(labels.load) > 5                                 | false",
        "num(labels.load) > num(labels.limit)                 | true",
        "num(labels.load) - num(labels.limit) == 0.5          | true",
        "num(labels.load) / 0 > 1                             | true",
        "1 < 2                                                | true",
        "num(labels.missing) > 3                              | false",
        "num(labels.missing) < 3                              | false",
        "num(labels.missing) == 0                             | false",
        "num(labels.missing) == num(labels.missing)           | false",
        "num(labels.bad) > 3                                  | false",
        "num(labels.bad) < 3                                  | false",
        "num(labels.missing) in [0, 1]                        | false",
        "num(labels.limit) in [3, 4]                          | true",
        "!(num(labels.missing) > 3)                           | true",
        "labels.missing == ''                                 | true",
        "labels.missing != 'x'                                | true",
        "labels['odd.name'] == 'x'                            | true",
        "labels['odd' + '.name'] == 'x'                       | refused",
        "has(labels.team)                                     | true",
        "has(labels.empty)                                    | false",
        "has(labels.missing)                                  | false",
        "'team' in labels                                     | true",
        "'empty' in labels                                    | false",
        "labels.team in ['orders', 'payments']                | true",
        "labels.team in ['orders']                            | false",
        "labels.team.startsWith('pay')                        | true",
        "labels.team.endsWith('s')                            | true",
        "labels.team.contains('yme')                          | true",
        "labels.team.matches('^p.y')                          | true",
        "labels.team.matches('^y')                            | false",
        "matches(labels.team, '(x)?ments')                    | true",
        "labels.exists(k, k == 'team')                        | true",
        "labels.exists(k, k == 'empty')                       | false",
        "labels.exists(k, labels[k] == '4')                   | true",
        "labels.all(k, k != labels[k])                        | true",
        "labels.exists_one(k, labels[k].contains('pay'))      | true",
        "['a', 'payments'].exists(t, labels.team == t)        | true",
        "has(labels.missing) ? false : labels.team != ''      | true",
        "true                                                 | true",
        "labels.team                                          | refused",
        "num(labels.load)                                     | refused",
        "num(labels.load) != 3                                | refused",
        "[1] == [1]                                           | refused",
        "[labels.team].exists(t, true)                        | refused",
        "labels.exists(k, labels.exists(j, j == k))           | refused",
        "labels.exists(labels, true)                          | refused",
        "labels.team.matches(labels.load)                     | refused",
        "labels.team.matches('a{1000}{1000}')                 | refused",
        "labels.team.matches('(')                             | refused",
        "labels == labels                                     | refused",
        "labels.team.size() > 3                               | refused",
        "size(labels) > 3                                     | refused",
        "labels.map(k, k) == []                               | refused",
        "labels.team + 'x' == 'paymentsx'                     | refused",
        "int(labels.load) > 3                                 | refused",
        "timestamp('2026-01-01T00:00:00Z') < now              | refused",
        "{'a': 1}.a == 1                                      | refused",
        "labels.team.load == 'x'                              | refused",
        "labels.team > 'x'                                    | refused",
        "labels.load > 3                                      | refused",
        "num(3) > 3                                           | refused",
        "3u == 3u                                             | refused",
        "b'a' == b'a'                                         | refused",
        "null == null                                         | refused",
        "unknown == 'x'                                       | refused",
        "labels.?team == 'x'                                  | refused",
        "dyn(labels.team) == 1                                | refused",
        "type(labels.team) == string                          | refused",
        "1 ==                                                 | refused",
      })
  void meansThisOrIsRefused(String text, String expected) {
    if (expected.equals("refused")) {
      assertThatThrownBy(() -> CelExpression.compile(text)).isInstanceOf(InvalidCelException.class);
    } else {
      assertThat(CelExpression.compile(text).isTrue(ALERT)).isEqualTo(expected.equals("true"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 +", "labels.exists(k, [k].exists(j, true))", "labels.a == 3"})
  void faultSaysWhereAndWhatToDo(String text) {
    assertThatThrownBy(() -> CelExpression.compile(text))
        .hasMessageContaining("character ")
        .hasMessageContaining("; ");
  }

  @Test
  void lengthDepthAndPartsAreBounded() {
    assertThatThrownBy(() -> CelExpression.compile("true ".repeat(1_000)))
        .hasMessageContaining("at most 2000");
    assertThatThrownBy(() -> CelExpression.compile("(".repeat(900) + "true" + ")".repeat(900)))
        .isInstanceOf(InvalidCelException.class);
    assertThatThrownBy(() -> CelExpression.compile("!(1<2)&&".repeat(240) + "true"))
        .hasMessageContaining("parts");
    assertThatThrownBy(() -> CelExpression.compile("1" + "+1".repeat(100) + ">1"))
        .hasMessageContaining("recursion");
  }

  @Test
  void costCountsIterationsAndExpressions() {
    long once = CelExpression.compile("labels.team == 'a'").steps();
    long forEach = CelExpression.compile("labels.exists(k, labels[k] == 'a')").steps();
    long listed =
        CelExpression.compile(
                IntStream.range(0, 100)
                    .mapToObj(i -> "'v" + i + "'")
                    .collect(Collectors.joining(",", "[", "].exists(v, labels.a == v)")))
            .steps();

    assertThat(forEach).isGreaterThan(RuleLimits.LABELS * once);
    assertThat(listed).isGreaterThan(100 * once);
    assertThat(CelExpression.compile("labels.a.matches('(a*){0,100}Z')").steps())
        .isGreaterThan(200 * 1_024);
  }
}
