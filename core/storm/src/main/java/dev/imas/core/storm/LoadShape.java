package dev.imas.core.storm;

import java.util.Locale;
import java.util.Map;

/**
 * What the posts hold.
 *
 * @param distinct alerts of each sender, taken in turns; 0: each event is a new alert
 * @param changes share of the alerts in posts that change a state: recoveries and new episodes
 * @param labels further labels of every alert
 * @param names alert names among which the alerts are spread; with default grouping, incidents
 */
record LoadShape(
    AlertFormat format,
    int alertsPerRequest,
    int distinct,
    double changes,
    Severities severities,
    Map<String, String> labels,
    int names) {

  LoadShape {
    labels = Map.copyOf(labels);
  }

  LoadShape as(AlertFormat other) {
    return new LoadShape(other, alertsPerRequest, distinct, changes, severities, labels, names);
  }

  /** For people. */
  String description() {
    return String.format(
        Locale.ROOT,
        "%s bodies of %d, %s, %.1f %% of them changes",
        format,
        alertsPerRequest,
        distinct == 0 ? "all alerts distinct" : distinct + " alerts repeating",
        100 * changes);
  }

  /** The alerts of one connection, one of several that share a sender's alerts among them. */
  AlertStream stream(int connection, int connections, long seed) {
    if (distinct == 0) {
      return new DistinctAlerts(connection, connections, changes, alertsPerRequest, seed);
    }
    int own = (distinct - connection + connections - 1) / connections;
    return new RepeatingAlerts(connection, connections, own, changes, alertsPerRequest, seed);
  }
}
