package dev.imas.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeveritiesTest {

  @Test
  void sharesAreKeptAndAnAlertKeepsItsSeverity() {
    Severities severities = Severities.parse("sev1=1, P2=4,sev4=15");
    int[] found = new int[4];
    for (long number = 0; number < 100_000; number++) {
      found[severities.of(number)]++;
      assertThat(severities.of(number)).isEqualTo(severities.of(number));
    }
    assertThat(found[0]).isBetween(4_000, 6_000);
    assertThat(found[1]).isBetween(18_500, 21_500);
    assertThat(found[2]).isZero();
    assertThat(found[3]).isBetween(73_000, 77_000);
    assertThat(severities).hasToString("sev1=1,sev2=4,sev4=15");
  }

  @Test
  void whatIsNoShareIsRefused() {
    for (String text : new String[] {"", "sev6=1", "sev1", "sev1=-1", "sev1=0", "sev1=1=2"}) {
      assertThatThrownBy(() -> Severities.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
