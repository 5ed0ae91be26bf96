package dev.imas.core.hiding;

import dev.imas.core.rule.Matcher;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Hides the alerts that all its matchers match, from its start until before its end.
 *
 * @param version grows with each change of it
 */
public record Silence(
    UUID id, int version, List<Matcher> matchers, Instant startsAt, Instant endsAt) {

  public Silence {
    matchers = List.copyOf(matchers);
  }

  /** Where a silence stands, in Alertmanager's words. */
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED;

    public static State at(Instant now, Instant startsAt, Instant endsAt) {
      if (!endsAt.isAfter(now)) {
        return EXPIRED;
      }
      return startsAt.isAfter(now) ? PENDING : ACTIVE;
    }
  }

  boolean isActive(Instant now) {
    return State.at(now, startsAt, endsAt) == State.ACTIVE;
  }
}
