package dev.imas.core.regime;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A law, as far as it demands reports of incidents.
 *
 * @param id such as {@code gdpr-33}
 * @param name for people
 * @param about whom or what it is for, in one sentence
 * @param versions the oldest first
 */
public record Regime(String id, String name, String about, List<RegimeVersion> versions) {

  public Regime {
    versions = List.copyOf(versions);
  }

  /** What it demands of incidents of that day; empty if it does not apply yet. */
  public Optional<RegimeVersion> on(LocalDate day) {
    return versions.stream()
        .filter(version -> !version.appliesFrom().isAfter(day))
        .reduce((earlier, later) -> later);
  }

  /** A version by its number. */
  public Optional<RegimeVersion> version(int number) {
    return versions.stream().filter(version -> version.version() == number).findFirst();
  }

  /** The day from which it applies. */
  public LocalDate appliesFrom() {
    return versions.getFirst().appliesFrom();
  }
}
