package dev.imas.core.user;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a username may be. It stands as the author of what people do, so no name may pass for that
 * of somebody else: neither by letters that cannot be seen, nor by letters of another script that
 * look the same, nor for IMAS itself.
 */
final class Username {

  private static final String ENDS = "begins or ends with '.', '_' or '-'; put a letter there";

  /** What no person is called. Compared without separators and accents, as it looks. */
  private static final Set<String> RESERVED =
      Set.of(
          "admin",
          "administrator",
          "all",
          "anonymous",
          "channel",
          "console",
          "everybody",
          "everyone",
          "hostmaster",
          "imas",
          "me",
          "nobody",
          "noreply",
          "null",
          "postmaster",
          "security",
          "self",
          "superuser",
          "sysadmin",
          "system",
          "undefined",
          "webmaster");

  /** Scripts that are written together. */
  private static final Set<UnicodeScript> JAPANESE =
      EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);

  private static final Set<UnicodeScript> KOREAN =
      EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL);

  /** Letters of other scripts that look like Latin ones. */
  private static final String LIKE_LATIN =
      "аеорсухіјѕһԁԛԝӏвкмнтАВЕКМНОРСТУХІЈЅԚԜӀ" + "οναρικυχτγωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";

  /** Blocks of Latin letters that people's names are written in; the others are lookalikes. */
  private static final Pattern LATIN =
      Pattern.compile(
          "[A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u01bf\\u01c4-\\u024f\\u1e00-\\u1eff]");

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SEPARATORS = Pattern.compile("[._-]");

  /** What makes text look like other text, or stand in another order than it is. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]");

  private static final Set<String> RESERVED_LOOKS =
      RESERVED.stream().map(Username::bareLook).collect(Collectors.toUnmodifiableSet());

  private Username() {}

  /** Whether a text has characters that nobody sees, or that turn what stands beside them. */
  static boolean isDeceptive(String text) {
    return UNSEEN.matcher(text).find();
  }

  /**
   * What is wrong with a name, as the end of a sentence that begins with the member; null if
   * nothing.
   */
  static @Nullable String fault(String name) {
    if (name.indexOf('@') >= 0) {
      return "has an @, which is of mail addresses; take what stands before it";
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFKC)) {
      return "has letters in a form of their own, such as wide ones; write plain ones";
    }
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    for (int at = 0; at < name.length(); at += Character.charCount(name.codePointAt(at))) {
      int letter = name.codePointAt(at);
      if (!isAllowed(letter, at)) {
        return "may have letters, digits, and . _ - between them, and nothing that cannot be seen";
      }
      UnicodeScript script = UnicodeScript.of(letter);
      if (script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED) {
        scripts.add(script);
      }
    }
    if (scripts.size() > 1 && !JAPANESE.containsAll(scripts) && !KOREAN.containsAll(scripts)) {
      return "mixes letters of several scripts, which look alike; write it in one";
    }
    if (!Character.isLetterOrDigit(name.codePointAt(0))
        || SEPARATORS.matcher(name.substring(name.length() - 1)).matches()) {
      return ENDS;
    }
    if (!scripts.contains(UnicodeScript.LATIN) && looksLatin(name)) {
      return "looks like Latin letters, and is not; write it in Latin ones";
    }
    if (RESERVED_LOOKS.contains(bareLook(name))) {
      return "is a name that passes for IMAS or for everybody; choose another";
    }
    return null;
  }

  private static boolean isAllowed(int letter, int at) {
    if (letter < 128) {
      return (letter >= '0' && letter <= '9')
          || (letter >= 'a' && letter <= 'z')
          || (letter >= 'A' && letter <= 'Z')
          || letter == '.'
          || letter == '_'
          || letter == '-';
    }
    UnicodeScript script = UnicodeScript.of(letter);
    if (script == UnicodeScript.LATIN) {
      return LATIN.matcher(Character.toString(letter)).matches();
    }
    int type = Character.getType(letter);
    boolean isMark = type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    // Marks of a script's own are part of its words; those of all scripts make lookalikes.
    return (Character.isLetter(letter) && script != UnicodeScript.COMMON)
        || (isMark && at > 0 && script != UnicodeScript.INHERITED);
  }

  private static boolean looksLatin(String name) {
    boolean hasLetters = false;
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (Character.isLetter(letter)) {
        hasLetters = true;
        if (LIKE_LATIN.indexOf(letter) < 0) {
          return false;
        }
      }
    }
    return hasLetters;
  }

  /** How a name looks: two names with the same look are taken for each other. */
  static String look(String name) {
    return name.replace('I', 'l').replace('1', 'l').replace('0', 'o').toLowerCase(Locale.ROOT);
  }

  private static String bareLook(String name) {
    String bare = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
    return look(SEPARATORS.matcher(bare).replaceAll(""))
        .replace('ı', 'l')
        .replace('i', 'l')
        .replace('ł', 'l')
        .replace('ø', 'o');
  }
}
