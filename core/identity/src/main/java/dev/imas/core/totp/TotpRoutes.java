package dev.imas.core.totp;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AccountChange;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.totp.SecondFactor.Enrolment;
import dev.imas.core.totp.SecondFactor.Verdict;
import dev.imas.core.totp.TotpRepository.Factor;
import dev.imas.core.user.AccountAccess;
import dev.imas.core.user.Accounts;
import dev.imas.core.user.OwnPassword;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /me/totp}: one's own second factor (IAM-10). {@code DELETE /users/{id}/totp}: an
 * administrator removes that of somebody who has lost the device.
 */
public final class TotpRoutes {

  private static final int LONGEST = 100;

  /**
   * What one sees of one's own factor.
   *
   * @param required whether the role needs one
   */
  record Shown(
      boolean enabled, boolean required, @Nullable Instant confirmedAt, int recoveryCodesLeft) {}

  private final Transactions transactions;
  private final SecondFactor factor;
  private final TotpFrom requiredFrom;
  private final OwnPassword passwords;
  private final TotpRepository factors = new TotpRepository();
  private final Accounts accounts = new Accounts();
  private final AccountAccess access = new AccountAccess();
  private final AccountWatch watch;
  private final Runnable ended;

  /**
   * @param requiredFrom what the installation says of who needs one
   * @param watch tells people of changes of their accounts
   * @param ended is told that sessions and tokens have ended, so that this process forgets them
   */
  public TotpRoutes(
      Transactions transactions,
      SecondFactor factor,
      TotpFrom requiredFrom,
      OwnPassword passwords,
      AccountWatch watch,
      Runnable ended) {
    this.watch = watch;
    this.ended = ended;
    this.transactions = transactions;
    this.factor = factor;
    this.requiredFrom = requiredFrom;
    this.passwords = passwords;
  }

  public void mount(Api api) {
    api.get("/me/totp", Permission.SELF_READ, this::get);
    api.post("/me/totp", Permission.SELF_EDIT, this::setUp);
    api.post("/me/totp/confirm", Permission.SELF_EDIT, this::confirm);
    api.post("/me/totp/recovery-codes", Permission.SELF_EDIT, this::renew);
    api.post("/me/totp/disable", Permission.SELF_EDIT, this::disable);
    api.delete("/users/{id}/totp", Permission.USER_MANAGE, this::reset);
  }

  private Answer get(Call call) {
    Principal.Person self = self(call);
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              Optional<Factor> found = factors.find(tx, self.id()).await();
              Optional<Factor> confirmed = found.filter(Factor::isConfirmed);
              return new Shown(
                  confirmed.isPresent(),
                  isRequired(tx, self),
                  confirmed.map(Factor::confirmedAt).orElse(null),
                  confirmed.map(Factor::codesLeft).orElse(0));
            }));
  }

  private boolean isRequired(Tx tx, Principal.Person self) {
    AccessRole role = AccessRole.named(named(tx, self).role()).orElseThrow();
    return requiredFrom.requires(role, factors.requiredFrom(tx).await());
  }

  private Accounts.Named named(Tx tx, Principal.Person self) {
    return accounts.existing(tx, Reference.of(self.id().toString()));
  }

  /** Whoever has only a session, such as one left open, may not bind the account to a device. */
  private Answer setUp(Call call) {
    Principal.Person self = call.self();
    Body body = call.body().only("current_password");
    passwords.prove(call, body);
    Enrolment made =
        transactions.call(call.tenant(), tx -> factor.setUp(tx, self.id(), self.username()));
    return new Answer(201, made, Map.of());
  }

  private Answer confirm(Call call) {
    Principal.Person self = call.self();
    String code = code(call.body().only("code"));
    return codes(
        call,
        tx -> {
          Verdict verdict = factor.confirm(tx, self.id(), code);
          return new Used(
              verdict, verdict == Verdict.ACCEPTED ? enabled(tx, call, self.id()) : List.of());
        });
  }

  private List<String> enabled(Tx tx, Call call, UUID user) {
    watch.changed(tx, user, AccountChange.FACTOR_ON, call);
    call.audit(tx, SecondFactor.change(user, "enable_totp"));
    return factor.renewCodes(tx, user);
  }

  private Answer renew(Call call) {
    Principal.Person self = call.self();
    Body body = call.body().only(OwnPassword.MEMBER, "code");
    String code = code(body);
    passwords.proveOrLogIn(call, body);
    return codes(
        call,
        tx -> {
          Verdict verdict = factor.use(tx, self.id(), code);
          if (verdict != Verdict.ACCEPTED) {
            return new Used(verdict, List.of());
          }
          watch.changed(tx, self.id(), AccountChange.RECOVERY_CODES, call);
          call.audit(tx, SecondFactor.change(self.id(), "renew_recovery_codes"));
          return new Used(verdict, factor.renewCodes(tx, self.id()));
        });
  }

  /** What became of a code, and the recovery codes that it gave. */
  private record Used(Verdict verdict, List<String> codes) {}

  private Answer codes(Call call, Function<Tx, Used> work) {
    Used used = transactions.call(call.tenant(), work);
    if (used.verdict != Verdict.ACCEPTED) {
      throw factor.refuse(used.verdict, Fault.Kind.FORBIDDEN);
    }
    return Answer.ok(Map.of("recovery_codes", used.codes));
  }

  private Answer disable(Call call) {
    Principal.Person self = call.self();
    Body body = call.body().only("current_password", "code");
    String code = code(body);
    if (transactions.call(call.tenant(), tx -> isRequired(tx, self))) {
      throw Fault.conflict(
          "your role needs a second factor; to change the device, have another administrator"
              + " remove it, and set it up anew at the next log-in");
    }
    passwords.prove(call, body);
    Verdict verdict =
        transactions.call(
            call.tenant(),
            tx -> {
              Verdict used = factor.use(tx, self.id(), code);
              if (used == Verdict.ACCEPTED) {
                factor.remove(tx, self.id());
                watch.changed(tx, self.id(), AccountChange.FACTOR_OFF, call);
                call.audit(tx, SecondFactor.change(self.id(), "disable_totp"));
              }
              return used;
            });
    if (verdict != Verdict.ACCEPTED) {
      throw factor.refuse(verdict, Fault.Kind.FORBIDDEN);
    }
    return Answer.noContent();
  }

  /** Ends the sessions, too: the lost device may have one. */
  private Answer reset(Call call) {
    transactions.call(
        call.tenant(),
        tx -> {
          UUID user = accounts.existing(tx, call.reference("id")).id();
          if (call.isOf(user)) {
            throw Fault.of(
                Fault.Kind.FORBIDDEN,
                "turn off your own second factor with your password and a code: POST"
                    + " /me/totp/disable");
          }
          access.requireOther(tx, call, user);
          if (factor.remove(tx, user)) {
            accounts.endSessions(tx, user);
            watch.sessionsEnded(tx, user, call);
            watch.changed(tx, user, AccountChange.FACTOR_OFF, call);
            tx.afterCommit(ended);
            call.audit(tx, SecondFactor.change(user, "reset_totp"));
          }
          return user;
        });
    return Answer.noContent();
  }

  private static String code(Body body) {
    String code = body.requiredText("code", LONGEST);
    body.throwIfFaulty();
    return code;
  }

  private static Principal.Person self(Call call) {
    Principal.Person person = call.principal().person();
    if (person == null) {
      throw Fault.conflict(
          "this token belongs to no user, so it has no second factor; log in as a user");
    }
    return person;
  }
}
