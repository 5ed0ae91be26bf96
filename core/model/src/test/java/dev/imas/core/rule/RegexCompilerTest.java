package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.imas.fixtures.CpuTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexCompilerTest {

  private static final String[] PIECES = {
    "a",
    "b",
    "ab",
    "x",
    ".*",
    ".*",
    "|",
    "|",
    "(",
    ")",
    "(?:",
    "\\.",
    "\\|",
    "\\(",
    ".",
    "+",
    "*",
    "?",
    "{2}",
    "{0,3}",
    "{2,}",
    "[ab]",
    "[^a]",
    "[]a]",
    "[[:alpha:]x]",
    "\\d",
    "\\Qa.b\\E",
    "\\Q",
    "\\E",
    "\\",
    "^",
    "$",
    "{",
    "}",
    "(?i)",
    "🙂",
    "\n",
    "\\n",
    "-",
    "\\-",
    "\\pL",
    "{1000}",
    "{a}",
    "{}",
    "{,5}",
    "()",
    "(?:)"
  };
  private static final String[] VALUES = {
    "", "a", "b", "ab", "x", "aa", "a.b", ".", "|", "(", "abx", "xab", "a\nb", "\n", "🙂", "a-b",
    "aab", "bab", "-", "a|b", "AB", "{", "a{", "(a)", "\\", "a\\", "E"
  };

  @Test
  void shortCutsMeanWhatTheEngineMeansAndSizeIsNeverTooLow() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int compiled = 0;
    for (int i = 0; i < 30_000; i++) {
      StringBuilder built = new StringBuilder();
      for (int n = random.nextInt(6) + 1; n > 0; n--) {
        built.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String regex = built.toString();
      if (RegexSize.atMost(regex) > RuleLimits.REGEX_SIZE) {
        continue;
      }
      Pattern engine;
      try {
        engine = Pattern.compile(regex);
      } catch (PatternSyntaxException e) {
        continue;
      }
      compiled++;
      assertThat(RegexSize.atMost(regex))
          .as("size of %s, seed %d", regex, seed)
          .isGreaterThanOrEqualTo(engine.programSize());
      ValueTest test = RegexCompiler.compile(regex, 0);
      for (String value : VALUES) {
        assertThat(test.test(value))
            .as("%s on '%s' by %s, seed %d", regex, value, test, seed)
            .isEqualTo(engine.matches(value));
      }
    }
    assertThat(compiled).isGreaterThan(5_000);
  }

  /** Found by the fuzzer: braces without a count are literal, and an empty group is not free. */
  @Test
  void sizeIsNotTooLowOfWhatLooksLikeNothing() {
    for (String regex :
        List.of(
            "{}{}{}{}",
            "a{}{}{}",
            "a{,5}{,5}",
            "(a{}){3}{",
            "(()()())",
            "(?:)(?:)",
            "(){9}",
            "a{00}{0,01}")) {
      assertThat(RegexSize.atMost(regex))
          .as(regex)
          .isGreaterThanOrEqualTo(Pattern.compile(regex).programSize());
    }
  }

  /** Found by the fuzzer: the text after the class was taken for a part of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0-[::](a{9}){9}]",
        "[0-[:alpha:](a{9}){9}]",
        "[\\d--[::](a{9}){9}]",
        "[\\d-[:alpha:][](a{9}){9}]"
      })
  void classThatMayEndSoonerIsTooLarge(String regex) {
    assertThat(RegexSize.atMost(regex)).isGreaterThan(RuleLimits.REGEX_SIZE);
  }

  /** RE2/J would look for their other cases for ever. */
  @ParameterizedTest
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @ValueSource(
      strings = {
        "(?i)\u1c80",
        "a|(?si:b\u1c88)",
        "(?i)[a-\u1cff]",
        "(?i)[]a-🙂]",
        "(?i)[[:alpha:]a-🙂]",
        "(?i)\\Q[x\\E[]a-🙂]",
        "(?i)\\Q\u1c81\\E",
        "(?i)[^é-\\x{1F600}]",
        "(?i)\\x{1c85}",
        "(?i)[\\x{1C80}-\\x{1C90}]",
        "(?i)[\\000-\\x{10FFFF}]"
      })
  void lettersWhoseOtherCaseIsNeverFoundAreRefused(String regex) {
    assertThatThrownBy(() -> RegexCompiler.compile(regex, 0))
        .isInstanceOf(InvalidRuleException.class)
        .hasMessageContaining("U+1C80");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u1c80",
        "[a-\u1cff]",
        "(?i)tokyo-データ",
        "(?i)[a-z0-9]+-[一-龠]",
        "(?i)\\Qa\\E[\\d-]",
        "(?i)[^a]",
        "(?i)\\pL",
        "(?-i)[a-🙂]"
      })
  void otherLettersMayBeOfEitherCase(String regex) {
    assertThat(RegexCompiler.compile(regex, 0).test("")).isFalse();
  }

  /** Fails if the engine, or Java's Unicode data, gets more such letters. */
  @ParameterizedTest
  @ValueSource(strings = {"(?i)[\\x{0}-\\x{1C7F}]+", "(?i)[\\x{1C89}-\\x{10FFFF}]+"})
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyOtherLetterHasAnEndToItsCases(String regex) {
    assertThat(RegexCompiler.compile(regex, 0).test("")).isFalse();
  }

  @Test
  void plainPrefixSuffixAndInfixRunWithoutTheEngine() {
    for (String regex :
        new String[] {"a.*", ".*a", ".*a.*", ".*", "web-\\d".replace("\\d", "1.*")}) {
      assertThat(RegexCompiler.compile(regex, 0)).isInstanceOf(ValueTest.Part.class);
    }
  }

  /** Backtracking engines take years for the first few. */
  @Test
  void noExpressionTakesMoreThanTimeLinearInTheValue() {
    String value = "a".repeat(1_023) + "!";
    for (String regex :
        List.of("(a+)+", "(a|aa)+", "(a*)*", "(.*a){20}", "(a?){30}a{30}", "([a-z]+)*x")) {
      ValueTest test = RegexCompiler.compile(regex, 0);

      CpuTime.within(Duration.ofSeconds(2), () -> assertThat(test.test(value)).isFalse());
    }
  }
}
