package dev.imas.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether something that is not there may have been removed. */
final class MissingTest {

  private static final Instant NOW = Instant.parse("2026-07-15T11:00:00Z");

  private final Missing missing =
      new Missing(
          RetentionConfig.read(
              new Settings(Map.of("IMAS_CORE_RETENTION_DELIVERIES", "100d"), new Properties()),
              Duration.ofMinutes(30)),
          () -> NOW);

  private static UUID madeAt(Instant at) {
    return UuidV7.at(at.toEpochMilli());
  }

  private Function<UUID, Fault> fault(String what) {
    return switch (what) {
      case "incident" -> id -> missing.incident(id.toString());
      case "delivery" -> missing::delivery;
      case "receipt" -> missing::receipt;
      default -> missing::deadLetter;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "incident, 2025-07-14T23:59:59Z, 365d after they ended (core.retention.incidents)",
    "delivery, 2026-04-05T23:59:59Z, 100d after they and their incident ended"
        + " (core.retention.deliveries)",
    "dead letter, 2026-06-14T23:59:59Z, 30d after they arrived (core.retention.dead-letters)",
    "receipt, 2026-07-08T10:59:59Z, 7d after their request (core.retention.receipts)"
  })
  void idThatIsOlderThanTheRetentionMayHaveBeenRemovedAndAYoungerOneIsUnknown(
      String what, Instant last, String kept) {
    UUID old = madeAt(last);
    UUID young = madeAt(last.plusSeconds(1));

    Fault removed = fault(what).apply(old);
    Fault unknown = fault(what).apply(young);

    assertThat(removed.kind()).isEqualTo(Fault.Kind.NOT_FOUND);
    assertThat(removed.detail())
        .isEqualTo(
            "there is no %s %s; one of %s may have been removed: they are kept for %s"
                .formatted(what, old, last.toString().substring(0, 10), kept));
    assertThat(unknown.detail()).isEqualTo("there is no %s %s".formatted(what, young));
  }

  @Test
  void idWithoutATimeWasNeverOurs() {
    UUID random = UUID.fromString("00000000-0000-4000-8000-000000000001");

    assertThat(missing.incident(random.toString()).detail())
        .isEqualTo("there is no incident " + random);
  }

  @Test
  void nameThatTellsNoTimeMayBeEither() {
    assertThat(missing.incident("INC-2345B").detail())
        .isEqualTo(
            "there is no incident INC-2345B, or it was removed: they are kept for 365d after they"
                + " ended (core.retention.incidents)");
    Fingerprint alert = Fingerprint.parse("0123456789abcdef0123456789abcdef");
    assertThat(missing.alert(alert).detail())
        .isEqualTo(
            "there is no alert "
                + alert
                + ", or it was removed: they are kept for 30d after they ended"
                + " (core.retention.alerts)");
  }

  @Test
  void changesOfAnAlertThatIsOlderThanTheJournalMayBeMissing() {
    assertThat(missing.changes(Instant.parse("2026-06-14T23:59:59Z")))
        .isEqualTo(
            "its state changes before 2026-06-15 may have been removed: they are kept for 30d"
                + " (core.retention.transitions)");
    assertThat(missing.changes(Instant.parse("2026-06-15T00:00:00Z"))).isNull();
  }

  @Test
  void minutesOfTheLedgerMayBeMissingIfSomeAreAskedForThatAreOlder() {
    Instant old = Instant.parse("2026-04-15T23:59:00Z");
    Instant kept = Instant.parse("2026-04-16T00:00:00Z");

    assertThat(missing.minutes(old, null))
        .isEqualTo(
            "minutes before 2026-04-16 may have been removed: they are kept for 90d"
                + " (core.retention.ledger). Without from and to, the totals count them");
    assertThat(missing.minutes(null, old)).isNotNull();
    assertThat(missing.minutes(kept, kept)).isNull();
    assertThat(missing.minutes(null, null)).isNull();
  }
}
