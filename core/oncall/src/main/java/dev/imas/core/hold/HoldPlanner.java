package dev.imas.core.hold;

import dev.imas.core.catalog.QuietHours;
import dev.imas.core.contact.NotificationMatrix;
import dev.imas.core.contact.Timing;
import dev.imas.core.contact.Urgency;
import dev.imas.core.delivery.Hold;
import dev.imas.core.model.Medium;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides until when a message waits. A page about a SEV1 never does, and one about a SEV2 only for
 * the quiet hours of a team's channel. Pure.
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
     * @param zone by whose clocks the quiet hours are
     */
    record Channel(
        Optional<Medium> medium, boolean byMatrix, ZoneId zone, @Nullable QuietHours quiet)
        implements Receiver {

      /** One without quiet hours. */
      Channel(Optional<Medium> medium, boolean byMatrix) {
        this(medium, byMatrix, ZoneOffset.UTC, null);
      }
    }

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
    boolean atOnce = kind == Kind.PAGE && urgent;
    return switch (receiver) {
      case Receiver.Channel channel -> {
        Optional<Hold> collected =
            channel.byMatrix && !atOnce
                ? collected(channel.medium, severity, now)
                : Optional.empty();
        yield quiet(channel.quiet, channel.zone, severity, collected, now);
      }
      case Receiver.Person person when atOnce -> Optional.empty();
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
    // A call tells of no update in any case, and a digest of them would ring.
    return person.medium.filter(Medium.VOICE::equals).isPresent()
        ? otherwise
        : quiet(person.quiet, person.zone, severity, otherwise, now);
  }

  /** Until the end of a channel's quiet hours; empty if it has none now. */
  Optional<Hold> quiet(Receiver.Channel channel, Severity severity, Instant now) {
    return quiet(channel.quiet, channel.zone, severity, Optional.empty(), now);
  }

  private static Optional<Hold> quiet(
      @Nullable QuietHours quiet,
      ZoneId zone,
      Severity severity,
      Optional<Hold> otherwise,
      Instant now) {
    if (quiet == null || severity == Severity.SEV1_CRITICAL) {
      return otherwise;
    }
    return quiet
        .endAt(otherwise.map(Hold::until).orElse(now), zone)
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
