package dev.imas.core.fallback;

import dev.imas.core.catalog.Contact;
import dev.imas.core.contact.Reach;
import dev.imas.core.model.ChannelKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contact or the console, to which a page can be sent.
 *
 * @param user whose contact method it is; null for a team's contact and the console
 */
record Receiver(UUID id, String name, String channel, String address, @Nullable UUID user) {

  /** A person's contact method. */
  static Receiver ofPerson(UUID user, Reach.Call call) {
    return new Receiver(call.method(), call.name(), call.channel(), call.address(), user);
  }

  /** The last resort, when there is nobody else. */
  static final Receiver CONSOLE =
      new Receiver(
          Contact.CONSOLE.id(),
          "the console",
          Contact.CONSOLE.channel(),
          Contact.CONSOLE.address(),
          null);

  /** A contact of a team. */
  static Receiver ofTeam(UUID id, String name, String channel, String address) {
    return new Receiver(id, name, channel, address, null);
  }

  /** Its name in the timeline, such as {@code Ann (email)}. */
  String described() {
    return isConsole() ? name : name + " (" + channel + ")";
  }

  boolean isConsole() {
    return id.equals(CONSOLE.id);
  }

  /** Whether somebody is called by it. The console, and a contact that is one, calls nobody. */
  boolean calls() {
    return ChannelKind.calls(channel);
  }
}
