package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both catalogues say what people on call say: the field's words, short, and none of our own. */
class CatalogueWordsTest {

  private static final Path WORDS = Path.of("../web/src/main/web/words");

  private static final Pattern TEXT =
      Pattern.compile("(?m)^  \"?([^\":\\s]+)\"?:\\s+\"((?:[^\"\\\\]|\\\\.)*)\",$");

  /** Language, key and text of each that was replaced. */
  private static final Path OLD =
      Path.of("src/test/resources/dev/imas/core/dashboard/old-texts.tsv");

  private static final int MOST_WORDS = 20;

  /** What nobody says who has never seen this code, and what other tools call otherwise. */
  private static final Map<String, Pattern> UNSAID =
      Map.of(
          "en",
          Pattern.compile(
              "\\b(?:burn(?!down)\\w*|told|tells?|telling|taken|whom|anew|umbrellas?|hid|hidden|hides?|hiding|dead"
                  + " letters?|in force|by hand|any more|nobody has taken|somebody|everybody|is"
                  + " called so|log[ -]?ins?|log[ -]?out|mail|there (?:is|are|was|were) no)\\b",
              Pattern.CASE_INSENSITIVE),
          "fr",
          Pattern.compile(
              "brûl|parapluie|tempête|locataire|courriel|lettres? mortes?|prise? en charge|prévenu"
                  + "|sévérité|page d’état|à la main|il n’y a (?:aucun|pas)",
              Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));

  /** The rows that everybody sees first. */
  private static final Map<String, List<String>> SAID =
      Map.ofEntries(
          Map.entry("nav.now", List.of("Home", "Accueil")),
          Map.entry("now.untaken", List.of("Unacknowledged", "Non acquittés")),
          Map.entry("now.services", List.of("Firing by service", "Alertes actives par service")),
          Map.entry("now.hidden", List.of("Muted alerts", "Alertes masquées")),
          Map.entry("incident.acknowledge", List.of("Acknowledge", "Acquitter")),
          Map.entry("analytics.never", List.of("–", "–")),
          Map.entry(
              "analytics.tta.p50",
              List.of("Median time to acknowledge", "Délai médian d’acquittement")),
          Map.entry("schedule.replace", List.of("Override", "Remplacer")),
          Map.entry(
              "policy.run",
              List.of("Preview: who would be paged?", "Aperçu : qui serait appelé ?")),
          Map.entry("fair.title", List.of("On-call load", "Charge d’astreinte")),
          Map.entry("me.contacts", List.of("Contact methods", "Moyens de contact")),
          Map.entry("login.go", List.of("Sign in", "Se connecter")));

  @Test
  void noCatalogueHasWordsThatNobodySays() throws IOException {
    List<String> found = new ArrayList<>();
    for (String language : UNSAID.keySet()) {
      texts(language)
          .forEach(
              (key, text) -> {
                String read = text.replaceAll("(?i)e-mails?", "");
                for (MatchResult one : UNSAID.get(language).matcher(read).results().toList()) {
                  found.add(language + " " + key + ": " + one.group());
                }
              });
    }
    assertThat(found).isEmpty();
  }

  /** A label or a button is read at a glance, and so is each sentence of a text. */
  @Test
  void noSentenceIsLong() throws IOException {
    List<String> found = new ArrayList<>();
    for (String language : UNSAID.keySet()) {
      texts(language)
          .forEach(
              (key, text) -> {
                for (String sentence : text.split("(?<=[.!?…])\\s")) {
                  long words =
                      Stream.of(sentence.split("\\s+"))
                          .filter(word -> word.matches(".*[\\p{L}\\p{N}].*"))
                          .count();
                  if (words > MOST_WORDS) {
                    found.add(language + " " + key + ": " + words + " words");
                  }
                }
              });
    }
    assertThat(found).isEmpty();
  }

  /** An apostrophe is a typographic one, and nothing but a whole sentence has a full stop. */
  @Test
  void apostrophesAndFullStopsAreAsInPrint() throws IOException {
    List<String> found = new ArrayList<>();
    for (String language : UNSAID.keySet()) {
      texts(language)
          .forEach(
              (key, text) -> {
                if (text.contains("'") || text.matches("[^\\s.]+( [^\\s.]+)?\\.")) {
                  found.add(language + " " + key + ": " + text);
                }
              });
    }
    assertThat(found).isEmpty();
  }

  /** French has a space before some marks and inside quotes, at which no line is broken. */
  @Test
  void frenchMarksStayWithTheirWord() throws IOException {
    List<String> found = new ArrayList<>();
    texts("fr")
        .forEach(
            (key, text) -> {
              if (text.matches("(?s).*( [;!?»]| :(\\s.*|$)|« ).*")) {
                found.add(key + ": " + text);
              }
            });
    assertThat(found).isEmpty();
  }

  @Test
  void whatEverybodySeesFirstIsSaidAsAgreed() throws IOException {
    Map<String, String> english = texts("en");
    Map<String, String> french = texts("fr");
    SAID.forEach(
        (key, said) ->
            assertThat(
                    List.of(
                        english.getOrDefault(key, ""), plainSpaces(french.getOrDefault(key, ""))))
                .as(key)
                .isEqualTo(said));
  }

  /**
   * Texts of the first dashboard, which nobody understood who had not written them. None comes back
   * under its key, and a sentence of them under no key.
   */
  @Test
  void noOldTextComesBack() throws IOException {
    List<String> back = new ArrayList<>();
    List<String> rows = Files.readAllLines(OLD);
    assertThat(rows).hasSizeGreaterThan(600);
    Map<String, Map<String, String>> catalogues = Map.of("en", texts("en"), "fr", texts("fr"));
    for (String row : rows) {
      String[] old = row.split("\t", -1);
      String text = plainSpaces(old[2]);
      boolean isSentence = text.split(" ").length > 3;
      catalogues
          .getOrDefault(old[0], Map.of())
          .forEach(
              (key, now) -> {
                if ((key.equals(old[1]) || isSentence) && plainSpaces(now).equals(text)) {
                  back.add(old[0] + " " + key + ": " + now);
                }
              });
    }
    assertThat(back).isEmpty();
  }

  /** Without the spaces at which no line is broken, which nobody sees in a test. */
  private static String plainSpaces(String text) {
    return text.replace('\u00a0', ' ').replace('\u202f', ' ');
  }

  private static Map<String, String> texts(String language) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> parts = Files.list(WORDS.resolve(language))) {
      for (Path part : parts.toList()) {
        TEXT.matcher(Files.readString(part))
            .results()
            .forEach(one -> texts.put(one.group(1), one.group(2)));
      }
    }
    assertThat(texts).hasSizeGreaterThan(1000);
    return texts;
  }
}
