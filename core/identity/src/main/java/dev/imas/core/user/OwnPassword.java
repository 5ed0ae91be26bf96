package dev.imas.core.user;

import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.GuessLimits.Guessed;
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.UserRepository.StoredPassword;

/**
 * Asks for the password again. Whoever has only a session, such as one left open, may not take the
 * account over. A request sends it as {@code current_password}, or the session was confirmed with
 * it a short time ago.
 */
public final class OwnPassword {

  /** The member of a body. */
  public static final String MEMBER = "current_password";

  private static final int LONGEST_SENT = 1_000;

  private final Transactions transactions;
  private final Passwords passwords;
  private final GuessLimits limits;
  private final ConfirmedSessions confirmed;
  private final UserRepository users = new UserRepository();

  public OwnPassword(
      Transactions transactions,
      Passwords passwords,
      GuessLimits limits,
      ConfirmedSessions confirmed) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.limits = limits;
    this.confirmed = confirmed;
  }

  /**
   * Whether the body has the caller's password. Call it outside of a transaction, since hashing
   * takes its time.
   *
   * @throws Fault FORBIDDEN if it is another, TOO_MANY_REQUESTS after too many wrong ones
   */
  public boolean isIn(Call call, Body body) {
    String sent = body.text(MEMBER, LONGEST_SENT, "");
    Principal.Person self = call.principal().loggedIn();
    if (sent.isEmpty() || self == null) {
      return false;
    }
    body.throwIfFaulty();
    StoredPassword stored =
        transactions.call(call.tenant(), tx -> users.password(tx, self.id()).await());
    String hash = stored.hash();
    if (hash == null) {
      return false;
    }
    Guessed guessed = Guessed.ofAccount(self.id(), stored.epoch(), "session");
    limits.guess(guessed);
    if (!passwords.matches(sent, hash, true).await()) {
      throw Fault.at(
          Fault.Kind.FORBIDDEN,
          "/" + MEMBER,
          "/current_password is not your password; send the one you log in with");
    }
    limits.succeeded(guessed);
    return true;
  }

  /**
   * Refuses a call that has not shown the password, in the transaction of the change.
   *
   * @param sent whether its body had the password
   * @throws Fault FORBIDDEN
   */
  public void require(Tx tx, Call call, boolean sent) {
    require(tx, call, sent, false);
  }

  /**
   * The same, where a log-in a short time ago is enough: for what the account is neither entered by
   * nor recovered with.
   *
   * @throws Fault FORBIDDEN
   */
  public void requireOrLogIn(Tx tx, Call call, boolean sent) {
    require(tx, call, sent, true);
  }

  private void require(Tx tx, Call call, boolean sent, boolean byLogIn) {
    if (!sent && !confirmed.isConfirmed(tx, call.principal().credential(), byLogIn)) {
      throw Fault.at(
          Fault.Kind.FORBIDDEN,
          "/" + MEMBER,
          "/current_password is missing: this needs your password again; send it, or confirm the"
              + " session with it (POST /api/v1/me/confirmation)");
    }
  }

  /**
   * Both at once, for what is about the caller's own account in any case.
   *
   * @throws Fault FORBIDDEN, or TOO_MANY_REQUESTS after too many wrong ones
   */
  public void prove(Call call, Body body) {
    prove(call, body, false);
  }

  /**
   * The same, where a log-in a short time ago is enough.
   *
   * @throws Fault FORBIDDEN, or TOO_MANY_REQUESTS after too many wrong ones
   */
  public void proveOrLogIn(Call call, Body body) {
    prove(call, body, true);
  }

  private void prove(Call call, Body body, boolean byLogIn) {
    if (!isIn(call, body)) {
      body.throwIfFaulty();
      transactions.call(
          call.tenant(),
          tx -> {
            require(tx, call, false, byLogIn);
            return call;
          });
    }
  }
}
