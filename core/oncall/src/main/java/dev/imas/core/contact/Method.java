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
 * @param unsendable why no notifier can send to it now; empty: one can, or none is known
 */
record Method(
    UUID id,
    String name,
    String channel,
    String address,
    Optional<Medium> medium,
    boolean isActive,
    boolean isVerified,
    Optional<String> unsendable) {

  /** One of a channel that something can be sent by. */
  Method(
      UUID id,
      String name,
      String channel,
      String address,
      Optional<Medium> medium,
      boolean isActive,
      boolean isVerified) {
    this(id, name, channel, address, medium, isActive, isVerified, Optional.empty());
  }

  /** Why nothing is sent to it; empty: something may be. */
  Optional<String> fault() {
    return obstacle()
        .map(
            obstacle ->
                switch (obstacle) {
                  case NOT_VERIFIED -> "is not verified";
                  case SWITCHED_OFF -> "is switched off";
                  case NO_PROVIDER ->
                      unsendable
                          .map(why -> "cannot be sent to: " + why)
                          .orElse("is of no channel of people");
                  case NO_ACCOUNT, NO_CONTACT -> "";
                });
  }

  /** The same as a kind. */
  Optional<Obstacle> obstacle() {
    if (!isVerified) {
      return Optional.of(Obstacle.NOT_VERIFIED);
    }
    if (!isActive) {
      return Optional.of(Obstacle.SWITCHED_OFF);
    }
    return medium.isEmpty() || unsendable.isPresent()
        ? Optional.of(Obstacle.NO_PROVIDER)
        : Optional.empty();
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
