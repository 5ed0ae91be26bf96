package dev.imas.core.dora;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The words of monthly reports in a language. */
final class DoraWords {

  static final String USUAL = "en";

  private static final Map<String, DoraWords> ALL = Map.of(USUAL, read(USUAL), "fr", read("fr"));

  private final String language;
  private final Properties words;

  private DoraWords(String language, Properties words) {
    this.language = language;
    this.words = words;
  }

  /** Those of that language; English if there are none. */
  static DoraWords of(String language) {
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

  Locale locale() {
    return Locale.of(language);
  }

  String say(String key, Object... values) {
    String text = Objects.requireNonNull(words.getProperty(key), key);
    return new MessageFormat(text, locale()).format(values);
  }

  private static DoraWords read(String language) {
    String name = language + ".properties";
    try (InputStream in = Objects.requireNonNull(DoraWords.class.getResourceAsStream(name), name)) {
      Properties words = new Properties();
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new DoraWords(language, words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
