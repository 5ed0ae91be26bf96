package dev.imas.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionConfigTest {

  private static final Duration WINDOW = Duration.ofMinutes(30);

  private static Settings settings(String... keysAndValues) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      environment.put(
          Settings.environmentName("core.retention." + keysAndValues[i]), keysAndValues[i + 1]);
    }
    return new Settings(environment, new Properties());
  }

  private static RetentionConfig read(String... keysAndValues) {
    Settings settings = settings(keysAndValues);
    RetentionConfig config = RetentionConfig.read(settings, WINDOW);
    assertThat(settings.faults()).isEmpty();
    return config;
  }

  @Test
  void defaultsKeepIncidentsNoShorterThanTheLedger() {
    RetentionConfig config = read();
    assertThat(config.alerts()).isEqualTo(Duration.ofDays(30));
    assertThat(config.deliveries()).isEqualTo(Duration.ofDays(90));
    assertThat(config.incidents()).isEqualTo(Duration.ofDays(365));
    assertThat(config.incidents()).isGreaterThanOrEqualTo(config.partitions().get("ledger"));
  }

  @ParameterizedTest
  @CsvSource({"ledger", "alerts", "deliveries"})
  void defaultOfIncidentsGrowsWithWhatPointsAtThem(String longer) {
    RetentionConfig config = read(longer, "1000d");
    assertThat(config.incidents()).isEqualTo(Duration.ofDays(1000));
    assertThat(config.partitions().get("timeline")).isEqualTo(Duration.ofDays(1000));
  }

  @Test
  void defaultsOfAlertsAndDeliveriesGrowWithTheirJournals() {
    RetentionConfig config = read("transitions", "60d", "delivery-attempts", "200d");
    assertThat(config.alerts()).isEqualTo(Duration.ofDays(60));
    assertThat(config.deliveries()).isEqualTo(Duration.ofDays(200));
  }

  @ParameterizedTest
  @CsvSource({
    "receipts, 31d, transitions, 30d",
    "transitions, 30d, alerts, 20d",
    "delivery-attempts, 90d, deliveries, 20d",
    "alerts, 30d, incidents, 29d",
    "incidents, 365d, timeline, 100d"
  })
  void whatIsPointedAtMayNotGoFirst(
      String longer, String longerTime, String shorter, String shorterTime) {
    Settings settings =
        settings(longer, longerTime, shorter, shorterTime, "delivery-attempts", "1d");
    if (longer.equals("delivery-attempts")) {
      settings = settings(longer, longerTime, shorter, shorterTime);
    }
    RetentionConfig.read(settings, WINDOW);
    String s = "core.retention." + shorter;
    String l = "core.retention." + longer;
    assertThat(settings.faults())
        .contains(
            s
                + " is "
                + shorterTime
                + ", shorter than "
                + l
                + ", which is "
                + longerTime
                + "; set "
                + s
                + " to "
                + longerTime
                + " or more, or "
                + l
                + " to "
                + shorterTime
                + " or less");
  }

  @Test
  void anIncidentIsNotGoneWhileItsAlertsMayReopenIt() {
    Settings settings =
        settings(
            "receipts",
            "1d",
            "transitions",
            "2d",
            "alerts",
            "2d",
            "delivery-attempts",
            "2d",
            "deliveries",
            "2d",
            "incidents",
            "2d");
    RetentionConfig.read(settings, Duration.ofDays(7));
    assertThat(settings.faults())
        .isEqualTo(
            List.of(
                "core.retention.incidents is 2d, shorter than core.reopen-window, which is 7d; set"
                    + " core.retention.incidents to 7d or more, or core.reopen-window to 2d or"
                    + " less"));
  }

  @Test
  void retentionIsCountedFromTheEndOfADay() {
    assertThat(RetentionConfig.before(Instant.parse("2026-03-31T14:00:00Z"), Duration.ofDays(30)))
        .isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
  }
}
