package dev.imas.core.user;

import dev.imas.core.platform.Tx;
import java.util.UUID;

/** Knows in which sessions the user has sent the password again, a short time ago. */
@FunctionalInterface
public interface ConfirmedSessions {

  /**
   * Whether the password counts as sent. Call it on a virtual thread.
   *
   * @param byLogIn whether a log-in a short time ago is enough
   */
  boolean isConfirmed(Tx tx, UUID session, boolean byLogIn);
}
