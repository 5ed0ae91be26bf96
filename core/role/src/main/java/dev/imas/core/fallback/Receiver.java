package dev.imas.core.fallback;

import dev.imas.core.catalog.Contact;
import java.util.UUID;

/** A contact or the console, to which a page can be sent. */
record Receiver(UUID id, String name, String channel, String address) {

  /** The last resort, when there is nobody else. */
  static final Receiver CONSOLE =
      new Receiver(
          Contact.CONSOLE.id(),
          "the console",
          Contact.CONSOLE.channel(),
          Contact.CONSOLE.address());

  /** Its name in the timeline, such as {@code Ann (email)}. */
  String described() {
    return isConsole() ? name : name + " (" + channel + ")";
  }

  boolean isConsole() {
    return id.equals(CONSOLE.id);
  }
}
