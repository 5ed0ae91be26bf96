package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.RandomIncidents.Row;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Figures as plain Java makes them of incidents, and whether those that are shown are the same. */
final class ExpectedFigures {

  private ExpectedFigures() {}

  static long count(List<Row> some, Predicate<Row> which) {
    return some.stream().filter(which).count();
  }

  static void sameTimes(JsonNode shown, List<Row> some, Function<Row, @Nullable Long> clock) {
    List<Long> sorted = some.stream().map(clock).filter(Objects::nonNull).sorted().toList();
    assertThat(shown.get("incidents").asInt()).isEqualTo(sorted.size());
    if (sorted.isEmpty()) {
      assertThat(shown.get("mean_seconds").isNull() && shown.get("p90_seconds").isNull()).isTrue();
      return;
    }
    double mean = sorted.stream().mapToLong(Long::longValue).average().orElseThrow();
    assertThat(shown.get("mean_seconds").asLong()).isEqualTo(Math.round(mean));
    assertThat(shown.get("p50_seconds").asLong()).isEqualTo(ranked(sorted, 50));
    assertThat(shown.get("p90_seconds").asLong()).isEqualTo(ranked(sorted, 90));
  }

  /** The smallest value that so many of a hundred do not exceed. */
  static long ranked(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }

  static void sameCohort(JsonNode shown, List<Row> some) {
    assertThat(shown.get("total").asInt()).isEqualTo(some.size());
    sameTimes(shown.get("tta"), some, Row::tta);
    sameTimes(shown.get("ttr"), some, Row::ttr);
  }

  /** Of the present time alone, the mean in which a resolution acknowledges, too. */
  static void sameWithResolutions(JsonNode shown, List<Row> some) {
    JsonNode mean = shown.get("tta_with_resolutions");
    assertThat(mean.get("incidents").asLong())
        .isEqualTo(count(some, row -> row.ttaWithResolutions() != null))
        .isGreaterThanOrEqualTo(shown.at("/tta/incidents").asLong());
    assertThat(mean(mean.get("mean_seconds"))).isEqualTo(mean(some, Row::ttaWithResolutions));
  }

  static void sameChange(JsonNode shown, long before, long after) {
    if (before == 0) {
      assertThat(shown.isNull()).isTrue();
    } else {
      assertThat(shown.asDouble()).isCloseTo(100.0 * (after - before) / before, within(0.051));
    }
  }

  static @Nullable Long mean(JsonNode shown) {
    return shown.isNull() ? null : shown.asLong();
  }

  static @Nullable Long mean(List<Row> some, Function<Row, @Nullable Long> clock) {
    List<Long> values = some.stream().map(clock).filter(Objects::nonNull).toList();
    return values.isEmpty()
        ? null
        : Long.valueOf(
            Math.round(values.stream().mapToLong(Long::longValue).average().orElseThrow()));
  }
}
