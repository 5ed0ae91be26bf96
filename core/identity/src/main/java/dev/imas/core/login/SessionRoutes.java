package dev.imas.core.login;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.TimeKey;
import dev.imas.core.login.SessionRepository.SessionView;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.user.AccountAccess;
import dev.imas.core.user.Accounts;
import dev.imas.core.user.OwnPassword;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /users/{id}/sessions}: where somebody is logged in, and the end of it (IAM-12). */
final class SessionRoutes {

  /** How long the password counts as sent. */
  static final Duration CONFIRMED_FOR = Duration.ofMinutes(5);

  private static final int LONGEST_SENT = 1_000;

  private final Transactions transactions;
  private final SessionRepository sessions;
  private final SessionAuthenticator authenticator;
  private final InstantSource clock;
  private final OwnPassword password;
  private final AccountWatch watch;
  private final Runnable ended;
  private final Accounts accounts = new Accounts();
  private final AccountAccess access = new AccountAccess();

  /**
   * @param watch tells people what ended with their sessions
   * @param ended is told that all sessions and tokens of a user have ended
   */
  SessionRoutes(
      Transactions transactions,
      SessionRepository sessions,
      SessionAuthenticator authenticator,
      InstantSource clock,
      OwnPassword password,
      AccountWatch watch,
      Runnable ended) {
    this.watch = watch;
    this.password = password;
    this.ended = ended;
    this.transactions = transactions;
    this.sessions = sessions;
    this.authenticator = authenticator;
    this.clock = clock;
  }

  void mount(Api api) {
    api.post("/me/confirmation", Permission.SELF_EDIT, this::confirm);
    api.get("/users/{id}/sessions", Permission.SELF_EDIT, this::list);
    api.delete("/users/{id}/sessions", Permission.SELF_EDIT, this::endAll);
    api.delete("/users/{id}/sessions/{session}", Permission.SELF_EDIT, this::end);
  }

  /** For some minutes, what needs the password again does not ask for it. */
  private Answer confirm(Call call) {
    UUID user = call.self().id();
    Body body = call.body().only(OwnPassword.MEMBER);
    body.requiredText(OwnPassword.MEMBER, LONGEST_SENT);
    body.throwIfFaulty();
    password.prove(call, body);
    Instant until = clock.instant().plus(CONFIRMED_FOR).truncatedTo(ChronoUnit.MICROS);
    transactions.call(
        call.tenant(),
        tx -> {
          sessions.confirm(tx, call.principal().credential(), user, until);
          call.audit(tx, new Audit.Change(new Audit.Subject("user", user), "confirm", null, null));
          return user;
        });
    return Answer.ok(Map.of("confirmed_until", until));
  }

  private Answer list(Call call) {
    ListRange paging = call.query("limit", "cursor").paging();
    UUID current = call.principal().credential();
    List<SessionView> found =
        transactions.call(
            call.tenant(),
            tx -> sessions.open(tx, user(tx, call), current, clock.instant(), paging).await());
    return Answer.page(found, paging, session -> new TimeKey(session.createdAt(), session.id()));
  }

  private Answer end(Call call) {
    UUID id = call.pathId("session");
    transactions.call(
        call.tenant(),
        tx -> {
          UUID user = user(tx, call);
          if (!sessions.end(tx, id, user, "revoked", clock.instant()).await()) {
            throw Fault.notFound("the user has no open session " + id);
          }
          Audit.Subject subject = new Audit.Subject("session", id);
          call.audit(tx, new Audit.Change(subject, "revoke", null, null));
          return id;
        });
    authenticator.forget(id);
    return Answer.noContent();
  }

  private Answer endAll(Call call) {
    transactions.call(
        call.tenant(),
        tx -> {
          UUID user = user(tx, call);
          accounts.endSessions(tx, user);
          watch.sessionsEnded(tx, user, call);
          Audit.Subject subject = new Audit.Subject("user", user);
          call.audit(tx, new Audit.Change(subject, "end_sessions", null, null));
          return user;
        });
    authenticator.forgetAll();
    ended.run();
    return Answer.noContent();
  }

  /** The user of the path: oneself, or anybody for an administrator. */
  private UUID user(Tx tx, Call call) {
    UUID user = accounts.existing(tx, call.reference("id")).id();
    access.require(tx, call, user);
    return user;
  }
}
