package dev.imas.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcceptLanguageTest {

  private static @Nullable String best(@Nullable String header) {
    return AcceptLanguage.best(header, List.of("en", "fr"));
  }

  @Test
  void theOneThatIsWantedMostIsTaken() {
    assertThat(best("fr-CA, en;q=0.5")).isEqualTo("fr");
    assertThat(best("de, en;q=0.4, fr;q=0.6")).isEqualTo("fr");
    assertThat(best("fr;q=0.2, en")).isEqualTo("en");
  }

  @Test
  void nothingIsGuessed() {
    assertThat(best(null)).isNull();
    assertThat(best("de")).isNull();
    assertThat(best("*")).isNull();
    assertThat(best("fr;q=x")).isNull();
    assertThat(best("fr," + " ".repeat(600))).isNull();
  }
}
