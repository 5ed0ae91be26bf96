package dev.imas.core.login;

import dev.imas.core.login.SigningKeyRepository.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * When keys are made, sign and go. Pure. A key is made some minutes before it signs, so that every
 * process knows it by then, and goes only after everything that it has signed has expired.
 */
final class KeyRing {

  /** Several times what a process takes to see a new key. */
  static final Duration KNOWN_BY_ALL = Duration.ofMinutes(5);

  private KeyRing() {}

  /** The key that signs now; empty if there is none. */
  static Optional<Stored> signer(List<Stored> newestFirst, Instant now) {
    return newestFirst.stream().filter(key -> !key.signsFrom().isAfter(now)).findFirst();
  }

  /** From when a new key would sign; empty if none is due. The first one signs at once. */
  static Optional<Instant> due(List<Stored> newestFirst, Instant now, Duration rotation) {
    if (signer(newestFirst, now).isEmpty()) {
      return Optional.of(now);
    }
    Instant newest = newestFirst.getFirst().createdAt();
    return newest.plus(rotation).isAfter(now)
        ? Optional.empty()
        : Optional.of(now.plus(KNOWN_BY_ALL));
  }

  /**
   * The keys that nothing valid is signed with any more.
   *
   * @param life of what they sign
   */
  static List<UUID> gone(List<Stored> newestFirst, Instant now, Duration life) {
    // A process may use its view of the keys for a while, hence the margin.
    Instant before = now.minus(life).minus(KNOWN_BY_ALL);
    Optional<Stored> since = signer(newestFirst, before);
    return since
        .map(
            signer ->
                newestFirst.stream()
                    .filter(key -> key.signsFrom().isBefore(signer.signsFrom()))
                    .map(Stored::id)
                    .toList())
        .orElse(List.of());
  }
}
