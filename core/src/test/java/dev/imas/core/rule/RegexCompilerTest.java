package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.imas.fixtures.CpuTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
    "aab", "bab", "-", "a|b", "AB", "{", "a{", "(a)"
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

  /**
   * Found by the fuzzer: braces that count nothing stand for themselves, and a group of nothing is
   * something.
   */
  @Test
  void sizeIsNotTooLowOfWhatLooksLikeNothing() {
    for (String regex :
        List.of("{}{}{}{}", "a{}{}{}", "a{,5}{,5}", "(a{}){3}{", "(()()())", "(?:)(?:)", "(){9}")) {
      assertThat(RegexSize.atMost(regex))
          .as(regex)
          .isGreaterThanOrEqualTo(Pattern.compile(regex).programSize());
    }
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
