package dev.imas.core.load;

import java.util.Locale;
import java.util.Map;

/**
 * What the posts contain.
 *
 * @param distinct the number of alerts of each sender, which take turns; 0: each event is a new
 *     alert
 * @param changes the share of the posted alerts that change a state: recoveries and new episodes
 * @param labels additional labels of every alert
 * @param names the number of alert names among which the alerts are spread; with default grouping,
 *     each becomes an incident
 * @param isTest whether each post says that it is a test, of which IMAS tells nobody
 */
record LoadShape(
    AlertFormat format,
    int alertsPerRequest,
    int distinct,
    double changes,
    Severities severities,
    Map<String, String> labels,
    int names,
    boolean isTest) {

  LoadShape {
    labels = Map.copyOf(labels);
  }

  LoadShape as(AlertFormat other) {
    return new LoadShape(
        other, alertsPerRequest, distinct, changes, severities, labels, names, isTest);
  }

  /** A description for people. */
  String description() {
    return String.format(
        Locale.ROOT,
        "%s bodies of %d, %s, %.1f %% of them changes",
        format,
        alertsPerRequest,
        distinct == 0 ? "all alerts distinct" : distinct + " alerts repeating",
        100 * changes);
  }

  /** The alerts of one connection. The connections of a sender share the sender's alerts. */
  AlertStream stream(int connection, int connections, long seed) {
    if (distinct == 0) {
      return new DistinctAlerts(connection, connections, changes, alertsPerRequest, seed);
    }
    int own = (distinct - connection + connections - 1) / connections;
    return new RepeatingAlerts(connection, connections, own, changes, alertsPerRequest, seed);
  }
}
