package dev.imas.core.dora;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The five metrics, with what exactly each of them is. A change of a definition is a new version,
 * under which the figures of the one before can still be read.
 */
enum DoraMetric {
  FREQUENCY(
      "Successful production deployments, divided by the weeks of the period that have passed."
          + " Those that roll back are among them and counted beside. Of the other tiers, each"
          + " environment has its own frequency. Median days a week: of whole weeks from Monday to"
          + " Sunday."),
  LEAD_TIME(
      "Of each commit whose first successful deployment to production of its service lies in the"
          + " period: from the commit to the end of that deployment. Median, 75th and 90th"
          + " percentile are values that occurred. The commits of a deployment are those of the"
          + " pushes from the commit that was deployed there before up to its own, of 180 days at"
          + " most. A deployment of an older commit brings none. Commits that are not listed, have"
          + " no time, or a time after their deployment are left out and counted."),
  CHANGE_FAIL_RATE(
      "Production deployments that caused an incident, failed or were rolled back, divided by all"
          + " that ended. An incident counts if people confirmed the deployment as its cause. Each"
          + " deployment counts once, for the first of these reasons. A deployment was rolled back"
          + " if its sender says so, or if the next one, within 90 days, was of a commit that had"
          + " been deployed there before it."),
  RECOVERY_TIME(
      "Of each failed production deployment. With an incident: from its detection until it was"
          + " mitigated or resolved; of several, from the first detection to the last recovery."
          + " Rolled back: from its end to the end of the rollback. Failed: from its end to the end"
          + " of the next success there, within 90 days. Median and mean; those that have not"
          + " recovered are counted apart."),
  REWORK_RATE(
      "Production deployments from a branch hotfix/*, or whose branch or label names an incident,"
          + " divided by all that ended.");

  /** Printed wherever figures are. */
  static final String VERSION = "imas-dora-1";

  /** What all of them are about. */
  static final String SCOPE =
      "Deployments that ended as success, failed or rolled back, and not those that were cancelled."
          + " One commit in several places of one environment within 30 minutes counts once, with"
          + " the worst of their states and the last of their ends. Production is what the tenant's"
          + " environments say. A period without deployments has no figures.";

  private final String text;

  DoraMetric(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<DoraMetric> named(String name) {
    return Arrays.stream(values()).filter(one -> one.wireName().equals(name)).findFirst();
  }

  /** How a metric is defined, as it is answered. */
  record Defined(String metric, String text) {}

  /** The definitions in force, as they are answered. */
  record Definition(String version, String scope, List<Defined> metrics) {

    static final Definition CURRENT =
        new Definition(
            VERSION,
            SCOPE,
            Arrays.stream(values())
                .map(metric -> new Defined(metric.wireName(), metric.text()))
                .toList());
  }
}
