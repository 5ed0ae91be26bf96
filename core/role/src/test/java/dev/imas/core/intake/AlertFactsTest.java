package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.core.rule.RuleActions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertFactsTest {

  @Test
  void pagesGetWordsOfABoundedSize() {
    Map<String, String> many = new TreeMap<>();
    for (int i = 0; i < 64; i++) {
      many.put("label%02d".formatted(i), "x".repeat(8_192));
    }
    PageContent.Alert alert =
        new AlertFacts(
                new UUID(0, 1),
                "n".repeat(1_000),
                "prometheus",
                many,
                many,
                "https://p/",
                null,
                Instant.EPOCH,
                0,
                -1,
                RuleActions.NONE)
            .forPages();
    assertThat(alert.name()).hasSize(200).endsWith("…");
    assertThat(alert.labels()).hasSize(50).containsKey("label00").doesNotContainKey("label50");
    assertThat(alert.labels().values()).allSatisfy(v -> assertThat(v).hasSize(200));
    assertThat(alert.annotations()).hasSize(20);
    assertThat(alert.annotations().values()).allSatisfy(v -> assertThat(v).hasSize(1_000));
    assertThat(alert.url()).isEqualTo("https://p/");
  }
}
