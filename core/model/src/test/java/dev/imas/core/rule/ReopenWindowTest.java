package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReopenWindowTest {

  private static final Instant END = Instant.parse("2026-03-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource({"PT0S,0,false", "PT30M,29,true", "PT30M,30,false", "PT2H,119,true", "P7D,10079,true"})
  void isOpenUntilItsEnd(Duration length, long minutes, boolean isOpen) {
    assertThat(ReopenWindow.usual(length).isOpen(END, END.plus(Duration.ofMinutes(minutes))))
        .isEqualTo(isOpen);
  }

  @Test
  void isOpenOfNothingThatHasNotEnded() {
    assertThat(ReopenWindow.usual(Duration.ofDays(1)).isOpen(null, END)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT30M", "PT168H", "P7D"})
  void aLengthIsRead(String text) {
    assertThat(ReopenWindow.parse(text)).contains(Duration.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"PT-1S", "PT0.5S", "P8D", "30m", "''"})
  void anotherIsNot(String text) {
    assertThat(ReopenWindow.parse(text)).isEmpty();
  }

  @Test
  void aRuleAndAServiceAreNamedAndTheInstallationIsNot() {
    Instant now = END.plus(Duration.ofMinutes(12));
    assertThat(ReopenWindow.ofRule(Duration.ofMinutes(30), "disks").explained(END, now))
        .isEqualTo(", 12 min after it ended (window 30 min by rule disks)");
    assertThat(ReopenWindow.ofService(Duration.ofHours(36), "shop").explained(END, now))
        .isEqualTo(", 12 min after it ended (window 36 h by service shop)");
    assertThat(ReopenWindow.usual(Duration.ofMinutes(30)).explained(END, now)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT45S,45 s",
    "PT90S,1 min",
    "PT90M,90 min",
    "PT2H,2 h",
    "PT3H20M,200 min",
    "P7D,168 h"
  })
  void lengthsAreWords(Duration length, String words) {
    assertThat(ReopenWindow.inWords(length)).isEqualTo(words);
  }
}
