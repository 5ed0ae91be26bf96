package dev.imas.core.login;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.bus.Saying;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Reference;
import dev.imas.core.login.InvitationRepository.Invitation;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.password.GuessLimits;
import dev.imas.core.password.GuessLimits.Attempt;
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AccountChange;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.rights.AdminWatch;
import dev.imas.core.user.AccountAccess;
import dev.imas.core.user.Accounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /auth/register}: uses an invitation's code, once. It makes an account, or sets the
 * password of the account that the invitation names. Nobody registers without a code (IAM-17).
 */
final class RegisterRoutes {

  private static final Duration VALID = Duration.ofDays(7);
  private static final int LONGEST_CODE = 200;

  private final Transactions transactions;
  private final Passwords passwords;
  private final GuessLimits limits;
  private final Audit audit;
  private final InstantSource clock;
  private final AdminWatch watch;
  private final AccountWatch owners;
  private final SecretBox secrets;
  private final InvitationMail mail;
  private final InvitationRepository invitations = new InvitationRepository();
  private final Accounts accounts = new Accounts();
  private final AccountAccess access = new AccountAccess();

  RegisterRoutes(
      Transactions transactions,
      Passwords passwords,
      GuessLimits limits,
      Audit audit,
      InstantSource clock,
      AdminWatch watch,
      AccountWatch owners,
      SecretBox secrets,
      InvitationMail mail) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.limits = limits;
    this.audit = audit;
    this.clock = clock;
    this.watch = watch;
    this.owners = owners;
    this.secrets = secrets;
    this.mail = mail;
  }

  void mount(Api api) {
    api.post("/auth/invitation", Permission.SESSION_OPEN, this::read);
    api.post("/auth/register", Permission.SESSION_OPEN, this::register);
    api.post("/users/{id}/invitation", Permission.USER_MANAGE, this::invite);
  }

  /**
   * What an invitation is for, so that a page asks for what the code needs. The code stays as it
   * is: scanners of mail may open its link.
   */
  private Answer read(Call call) {
    Body body = call.body().only("code");
    String code = body.text("code", LONGEST_CODE, "");
    body.throwIfFaulty();
    Sent sent = sent(call, code);
    UUID user = sent.invitation.user();
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("makes_account", user == null);
    shown.put("username", user == null ? null : username(sent.tenant, user));
    return new Answer(200, shown, Map.of());
  }

  private String username(TenantId tenant, UUID user) {
    return transactions
        .call(tenant, tx -> accounts.find(tx, user))
        .orElseThrow(RegisterRoutes::bad)
        .username();
  }

  private record Sent(TenantId tenant, Invitation invitation) {}

  /** The open invitation of a code. Of an address only wrong codes are counted. */
  private Sent sent(Call call, String code) {
    limits.admit(Attempt.INVITATION, call.address());
    try {
      TenantId tenant =
          Credential.tenantOf(code).map(TenantId::new).orElseThrow(RegisterRoutes::bad);
      byte[] hash = Credential.hash(code);
      return new Sent(tenant, transactions.call(tenant, tx -> open(tx, hash)));
    } catch (Fault fault) {
      if (fault.kind() == Fault.Kind.UNAUTHENTICATED) {
        limits.failed(Attempt.INVITATION, call.address());
      }
      throw fault;
    }
  }

  private Answer register(Call call) {
    Body body = call.body();
    String code = body.text("code", LONGEST_CODE, "");
    Sent sent = sent(call, code); // Before the password is hashed.
    TenantId tenant = sent.tenant;
    Invitation invitation = sent.invitation;
    byte[] codeHash = Credential.hash(code);
    UUID known = invitation.user();
    Accounts.Registration wanted =
        known == null
            ? Accounts.registration(body)
            : transactions.call(tenant, tx -> accounts.registrationOf(tx, body, known));
    String hash = passwords.hashed(wanted.password(), true).await();
    UUID user =
        Constraints.explained(
            Accounts::meaning,
            () ->
                transactions.call(
                    tenant,
                    tx -> use(tx, call.address(), call.requestId(), codeHash, wanted, hash)));
    // The page behind the code leads to the log-in, where several tenants have to be told apart.
    return new Answer(
        201,
        Map.of("user", user, "username", wanted.username(), "tenant", invitation.tenant()),
        Map.of());
  }

  private Invitation open(Tx tx, byte[] codeHash) {
    return invitations.lock(tx, codeHash, clock.instant()).await().orElseThrow(RegisterRoutes::bad);
  }

  private UUID use(
      Tx tx,
      String address,
      @Nullable String requestId,
      byte[] codeHash,
      Accounts.Registration wanted,
      String hash) {
    Invitation invitation = open(tx, codeHash);
    Instant now = clock.instant();
    UUID known = invitation.user();
    UUID user = known == null ? UuidV7.at(clock.millis()) : known;
    if (known == null) {
      accounts.insert(tx, user, wanted, role(invitation));
    }
    if (known == null && AdminWatch.isAdministration(role(invitation))) {
      watch.changed(
          tx,
          user,
          user,
          Saying.plain(wanted.username() + " ").and("rights.new"),
          Saying.of("rights.by_invitation", address));
    }
    if (known != null && !invitation.isReset()) {
      Saying by = Saying.of("rights.by_invitation", address);
      owners.changed(tx, user, AccountChange.PASSWORD, null, by);
    }
    accounts.setPassword(tx, user, hash, now);
    owners.sessionsEnded(tx, user, Saying.of("rights.by_invitation", address));
    invitations.use(tx, invitation.id(), user, now).await();
    if (invitation.isReset()) {
      accounts
          .find(tx, user)
          .ifPresent(
              one -> mail.tellChanged(tx, invitation.id(), one.username(), one.email(), now));
    }
    Audit.Actor actor = new Audit.Actor(Audit.Actor.Kind.LINK, invitation.id());
    Audit.Origin origin = new Audit.Origin(actor, Audit.Origin.API, address, requestId);
    Audit.Subject subject = new Audit.Subject("user", user);
    Map<String, Object> after = known == null ? Map.of("role", invitation.role()) : null;
    audit
        .record(
            tx,
            origin,
            new Audit.Change(subject, known == null ? "create" : "set_password", null, after))
        .await();
    return user;
  }

  private static AccessRole role(Invitation invitation) {
    return AccessRole.named(invitation.role()).orElseThrow();
  }

  private static Fault bad() {
    return Fault.of(
        Fault.Kind.UNAUTHENTICATED,
        "the code is unknown, was used before or has expired; ask an administrator for another");
  }

  /** A code by which the user sets a password, so that no administrator has to know it. */
  private Answer invite(Call call) {
    Reference reference = call.reference("id");
    call.body().only().throwIfFaulty();
    UUID id = UuidV7.at(clock.millis());
    Secret code = Credential.invitation(call.tenant().value(), secrets, id);
    Instant now = clock.instant();
    Instant until = now.plus(VALID);
    boolean mailed =
        transactions.call(
            call.tenant(),
            tx -> {
              Accounts.Named user = accounts.existing(tx, reference);
              if (call.isOf(user.id())) {
                throw Fault.of(
                    Fault.Kind.FORBIDDEN,
                    "an invitation gives no permission to oneself; change your password with the"
                        + " one you have: PUT /api/v1/users/{id}/password");
              }
              access.requireOther(tx, call, user.id());
              byte[] hash = Credential.hash(code.reveal());
              invitations
                  .insert(tx, id, hash, user.role(), user.id(), call.author(), now, until)
                  .await();
              Audit.Subject subject = new Audit.Subject("user", user.id());
              call.audit(
                  tx, new Audit.Change(subject, "invite", null, Map.of("expires_at", until)));
              return mail.send(tx, id, user.username(), user.email(), until);
            });
    Map<String, @Nullable Object> shownOnce = new LinkedHashMap<>();
    shownOnce.put("id", id);
    shownOnce.put("code", code.reveal());
    shownOnce.put("expires_at", until);
    shownOnce.put("mailed", mailed);
    return new Answer(201, shownOnce, Map.of());
  }
}
