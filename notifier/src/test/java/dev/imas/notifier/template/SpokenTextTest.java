package dev.imas.notifier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.notifier.Pages;
import org.junit.jupiter.api.Test;

/** What a voice reads out. */
class SpokenTextTest {

  @Test
  void numbersAreReadByTheirLettersAndStatesByTheirNames() {
    assertThat(SpokenText.of(Pages.group("incident.escalated", "ACKNOWLEDGED", 3, 2)))
        .isEqualTo(
            "This is IMAS. Severity 1, incident 7, F, 3, K, acknowledged. NodeDown: node 17 is"
                + " down. Service orders db.");
  }

  @Test
  void aTestSaysThatNothingIsWrong() {
    assertThat(SpokenText.of(Pages.group("contact.test", "TRIGGERED", 1, 1)))
        .startsWith("This is a test of IMAS. Nothing is wrong. ");
  }

  @Test
  void lettersOfAllScriptsStayAndSymbolsDoNot() {
    assertThat(SpokenText.plain("🔴 échec: données à 97 % ♥ <b> тест 失敗 _x_"))
        .isEqualTo("échec: données à 97 % b тест 失敗 x");
    assertThat(SpokenText.plain("a@b & c — d ❤️ e")).isEqualTo("a at b and c d e");
  }

  @Test
  void aNoticeIsAboutNoIncident() {
    assertThat(SpokenText.of(Pages.group("notice.rights", "TRIGGERED", 0, 0)))
        .isEqualTo("This is IMAS. node 17 is down. no answer for 5 min");
  }

  @Test
  void aLongTitleIsCut() {
    assertThat(SpokenText.of(Pages.page("down ".repeat(500), "")).length()).isLessThan(320);
  }
}
