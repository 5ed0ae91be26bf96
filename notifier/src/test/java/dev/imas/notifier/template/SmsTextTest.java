package dev.imas.notifier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.notifier.Pages;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A text message is one part: GSM 7-bit, at most 160 septets, the link before the title. */
class SmsTextTest {

  private static final String LINK = "https://imas.example/api/v1/incidents/" + Pages.INCIDENT;

  @Test
  void aFrenchTitleWithASymbolStaysInTheAlphabet() {
    String text =
        SmsText.of(
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
    assertThat(SmsText.of(code, LINK))
        .isEqualTo("Your IMAS code is 012345. It is good for 10 minutes.");
    assertThat(Words.subject(code)).isEqualTo(Words.title(code)).contains("012345");
    assertThat(Words.headline(code)).startsWith("🔔 ").doesNotContain("SEV").doesNotContain("INC-");
  }

  @Test
  void charactersOfTheExtensionCountTwice() {
    assertThat(SmsText.septets("€[]")).isEqualTo(6);
    assertThat(SmsText.septets("@Ö")).isEqualTo(2);
    assertThat(SmsText.of(Pages.page("[]{}€".repeat(60), ""), LINK))
        .satisfies(text -> assertThat(SmsText.septets(text)).isLessThanOrEqualTo(160));
  }

  @Test
  void aLinkThatLeavesNoRoomIsLeftOutWhole() {
    String text = SmsText.of(Pages.page(), LINK + "?" + "x".repeat(100));
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
      String text = SmsText.of(Pages.page(title.toString(), ""), LINK);
      assertThat(SmsText.isGsm(text)).as(text).isTrue();
      assertThat(SmsText.septets(text)).isLessThanOrEqualTo(160);
    }
  }
}
