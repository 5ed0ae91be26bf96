package dev.imas.core.rule.condition;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.RuleLimits;
import dev.imas.fixtures.CpuTime;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps that are counted are enough for the worst alerts, at twenty nanoseconds each. */
class CelCostTest {

  private static final Duration STEP = Duration.ofNanos(20);
  private static final int TIMES = 20;
  private static final String LONG = "a".repeat(RuleLimits.LABEL_VALUE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "regex",
        "contains",
        "containsLabel",
        "parts",
        "forEach",
        "list",
        "listForEach",
        "numbers"
      })
  void worstAlertTakesNoMoreThanItsSteps(String kind) {
    CelExpression expression = CelExpression.compile(worst(kind));
    for (int i = 0; i < TIMES; i++) {
      assertThat(expression.isTrue(hostile())).isFalse();
    }

    CpuTime.withinAtBest(
        STEP.multipliedBy(expression.steps() * TIMES),
        () -> {
          for (int i = 0; i < TIMES; i++) {
            expression.isTrue(hostile());
          }
        });
  }

  private static String worst(String kind) {
    return switch (kind) {
      case "regex" -> "labels.a.matches('(a*){0,390}Z')";
      case "contains" -> "labels.a.contains('" + "a".repeat(512) + "b')";
      case "containsLabel" -> "labels.a.contains(labels.b)";
      case "parts" -> anyOf(30, i -> "labels.a == labels.c");
      case "forEach" ->
          "labels.exists(k, " + anyOf(10, i -> "labels[k] == labels.c && k == '-'") + ")";
      case "list" ->
          "labels.a in ["
              + IntStream.range(0, 300).mapToObj(i -> "'" + i % 10 + "'").collect(joining(","))
              + "]";
      case "listForEach" ->
          IntStream.range(0, 300).mapToObj(i -> "'" + i % 10 + "'").collect(joining(",", "[", "]"))
              + ".exists(v, labels.a.startsWith(labels.c) && v == 'x')";
      case "numbers" -> anyOf(24, i -> "num(labels.n) > num(labels.m)");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static String anyOf(int times, IntFunction<String> part) {
    return IntStream.range(0, times).mapToObj(part).collect(joining(" || "));
  }

  private static Labels hostile() {
    Labels.Builder labels = new Labels.Builder();
    labels.set("a", LONG).set("b", "a".repeat(511) + "b");
    labels.set("c", "a".repeat(RuleLimits.LABEL_VALUE - 1) + "b");
    labels.set("n", "0." + "9".repeat(57) + "e-99").set("m", "9." + "8".repeat(57) + "e-99");
    for (int i = 0; i < RuleLimits.LABELS - 5; i++) {
      labels.set("label" + i, LONG);
    }
    return labels.build();
  }
}
