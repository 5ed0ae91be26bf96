package dev.imas.core.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The words that are shipped in each language. */
class PhrasesTest {

  private static Properties of(String language) throws IOException {
    Properties properties = new Properties();
    try (var in =
        Objects.requireNonNull(
            Phrases.class.getResourceAsStream(language + "/phrases.properties"))) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return properties;
  }

  @Test
  void eachLanguageSaysAllThatEnglishSaysWithTheSamePlaces() throws IOException {
    Properties english = of("en");
    for (String language : Phrases.LANGUAGES) {
      Properties other = of(language);
      assertThat(other.stringPropertyNames()).containsAll(english.stringPropertyNames());
      for (String key : english.stringPropertyNames()) {
        assertThat(places(other.getProperty(key)))
            .as(language + " " + key)
            .isEqualTo(places(english.getProperty(key)));
      }
    }
  }

  private static TreeSet<Integer> places(String text) {
    TreeSet<Integer> places = new TreeSet<>();
    text.codePoints().filter(Character::isDigit).forEach(places::add);
    return places;
  }
}
