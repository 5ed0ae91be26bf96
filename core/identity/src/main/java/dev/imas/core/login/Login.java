package dev.imas.core.login;

import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Authenticator;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.rights.AdminWatch;
import dev.imas.core.totp.SecondFactor;
import dev.imas.core.user.OwnPassword;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;

/** The parts of log-in, wired. */
public final class Login {

  private final AccessTokens accessTokens;
  private final SessionRepository repository = new SessionRepository();
  private final SessionAuthenticator authenticator;
  private final LoginRoutes login;
  private final RegisterRoutes register;
  private final ForgottenRoutes forgotten;
  private final SecondStepRoutes second;
  private final SessionRoutes session;
  private final InstantSource clock;
  private final OwnPassword password;

  /**
   * @param tokens authenticates API tokens
   * @param cacheFor how long the state of a session is cached
   * @param watch is told of new administrators
   * @param accounts tells people of changes of their accounts
   * @param tokensEnded is told that a user's tokens have ended, so that this process forgets them
   * @param notices by which invitations are mailed
   */
  public Login(
      Platform platform,
      Transactions transactions,
      Authenticator tokens,
      Duration cacheFor,
      SessionConfig config,
      Passwords passwords,
      GuessLimits limits,
      SecondFactor factor,
      Audit audit,
      AdminWatch watch,
      Runnable tokensEnded,
      Notices notices,
      NoticeReceivers receivers,
      AccountWatch accounts) {
    this.password =
        new OwnPassword(
            transactions,
            passwords,
            limits,
            (tx, session, byLogIn) ->
                repository.isConfirmed(
                    tx,
                    session,
                    platform.clock().instant(),
                    byLogIn ? SessionRoutes.CONFIRMED_FOR : Duration.ZERO));
    this.clock = platform.clock();
    this.accessTokens =
        new AccessTokens(
            platform.vertx(),
            transactions,
            platform.secrets(),
            platform.clock(),
            System::nanoTime,
            config);
    this.authenticator =
        new SessionAuthenticator(
            accessTokens, repository, transactions, tokens, clock, System::nanoTime, cacheFor);
    Sessions sessions =
        new Sessions(
            transactions,
            repository,
            accessTokens,
            platform.secrets(),
            audit,
            platform.clock(),
            config,
            account -> config.totpFrom().requires(account.role(), account.totpFrom()));
    SessionAnswer answers = new SessionAnswer(config);
    this.second =
        new SecondStepRoutes(
            transactions,
            repository,
            sessions,
            answers,
            factor,
            config.totpFrom(),
            limits,
            platform.secrets(),
            audit,
            platform.clock(),
            platform.meters(),
            accounts);
    this.login =
        new LoginRoutes(
            transactions,
            repository,
            sessions,
            authenticator,
            passwords,
            limits,
            answers,
            second,
            audit,
            platform.meters());
    InvitationMail mail = new InvitationMail(notices, receivers);
    this.register =
        new RegisterRoutes(
            transactions,
            passwords,
            limits,
            audit,
            platform.clock(),
            watch,
            accounts,
            platform.secrets(),
            mail);
    this.forgotten =
        new ForgottenRoutes(
            platform.vertx(),
            transactions,
            repository,
            limits,
            platform.secrets(),
            audit,
            mail,
            platform.clock());
    this.session =
        new SessionRoutes(
            transactions,
            repository,
            authenticator,
            platform.clock(),
            password,
            accounts,
            tokensEnded);
  }

  /** Of users by their sessions, and of everybody else as before. */
  public Authenticator authenticator() {
    return authenticator;
  }

  /** Asks people for their password again. */
  public OwnPassword password() {
    return password;
  }

  /** Clears the cache of this process, after a change of what somebody may do. */
  public void forgetAll() {
    authenticator.forgetAll();
  }

  public void mount(Api api) {
    login.mount(api);
    second.mount(api);
    register.mount(api);
    forgotten.mount(api);
    session.mount(api);
  }

  /** Where the links of invitations led that earlier versions mailed. */
  public void mountPages(Router router) {
    InvitationRoutes.mount(router);
  }

  /** Makes and removes the keys that sign access tokens. Repeatable. */
  public Future<String> rotateKeys() {
    return accessTokens.rotate();
  }

  /** Removes the sessions of a tenant that ended long ago. Repeatable. */
  public Future<Void> forgetSessions(Tx tx) {
    return repository.forget(tx, clock.instant(), SessionAnswer.DEVICE_KNOWN);
  }
}
