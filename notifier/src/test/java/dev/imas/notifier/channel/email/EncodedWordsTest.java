package dev.imas.notifier.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedWordsTest {

  private static void isReadAsItWas(String text) throws Exception {
    String encoded = EncodedWords.of(text);
    assertThat(MimeUtility.decodeText(encoded.replace("\n", "\r\n"))).isEqualTo(text);
    List<String> lines = encoded.lines().toList();
    assertThat(("Subject: " + lines.getFirst()).length()).isLessThanOrEqualTo(76);
    for (String line : lines) {
      String word = line.strip();
      assertThat(word.length()).isLessThanOrEqualTo(75);
      // Each word is of whole characters, so that each is read alone.
      assertThat(MimeUtility.decodeWord(word)).doesNotContain("\uFFFD");
    }
  }

  @Test
  void symbolsAboveTheBasicPlaneArrive() throws Exception {
    isReadAsItWas("[SEV1] \uD83D\uDD25 orders-db brûle \uD83D\uDE92");
  }

  @Test
  void aLongSubjectIsFoldedBetweenCharacters() throws Exception {
    for (int shift = 0; shift < 8; shift++) {
      isReadAsItWas("a".repeat(shift) + "\uD83D\uDD25é漢".repeat(40));
    }
  }

  /** Else the mail client would decode it, and show what was taken out of the text. */
  @Test
  void whatLooksEncodedIsShownAsItIsWritten() throws Exception {
    isReadAsItWas("=?UTF-8?B?4oCuZ25w?= is down");
  }

  @Test
  void asciiStaysReadable() {
    assertThat(EncodedWords.of("[SEV1] Disk full on db-1")).isEqualTo("[SEV1] Disk full on db-1");
  }
}
