package dev.imas.core.contact;

import dev.imas.core.model.Medium;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One way to reach a person.
 *
 * @param name as its owner calls it
 * @param medium empty if this process knows no such channel, or one that no person has an address
 *     of
 */
record Method(
    UUID id,
    String name,
    String channel,
    String address,
    Optional<Medium> medium,
    boolean isActive,
    boolean isVerified) {

  /** Why nothing is sent to it; empty: something may be. */
  Optional<String> fault() {
    if (!isVerified) {
      return Optional.of("is not verified");
    }
    if (!isActive) {
      return Optional.of("is switched off");
    }
    return medium.isEmpty() ? Optional.of("is of no channel of people") : Optional.empty();
  }

  boolean is(Medium wanted) {
    return medium.filter(m -> m == wanted).isPresent();
  }

  /** For people. */
  String inWords() {
    return name + " (" + channel + ")";
  }

  /** Equal for methods that reach the same place. */
  String place() {
    return channel + ' ' + (is(Medium.EMAIL) ? address.toLowerCase(Locale.ROOT) : address);
  }

  Reach.Call after(Duration time) {
    return new Reach.Call(time, id, name, channel, address, null);
  }

  Reach.Call waiting(Timing collected) {
    return new Reach.Call(Duration.ZERO, id, name, channel, address, collected.text());
  }
}
