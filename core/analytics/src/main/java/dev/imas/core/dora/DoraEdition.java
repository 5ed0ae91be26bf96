package dev.imas.core.dora;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The clusters of teams that a year's report found, with their values. A cluster is named for a
 * metric only where the report gives it a range that has the value; the reports of 2023 and 2024
 * give one fail rate for each cluster, which is shown and compared with nothing. Pure.
 */
enum DoraEdition {
  REPORT_2019(
      """
      elite  | 7,       | ,86400           | 0,0.15    | ,3600
      high   | 1,7      | 86400,604800     | 0,0.15    | ,86400
      medium | 0.23,1   | 604800,2629800   | 0,0.15    | ,86400
      low    | 0.038,0.23 | 2629800,15778800 | 0.46,0.60 | 604800,2629800
      """),
  REPORT_2021(
      """
      elite  | 7,       | ,3600            | 0,0.15    | ,3600
      high   | 0.23,1   | 86400,604800     | 0.16,0.30 | ,86400
      medium | 0.038,0.23 | 2629800,15778800 | 0.16,0.30 | 86400,604800
      low    | ,0.038   | 15778800,        | 0.16,0.30 | 15778800,
      """),
  REPORT_2022(
      """
      high   | 7,       | 86400,604800     | 0,0.15    | ,86400
      medium | 0.23,1   | 604800,2629800   | 0.16,0.30 | 86400,604800
      low    | 0.038,0.23 | 2629800,15778800 | 0.46,0.60 | 604800,2629800
      """),
  REPORT_2023(
      """
      elite  | 7,       | ,86400           | 0.05      | ,3600
      high   | 1,7      | 86400,604800     | 0.10      | ,86400
      medium | 0.23,1   | 604800,2629800   | 0.15      | 86400,604800
      low    | 0.23,1   | 604800,2629800   | 0.64      | 2629800,15778800
      """),
  REPORT_2024(
      """
      elite  | 7,       | ,86400           | 0.05      | ,3600
      high   | 1,7      | 86400,604800     | 0.20      | ,86400
      medium | 0.23,1   | 604800,2629800   | 0.10      | ,86400
      low    | 0.038,0.23 | 2629800,15778800 | 0.40      | 604800,2629800
      """);

  private static final List<DoraMetric> COLUMNS =
      List.of(
          DoraMetric.FREQUENCY,
          DoraMetric.LEAD_TIME,
          DoraMetric.CHANGE_FAIL_RATE,
          DoraMetric.RECOVERY_TIME);

  private final List<Cluster> clusters;

  DoraEdition(String table) {
    this.clusters =
        table
            .lines()
            .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
            .map(
                cells ->
                    new Cluster(
                        cells.get(0), cells.stream().skip(1).map(DoraEdition::range).toList()))
            .toList();
  }

  private record Cluster(String name, List<Range> ranges) {}

  /** From the one to below the other; of a single value, both are it. */
  private record Range(@Nullable BigDecimal from, @Nullable BigDecimal to) {

    boolean isRange() {
      return from == null || !from.equals(to);
    }

    boolean has(BigDecimal value) {
      return isRange()
          && (from == null || value.compareTo(from) >= 0)
          && (to == null || value.compareTo(to) < 0);
    }
  }

  private static Range range(String text) {
    int comma = text.indexOf(',');
    return comma < 0
        ? new Range(number(text), number(text))
        : new Range(number(text.substring(0, comma)), number(text.substring(comma + 1)));
  }

  private static @Nullable BigDecimal number(String text) {
    return text.isEmpty() ? null : new BigDecimal(text);
  }

  String year() {
    return name().substring("REPORT_".length());
  }

  String source() {
    return "DORA, Accelerate State of DevOps Report " + year();
  }

  static Optional<DoraEdition> ofYear(String year) {
    return Arrays.stream(values()).filter(one -> one.year().equals(year)).findFirst();
  }

  static String years() {
    return Arrays.stream(values()).map(DoraEdition::year).collect(Collectors.joining(", "));
  }

  /**
   * What the report says of a cluster: a range, or twice the same where it gives one value.
   *
   * @param from null: no lower end
   * @param to null: no upper end
   */
  record Published(String cluster, @Nullable BigDecimal from, @Nullable BigDecimal to) {}

  /**
   * @param clusters whose published range has the value; several where they share it, none where no
   *     range has it
   */
  record Band(String metric, List<String> clusters, List<Published> published) {}

  /** The clusters of a year, as they are answered. */
  record Bands(String edition, String source, List<Band> metrics) {}

  Bands bands(DoraFigures figures) {
    List<@Nullable BigDecimal> values = new ArrayList<>();
    values.add(figures.frequency().perWeek());
    values.add(seconds(figures.leadTime().medianSeconds()));
    values.add(figures.changeFailRate().rate());
    values.add(seconds(figures.recoveryTime().medianSeconds()));
    List<Band> bands = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      bands.add(band(COLUMNS.get(i), i, values.get(i)));
    }
    return new Bands(year(), source(), bands);
  }

  private Band band(DoraMetric metric, int column, @Nullable BigDecimal value) {
    return new Band(
        metric.wireName(),
        clusters.stream()
            .filter(one -> value != null && one.ranges.get(column).has(value))
            .map(Cluster::name)
            .toList(),
        clusters.stream()
            .map(
                one ->
                    new Published(one.name, one.ranges.get(column).from, one.ranges.get(column).to))
            .toList());
  }

  private static @Nullable BigDecimal seconds(@Nullable Long seconds) {
    return seconds == null ? null : BigDecimal.valueOf(seconds);
  }
}
