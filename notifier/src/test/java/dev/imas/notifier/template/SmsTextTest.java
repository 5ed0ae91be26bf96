package dev.imas.notifier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.wording.ReceiverFacts;
import dev.imas.core.wording.SmsText;
import dev.imas.core.wording.Templates;
import dev.imas.core.wording.Wording;
import dev.imas.core.wording.Words;
import dev.imas.notifier.Pages;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A text message is one part: GSM 7-bit, at most 160 septets, the link before the title. */
class SmsTextTest {

  private static final String LINK = "https://imas.example/api/v1/incidents/" + Pages.INCIDENT;

  private static ReceiverFacts told(PageContent page, String link) {
    return new ReceiverFacts(page, Folded.NOTHING, link);
  }

  private static String sms(PageContent page, String link) {
    return new Wording(told(page, link), Templates.SHIPPED).sms();
  }

  @Test
  void aFrenchTitleWithASymbolStaysInTheAlphabet() {
    String text =
        sms(
            Pages.page("🔴 L’hôte « forêt » ne répond plus — à vérifier dès que possible…", ""),
            LINK);
    assertThat(text)
        .isEqualTo(
            "SEV1 INC-7F3K "
                + LINK
                + " L'hote \" foret \" ne répond plus - à vérifier dès que possible. [orde..");
    assertThat(SmsText.isGsm(text)).isTrue();
    assertThat(SmsText.septets(text)).isLessThanOrEqualTo(SmsText.MOST);
  }

  /** NTF-30. */
  @Test
  void aCodeComesFirstWithoutAnIncident() {
    PageContent code =
        new PageContent(
            PageContent.VERIFICATION,
            Pages.page().occurredAt(),
            "acme",
            Pages.page().withTitle("Your IMAS code is 012345").incident(),
            "It is good for 10 minutes.",
            "kim",
            null);
    assertThat(sms(code, LINK)).isEqualTo("Your IMAS code is 012345. It is good for 10 minutes.");
    assertThat(new Wording(told(code, LINK), Templates.SHIPPED).mailSubject())
        .isEqualTo(Words.title(code))
        .contains("012345");
    assertThat(new Wording(told(code, LINK), Templates.SHIPPED).lines().headline())
        .startsWith("🔔 ")
        .doesNotContain("SEV")
        .doesNotContain("INC-");
  }

  @Test
  void charactersOfTheExtensionCountTwice() {
    assertThat(SmsText.septets("€[]")).isEqualTo(6);
    assertThat(SmsText.septets("@Ö")).isEqualTo(2);
    assertThat(sms(Pages.page("[]{}€".repeat(60), ""), LINK))
        .satisfies(text -> assertThat(SmsText.septets(text)).isLessThanOrEqualTo(160));
  }

  @Test
  void aLinkThatLeavesNoRoomIsLeftOutWhole() {
    String text = sms(Pages.page(), LINK + "?" + "x".repeat(100));
    assertThat(text).doesNotContain("https").contains("Database is down");
  }

  @Test
  void whateverTheTitleItIsOnePart() {
    Random random = new Random(65);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder title = new StringBuilder();
      random
          .ints(random.nextInt(200), 1, 0x2FFFF)
          .filter(Character::isValidCodePoint)
          .filter(c -> c < 0xD800 || c > 0xDFFF)
          .forEach(title::appendCodePoint);
      String text = sms(Pages.page(title.toString(), ""), LINK);
      assertThat(SmsText.isGsm(text)).as(text).isTrue();
      assertThat(SmsText.septets(text)).isLessThanOrEqualTo(160);
    }
  }
}
