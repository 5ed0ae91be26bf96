package dev.imas.core.user;

import dev.imas.core.http.Body;
import dev.imas.core.model.TenantId;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.GuessLimits.Guessed;
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import java.util.UUID;

/**
 * Asks for the password again. Whoever has only a session, such as one left open, may not take the
 * account over.
 */
public final class OwnPassword {

  private static final int LONGEST_SENT = 1_000;

  private final Transactions transactions;
  private final Passwords passwords;
  private final GuessLimits limits;
  private final UserRepository users = new UserRepository();

  public OwnPassword(Transactions transactions, Passwords passwords, GuessLimits limits) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.limits = limits;
  }

  /**
   * Reads {@code current_password}, which must be the user's. A user without a password has nothing
   * to prove.
   *
   * @throws Fault FORBIDDEN, or TOO_MANY_REQUESTS after too many wrong ones
   */
  public void prove(TenantId tenant, UUID user, Body body) {
    String current = body.text("current_password", LONGEST_SENT, "");
    body.throwIfFaulty();
    String hash = transactions.call(tenant, tx -> users.password(tx, user).await()).orElse(null);
    if (hash == null) {
      return;
    }
    Guessed guessed = new Guessed(user.toString(), "session");
    limits.guess(guessed);
    if (!passwords.matches(current, hash, true).await()) {
      throw Fault.at(
          Fault.Kind.FORBIDDEN,
          "/current_password",
          "/current_password is not your password; send the one you log in with");
    }
    limits.succeeded(guessed);
  }
}
