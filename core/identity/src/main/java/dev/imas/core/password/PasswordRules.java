package dev.imas.core.password;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is asked of a password (IAM-13). Pure. */
public final class PasswordRules {

  public static final int SHORTEST = 12;
  public static final int LONGEST = 128;

  /** Shorter words than this are in many passwords by chance. */
  private static final int SHORTEST_WORD = 4;

  /**
   * A thousand guesses a second for a day find fewer; a list of common passwords is far shorter.
   */
  private static final double LEAST_GUESSES_LOG10 = 8;

  /** The time of an estimate grows faster than the length. */
  private static final int ESTIMATED = 40;

  /** So much is estimated as it is written, of what has several symbols for letters. */
  private static final int ESTIMATED_WITH_SYMBOLS = 16;

  private static final String SYMBOLS = "@{([<€&#!|$+%";
  private static final String LETTERS = "acccceggilstx";

  /** Common passwords, names and words; loaded at the first use. */
  private static final class Common {
    static final Zxcvbn LISTS = new Zxcvbn();
  }

  private PasswordRules() {}

  /**
   * What is wrong with it and how to mend it; null if nothing is.
   *
   * @param about words about its user: names, addresses
   */
  public static @Nullable String fault(String password, List<String> about) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST) {
      return "has " + length + " characters; use at least " + SHORTEST + ", for example four words";
    }
    if (length > LONGEST) {
      return "has " + length + " characters; at most " + LONGEST + " are allowed";
    }
    if (password.codePoints().allMatch(Character::isDigit)) {
      return "has digits alone; add words";
    }
    List<String> words = words(about);
    String lower = password.toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (lower.contains(word)) {
        return "holds '" + word + "', which is known of the user; use other words";
      }
    }
    return isCommon(password, words)
        ? "is common or easy to guess; use several words that do not belong together"
        : null;
  }

  private static boolean isCommon(String password, List<String> words) {
    if (password.chars().filter(PasswordRules::isSymbol).distinct().count() <= 1) {
      return isGuessed(password, ESTIMATED, words);
    }
    // The library tries each symbol for each letter that it may stand for, with all others: 64
    // characters of them kept a processor for 17 seconds.
    StringBuilder read = new StringBuilder(password);
    for (int i = 0; i < read.length(); i++) {
      int symbol = SYMBOLS.indexOf(read.charAt(i));
      if (symbol >= 0) {
        read.setCharAt(i, LETTERS.charAt(symbol));
      }
    }
    return isGuessed(read.toString(), ESTIMATED, words)
        || isGuessed(password, ESTIMATED_WITH_SYMBOLS, words);
  }

  private static boolean isSymbol(int character) {
    return SYMBOLS.indexOf(character) >= 0;
  }

  private static boolean isGuessed(String password, int length, List<String> words) {
    String some = password.substring(0, Math.min(password.length(), length));
    return Common.LISTS.measure(some, words).getGuessesLog10() < LEAST_GUESSES_LOG10;
  }

  /** The words and their parts: {@code ann.lee@example.org} is ann.lee, example and more. */
  private static List<String> words(List<String> about) {
    List<String> words = new ArrayList<>();
    for (String one : about) {
      for (String word : one.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
        if (word.length() >= SHORTEST_WORD) {
          words.add(word);
        }
      }
    }
    return words;
  }
}
