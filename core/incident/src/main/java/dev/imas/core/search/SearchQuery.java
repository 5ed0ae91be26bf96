package dev.imas.core.search;

import dev.imas.core.platform.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What somebody searches for: words that must all be there, {@code "phrases"}, and {@code -words}
 * that must not. The last word is a beginning, as is each word with a star.
 */
final class SearchQuery {

  static final int LONGEST = 200;
  private static final int MOST_CLAUSES = 12;
  private static final Pattern CLAUSE = Pattern.compile("(-?)(?:\"([^\"]*)\"?|(\\S+))");

  /** Some words in order, of which the last may be only a beginning. */
  private record Clause(
      List<String> words, String whole, boolean phrase, boolean prefix, boolean not) {

    String tsquery() {
      String found = phrase ? asPhrase() : asName();
      return not ? "!(" + found + ")" : "(" + found + ")";
    }

    /** The marks of its pairs spare the index most texts that have its words apart. */
    private String asPhrase() {
      String inOrder =
          words.stream().map(w -> lexeme(w, false)).collect(Collectors.joining(" <-> "));
      return IntStream.range(1, words.size())
          .mapToObj(i -> lexeme(TextWords.pair(words.get(i - 1), words.get(i)), false) + " & ")
          .distinct()
          .collect(Collectors.joining("", "", words.size() > 1 ? "(" + inOrder + ")" : inOrder));
    }

    private String asName() {
      // Of a name that is too long, a text has as much as this one.
      boolean cut = whole.length() < String.join(".", words).length();
      return cut || prefix || words.size() == 1
          ? lexeme(whole, prefix && !cut)
          : lexeme(whole, false) + " | " + lexeme(whole + ".", true);
    }

    private static String lexeme(String word, boolean prefix) {
      return "'#:" + word + "'" + (prefix ? ":*" : "");
    }
  }

  private final List<Clause> clauses;

  private SearchQuery(List<Clause> clauses) {
    this.clauses = List.copyOf(clauses);
  }

  /** Reads what was typed; without a word to find, it is a BAD_REQUEST. */
  static SearchQuery read(String text) {
    if (text.length() > LONGEST) {
      throw bad("q has more than " + LONGEST + " characters; shorten it");
    }
    List<Clause> clauses = new ArrayList<>();
    Matcher matcher = CLAUSE.matcher(text);
    while (matcher.find()) {
      String quoted = matcher.group(2);
      String typed = quoted == null ? matcher.group(3) : quoted;
      List<TextWords.Word> parts = TextWords.in(typed);
      List<String> words = parts.stream().map(TextWords.Word::folded).toList();
      if (!words.isEmpty()) {
        boolean not = matcher.group(1).equals("-");
        boolean last = matcher.end() == text.length() && !not;
        boolean begins =
            quoted == null
                && (words.size() > 1 || words.getLast().length() > 1)
                && (typed.endsWith("*") || last);
        clauses.add(new Clause(words, TextWords.nameFrom(parts, 0), quoted != null, begins, not));
      }
    }
    if (clauses.stream().allMatch(Clause::not)) {
      throw bad(
          "there is no word to find; write one with a letter or digit, such as disk or INC-7F");
    }
    if (clauses.size() > MOST_CLAUSES) {
      throw bad("q has more than " + MOST_CLAUSES + " words; leave some out");
    }
    return new SearchQuery(clauses);
  }

  private static Fault bad(String detail) {
    return Fault.at(Fault.Kind.BAD_REQUEST, "q", detail);
  }

  /** For search_ids: # stands for the number of a bucket. */
  String tsquery() {
    return clauses.stream().map(Clause::tsquery).collect(Collectors.joining(" & "));
  }

  /** Whether a name has all words, each from the beginning of a word on. */
  boolean matches(String name) {
    List<TextWords.Word> words = TextWords.in(name);
    return clauses.stream()
        .allMatch(clause -> clause.words().stream().allMatch(w -> has(words, w)) != clause.not());
  }

  private static boolean has(List<TextWords.Word> words, String beginning) {
    return words.stream()
        .anyMatch(
            w ->
                w.folded().startsWith(beginning)
                    || TextWords.humps(w.written()).stream()
                        .anyMatch(h -> h.startsWith(beginning)));
  }

  /** Where a text has what was searched. */
  List<Range> ranges(String text) {
    List<Range> ranges = new ArrayList<>();
    for (TextWords.Word word : TextWords.in(text)) {
      if (clauses.stream().anyMatch(clause -> !clause.not() && marks(clause, word))) {
        ranges.add(new Range(word.from(), word.to()));
      }
    }
    return ranges;
  }

  private static boolean marks(Clause clause, TextWords.Word word) {
    String last = clause.words().getLast();
    return clause.words().contains(word.folded())
        || TextWords.humps(word.written()).contains(last)
        || (clause.prefix()
            && (word.folded().startsWith(last)
                || TextWords.humps(word.written()).stream().anyMatch(h -> h.startsWith(last))));
  }

  /**
   * A part of a text, in UTF-16 code units.
   *
   * @param to after its last
   */
  record Range(int from, int to) {}
}
