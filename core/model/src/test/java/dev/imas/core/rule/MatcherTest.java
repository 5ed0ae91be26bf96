package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Labels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatcherTest {

  private static final Labels ALERT = Labels.of("alertname", "DiskFull", "severity", "critical");

  @ParameterizedTest
  @CsvSource({
    "severity=critical, true",
    "severity=warning, false",
    "severity!=critical, false",
    "severity!=warning, true",
    "severity=~crit.*, true",
    "severity=~crit, false",
    "severity=~critical|warning, true",
    "severity!~crit.*, false",
    "severity!~warn.*, true",
    "severity=~(?i)CRITICAL, true",
    "severity=~[a-z]{8}, true",
  })
  void comparesTheWholeValue(String matcher, boolean matches) {
    assertThat(Matcher.parse(matcher).matches(ALERT)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "team=\"\", true",
    "team!=\"\", false",
    "team=ops, false",
    "team!=ops, true",
    "team=~.*, true",
    "team=~.+, false",
    "team=~ops|, true",
    "team!~ops, true",
    "team!~.*, false",
  })
  void missingLabelIsTheEmptyValue(String matcher, boolean matches) {
    assertThat(Matcher.parse(matcher).matches(ALERT)).isEqualTo(matches);
  }

  @Test
  void onlyListedValuesOfAPresentLabelCanBeIndexed() {
    assertThat(Matcher.parse("a=x").indexableValues()).containsExactly("x");
    assertThat(Matcher.parse("a=~x").indexableValues()).containsExactly("x");
    assertThat(Matcher.parse("a=~\"x|y\\\\.z\"").indexableValues()).containsOnly("x", "y.z");
    assertThat(Matcher.parse("a=~\"(?:x|y)\"").indexableValues()).containsOnly("x", "y");
    assertThat(Matcher.parse("a=\"\"").indexableValues()).isEmpty();
    assertThat(Matcher.parse("a=~\"x|\"").indexableValues()).isEmpty();
    assertThat(Matcher.parse("a!=x").indexableValues()).isEmpty();
    assertThat(Matcher.parse("a=~\"x.*\"").indexableValues()).isEmpty();
  }

  @Test
  void canonicalFormReadsBackAsTheSameMatcher() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "ab\"\\\n,{}=~! \tnx'`é🙂:0";
    for (int i = 0; i < 5_000; i++) {
      String name = "l" + text(random, alphabet, 6);
      Operator operator = random.nextBoolean() ? Operator.EQUALS : Operator.NOT_EQUALS;
      Matcher written = Matcher.of(name, operator, text(random, alphabet, 10));
      assertThat(Matcher.parse(written.toString())).as("seed %d", seed).isEqualTo(written);
    }
  }

  @Test
  void adversarialExpressionOnALongValueReturns() {
    Matcher matcher = Matcher.of("x", Operator.MATCHES, "(a*)*(a|aa)+(.*.*)*b");
    assertThat(matcher.matchesValue("a".repeat(20_000))).isFalse();
  }

  @Test
  void expressionThatWouldGrowBeyondBoundsIsRefusedBeforeItIsBuilt() {
    for (String regex :
        new String[] {"((a{1000}){1000}){1000}", "(a{100}){100}", "\\pL".repeat(9)}) {
      assertThatThrownBy(() -> Matcher.of("x", Operator.MATCHES, regex))
          .isInstanceOf(InvalidRuleException.class)
          .hasMessageContaining("too large");
    }
    assertThatThrownBy(() -> Matcher.of("x", Operator.MATCHES, "a".repeat(1_025)))
        .hasMessageContaining("1024");
  }

  private static String text(Random random, String alphabet, int longest) {
    int[] points = alphabet.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    for (int n = random.nextInt(longest); n > 0; n--) {
      out.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return out.toString();
  }
}
