package dev.imas.core.chat;

import dev.imas.core.chat.HookRepository.Hook;
import dev.imas.core.grant.CallerRepository;
import dev.imas.core.http.Principal;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.Optional;

/** Who somebody in a chat is: whoever has verified a contact with their address (COL-16). */
final class ChatPeople {

  private final HookRepository hooks = new HookRepository();
  private final CallerRepository callers = new CallerRepository();

  /** Empty for whom nobody knows. Only on a virtual thread. */
  Optional<Principal> find(Tx tx, Hook hook, Vendor vendor, String sender, Instant now) {
    return hooks
        .person(tx, vendor.channel(), sender)
        .await()
        .flatMap(user -> callers.find(tx, hook.tenant(), user, now).await());
  }

  /** How somebody unknown comes to be known. */
  static String stranger(Vendor vendor, String sender) {
    return "I do not know you. Log in, add a contact method of the channel "
        + vendor.channel()
        + " with the address "
        + sender
        + ", and verify it. Then try again.";
  }
}
