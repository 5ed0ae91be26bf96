package dev.imas.core.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cuts texts into words, in the same way for what is stored and for what is searched. A word is a
 * run of letters and digits, without case and accents. Words joined without a space, such as {@code
 * db-01.eu}, are a name: it is found by each of its words, and from each of them on. Words are not
 * reduced to stems, since a text may be English, French or the name of a metric.
 */
final class TextWords {

  /**
   * A word's place in a text, in UTF-16 code units.
   *
   * @param written as it stands there, cut if it is very long
   * @param joined to the word before it
   */
  record Word(String folded, String written, int from, int to, boolean joined) {}

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern HUMPS =
      Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  /** Words of one text beyond this number are not found. */
  private static final int MOST_WORDS = 400;

  /** Of a longer word the rest is not looked at: somebody may send one of megabytes. */
  private static final int LONGEST_WORD = 256;

  private static final int LONGEST_NAME = 64;
  private static final int MOST_PLACES = 8;

  /** A text of 20 words has one in 65 of them. */
  private static final int PAIRS = 1_296;

  private TextWords() {}

  static List<Word> in(String text) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    boolean joined = false;
    while (at < text.length() && words.size() < MOST_WORDS) {
      int point = text.codePointAt(at);
      if (!Character.isLetterOrDigit(point)) {
        joined &= !Character.isWhitespace(point) && !Character.isSpaceChar(point);
        at += Character.charCount(point);
        continue;
      }
      int from = at;
      while (at < text.length() && belongs(text.codePointAt(at))) {
        at += Character.charCount(text.codePointAt(at));
      }
      String written = text.substring(from, Math.min(at, from + LONGEST_WORD));
      String folded = fold(written);
      if (!folded.isEmpty()) {
        words.add(new Word(folded, written, from, at, joined));
        joined = true;
      }
    }
    return words;
  }

  private static boolean belongs(int point) {
    int type = Character.getType(point);
    return Character.isLetterOrDigit(point)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /** Without case, accents and ligatures; letters and digits alone. */
  static String fold(String word) {
    String plain =
        MARKS
            .matcher(Normalizer.normalize(word, Normalizer.Form.NFKD))
            .replaceAll("")
            .toLowerCase(Locale.ROOT)
            .replace("œ", "oe")
            .replace("æ", "ae")
            .replace("ß", "ss")
            .replace("ø", "o")
            .replace("ł", "l");
    StringBuilder letters = new StringBuilder(Math.min(plain.length(), LONGEST_NAME));
    plain
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .limit(LONGEST_NAME)
        .forEach(letters::appendCodePoint);
    return letters.toString();
  }

  /** Splits CamelCase; the whole word is not among the parts if it has none. */
  static List<String> humps(String written) {
    String[] parts = HUMPS.split(written);
    return parts.length < 2
        ? List.of()
        : java.util.Arrays.stream(parts).map(TextWords::fold).toList();
  }

  /**
   * The words of some texts with their places, as {@code tsvector} writes them. Before each word is
   * {@code #:} for the number of its bucket. Words that follow each other also leave a mark, see
   * {@link #pair}.
   */
  static String vector(List<String> texts) {
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    int place = 1;
    for (String text : texts) {
      List<Word> words = in(text);
      for (int i = 0; i < words.size(); i++) {
        Word word = words.get(i);
        add(places, word.folded(), place + i);
        int here = place + i;
        humps(word.written()).forEach(hump -> add(places, hump, here));
        String name = nameFrom(words, i);
        if (name.length() > word.folded().length()) {
          places.computeIfAbsent(name, n -> new ArrayList<>());
        }
        if (i > 0) {
          pairs(words.get(i - 1), word)
              .forEach(pair -> places.computeIfAbsent(pair, p -> new ArrayList<>()));
        }
      }
      place += words.size() + 5; // A phrase ends with its text.
    }
    StringBuilder vector = new StringBuilder();
    places.forEach(
        (word, at) -> {
          vector.append("'#:").append(word).append('\'');
          for (int i = 0; i < at.size(); i++) {
            vector.append(i == 0 ? ':' : ',').append(at.get(i));
          }
          vector.append(' ');
        });
    return vector.toString();
  }

  /** Each way in which a phrase may name two words that follow each other. */
  private static Set<String> pairs(Word first, Word second) {
    Set<String> pairs = new LinkedHashSet<>();
    for (String one : names(first)) {
      for (String other : names(second)) {
        pairs.add(pair(one, other));
      }
    }
    return pairs;
  }

  private static List<String> names(Word word) {
    List<String> names = new ArrayList<>(humps(word.written()));
    names.add(word.folded());
    return names;
  }

  /**
   * One of {@link #PAIRS} marks that stand for two words in a row. A text that lacks it has no such
   * phrase; one that has it may have another phrase instead. There are few, so that the index of a
   * bucket stays small.
   */
  static String pair(String first, String second) {
    int mixed = (31 * first.hashCode() + second.hashCode()) * 0x9E3779B1;
    return "~" + Integer.toString((mixed >>> 16) % PAIRS, 36);
  }

  private static void add(Map<String, List<Integer>> places, String word, int place) {
    if (word.isEmpty()) {
      return;
    }
    List<Integer> at = places.computeIfAbsent(word, w -> new ArrayList<>());
    if (at.size() < MOST_PLACES && place < 16_000) {
      at.add(place);
    }
  }

  /** The rest of a name from that word on, with a point between words. */
  static String nameFrom(List<Word> words, int first) {
    StringBuilder name = new StringBuilder(words.get(first).folded());
    for (int i = first + 1; i < words.size() && words.get(i).joined(); i++) {
      if (name.length() + 1 + words.get(i).folded().length() > LONGEST_NAME) {
        break;
      }
      name.append('.').append(words.get(i).folded());
    }
    return name.toString();
  }
}
