package dev.imas.core.login;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Principal;
import dev.imas.core.http.TimeKey;
import dev.imas.core.login.SessionRepository.SessionView;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.Accounts;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** {@code /users/{id}/sessions}: where somebody is logged in, and the end of it (IAM-12). */
final class SessionRoutes {

  private final Transactions transactions;
  private final SessionRepository sessions;
  private final SessionAuthenticator authenticator;
  private final InstantSource clock;
  private final Accounts accounts = new Accounts();

  SessionRoutes(
      Transactions transactions,
      SessionRepository sessions,
      SessionAuthenticator authenticator,
      InstantSource clock) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.authenticator = authenticator;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/users/{id}/sessions", Permission.SELF_EDIT, this::list);
    api.delete("/users/{id}/sessions", Permission.SELF_EDIT, this::endAll);
    api.delete("/users/{id}/sessions/{session}", Permission.SELF_EDIT, this::end);
  }

  private Answer list(Call call) {
    Paging paging = call.query("limit", "cursor").paging();
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
          Audit.Subject subject = new Audit.Subject("user", user);
          call.audit(tx, new Audit.Change(subject, "end_sessions", null, null));
          return user;
        });
    authenticator.forgetAll();
    return Answer.noContent();
  }

  /** The user of the path: oneself, or anybody for an administrator. */
  private UUID user(Tx tx, Call call) {
    UUID user = accounts.existing(tx, call.reference("id")).id();
    Principal.Person person = call.principal().person();
    if ((person == null || !person.id().equals(user)) && !call.may(Permission.USER_MANAGE)) {
      throw Call.refusal(Permission.USER_MANAGE);
    }
    return user;
  }
}
