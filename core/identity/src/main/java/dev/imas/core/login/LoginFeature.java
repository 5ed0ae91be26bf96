package dev.imas.core.login;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.feature.OpenRoutes;
import dev.imas.core.http.Api;
import dev.imas.core.http.Authenticator;
import dev.imas.core.http.DeprecatedUses;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.PasswordConfig;
import dev.imas.core.password.Passwords;
import dev.imas.core.rights.RightsFeature;
import dev.imas.core.scheduler.Scheduler.Recurring;
import dev.imas.core.token.TokenRoutes;
import dev.imas.core.totp.LogInSettingRoutes;
import dev.imas.core.totp.SecondFactor;
import dev.imas.core.totp.TotpRoutes;
import dev.imas.core.user.OwnPassword;
import dev.imas.core.user.PasswordRoutes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Who calls: log-ins with passwords and second factors, sessions, and tokens. */
public final class LoginFeature implements Feature {

  private final CoreContext core;
  private final SessionConfig sessions;
  private final RightsFeature rights;
  private final Passwords passwords;
  private final GuessLimits guesses;
  private final SecondFactor factor;
  private final TokenRoutes tokens;
  private final Login login;
  private final LogInSettingRoutes settings;

  /**
   * @param remembered how long who a token belongs to is remembered
   * @param ownTokenLife how long a token lives that a user made for themselves
   */
  public LoginFeature(
      CoreContext core,
      PasswordConfig passwords,
      SessionConfig sessions,
      Duration remembered,
      Duration ownTokenLife,
      RightsFeature rights) {
    this.core = core;
    this.sessions = sessions;
    this.rights = rights;
    this.passwords = new Passwords(core.vertx(), passwords, core.meters());
    this.guesses = new GuessLimits(passwords, System::nanoTime, core.meters());
    this.factor = new SecondFactor(core.secrets(), passwords, core.clock());
    this.tokens = new TokenRoutes(core.transactions(), core.clock(), remembered, ownTokenLife);
    this.settings = new LogInSettingRoutes(core.searches());
    this.login =
        new Login(
            core.platform(),
            core.transactions(),
            tokens.authenticator(),
            remembered,
            sessions,
            this.passwords,
            guesses,
            factor,
            core.audit(),
            rights.admins(),
            tokens::forgetAll,
            core.notices(),
            core.receivers(),
            rights.accounts());
  }

  /** Finds who calls, by a token or a session. */
  public Authenticator authenticator() {
    return login.authenticator();
  }

  /** Counts which tokens call operations that will be removed: one counter for each event loop. */
  public DeprecatedUses deprecatedUses() {
    return tokens.deprecatedUses();
  }

  /** Asks callers for their own password. */
  public OwnPassword password() {
    return login.password();
  }

  /** Bounds how often somebody may guess a password. */
  public GuessLimits guesses() {
    return guesses;
  }

  /** After a change of what somebody may do. */
  public void forgetRights() {
    tokens.forgetAll();
    login.forgetAll();
  }

  @Override
  public void open(OpenRoutes routes) {
    login.mountPages(routes.router());
  }

  @Override
  public List<String> apiTags() {
    return List.of("log in", "tokens");
  }

  @Override
  public void mount(Api api) {
    new PasswordRoutes(
            core.searches(),
            passwords,
            login.password(),
            core.clock(),
            rights.accounts(),
            this::forgetRights)
        .mount(api);
    new TotpRoutes(
            core.searches(),
            factor,
            sessions.totpFrom(),
            login.password(),
            rights.accounts(),
            this::forgetRights)
        .mount(api);
    settings.mount(api);
    login.mount(api);
    tokens.mount(api, rights.admins(), rights.accounts(), login.password());
  }

  @Override
  public List<Recurring> recurring() {
    Duration hour = Duration.ofHours(1);
    return List.of(
        Recurring.every(hour, "signing-keys", tenant -> login.rotateKeys()),
        Recurring.every(
            hour, "sessions-past", tenant -> core.upkeep().forEachTenant(login::forgetSessions)));
  }

  @Override
  public Future<Void> close() {
    return passwords.close();
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(
        ServiceAccountDocuments.of(tokens.serviceAccounts()), new LogInSettingsDocuments(settings));
  }
}
