package dev.imas.core.presence;

import dev.imas.core.bus.PresenceReported;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody does at an incident's page. */
enum PresenceState {
  GONE(PresenceReported.GONE),
  LOOKING(PresenceReported.LOOKING),
  /** Writes a comment that nobody else sees yet. */
  WRITING(PresenceReported.WRITING);

  private final byte number;

  PresenceState(byte number) {
    this.number = number;
  }

  byte number() {
    return number;
  }

  /** A newer process may tell of a state that this one does not know: then somebody looks. */
  static PresenceState of(byte number) {
    return Arrays.stream(values()).filter(one -> one.number == number).findFirst().orElse(LOOKING);
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<PresenceState> named(String name) {
    return Arrays.stream(values()).filter(one -> one.wireName().equals(name)).findFirst();
  }

  /** The names, as an error message lists them. */
  static String names() {
    return Arrays.stream(values()).map(PresenceState::wireName).collect(Collectors.joining(", "));
  }
}
