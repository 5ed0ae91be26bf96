package dev.imas.core.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoStormTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {20, 21, 30, 59, 60, 61, 119, 300, 999, 5000})
  void aStormHasAsManyAlertsAsAskedFor(int size) {
    assertThat(DemoStorm.of(size, "r1", NOW).stream().mapToInt(DemoPost::alerts).sum())
        .isEqualTo(size);
  }

  @Test
  void everySenderTakesPart() {
    Set<String> senders = new TreeSet<>();
    DemoStorm.of(DemoStorm.FEWEST, "r1", NOW).forEach(post -> senders.add(post.sender()));

    assertThat(senders)
        .containsExactly(
            "Alertmanager", "Datadog", "Grafana", "Grafana (legacy)", "Prometheus", "own script");
  }

  @Test
  void everyBodyIsJson() throws Exception {
    for (DemoPost post : DemoStorm.of(300, "r1", NOW)) {
      List<String> documents =
          post.contentType().endsWith("ndjson")
              ? post.body().lines().toList()
              : List.of(post.body());
      for (String document : documents) {
        assertThat(Json.MAPPER.readTree(document).isContainerNode()).as(document).isTrue();
      }
    }
  }

  @Test
  void aStormIsBounded() {
    assertThatThrownBy(() -> DemoStorm.of(5_001, "r1", NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20 to 5000");
  }
}
