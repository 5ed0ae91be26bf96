package dev.imas.core.retention;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a thing that is not there: whether it may have been removed, and the setting that
 * decides so. An id that carries its time tells when it was made, though not that it ever was; one
 * that is younger than the retention is unknown and nothing else.
 */
public final class Missing {

  private final RetentionConfig config;
  private final InstantSource clock;

  public Missing(RetentionConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * @param reference UUID or short id
   */
  public Fault incident(String reference) {
    Rule rule =
        new Rule("incident", config.incidents(), "core.retention.incidents", "after they ended");
    UUID id = uuid(reference);
    return id == null ? rule.undated(reference) : rule.dated(id, clock.instant());
  }

  public Fault delivery(UUID id) {
    return new Rule(
            "delivery",
            config.deliveries(),
            "core.retention.deliveries",
            "after they and their incident ended")
        .dated(id, clock.instant());
  }

  public Fault alert(Fingerprint fingerprint) {
    return new Rule("alert", config.alerts(), "core.retention.alerts", "after they ended")
        .undated(fingerprint.toString());
  }

  public Fault receipt(UUID id) {
    return new Rule("receipt", config.receipts(), "core.retention.receipts", "after their request")
        .since(id, clock.instant().minus(config.receipts()));
  }

  public Fault deadLetter(UUID id) {
    return new Rule(
            "dead letter",
            partition("dead_letter"),
            "core.retention.dead-letters",
            "after they arrived")
        .dated(id, clock.instant());
  }

  /**
   * Of an alert's state changes, of which the first are not there.
   *
   * @param since when the alert was first known
   * @return null when it is too young for that to be the reason
   */
  public @Nullable String changes(Instant since) {
    Instant before = RetentionConfig.before(clock.instant(), partition("transition"));
    return since.isBefore(before)
        ? "its state changes before %s may have been removed: they are kept for %s"
                .formatted(date(before), RetentionConfig.inWords(partition("transition")))
            + " (core.retention.transitions)"
        : null;
  }

  /**
   * Of the ledger's minutes, of which those from or up to that time are asked for.
   *
   * @return null when all of them are kept
   */
  public @Nullable String minutes(@Nullable Instant from, @Nullable Instant to) {
    Instant before = RetentionConfig.before(clock.instant(), partition("ledger"));
    boolean isOld = (from != null && from.isBefore(before)) || (to != null && to.isBefore(before));
    return isOld
        ? "minutes before %s may have been removed: they are kept for %s"
                .formatted(date(before), RetentionConfig.inWords(partition("ledger")))
            + " (core.retention.ledger). Without from and to, the totals count them"
        : null;
  }

  private Duration partition(String table) {
    return Objects.requireNonNull(config.partitions().get(table), table);
  }

  /**
   * @param what one of them is called
   * @param after which moment they are kept so long
   */
  private record Rule(String what, Duration keep, String setting, String after) {

    Fault dated(UUID id, Instant now) {
      return since(id, RetentionConfig.before(now, keep));
    }

    Fault since(UUID id, Instant before) {
      Instant made = Instant.ofEpochMilli(UuidV7.epochMillis(id));
      return id.version() == 7 && made.isBefore(before)
          ? Fault.notFound(
              "there is no %s %s; one of %s may have been removed: %s"
                  .formatted(what, id, date(made), rule()))
          : Fault.notFound("there is no %s %s".formatted(what, id));
    }

    Fault undated(String reference) {
      return Fault.notFound(
          "there is no %s %s, or it was removed: %s".formatted(what, reference, rule()));
    }

    private String rule() {
      return "they are kept for %s %s (%s)"
          .formatted(RetentionConfig.inWords(keep), after, setting);
    }
  }

  private static @Nullable UUID uuid(String reference) {
    try {
      return UUID.fromString(reference);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static LocalDate date(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
