package dev.imas.core.times;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A named interval of a tenant: in force while any of its parts is. Without parts it never is. It
 * remembers how it stands, since many alerts ask at one time. Thread-safe.
 */
public final class NamedTimes {

  /** How far ahead it is looked for a change. */
  public static final Duration HORIZON = Duration.ofDays(400);

  /** Parts may follow each other without a gap, minute by minute. */
  private static final int MOST_STEPS = 5_000;

  /**
   * How it stands at a time.
   *
   * @param until when it ends if it is in force, and begins if it is not; if that is further away
   *     than it is looked for, a time until which nothing changes
   */
  public record Standing(Instant from, Instant until, boolean holds) {

    private boolean isOf(Instant now) {
      return !now.isBefore(from) && now.isBefore(until);
    }
  }

  /** A time at which it is in force. */
  public record Span(Instant begin, Instant end) {}

  private final UUID id;
  private final int version;
  private final String name;
  private final List<TimeInterval> parts;
  private volatile @Nullable Standing known;

  NamedTimes(UUID id, int version, String name, List<TimeInterval> parts) {
    this.id = id;
    this.version = version;
    this.name = name;
    this.parts = List.copyOf(parts);
  }

  /** Without parts that cannot be read, which nothing stores. */
  public static NamedTimes of(UUID id, int version, String name, List<WrittenInterval> written) {
    return new NamedTimes(id, version, name, IntervalReader.readable(written));
  }

  public UUID id() {
    return id;
  }

  public int version() {
    return version;
  }

  public String name() {
    return name;
  }

  public Standing at(Instant now) {
    Standing there = known;
    if (there == null || !there.isOf(now)) {
      there = standing(now);
      known = there;
    }
    return there;
  }

  boolean holds(Instant at) {
    return parts.stream().anyMatch(part -> part.holds(at));
  }

  private Standing standing(Instant now) {
    boolean holds = holds(now);
    Instant last = now.plus(HORIZON);
    Instant[] next = parts.stream().map(part -> part.change(now, last)).toArray(Instant[]::new);
    Instant at = now;
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      at = Arrays.stream(next).min(Comparator.naturalOrder()).orElse(last);
      if (!at.isBefore(last) || holds(at) != holds) {
        break;
      }
      for (int i = 0; i < next.length; i++) {
        if (next[i].equals(at)) {
          next[i] = parts.get(i).change(at, last);
        }
      }
    }
    return new Standing(now, at, holds);
  }

  /**
   * When it is in force next. What holds now begins now.
   *
   * @param most how many
   */
  public List<Span> next(Instant now, int most) {
    List<Span> spans = new ArrayList<>();
    Standing at = at(now);
    // An end or a gap further away than the horizon is not known: the list ends there.
    while (spans.size() < most) {
      if (!at.holds()) {
        Standing then = standing(at.until());
        if (!then.holds()) {
          break;
        }
        at = then;
      }
      spans.add(new Span(at.from(), at.until()));
      Standing after = standing(at.until());
      if (after.holds()) {
        break;
      }
      at = after;
    }
    return spans;
  }
}
