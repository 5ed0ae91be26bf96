package dev.imas.notifier.channel.email;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Encodes the text of a header by RFC 2047. The mail client does so too, but splits what is above
 * U+FFFF, such as most symbols, and sends question marks instead.
 */
final class EncodedWords {

  private static final String BEGIN = "=?UTF-8?B?";
  private static final String END = "?=";

  /** So many bytes make a word of 72 characters; RFC 2047 allows 75, and 76 in a line. */
  private static final int BYTES = 45;

  /** Before the first word stands the name of the header. */
  private static final int FIRST_BYTES = 36;

  private EncodedWords() {}

  /**
   * @return the text itself if it is ASCII and does not look encoded; else words, each on a line of
   *     its own and each of whole characters
   */
  static String of(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < 127) && !text.contains("=?")) {
      return text;
    }
    StringBuilder words = new StringBuilder();
    StringBuilder word = new StringBuilder();
    int bytes = 0;
    int most = FIRST_BYTES;
    for (int point : text.codePoints().toArray()) {
      String one = Character.toString(point);
      int more = one.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + more > most) {
        words.append(encoded(word)).append("\n ");
        word.setLength(0);
        bytes = 0;
        most = BYTES;
      }
      word.append(one);
      bytes += more;
    }
    return words.append(encoded(word)).toString();
  }

  private static String encoded(CharSequence word) {
    return BEGIN
        + Base64.getEncoder().encodeToString(word.toString().getBytes(StandardCharsets.UTF_8))
        + END;
  }
}
