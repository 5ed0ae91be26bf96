package dev.imas.core.contact;

import dev.imas.core.http.Warning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one person is told of one page, by their rules or the tenant's matrix.
 *
 * @param calls in order of time; empty if the person cannot be reached
 * @param unreachable why there is no call, in words for people
 * @param obstacle the same as a kind, which says what mends it
 * @param cuts what was left out or changed and why, each in words for people
 */
public record Reach(
    UUID user,
    String username,
    List<Call> calls,
    Optional<String> unreachable,
    Optional<Obstacle> obstacle,
    List<String> cuts) {

  public Reach {
    calls = List.copyOf(calls);
    cuts = List.copyOf(cuts);
  }

  /** Of somebody who is called. */
  public Reach(UUID user, String username, List<Call> calls, List<String> cuts) {
    this(user, username, calls, Optional.empty(), Optional.empty(), cuts);
  }

  /** Whether the person can be called at all. */
  public boolean isCalled() {
    return !calls.isEmpty();
  }

  /** Who cannot be called, why, and what mends it, in words for people; empty for others. */
  public Optional<String> warning() {
    return unreachable.map(
        why -> username + ": " + why + obstacle.map(known -> "; " + known.mend()).orElse(""));
  }

  /** The same as a warning about the member that names the person. */
  public Optional<Warning> warningAt(String pointer) {
    return warning()
        .map(
            text ->
                new Warning(
                    "cannot_be_called",
                    pointer,
                    text,
                    obstacle.isEmpty()
                        ? Map.of("user", username)
                        : Map.of("user", username, "obstacle", obstacle.get().wireName())));
  }

  /**
   * One attempt to tell the person.
   *
   * @param after from the firing of the step; zero: at once
   * @param method the contact method, which is the delivery's receiver
   * @param name of the method, as its owner calls it
   * @param channel the kind of channel, such as {@code sms}
   * @param waits for which collected message it waits, as the matrix says it: {@code grouped},
   *     {@code daily} or {@code weekly}; null: it does not
   */
  public record Call(
      Duration after,
      UUID method,
      String name,
      String channel,
      String address,
      @Nullable String waits) {}
}
