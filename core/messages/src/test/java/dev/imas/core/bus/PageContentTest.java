package dev.imas.core.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageContentTest {

  private static final PageContent PAGE =
      new PageContent(
          "incident.triggered",
          Instant.parse("2026-01-02T03:04:05Z"),
          null,
          new PageContent.Incident(
              new UUID(1, 2),
              "7F3K",
              "Database is down",
              "no answer for 5 min",
              Severity.SEV1_CRITICAL,
              "TRIGGERED",
              new PageContent.Service(new UUID(3, 4), "orders-db", "TIER_1_CRITICAL", null),
              "dba",
              3,
              Instant.parse("2026-01-02T03:04:00Z"),
              null,
              2,
              new PageContent.Alert(
                  "DatabaseDown",
                  Map.of("cluster", "eu"),
                  Map.of("summary", "Database is down"),
                  "https://prometheus.example/graph"),
              1),
          "opened by 3 alerts",
          "system",
          null);

  @Test
  void survivesTheWayThroughTheDatabase() {
    assertThat(Json.read(Json.write(PAGE), PageContent.class)).isEqualTo(PAGE);
  }

  @Test
  void isWrittenInSnakeCaseWithoutWhatIsAbsent() {
    assertThat(Json.write(PAGE))
        .contains("\"occurred_at\":\"2026-01-02T03:04:05Z\"")
        .contains("\"short_id\":\"7F3K\"")
        .contains("\"severity\":\"SEV1_CRITICAL\"")
        .contains("\"alert_count\":3")
        .doesNotContain("null");
  }

  @Test
  void aNewerWritersMembersArePassedOver() {
    String newer = Json.write(PAGE).replaceFirst("\\{", "{\"mood\":\"calm\",");
    assertThat(Json.read(newer, PageContent.class)).isEqualTo(PAGE);
  }

  @Test
  void aPageWithoutItsIncidentIsRefused() {
    assertThatThrownBy(
            () ->
                Json.read(
                    "{\"event\":\"incident.triggered\",\"occurred_at\":\"2026-01-02T03:04:05Z\"}",
                    PageContent.class))
        .isInstanceOf(IllegalStateException.class);
  }
}
