package dev.imas.core.wording;

import java.text.Normalizer;

/**
 * A page as one short message: at most 160 septets of the GSM 7-bit default alphabet (3GPP TS
 * 23.038), so that it is sent in one part. It has no symbols; letters outside the alphabet lose
 * their accents. Templates put the link before the title, since the end may be cut. Pure.
 */
public final class SmsText {

  public static final int MOST = 160;

  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  /** Each takes two septets. */
  private static final String EXTENDED = "^{}\\[~]|€";

  private static final String TYPOGRAPHIC = "‘’‚“”„«»–—…·•×";
  private static final String PLAIN = "'''\"\"\"\"\"--.**x";

  private SmsText() {}

  /** A line in the alphabet, cut to one part. */
  static String fitting(String line) {
    return cut(transliterated(line).replaceAll(" +", " ").strip());
  }

  /** The number of septets that a text takes; it must be in the alphabet. */
  public static int septets(String text) {
    int septets = 0;
    for (int i = 0; i < text.length(); i++) {
      septets += EXTENDED.indexOf(text.charAt(i)) >= 0 ? 2 : 1;
    }
    return septets;
  }

  /** Whether all characters are in the alphabet, so that no phone needs UCS-2. */
  public static boolean isGsm(String text) {
    return text.chars().allMatch(c -> isGsm((char) c));
  }

  private static boolean isGsm(char c) {
    return BASIC.indexOf(c) >= 0 || EXTENDED.indexOf(c) >= 0;
  }

  static String transliterated(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      append(plain, c);
    }
    return plain.toString();
  }

  private static void append(StringBuilder plain, int c) {
    if (c <= 0xFFFF && isGsm((char) c)) {
      plain.append((char) c);
      return;
    }
    int typographic = TYPOGRAPHIC.indexOf(c);
    if (typographic >= 0) {
      plain.append(PLAIN.charAt(typographic));
      return;
    }
    String bare =
        Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    if (!bare.isEmpty() && isGsm(bare)) {
      plain.append(bare);
    } else if (Character.isLetterOrDigit(c)) {
      plain.append('?');
    }
    // Symbols such as emoji are left out.
  }

  private static String cut(String text) {
    if (septets(text) <= MOST) {
      return text;
    }
    int end = 0;
    for (int used = 0; end < text.length(); end++) {
      used += septets(text.substring(end, end + 1));
      if (used > MOST - 2) {
        break;
      }
    }
    return text.substring(0, end) + "..";
  }
}
