package dev.imas.core.wording;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The words of one language that stand in values and on buttons, rather than in templates. */
public final class Phrases {

  /** The languages that are shipped, the usual one first. */
  public static final List<String> LANGUAGES = List.of("en", "fr");

  private static final Map<String, Phrases> ALL = all();

  private static final String NEAR = "EEE d MMM HH:mm";

  public static final Phrases ENGLISH = of("en");

  private final String language;
  private final Map<String, String> texts;
  private final Map<String, String> notices;
  private final @Nullable ZoneId zone;

  private Phrases(
      String language,
      Map<String, String> texts,
      Map<String, String> notices,
      @Nullable ZoneId zone) {
    this.language = language;
    this.texts = texts;
    this.notices = notices;
    this.zone = zone;
  }

  /** English for a language that is not shipped. */
  public static Phrases of(String language) {
    return ALL.getOrDefault(
        language, ALL.getOrDefault("en", new Phrases("en", Map.of(), Map.of(), null)));
  }

  public String language() {
    return language;
  }

  /**
   * The same words, which tell times in the zone of the reader.
   *
   * @param reader null if nobody has said; then it is UTC, or what is told has a zone of its own
   */
  public Phrases in(@Nullable ZoneId reader) {
    return new Phrases(language, texts, notices, reader);
  }

  /** A moment in the zone of the reader, which is named: {@code Mon 2 Mar 2026, 00:30 UTC}. */
  public String time(Instant at) {
    return told(at, "EEE d MMM yyyy, HH:mm", zone == null ? ZoneOffset.UTC : zone);
  }

  /** The same without the year, for what is near; in the zone of the reader, else in that one. */
  String near(Instant at, ZoneId own) {
    return told(at, NEAR, zone == null ? own : zone);
  }

  /** The same where the zone is named behind what follows. */
  String begin(Instant at, ZoneId own) {
    return formatted(at, NEAR, zone == null ? own : zone);
  }

  private String told(Instant at, String pattern, ZoneId in) {
    return formatted(at, pattern, in) + " " + nameOf(in);
  }

  static String nameOf(ZoneId zone) {
    return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  private String formatted(Instant at, String pattern, ZoneId in) {
    return DateTimeFormatter.ofPattern(pattern, Locale.of(language)).format(at.atZone(in));
  }

  /** The text of a key with its places filled: {@code {0}}, {@code {1}}. */
  public String say(String key, String... values) {
    return fill(texts.getOrDefault(key, key), values);
  }

  /** A sentence of a notice, by its code. */
  String notice(String code, String... values) {
    return fill(notices.getOrDefault(code, code), values);
  }

  /** The same; without such a key what is given instead. */
  String sayOr(String key, String otherwise) {
    return texts.getOrDefault(key, otherwise);
  }

  private static String fill(String text, String... values) {
    StringBuilder filled = new StringBuilder(text.length() + 32);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPlace = c == '{' && i + 2 < text.length() && text.charAt(i + 2) == '}';
      int place = isPlace ? text.charAt(i + 1) - '0' : -1;
      if (place >= 0 && place < values.length) {
        filled.append(values[place]);
        i += 2;
      } else {
        filled.append(c);
      }
    }
    return filled.toString();
  }

  private static Map<String, Phrases> all() {
    Map<String, Phrases> all = new HashMap<>();
    for (String language : LANGUAGES) {
      all.put(
          language,
          new Phrases(
              language,
              read(language + "/phrases.properties"),
              read(language + "/notices.properties"),
              null));
    }
    return Map.copyOf(all);
  }

  private static Map<String, String> read(String resource) {
    Properties properties = new Properties();
    try (var in = Phrases.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the distribution");
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> texts = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
    return Map.copyOf(texts);
  }
}
