package dev.imas.core.report;

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

/** The words of one kind of document in a language. */
public final class DocumentWords {

  private static final String USUAL = "en";

  private final String language;
  private final Properties words;

  private DocumentWords(String language, Properties words) {
    this.language = language;
    this.words = words;
  }

  /** The languages that a kind of document speaks. */
  public record Languages(Map<String, DocumentWords> all) {

    public Languages {
      all = Map.copyOf(all);
    }

    /** Those of that language; English if there are none. */
    public DocumentWords of(String language) {
      return all.getOrDefault(language, Objects.requireNonNull(all.get(USUAL)));
    }

    public boolean has(String language) {
      return all.containsKey(language);
    }

    /** For people: {@code en, fr}. */
    public String names() {
      return String.join(", ", all.keySet().stream().sorted().toList());
    }
  }

  /**
   * @param writer beside which there is a file of words for each language, such as {@code
   *     fr.properties}
   */
  public static Languages beside(Class<?> writer) {
    return new Languages(Map.of(USUAL, read(writer, USUAL), "fr", read(writer, "fr")));
  }

  public String language() {
    return language;
  }

  public Locale locale() {
    return Locale.of(language);
  }

  /**
   * What a key is called.
   *
   * @param values what stands for {@code {0}} and so on
   */
  public String say(String key, Object... values) {
    String text = Objects.requireNonNull(words.getProperty(key), key);
    return new MessageFormat(text, locale()).format(values);
  }

  private static DocumentWords read(Class<?> writer, String language) {
    String name = language + ".properties";
    try (InputStream in = Objects.requireNonNull(writer.getResourceAsStream(name), name)) {
      Properties words = new Properties();
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new DocumentWords(language, words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
