package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.re2j.Pattern;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** Any text as a matcher, tested on any value. */
@ExtendWith(FuzzTime.class)
class MatcherFuzzTest {

  @FuzzTest
  void anyTextIsMatchersOrAFaultWithItsPlace(FuzzedDataProvider data) {
    String value = data.consumeString(200);
    String text = data.consumeRemainingAsString();
    CpuTime.within(FuzzTime.MOST, () -> tryOn(value, text));
  }

  private static void tryOn(String value, String text) {
    regexMeansWhatItsEngineMeans(text, value);
    List<Matcher> matchers;
    try {
      matchers = Matcher.parseAll(text);
    } catch (InvalidRuleException fault) {
      assertThat(fault.getMessage()).isNotBlank();
      return;
    }
    for (Matcher matcher : matchers) {
      boolean matches = matcher.matchesValue(value);
      Matcher again = Matcher.parse(matcher.toString());
      assertThat(again).isEqualTo(matcher);
      assertThat(again.matchesValue(value)).isEqualTo(matches);
      for (String indexed : matcher.indexableValues()) {
        assertThat(matcher.matchesValue(indexed)).isTrue();
      }
      if (matches && !matcher.indexableValues().isEmpty()) {
        assertThat(matcher.indexableValues()).contains(value);
      }
    }
  }

  /** The short cuts that avoid the engine, and the bound on its size. */
  private static void regexMeansWhatItsEngineMeans(String regex, String value) {
    ValueTest test;
    try {
      test = RegexCompiler.compile(regex, 0);
    } catch (InvalidRuleException refused) {
      return;
    }
    Pattern engine = Pattern.compile(regex);
    assertThat(engine.programSize()).isLessThanOrEqualTo(RuleLimits.REGEX_SIZE);
    assertThat((long) engine.programSize()).isLessThanOrEqualTo(RegexSize.atMost(regex));
    assertThat(test.test(value)).isEqualTo(engine.matches(value));
  }
}
