package dev.imas.core.rule;

import static dev.imas.core.rule.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.condition.AlertContext;
import dev.imas.core.rule.condition.Attribute;
import dev.imas.core.rule.condition.Condition;
import dev.imas.core.rule.condition.ConditionReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The index finds what trying every rule in order finds, whatever the rules and the alert. */
class RoutingTablePropertyTest {

  private static final String[] NAMES = {
    "alertname", "service", "job", "team", "env", "sev", "x.y"
  };
  private static final String[] VALUES = {"a", "b", "c", "d", "e", "Checkout", "search", "kasse"};

  private static final String[] SERVICES = {"checkout", "KASSE", "search"};
  private static final Origin PROMETHEUS = Origin.of(new UUID(9, 9), "Prom EU", "PROMETHEUS");

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
        RoutedAlert alert =
            new RoutedAlert(
                labels,
                sent,
                Severity.SEV3_MEDIUM,
                Rules.NOON,
                Naming.UNKNOWN,
                random.nextBoolean() ? PROMETHEUS : Origin.UNKNOWN);
        List<Integer> matched = new ArrayList<>();
        Routing routing = table.route(alert, matched::add);
        assertThat(matched)
            .as("seed %d, round %d, %s", seed, round, labels)
            .isEqualTo(scan(set, alert));
        assertThat(routing)
            .as("seed %d, round %d, %s", seed, round, labels)
            .isEqualTo(table.route(alert))
            .isEqualTo(table.explain(alert).routing());
      }
    }
  }

  /** One rule after the other, without an index, and what is known of the alert as texts. */
  private static List<Integer> scan(RuleSetDefinition set, RoutedAlert alert) {
    Labels labels = alert.labels();
    List<Integer> found = new ArrayList<>();
    Service service = null;
    Severity severity = null;
    boolean serviceIsDecided = false;
    for (int i = 0; i < set.rules().size(); i++) {
      RuleDefinition rule = set.rules().get(i);
      Service now = service == null ? ofLabels(labels) : service;
      Severity taken =
          severity != null
              ? severity
              : Objects.requireNonNullElse(alert.sent(), Severity.SEV3_MEDIUM);
      Seen seen = new Seen(labels, alert.origin() == PROMETHEUS, now, taken);
      if (rule.isActive() != null
          || !rule.matchers().stream().allMatch(m -> Matcher.parse(m).matches(labels))
          || rule.when() != null && !when(rule.when()).holds(seen)) {
        continue;
      }
      found.add(i);
      if (!rule.continues()) {
        break;
      }
      if (!serviceIsDecided && rule.service() != null) {
        serviceIsDecided = true;
        service = Rules.CATALOG.find(rule.service());
      }
      severity = severity == null ? severityOf(rule, labels) : severity;
    }
    return found;
  }

  private static Service ofLabels(Labels labels) {
    for (String name : List.of("service", "job", "app", "application", "component")) {
      String value = labels.get(name);
      Service found = value == null ? null : Rules.CATALOG.find(value);
      if (found != null) {
        return found;
      }
    }
    return Rules.TRIAGE;
  }

  private static @Nullable Severity severityOf(RuleDefinition rule, Labels labels) {
    if (rule.severity() != null) {
      return Severity.parse(rule.severity()).orElseThrow();
    }
    if (rule.severityMapping() == null) {
      return null;
    }
    for (Map.Entry<String, Map<String, String>> label : rule.severityMapping().entrySet()) {
      for (Map.Entry<String, String> word : label.getValue().entrySet()) {
        if (word.getKey().equalsIgnoreCase(labels.get(label.getKey()))) {
          return Severity.parse(word.getValue()).orElseThrow();
        }
      }
    }
    return null;
  }

  private record Seen(Labels labels, boolean isPrometheus, Service service, Severity severity)
      implements AlertContext {

    @Override
    public Instant receivedAt() {
      return Rules.NOON;
    }

    @Override
    public List<String> keys(Attribute attribute) {
      Service.Owner team = service.team();
      return switch (attribute) {
        case SOURCE -> isPrometheus ? List.of("prom eu", new UUID(9, 9).toString()) : List.of();
        case SOURCE_TYPE -> isPrometheus ? List.of("prometheus") : List.of();
        case SERVICE ->
            switch ((int) service.id().getLeastSignificantBits()) {
              case 1 -> List.of("checkout", "kasse", "shop-checkout", service.id().toString());
              case 2 -> List.of("search", service.id().toString());
              default -> List.of("unknown/triage", service.id().toString());
            };
        case TIER ->
            service.tier() == null
                ? List.of()
                : List.of(service.tier().name().toLowerCase(Locale.ROOT));
        case TEAM ->
            team == null
                ? List.of()
                : List.of(team.name().toLowerCase(Locale.ROOT), team.id().toString());
        case SEVERITY -> List.of(severity.name().toLowerCase(Locale.ROOT));
      };
    }
  }

  private static String randomAttribute(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "{'source':['Prom EU','%s']}".formatted(new UUID(9, 9));
      case 1 -> "{'source_type':['prometheus','zabbix']}";
      case 2 ->
          "{'service':['%s','%s','Unknown/Triage']}"
              .formatted(pick(random, SERVICES), new UUID(0, 1));
      case 3 -> "{'tier':['tier_%d']}".formatted(2 + random.nextInt(2));
      case 4 -> "{'team':['payments','%s']}".formatted(new UUID(1, 1 + random.nextInt(2)));
      default -> "{'severity':['P%d','SEV4']}".formatted(1 + random.nextInt(3));
    };
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
    if (random.nextInt(3) == 0) {
      return randomAttribute(random);
    }
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
    if (random.nextInt(10) == 0) {
      rule.inactive();
    }
    return random.nextInt(3) != 0 ? rule.andContinue() : rule;
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
