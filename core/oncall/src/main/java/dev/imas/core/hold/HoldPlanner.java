package dev.imas.core.hold;

import dev.imas.core.contact.NotificationMatrix;
import dev.imas.core.contact.QuietHours;
import dev.imas.core.contact.Timing;
import dev.imas.core.contact.Urgency;
import dev.imas.core.delivery.Hold;
import dev.imas.core.model.Medium;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides until when a message waits. A page about a SEV1 or SEV2 never does. Pure.
 *
 * @param matrix how soon what is told by which medium
 * @param timetable when what waits is sent
 */
record HoldPlanner(NotificationMatrix matrix, Timetable timetable) {

  /** Who a message goes to, as far as it matters here. */
  sealed interface Receiver {

    /**
     * A channel of a team.
     *
     * @param medium empty for what takes no collected messages
     * @param byMatrix whether the matrix says how soon it is told
     */
    record Channel(Optional<Medium> medium, boolean byMatrix) implements Receiver {}

    /**
     * A contact of a person.
     *
     * @param rules the urgencies for which the person has rules
     * @param zone by whose clocks the quiet hours are
     */
    record Person(
        Optional<Medium> medium, Set<Urgency> rules, ZoneId zone, @Nullable QuietHours quiet)
        implements Receiver {}
  }

  /** What is told. */
  enum Kind {
    /** People are called. One to a person is here only if the matrix collects it. */
    PAGE,
    /** What has happened since they were called. */
    UPDATE
  }

  /** Until when the message waits; empty: it is sent at once. */
  Optional<Hold> plan(Receiver receiver, Severity severity, Kind kind, Instant now) {
    boolean urgent = Urgency.of(severity) == Urgency.HIGH;
    if (kind == Kind.PAGE && urgent) {
      return Optional.empty();
    }
    return switch (receiver) {
      case Receiver.Channel channel ->
          channel.byMatrix ? collected(channel.medium, severity, now) : Optional.empty();
      case Receiver.Person person -> {
        boolean byMatrix = kind == Kind.PAGE || !person.rules.contains(Urgency.of(severity));
        Optional<Hold> collected =
            byMatrix ? collected(person.medium, severity, now) : Optional.empty();
        yield kind == Kind.PAGE && collected.isEmpty()
            ? collected
            : quiet(person, severity, collected, now);
      }
    };
  }

  /** Whether a team's channel follows a matrix that says never. */
  boolean isNever(Receiver receiver, Severity severity) {
    return receiver instanceof Receiver.Channel channel
        && channel.byMatrix
        && channel
            .medium
            .map(m -> matrix.timing(severity, m))
            .filter(Timing.NEVER::equals)
            .isPresent();
  }

  /** Until the end of the person's quiet hours, if the message would come within them. */
  Optional<Hold> quiet(
      Receiver.Person person, Severity severity, Optional<Hold> otherwise, Instant now) {
    QuietHours quiet = person.quiet;
    // A call tells of no update in any case, and a digest of them would ring.
    if (quiet == null
        || severity == Severity.SEV1_CRITICAL
        || person.medium.filter(Medium.VOICE::equals).isPresent()) {
      return otherwise;
    }
    return quiet
        .endAt(otherwise.map(Hold::until).orElse(now), person.zone)
        .map(end -> new Hold(end, Waits.QUIET_HOURS.wireName()))
        .or(() -> otherwise);
  }

  private Optional<Hold> collected(Optional<Medium> medium, Severity severity, Instant now) {
    if (medium.isEmpty()) {
      return Optional.empty();
    }
    Timing timing = matrix.timing(severity, medium.get());
    if (timing.equals(Timing.GROUPED)) {
      return hold(Waits.GROUPED, timetable.nextGroup(now));
    }
    if (timing.equals(Timing.DAILY)) {
      return hold(Waits.DAILY, timetable.nextDaily(now));
    }
    return timing.equals(Timing.WEEKLY)
        ? hold(Waits.WEEKLY, timetable.nextWeekly(now))
        : Optional.empty();
  }

  private static Optional<Hold> hold(Waits what, Instant until) {
    return Optional.of(new Hold(until, what.wireName()));
  }
}
