package dev.imas.core.login;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.login.SessionRepository.Account;
import dev.imas.core.model.UuidV7;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.Accounts;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /auth/forgotten}: mails a link to whoever forgot the password. The answer is given
 * before anybody looks for the account, so neither it nor its time tells whether there is one.
 */
final class ForgottenRoutes {

  private static final Logger log = LoggerFactory.getLogger(ForgottenRoutes.class);

  static final Duration VALID = Duration.ofHours(1);

  /** Mails to one person in that time, whoever asks. */
  static final int MOST = 3;

  /** Looked for at once. */
  private static final int AT_ONCE = 10;

  private final Vertx vertx;
  private final Transactions transactions;
  private final SessionRepository repository;
  private final GuessLimits limits;
  private final SecretBox secrets;
  private final Audit audit;
  private final InvitationMail mail;
  private final InstantSource clock;
  private final InvitationRepository invitations = new InvitationRepository();
  private final Accounts accounts = new Accounts();
  private final Semaphore room = new Semaphore(AT_ONCE);

  ForgottenRoutes(
      Vertx vertx,
      Transactions transactions,
      SessionRepository repository,
      GuessLimits limits,
      SecretBox secrets,
      Audit audit,
      InvitationMail mail,
      InstantSource clock) {
    this.vertx = vertx;
    this.transactions = transactions;
    this.repository = repository;
    this.limits = limits;
    this.secrets = secrets;
    this.audit = audit;
    this.mail = mail;
    this.clock = clock;
  }

  void mount(Api api) {
    api.post("/auth/forgotten", Permission.SESSION_OPEN, this::ask);
  }

  private Answer ask(Call call) {
    Body body = call.body().only("tenant", "username");
    String tenant = body.text("tenant", 200);
    String name = body.requiredText("username", 255);
    body.throwIfFaulty();
    limits.count(GuessLimits.Attempt.FORGOTTEN, call.address());
    if (!room.tryAcquire()) {
      throw Fault.tooMany("too many people ask at this moment; try again in a second", 1);
    }
    Audit.Origin origin =
        new Audit.Origin(Audit.Actor.SYSTEM, Audit.Origin.API, call.address(), call.requestId());
    vertx.getOrCreateContext().runOnContext(answered -> look(tenant, name, origin));
    return new Answer(202, Map.of("expires_in", VALID.toSeconds()), Map.of());
  }

  private void look(@Nullable String tenant, String name, Audit.Origin origin) {
    try {
      transactions
          .runUnbound(tx -> repository.account(tx, tenant, name))
          .await()
          .filter(account -> account.hash() != null)
          .ifPresent(
              account -> transactions.call(account.tenant(), tx -> send(tx, account, origin)));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("A link for a forgotten password was not mailed");
    } finally {
      room.release();
    }
  }

  /**
   * @return whether a mail is on its way
   */
  private boolean send(Tx tx, Account account, Audit.Origin origin) {
    Accounts.Named user = accounts.find(tx, account.user()).orElse(null);
    if (user == null || !mail.canBeSent(tx)) {
      return false;
    }
    UUID id = UuidV7.at(clock.millis());
    Secret code = Credential.invitation(account.tenant().value(), secrets, id);
    Instant now = clock.instant();
    Instant until = now.plus(VALID);
    byte[] hash = Credential.hash(code.reveal());
    if (!invitations.insertReset(
        tx, id, hash, user.role(), user.id(), MOST, now, until, now.minus(VALID))) {
      return false;
    }
    mail.sendReset(tx, id, user.username(), user.email(), until);
    Audit.Change change =
        new Audit.Change(
            new Audit.Subject("user", user.id()),
            "forget_password",
            null,
            Map.of("expires_at", until));
    audit.record(tx, origin, change).await();
    return true;
  }
}
