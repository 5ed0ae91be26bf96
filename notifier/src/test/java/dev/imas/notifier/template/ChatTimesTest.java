package dev.imas.notifier.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChatTimesTest {

  private static final Instant BEGIN = Instant.parse("2026-03-03T07:00:00Z");
  private static final Instant END = Instant.parse("2026-03-03T08:00:00Z");

  private static String marked(String text, Map<String, Instant> times) {
    return new ChatTimes(times, UnaryOperator.identity(), (at, said) -> "<" + at + "|" + said + ">")
        .in(text);
  }

  /** One time with its zone and one without it, both of one text. */
  @Test
  void aTimeThatIsAPartOfAnotherIsMarkedByItself() {
    String text = "to Tue 3 Mar 09:00 Europe/Paris; from Tue 3 Mar 09:00 on";

    assertThat(marked(text, Map.of("Tue 3 Mar 09:00", BEGIN, "Tue 3 Mar 09:00 Europe/Paris", END)))
        .isEqualTo(
            "to <2026-03-03T08:00:00Z|Tue 3 Mar 09:00 Europe/Paris>;"
                + " from <2026-03-03T07:00:00Z|Tue 3 Mar 09:00> on");
  }

  @Test
  void textsWithoutTimesStayAsTheyAre() {
    assertThat(marked("cost $5 \\ at 09:00", Map.of())).isEqualTo("cost $5 \\ at 09:00");
    assertThat(marked("$1 at noon", Map.of("noon", BEGIN)))
        .isEqualTo("$1 at <2026-03-03T07:00:00Z|noon>");
  }
}
