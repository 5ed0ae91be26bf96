package dev.imas.core.impactfact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpactTest {

  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "10, 11, ''",
    "10, 10, ''",
    "12, , ''",
    ", , ''",
    ", 11, /impact_started_at",
    "11, 10, /impact_ended_at",
    "13, , /impact_started_at",
    "11, 13, /impact_ended_at",
  })
  void itIsInThePastAndInOrder(@Nullable Integer from, @Nullable Integer until, String pointer) {
    Impact impact = new Impact(at(from), at(until));
    assertThat(String.join(",", impact.faults(NOW).keySet())).isEqualTo(pointer);
  }

  @Test
  void itTakesAsLongAsBothEndsSay() {
    assertThat(new Impact(at(10), at(11)).seconds()).isEqualTo(3600);
    assertThat(new Impact(at(10), null).seconds()).isNull();
  }

  private static @Nullable Instant at(@Nullable Integer hour) {
    return hour == null ? null : Instant.parse("2026-01-02T%02d:00:00Z".formatted(hour));
  }
}
