package dev.imas.gateway.alertmanager;

import dev.imas.core.suppression.Silence;
import dev.imas.gateway.alertmanager.Silences.Gettable;
import java.io.Serializable;
import java.time.Instant;
import java.util.Comparator;

/**
 * Alertmanager's order of silences: active ones first, the next to end before others; then pending
 * ones, the next to begin before others; then those that ended, the last first.
 */
record InOrder(Instant now) implements Comparator<Gettable>, Serializable {

  @Override
  public int compare(Gettable a, Gettable b) {
    Silence.State one = state(a);
    Silence.State other = state(b);
    if (one != other) {
      return Integer.compare(rank(one), rank(other));
    }
    return switch (one) {
      case ACTIVE -> a.endsAt().compareTo(b.endsAt());
      case PENDING -> a.startsAt().compareTo(b.startsAt());
      case EXPIRED -> b.endsAt().compareTo(a.endsAt());
    };
  }

  private Silence.State state(Gettable silence) {
    return Silence.State.at(now, silence.startsAt(), silence.endsAt());
  }

  private static int rank(Silence.State state) {
    return switch (state) {
      case ACTIVE -> 0;
      case PENDING -> 1;
      case EXPIRED -> 2;
    };
  }
}
