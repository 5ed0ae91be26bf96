package dev.imas.core.incident;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The times of an incident, and the figures that follow from them. Figures are whole seconds, never
 * negative, and null until their time has come.
 */
public record Clocks(
    Instant detectedAt,
    Instant createdAt,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant mitigatedAt,
    @Nullable Instant resolvedAt,
    Instant updatedAt) {

  static Clocks opened(Instant detectedAt, Instant at) {
    return new Clocks(detectedAt.isAfter(at) ? at : detectedAt, at, null, null, null, at);
  }

  /** The first acknowledgement counts, unless it was taken back. */
  Clocks acknowledged(Instant at) {
    return new Clocks(detectedAt, createdAt, orElse(acknowledgedAt, at), mitigatedAt, null, at);
  }

  /** The acknowledgement was taken back, so the next one counts. */
  Clocks unacknowledged(Instant at) {
    return new Clocks(detectedAt, createdAt, null, mitigatedAt, null, at);
  }

  /** Mitigating an unacknowledged incident also acknowledges it. */
  Clocks mitigated(Instant at) {
    return new Clocks(detectedAt, createdAt, orElse(acknowledgedAt, at), at, null, at);
  }

  /** Resolving an unacknowledged incident also acknowledges it. */
  Clocks resolved(Instant at) {
    return new Clocks(detectedAt, createdAt, orElse(acknowledgedAt, at), mitigatedAt, at, at);
  }

  /** Ended without having been acknowledged by that. */
  Clocks merged(Instant at) {
    return new Clocks(detectedAt, createdAt, acknowledgedAt, mitigatedAt, at, at);
  }

  /** Something of it was detected sooner. */
  Clocks detected(Instant earliest, Instant at) {
    return new Clocks(earliest, createdAt, acknowledgedAt, mitigatedAt, resolvedAt, at);
  }

  Clocks reopened(Instant at) {
    return new Clocks(detectedAt, createdAt, acknowledgedAt, mitigatedAt, null, at);
  }

  Clocks touched(Instant at) {
    return new Clocks(detectedAt, createdAt, acknowledgedAt, mitigatedAt, resolvedAt, at);
  }

  /** Time to detect. */
  public Long mttdSeconds() {
    return Math.max(0, Duration.between(detectedAt, createdAt).toSeconds());
  }

  /** Time to acknowledge. */
  public @Nullable Long mttaSeconds() {
    return sinceCreation(acknowledgedAt);
  }

  /** Time to mitigate. */
  public @Nullable Long mttmSeconds() {
    return sinceCreation(mitigatedAt);
  }

  /** Time to resolve. */
  public @Nullable Long mttrSeconds() {
    return sinceCreation(resolvedAt);
  }

  private @Nullable Long sinceCreation(@Nullable Instant moment) {
    return moment == null ? null : Math.max(0, Duration.between(createdAt, moment).toSeconds());
  }

  private static Instant orElse(@Nullable Instant first, Instant otherwise) {
    return first == null ? otherwise : first;
  }
}
