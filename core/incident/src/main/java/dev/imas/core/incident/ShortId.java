package dev.imas.core.incident;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name people use for an incident: {@code INC-} and random characters. None looks like another,
 * and they cannot spell words (no vowels, no 0 1 I L O).
 */
public final class ShortId {

  static final String ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ";
  private static final Pattern SHAPE = Pattern.compile("INC-[0-9A-Z]{4,8}");

  private ShortId() {}

  /**
   * Draws one of 17 million. Whoever inserts it checks that it is free, and otherwise draws again.
   */
  public static String draw(RandomGenerator random) {
    StringBuilder id = new StringBuilder("INC-");
    for (int i = 0; i < 5; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  /** Whether a text is a short id, ignoring case. */
  public static boolean isShortId(String text) {
    return SHAPE.matcher(text.toUpperCase(Locale.ROOT)).matches();
  }
}
