package dev.imas.core.comment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** C64: whom a text names. */
class MentionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@ann can you look?                 | ann",
        "thanks, @Ann.                      | ann",
        "(@ann) and @bob-smith, @bob-smith! | ann,bob-smith",
        "@ann.lee wrote                     | ann.lee",
        "ask @\"Data platform\" first       | data platform",
        "mail ann@example.org               | ''",
        "see https://x.example/@ann         | ''",
        "a foo@@ann b                       | ''",
        "`@ann` and ``code ` @bob``         | ''",
        "@éloïse @老王                        | éloïse,老王",
        "@ @. @- @\"\"                      | ''",
        "@oncall:payments and @oncall: @ann | oncall,ann",
      })
  void names(String text, String expected) {
    assertThat(String.join(",", Mentions.names(text))).isEqualTo(expected);
  }

  @Test
  void whoeverAScheduleHasOnCall() {
    assertThat(
            Mentions.schedules(
                "@oncall:Payments. @oncall:\"Data platform\", `@oncall:not` @ann x@oncall:no"))
        .containsExactly("payments", "data platform");
  }

  @Test
  void blocksOfCodeNameNobody() {
    assertThat(
            Mentions.names(
                """
                @ann see
                ```sh
                echo @bob
                ```
                and @carl
                ~~~
                @dora, never closed
                """))
        .containsExactly("ann", "carl");
  }

  /** Runs of all lengths, none of which closes another: a search for each would take seconds. */
  @Test
  void unclosedRunsOfBackticksCostOnePass() {
    StringBuilder text = new StringBuilder();
    for (int length = 2; length < 3_000; length++) {
      text.append("`".repeat(length)).append(' ');
    }
    assertThat(Mentions.names(text + "@ann `@bob` @carl")).containsExactly("ann", "carl");
  }

  @Test
  void thereAreTwentyAtMost() {
    List<String> many = IntStream.range(0, 50).mapToObj(i -> "@user" + i).toList();
    assertThat(Mentions.names(String.join(" ", many))).hasSize(20).endsWith("user19");
  }
}
