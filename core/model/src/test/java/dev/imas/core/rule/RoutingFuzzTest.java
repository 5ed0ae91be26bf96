package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/** Any rule set is refused with its faults, or its index routes as trying rule after rule does. */
@ExtendWith(FuzzTime.class)
class RoutingFuzzTest {

  private static final String[] NAMES = {"alertname", "service", "job", "team", "x.y", "é"};
  private static final String[] OPERATORS = {"=", "!=", "=~", "!~"};

  @FuzzTest
  void indexRoutesAsReadingEveryRuleDoes(FuzzedDataProvider data) {
    List<RuleDefinition> rules = new ArrayList<>();
    for (int n = data.consumeInt(0, 12); n > 0; n--) {
      rules.add(rule(data));
    }
    Labels.Builder builder = new Labels.Builder();
    for (int n = data.consumeInt(0, 6); n > 0; n--) {
      builder.set(data.pickValue(NAMES), data.consumeString(6));
    }
    Labels labels = builder.build();
    boolean autoResolve = data.consumeBoolean();
    CpuTime.within(
        FuzzTime.MOST, () -> routesAlike(new RuleSetDefinition(rules), labels, autoResolve));
  }

  private static void routesAlike(RuleSetDefinition set, Labels labels, boolean autoResolve) {
    if (!set.faults().isEmpty()) {
      assertThat(set.faults()).allMatch(fault -> fault.pointer().startsWith("/rules"));
      return;
    }
    RoutingTable table = RoutingTable.compile(1, set, Rules.CATALOG, autoResolve);

    Routing routing = table.route(RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, Rules.NOON));

    assertThat(routing)
        .isEqualTo(
            table
                .explain(RoutedAlert.of(labels, null, Severity.SEV3_MEDIUM, Rules.NOON))
                .routing());
    assertThat(routing.groupKey().length()).isBetween(1, GroupKey.LONGEST);
    assertThat(Decision.of(routing.decision()).code()).isEqualTo(routing.decision());
  }

  private static RuleDefinition rule(FuzzedDataProvider data) {
    List<String> matchers = new ArrayList<>();
    for (int n = data.consumeInt(0, 3); n > 0; n--) {
      String value = data.consumeString(6);
      matchers.add(
          data.consumeBoolean()
              ? value
              : Quoting.appendQuoted(
                      new StringBuilder(data.pickValue(NAMES)).append(data.pickValue(OPERATORS)),
                      value)
                  .toString());
    }
    return new RuleDefinition(
        "rule",
        "",
        matchers,
        null,
        data.consumeBoolean() ? data.consumeString(6) : null,
        data.consumeBoolean() ? "P" + data.consumeInt(0, 5) : null,
        data.consumeBoolean()
            ? Map.of(data.pickValue(NAMES), Map.of(data.consumeString(4), "P1"))
            : null,
        data.consumeBoolean() ? List.of(data.pickValue(NAMES)) : null,
        data.consumeBoolean() ? data.consumeBoolean() : null,
        null,
        data.consumeInt(0, 9) == 0 ? data.consumeString(8) : null,
        null,
        null,
        data.consumeInt(0, 9) == 0 ? List.of(data.consumeString(8)) : null,
        null,
        null,
        null,
        null,
        null,
        null,
        data.consumeInt(0, 9) == 0 ? data.consumeString(4) : null,
        data.consumeInt(0, 9) == 0 ? true : null,
        data.consumeInt(0, 9) == 0 ? false : null,
        data.consumeBoolean());
  }
}
