package dev.imas.core.rule;

import static dev.imas.core.rule.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.condition.Condition;
import dev.imas.core.rule.condition.ConditionReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The index finds what trying every rule in order finds, whatever the rules and the alert. */
class RoutingTablePropertyTest {

  private static final String[] NAMES = {
    "alertname", "service", "job", "team", "env", "sev", "x.y"
  };
  private static final String[] VALUES = {"a", "b", "c", "d", "e", "Checkout", "search", "kasse"};

  @Test
  void indexFindsWhatALinearScanFinds() {
    long seed = Long.getLong("imas.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      Rules[] rules = new Rules[random.nextInt(random.nextInt(8) == 0 ? 200 : 20)];
      for (int i = 0; i < rules.length; i++) {
        rules[i] = randomRule(random);
      }
      RuleSetDefinition set = Rules.set(rules);
      RoutingTable table = RoutingTable.compile(1, set, Rules.CATALOG, random.nextBoolean());
      for (int i = 0; i < 10; i++) {
        Labels labels = randomLabels(random);
        Severity sent = random.nextBoolean() ? Severity.SEV2_HIGH : null;
        RuleSearch search = table.search(labels, Rules.NOON, 0);
        assertThat(IntStream.range(0, search.matched()).map(search::match).boxed().toList())
            .as("seed %d, round %d, %s", seed, round, labels)
            .isEqualTo(scan(set, labels));
        assertThat(table.route(labels, sent, Severity.SEV3_MEDIUM, Rules.NOON))
            .as("seed %d, round %d, %s", seed, round, labels)
            .isEqualTo(table.explain(labels, sent, Severity.SEV3_MEDIUM, Rules.NOON).routing());
      }
    }
  }

  private static List<Integer> scan(RuleSetDefinition set, Labels labels) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < set.rules().size(); i++) {
      RuleDefinition rule = set.rules().get(i);
      if (rule.matchers().stream().allMatch(m -> Matcher.parse(m).matches(labels))
          && (rule.when() == null || when(rule.when()).holds(labels, Rules.NOON))) {
        found.add(i);
        if (!rule.continues()) {
          break;
        }
      }
    }
    return found;
  }

  private static Condition when(JsonNode json) {
    return Objects.requireNonNull(
        new ConditionReader(
                new HashMap<>(),
                (at, detail) -> {
                  throw new AssertionError(at + " " + detail);
                })
            .read(json));
  }

  private static String randomCondition(Random random, int depth) {
    String name = pick(random, NAMES);
    return switch (random.nextInt(depth == 0 ? 3 : 5)) {
      case 0 ->
          "{'label':'%s','in':['%s','d']}".formatted(name, pick(random, VALUES).replace("d", "e"));
      case 1 -> "{'matcher':'%s=%s'}".formatted(name, pick(random, VALUES));
      case 2 -> "{'exists':'%s'}".formatted(name);
      case 3 -> "{'not':%s}".formatted(randomCondition(random, depth - 1));
      default ->
          "{'%s':[%s,%s]}"
              .formatted(
                  random.nextInt(3) == 0 ? "any" : "all",
                  randomCondition(random, depth - 1),
                  randomCondition(random, depth - 1));
    };
  }

  private static Rules randomRule(Random random) {
    String[] matchers = new String[random.nextInt(5)];
    for (int i = 0; i < matchers.length; i++) {
      matchers[i] = randomMatcher(random);
    }
    Rules rule = rule(matchers);
    if (random.nextInt(3) == 0) {
      rule.when(randomCondition(random, 2));
    }
    if (random.nextInt(3) == 0) {
      rule.to(random.nextInt(4) == 0 ? "gone" : pick(random, VALUES));
    }
    if (random.nextInt(3) == 0) {
      rule.severity("P" + (1 + random.nextInt(4)));
    }
    if (random.nextInt(3) == 0) {
      rule.mapping(Map.of(pick(random, NAMES), Map.of(pick(random, VALUES), "P1")));
    }
    if (random.nextInt(3) == 0) {
      rule.groupBy(random.nextInt(4) == 0 ? "..." : pick(random, NAMES));
    }
    if (random.nextInt(3) == 0) {
      rule.autoResolve(random.nextBoolean());
    }
    return random.nextInt(3) == 0 ? rule.andContinue() : rule;
  }

  private static String randomMatcher(Random random) {
    String name = pick(random, NAMES);
    String a = pick(random, VALUES);
    String b = pick(random, VALUES);
    return switch (random.nextInt(10)) {
      case 0 -> name + "!=" + a;
      case 1 -> name + "=\"\"";
      case 2 -> name + "=~\"" + a + "|" + b + "\"";
      case 3 -> name + "=~\"|" + a + "\"";
      case 4 -> name + "!~\"" + a + ".*\"";
      case 5 -> name + "=~\"[" + a + b + "]\"";
      default -> name + "=" + a;
    };
  }

  private static Labels randomLabels(Random random) {
    Labels.Builder labels = new Labels.Builder();
    for (String name : NAMES) {
      if (random.nextInt(4) != 0) {
        labels.set(name, random.nextInt(10) == 0 ? "" : pick(random, VALUES));
      }
    }
    return labels.build();
  }

  private static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }
}
