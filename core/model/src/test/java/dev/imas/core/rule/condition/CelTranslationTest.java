package dev.imas.core.rule.condition;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A tree and the same as an expression hold for the same alerts, whatever their labels. */
class CelTranslationTest {

  private static final String[] NAMES = {"team", "load", "x.y", "é"};
  private static final String[] VALUES = {
    "", "a", "b", "ab", "3", "3.0", "-1", "1e1", "NaN", "Infinity", "0x3", "3d", " 3", "+3", ".5"
  };

  @Test
  void treeAndExpressionAgree() {
    long seed = Long.getLong("imas.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Condition tree = tree(random, 4);
      String text = cel(tree);
      CelExpression expression = CelExpression.compile(text);
      for (int i = 0; i < 40; i++) {
        Labels labels = labels(random);
        assertThat(expression.isTrue(labels))
            .as("seed %d, round %d, %s, %s", seed, round, text, labels)
            .isEqualTo(tree.holds(AlertContext.of(labels, Instant.EPOCH)));
      }
    }
  }

  private static Condition tree(Random random, int depth) {
    String label = pick(random, NAMES);
    String value = pick(random, VALUES);
    return switch (random.nextInt(depth == 0 ? 4 : 7)) {
      case 0 ->
          new Condition.Compares(
              label, NumberComparison.values()[random.nextInt(5)], random.nextInt(8) / 2.0);
      case 1 -> new Condition.In(label, Set.copyOf(List.of(value, "b")));
      case 2 -> new Condition.Exists(label);
      case 3 ->
          new Condition.Matches(
              Matcher.of(label, Operator.values()[random.nextInt(4)], value.replace("+", "[+]")));
      case 4 -> new Condition.Not(tree(random, depth - 1));
      case 5 -> new Condition.All(parts(random, depth));
      default -> new Condition.Any(parts(random, depth));
    };
  }

  private static List<Condition> parts(Random random, int depth) {
    return Stream.generate(() -> tree(random, depth - 1)).limit(1 + random.nextInt(2)).toList();
  }

  private static String cel(Condition condition) {
    return switch (condition) {
      case Condition.All all -> joined(all.parts(), " && ");
      case Condition.Any any -> joined(any.parts(), " || ");
      case Condition.Not not -> "!(" + cel(not.part()) + ")";
      case Condition.Exists exists -> quoted(exists.label()) + " in labels";
      case Condition.In in ->
          label(in.label())
              + in.values().stream()
                  .map(CelTranslationTest::quoted)
                  .collect(joining(", ", " in [", "]"));
      case Condition.Compares c ->
          "num(%s) %s %s"
              .formatted(
                  label(c.label()),
                  c.comparison() == NumberComparison.EQ ? "==" : c.comparison().symbol(),
                  c.bound());
      case Condition.Matches matches -> matcher(matches.matcher());
      case Condition.During during ->
          throw new IllegalArgumentException("expressions read no clock");
      case Condition.Known known ->
          throw new IllegalArgumentException("expressions read labels alone");
      case Condition.Cel cel -> cel.text();
    };
  }

  private static String matcher(Matcher matcher) {
    String label = label(matcher.name());
    String regex = label + ".matches(" + quoted("^(?:" + matcher.value() + ")$") + ")";
    return switch (matcher.operator()) {
      case EQUALS -> label + " == " + quoted(matcher.value());
      case NOT_EQUALS -> label + " != " + quoted(matcher.value());
      case MATCHES -> regex;
      case NOT_MATCHES -> "!" + regex;
    };
  }

  private static String joined(List<Condition> parts, String operator) {
    return parts.stream().map(CelTranslationTest::cel).collect(joining(operator, "(", ")"));
  }

  private static String label(String name) {
    return name.equals("team") ? "labels.team" : "labels[" + quoted(name) + "]";
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static Labels labels(Random random) {
    Labels.Builder labels = new Labels.Builder();
    for (String name : NAMES) {
      if (random.nextInt(4) != 0) {
        labels.set(name, pick(random, VALUES));
      }
    }
    return labels.build();
  }

  private static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }
}
