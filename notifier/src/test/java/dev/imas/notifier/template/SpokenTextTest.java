package dev.imas.notifier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.wording.Phrases;
import dev.imas.notifier.Pages;
import org.junit.jupiter.api.Test;

/** What a voice reads out. */
class SpokenTextTest {

  @Test
  void numbersAreReadByTheirLettersAndStatesByTheirNames() {
    assertThat(
            SpokenText.of(Pages.group("incident.escalated", "ACKNOWLEDGED", 3, 2), Phrases.ENGLISH))
        .isEqualTo(
            "This is IMAS. Severity 1, incident 7, F, 3, K, acknowledged. NodeDown: node 17 is"
                + " down. Service orders db.");
  }

  @Test
  void itIsReadInTheLanguageOfTheReceiver() {
    Phrases french = Phrases.of("fr");
    assertThat(SpokenText.of(Pages.group("incident.escalated", "ACKNOWLEDGED", 3, 2), french))
        .isEqualTo(
            "Ici IMAS. Gravité 1, incident 7, F, 3, K, acquitté. NodeDown: node 17 is down."
                + " Service orders db.");
    assertThat(SpokenText.plain("disk & cpu @ 97%", french)).isEqualTo("disk et cpu à 97%");
  }

  @Test
  void aTestSaysThatNothingIsWrong() {
    assertThat(SpokenText.of(Pages.group("contact.test", "TRIGGERED", 1, 1), Phrases.ENGLISH))
        .startsWith("This is a test of IMAS. Nothing is wrong. ");
  }

  @Test
  void lettersOfAllScriptsStayAndSymbolsDoNot() {
    assertThat(SpokenText.plain("🔴 échec: données à 97 % ♥ <b> тест 失敗 _x_", Phrases.ENGLISH))
        .isEqualTo("échec: données à 97 % b тест 失敗 x");
    assertThat(SpokenText.plain("a@b & c — d ❤️ e", Phrases.ENGLISH)).isEqualTo("a at b and c d e");
  }

  @Test
  void aNoticeIsAboutNoIncident() {
    assertThat(SpokenText.of(Pages.group("notice.rights", "TRIGGERED", 0, 0), Phrases.ENGLISH))
        .isEqualTo("This is IMAS. node 17 is down. no answer for 5 min");
  }

  @Test
  void aLongTitleIsCut() {
    assertThat(SpokenText.of(Pages.page("down ".repeat(500), ""), Phrases.ENGLISH).length())
        .isLessThan(320);
  }
}
