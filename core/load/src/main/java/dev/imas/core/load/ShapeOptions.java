package dev.imas.core.load;

import dev.imas.core.load.LoadPlan.Target;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options for the content of the posts. */
final class ShapeOptions {

  private static final String ALL = "all";
  private static final int MOST_ALERTS = 10_000_000;
  private static final int MOST_NAMES = 10_000;

  /** A limit on memory, since every connection keeps a request. */
  private static final int MOST_UNDER_WAY = 500_000;

  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_]\\w{0,60}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[\\w ./@-]{1,200}");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "alertmanager",
      description =
          "alertmanager (webhook), prometheus (POST /api/v2/alerts), grafana, datadog or custom."
              + " Default: ${DEFAULT-VALUE}")
  private String format = "";

  @Option(
      names = "--alerts-per-request",
      paramLabel = "N",
      defaultValue = "1",
      description = "Default: ${DEFAULT-VALUE}")
  private int alertsPerRequest;

  @Option(
      names = "--distinct",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "How many alerts each key has, which fire repeatedly. all: every alert is a new one."
              + " Default: ${DEFAULT-VALUE}")
  private String distinct = "";

  @Option(
      names = "--recoveries",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description =
          "The share of the posted alerts that change their state, from 0 to 0.5: a firing "
              + "alert recovers, a recovered one fires again. Default: ${DEFAULT-VALUE}")
  private double recoveries;

  @Option(
      names = "--severities",
      paramLabel = "SHARES",
      defaultValue = "sev1=1,sev2=4,sev3=35,sev4=60",
      description = "Default: ${DEFAULT-VALUE}")
  private String severities = "";

  @Option(
      names = "--names",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "The number of alert names among which the alerts are spread. Without rules, each "
              + "becomes an incident."
              + " Default: ${DEFAULT-VALUE}")
  private int names;

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "An additional label of every alert; repeatable.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--test",
      description =
          "Posts tests (X-IMAS-Test: true), of which nobody is notified. The source must take them:"
              + " its test_mode is header or always.")
  private boolean test;

  /**
   * @param connections the connections of all senders
   */
  LoadShape read(Target to, List<LoadSender> senders, int connections, OptionFaults faults) {
    AlertFormat wanted =
        to == Target.ALERTMANAGER
            ? AlertFormat.PROMETHEUS
            : faults.read("--format", () -> AlertFormat.of(format), AlertFormat.ALERTMANAGER);
    faults.within(
        "--alerts-per-request", alertsPerRequest, 1, Math.min(10_000, wanted.mostPerRequest()));
    if ((long) alertsPerRequest * connections > MOST_UNDER_WAY) {
      faults.add(
          "--connections times --alerts-per-request is "
              + (long) alertsPerRequest * connections
              + "; expected "
              + MOST_UNDER_WAY
              + " at most, since all of them are kept in memory");
    }
    faults.within("--names", names, 1, MOST_NAMES);
    if (!(recoveries >= 0 && recoveries <= 0.5)) {
      faults.add("--recoveries is " + recoveries + "; expected 0 to 0.5");
    }
    labels.forEach(
        (name, value) -> {
          if (!LABEL.matcher(name).matches() || !LABEL_VALUE.matcher(value).matches()) {
            faults.add(
                "--label is '"
                    + name
                    + "="
                    + value
                    + "'; expected NAME=VALUE in plain "
                    + "letters and digits");
          }
        });
    return new LoadShape(
        wanted,
        alertsPerRequest,
        distinct(senders, connections, faults),
        recoveries,
        faults.read("--severities", () -> Severities.parse(severities), Severities.parse("sev1=1")),
        labels,
        names,
        test);
  }

  /** Each alert belongs to one connection, and appears at most once in a request. */
  private int distinct(List<LoadSender> senders, int connections, OptionFaults faults) {
    if (distinct.equals(ALL)) {
      return 0;
    }
    int count = faults.read("--distinct", () -> Integer.parseInt(distinct), 0);
    int largest = 0;
    for (int own : LoadGenerator.share(Math.max(connections, senders.size()), senders)) {
      largest = Math.max(largest, own);
    }
    faults.within(
        "--distinct",
        count,
        (int) Math.min(MOST_ALERTS, (long) largest * Math.max(1, alertsPerRequest)),
        MOST_ALERTS);
    return count;
  }
}
