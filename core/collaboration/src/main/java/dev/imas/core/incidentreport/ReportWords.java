package dev.imas.core.incidentreport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The words of reports in a language. */
final class ReportWords {

  static final String USUAL = "en";

  private static final Map<String, ReportWords> ALL = Map.of(USUAL, read(USUAL), "fr", read("fr"));

  private final String language;
  private final Properties words;

  private ReportWords(String language, Properties words) {
    this.language = language;
    this.words = words;
  }

  /** Those of that language; English if there are none. */
  static ReportWords of(String language) {
    return ALL.getOrDefault(language, Objects.requireNonNull(ALL.get(USUAL)));
  }

  static boolean has(String language) {
    return ALL.containsKey(language);
  }

  static String languages() {
    return String.join(", ", ALL.keySet().stream().sorted().toList());
  }

  String language() {
    return language;
  }

  String say(String key) {
    return Objects.requireNonNull(words.getProperty(key), key);
  }

  private static ReportWords read(String language) {
    String name = language + ".properties";
    try (InputStream in =
        Objects.requireNonNull(ReportWords.class.getResourceAsStream(name), name)) {
      Properties words = new Properties();
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new ReportWords(language, words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
