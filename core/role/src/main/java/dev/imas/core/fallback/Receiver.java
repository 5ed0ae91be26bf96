package dev.imas.core.fallback;

import dev.imas.core.catalog.Contact;
import java.util.UUID;

/** Somebody, or something, that a page can be sent to. */
record Receiver(UUID id, String name, String channel, String address) {

  /** What is left when there is nobody else. */
  static final Receiver CONSOLE =
      new Receiver(
          Contact.CONSOLE.id(),
          "the console",
          Contact.CONSOLE.channel(),
          Contact.CONSOLE.address());

  /** As the timeline names it: {@code Ann (email)}. */
  String described() {
    return isConsole() ? name : name + " (" + channel + ")";
  }

  boolean isConsole() {
    return id.equals(CONSOLE.id);
  }
}
