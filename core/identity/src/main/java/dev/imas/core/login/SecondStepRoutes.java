package dev.imas.core.login;

import dev.imas.core.access.Permission;
import dev.imas.core.bus.Saying;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.login.LoginChallenge.Step;
import dev.imas.core.login.SessionRepository.Account;
import dev.imas.core.login.Sessions.Tokens;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.GuessLimits.Attempt;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AccountChange;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.totp.SecondFactor;
import dev.imas.core.totp.SecondFactor.Enrolment;
import dev.imas.core.totp.SecondFactor.Verdict;
import dev.imas.core.totp.TotpFrom;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /auth/2fa}: the second step of log-in (IAM-10, IAM-17). Who has a second factor sends a
 * code of it, or a recovery code. Whose role needs one and who has none sets it up here.
 */
final class SecondStepRoutes {

  private static final int LONGEST = 100;
  private static final int LONGEST_CHALLENGE = 1_000;

  /** What became of a step, in a transaction that commits whatever it was. */
  private record Outcome(Verdict verdict, List<String> codes) {}

  private final Transactions transactions;
  private final SessionRepository repository;
  private final Sessions sessions;
  private final SessionAnswer answers;
  private final SecondFactor factor;
  private final TotpFrom requiredFrom;
  private final GuessLimits limits;
  private final SecretBox secrets;
  private final Audit audit;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final AccountWatch watch;

  SecondStepRoutes(
      Transactions transactions,
      SessionRepository repository,
      Sessions sessions,
      SessionAnswer answers,
      SecondFactor factor,
      TotpFrom requiredFrom,
      GuessLimits limits,
      SecretBox secrets,
      Audit audit,
      InstantSource clock,
      MeterRegistry meters,
      AccountWatch watch) {
    this.watch = watch;
    this.transactions = transactions;
    this.repository = repository;
    this.sessions = sessions;
    this.answers = answers;
    this.factor = factor;
    this.requiredFrom = requiredFrom;
    this.limits = limits;
    this.secrets = secrets;
    this.audit = audit;
    this.clock = clock;
    this.meters = meters;
    for (Verdict verdict : Verdict.values()) {
      codes(verdict);
    }
  }

  private Counter codes(Verdict verdict) {
    return Counter.builder("imas.login.codes")
        .description("Codes of second factors that were sent at log-in")
        .tag("result", verdict.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }

  void mount(Api api) {
    api.post("/auth/2fa/verify", Permission.SESSION_OPEN, this::verify);
    api.post("/auth/2fa/setup", Permission.SESSION_OPEN, this::setUp);
    api.post("/auth/2fa/enable", Permission.SESSION_OPEN, this::enable);
  }

  /** Goes on after the right password: with a session, or with a challenge for the second step. */
  Answer afterPassword(Call call, Account account, SessionUse use) {
    if (!account.hasTotp() && !isRequired(account)) {
      return answers.of(sessions.begin(account, use, call.address(), call.header("user-agent")));
    }
    Step step = account.hasTotp() ? Step.VERIFY : Step.SET_UP;
    Instant until = clock.instant().plus(LoginChallenge.VALID);
    LoginChallenge challenge =
        new LoginChallenge(step, account.tenant(), account.user(), account.epoch(), until);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("challenge", challenge.sealed(secrets));
    body.put("second_factor", step.name().toLowerCase(Locale.ROOT));
    body.put("expires_in", LoginChallenge.VALID.toSeconds());
    return new Answer(202, body, Map.of());
  }

  boolean isRequired(Account account) {
    return requiredFrom.requires(account.role(), account.totpFrom());
  }

  private Answer verify(Call call) {
    Body body = call.body().only("challenge", "code", "recovery_code", "cookie");
    LoginChallenge challenge = challenge(call, body, Step.VERIFY);
    SessionUse use = answers.use(call, body);
    String code = body.text("code", LONGEST);
    String recovery = body.text("recovery_code", LONGEST);
    if ((code == null) == (recovery == null)) {
      body.fault("/code", "is missing; send either code or recovery_code");
    }
    body.throwIfFaulty();
    Account account = account(challenge);
    Outcome outcome =
        inTenant(
            challenge,
            tx -> {
              if (code != null) {
                return new Outcome(factor.use(tx, account.user(), code), List.of());
              }
              boolean isRight = factor.recover(tx, account.user(), String.valueOf(recovery));
              if (isRight) {
                record(tx, call, account, "use_recovery_code");
              }
              return new Outcome(isRight ? Verdict.ACCEPTED : Verdict.WRONG, List.of());
            });
    return answers.of(begin(call, account, use, outcome.verdict));
  }

  private Answer setUp(Call call) {
    Body body = call.body().only("challenge");
    LoginChallenge challenge = challenge(call, body, Step.SET_UP);
    body.throwIfFaulty();
    Account account = account(challenge);
    Enrolment made =
        transactions.call(
            challenge.tenant(),
            tx ->
                factor.setUp(tx, account.user(), repository.username(tx, account.user()).await()));
    return new Answer(201, made, Map.of());
  }

  private Answer enable(Call call) {
    Body body = call.body().only("challenge", "code", "cookie");
    LoginChallenge challenge = challenge(call, body, Step.SET_UP);
    SessionUse use = answers.use(call, body);
    String code = body.requiredText("code", LONGEST);
    body.throwIfFaulty();
    Account account = account(challenge);
    Outcome outcome =
        inTenant(
            challenge,
            tx -> {
              Verdict verdict = factor.confirm(tx, account.user(), code);
              if (verdict != Verdict.ACCEPTED) {
                return new Outcome(verdict, List.of());
              }
              String name = repository.username(tx, account.user()).await();
              watch.changed(
                  tx,
                  account.user(),
                  AccountChange.FACTOR_ON,
                  null,
                  Saying.of("rights.by", name, call.address()));
              record(tx, call, account, "enable_totp");
              return new Outcome(verdict, factor.renewCodes(tx, account.user()));
            });
    Tokens tokens = begin(call, account, use, outcome.verdict);
    return answers.of(tokens, Map.of("recovery_codes", outcome.codes));
  }

  private Outcome inTenant(LoginChallenge challenge, Function<Tx, Outcome> work) {
    Outcome outcome = transactions.call(challenge.tenant(), work);
    codes(outcome.verdict).increment();
    return outcome;
  }

  private Tokens begin(Call call, Account account, SessionUse use, Verdict verdict) {
    if (verdict != Verdict.ACCEPTED) {
      audit.often(
          account.tenant(),
          new Audit.Origin(Audit.Actor.SYSTEM, Audit.Origin.API, call.address(), call.requestId()),
          new Audit.Subject("log_in", account.user()),
          "refuse",
          Map.of("reason", verdict == Verdict.LOCKED ? "code_locked" : "code"));
      limits.failed(Attempt.SECOND_FACTOR, call.address());
      throw factor.refuse(verdict, Fault.Kind.UNAUTHENTICATED);
    }
    return sessions.begin(account, use, call.address(), call.header("user-agent"));
  }

  private void record(Tx tx, Call call, Account account, String verb) {
    Audit.Actor actor = new Audit.Actor(Audit.Actor.Kind.USER, account.user());
    Audit.Origin origin =
        new Audit.Origin(actor, Audit.Origin.API, call.address(), call.requestId());
    audit.record(tx, origin, SecondFactor.change(account.user(), verb)).await();
  }

  private LoginChallenge challenge(Call call, Body body, Step step) {
    limits.admit(Attempt.SECOND_FACTOR, call.address());
    Optional<LoginChallenge> challenge =
        LoginChallenge.open(body.text("challenge", LONGEST_CHALLENGE, ""), secrets)
            .filter(one -> one.step() == step)
            .filter(one -> one.until().isAfter(clock.instant()));
    if (challenge.isEmpty()) {
      limits.failed(Attempt.SECOND_FACTOR, call.address());
    }
    return challenge.orElseThrow(SecondStepRoutes::over);
  }

  /** Whose password it was, unless the account or its credentials have changed since. */
  private Account account(LoginChallenge challenge) {
    return transactions
        .call(challenge.tenant(), tx -> repository.account(tx, challenge.user()).await())
        .filter(account -> account.epoch() == challenge.epoch())
        .orElseThrow(SecondStepRoutes::over);
  }

  private static Fault over() {
    return Fault.at(
        Fault.Kind.UNAUTHENTICATED,
        "/challenge",
        "/challenge is not valid for this step, or has expired; log in with the password again");
  }
}
