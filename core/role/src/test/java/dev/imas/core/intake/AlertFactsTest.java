package dev.imas.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.PastRouting;
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
                PastRouting.NONE,
                RuleActions.NONE)
            .forPages();
    assertThat(alert.name()).hasSize(200).endsWith("…");
    assertThat(alert.labels()).hasSize(50).containsKey("label00").doesNotContainKey("label50");
    assertThat(alert.labels().values()).allSatisfy(v -> assertThat(v).hasSize(200));
    assertThat(alert.annotations()).hasSize(20);
    assertThat(alert.annotations().values()).allSatisfy(v -> assertThat(v).hasSize(1_000));
    assertThat(alert.url()).isEqualTo("https://p/");
  }

  private static AlertFacts named(
      String name, Map<String, String> labels, Map<String, String> annotations) {
    return new AlertFacts(
        new UUID(0, 1),
        name,
        "custom",
        labels,
        annotations,
        null,
        null,
        Instant.EPOCH,
        PastRouting.NONE,
        RuleActions.NONE,
        AlertFacts.unknownOf(
            Map.of("flags", "weak_name,unknown_severity", "severity_text", "purple")));
  }

  @Test
  void titleSaysMoreThanANameThatAnythingHas() {
    Map<String, String> none = Map.of();
    assertThat(named("custom_alert", none, Map.of("description", "disk full\non db-1")).title(99))
        .isEqualTo("disk full");
    assertThat(named("unknown", Map.of("alertname", "unknown", "host", "db-1"), none).title(99))
        .isEqualTo("unknown: host=db-1");
    assertThat(named("DatasourceNoData", Map.of("rulename", "Payments database"), none).title(99))
        .isEqualTo("DatasourceNoData: Payments database");
    assertThat(named("DiskFull", Map.of("host", "db-1"), Map.of("description", "x")).title(99))
        .isEqualTo("DiskFull");
  }

  @Test
  void textsForPeopleHaveNoCharactersThatShowOtherTexts() {
    AlertFacts facts =
        named("Pay\u202egpj", Map.of("h", "a\u200bb"), Map.of("summary", "\u2067disk\u0007 full"));

    assertThat(facts.title(99)).isEqualTo("disk full");
    assertThat(facts.description(Severity.SEV3_MEDIUM, 999))
        .contains("Alert: Paygpj")
        .doesNotContain("\u200b");
    assertThat(facts.forPages().name()).isEqualTo("Paygpj");
    assertThat(facts.forPages().labels()).containsEntry("h", "ab");
  }

  @Test
  void wordsThatNobodyKnowsAreSaid() {
    assertThat(named("X", Map.of(), Map.of()).description(Severity.SEV3_MEDIUM, 999))
        .contains("its severity \"purple\" is not known, so it counts as SEV3_MEDIUM");
  }
}
