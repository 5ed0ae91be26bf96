package dev.imas.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import org.junit.jupiter.api.Test;

class DefaultGroupingTest {

  private static final RoutingTable TABLE =
      RoutingTable.compile(0, RuleSetDefinition.EMPTY, Rules.CATALOG, true);

  private static String key(Labels labels, long alert, boolean isWeak) {
    return TABLE
        .route(
            new RoutedAlert(
                labels,
                null,
                Severity.SEV3_MEDIUM,
                Rules.NOON,
                new Naming(new Fingerprint(1, alert), isWeak),
                Origin.UNKNOWN))
        .groupKey();
  }

  @Test
  void alertsOfANameThatSaysWhatIsWrongShareAnIncident() {
    Labels one = Labels.of("alertname", "InstanceDown", "instance", "a");
    Labels other = Labels.of("alertname", "InstanceDown", "instance", "b");

    assertThat(key(one, 1, false)).isEqualTo(key(other, 2, false));
  }

  @Test
  void noDataOfOneRuleIsAnotherProblemThanThatOfAnother() {
    for (String name : new String[] {"DatasourceNoData", "DatasourceError"}) {
      Labels disk = Labels.of("alertname", name, "rulename", "Disk", "ref_id", "A");
      Labels sameRule = Labels.of("alertname", name, "rulename", "Disk", "ref_id", "B");
      Labels database = Labels.of("alertname", name, "rulename", "Payments database");
      Labels elsewhere = database.with("grafana_folder", "eu");

      assertThat(key(disk, 1, false)).isEqualTo(key(sameRule, 2, false));
      assertThat(key(disk, 1, false)).isNotEqualTo(key(database, 3, false));
      assertThat(key(database, 3, false)).isNotEqualTo(key(elsewhere, 4, false));
      assertThat(key(Labels.of("alertname", name), 5, false))
          .isNotEqualTo(key(Labels.of("alertname", name), 6, false));
    }
  }

  @Test
  void namesThatAnythingHasGroupNothing() {
    for (String name :
        new String[] {
          "custom_alert", "Alert", "Test Alert", "unknown", "(no subject)", "<no value>"
        }) {
      Labels labels = Labels.of("alertname", name);

      assertThat(key(labels, 1, false)).as(name).isNotEqualTo(key(labels, 2, false));
      assertThat(key(labels, 1, false)).isEqualTo(key(labels, 1, true));
    }
  }

  @Test
  void weaklyNamedAlertsAreGroupedByWhatIdentifiesThemUnlessARuleSaysOtherwise() {
    Labels labels = Labels.of("alertname", "CI", "team", "web");

    assertThat(key(labels, 1, true)).isNotEqualTo(key(labels, 2, true));
    RoutingTable byTeam =
        RoutingTable.compile(1, Rules.set(Rules.rule().groupBy("team")), Rules.CATALOG, true);
    for (long alert = 1; alert < 3; alert++) {
      assertThat(
              byTeam
                  .route(
                      new RoutedAlert(
                          labels,
                          null,
                          Severity.SEV3_MEDIUM,
                          Rules.NOON,
                          new Naming(new Fingerprint(1, alert), true),
                          Origin.UNKNOWN))
                  .groupKey())
          .endsWith("{team=\"web\"}");
    }
  }

  @Test
  void explanationSaysByWhatItIsGrouped() {
    Explanation why =
        TABLE.explain(
            new RoutedAlert(
                Labels.of("alertname", "custom_alert"),
                null,
                Severity.SEV3_MEDIUM,
                Rules.NOON,
                new Naming(new Fingerprint(1, 2), true),
                Origin.UNKNOWN));

    assertThat(why.group().by()).containsExactly("alertname", "fingerprint");
    assertThat(why.group().key()).contains(new Fingerprint(1, 2).toString());
    assertThat(why.decision().weaklyNamed()).isTrue();
  }
}
