package dev.imas.core.incident;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name people use for an incident: {@code INC-} and random characters that cannot be mistaken
 * for each other nor spell words (no vowels, no 0 1 I L O).
 */
public final class ShortId {

  static final String ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ";
  private static final Pattern SHAPE = Pattern.compile("INC-[0-9A-Z]{4,8}");

  private ShortId() {}

  /** 17 million of them: whoever inserts one checks that it is free, and draws again. */
  public static String draw(RandomGenerator random) {
    StringBuilder id = new StringBuilder("INC-");
    for (int i = 0; i < 5; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  /** Whatever its case. */
  public static boolean isShortId(String text) {
    return SHAPE.matcher(text.toUpperCase(Locale.ROOT)).matches();
  }
}
