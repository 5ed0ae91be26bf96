package dev.imas.core.login;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
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
import dev.imas.core.password.Passwords;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AdminWatch;
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

  private final Transactions transactions;
  private final Passwords passwords;
  private final GuessLimits limits;
  private final Audit audit;
  private final InstantSource clock;
  private final AdminWatch watch;
  private final InvitationRepository invitations = new InvitationRepository();
  private final Accounts accounts = new Accounts();

  RegisterRoutes(
      Transactions transactions,
      Passwords passwords,
      GuessLimits limits,
      Audit audit,
      InstantSource clock,
      AdminWatch watch) {
    this.transactions = transactions;
    this.passwords = passwords;
    this.limits = limits;
    this.audit = audit;
    this.clock = clock;
    this.watch = watch;
  }

  void mount(Api api) {
    api.post("/auth/register", Permission.SESSION_OPEN, this::register);
    api.post("/users/{id}/invitation", Permission.USER_MANAGE, this::invite);
  }

  private Answer register(Call call) {
    limits.attempt(call.address());
    Body body = call.body();
    String code = body.text("code", 200, "");
    TenantId tenant = Credential.tenantOf(code).map(TenantId::new).orElseThrow(RegisterRoutes::bad);
    byte[] codeHash = Credential.hash(code);
    Invitation invitation =
        transactions.call(tenant, tx -> open(tx, codeHash)); // Before the password is hashed.
    UUID known = invitation.user();
    Accounts.Registration wanted =
        known == null
            ? Accounts.registration(body)
            : transactions.call(tenant, tx -> accounts.registrationOf(tx, body, known));
    String hash = passwords.hashed(wanted.password(), true).await();
    UUID user =
        Constraints.explained(
            Accounts::meaning,
            () -> transactions.call(tenant, tx -> use(tx, call, codeHash, wanted, hash)));
    return new Answer(201, Map.of("user", user, "username", wanted.username()), Map.of());
  }

  private Invitation open(Tx tx, byte[] codeHash) {
    return invitations.lock(tx, codeHash, clock.instant()).await().orElseThrow(RegisterRoutes::bad);
  }

  private UUID use(Tx tx, Call call, byte[] codeHash, Accounts.Registration wanted, String hash) {
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
          wanted.username() + " is a new administrator",
          "whoever had the invitation, from " + call.address());
    }
    accounts.setPassword(tx, user, hash, now);
    invitations.use(tx, invitation.id(), user, now).await();
    Audit.Actor actor = new Audit.Actor(Audit.Actor.Kind.LINK, invitation.id());
    Audit.Origin origin =
        new Audit.Origin(actor, Audit.Origin.API, call.address(), call.requestId());
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
    Secret code = Credential.invitation(call.tenant().value());
    UUID id = UuidV7.at(clock.millis());
    Instant now = clock.instant();
    Instant until = now.plus(VALID);
    transactions.call(
        call.tenant(),
        tx -> {
          Accounts.Named user = accounts.existing(tx, reference);
          byte[] hash = Credential.hash(code.reveal());
          invitations
              .insert(tx, id, hash, user.role(), user.id(), call.author(), now, until)
              .await();
          Audit.Subject subject = new Audit.Subject("user", user.id());
          call.audit(tx, new Audit.Change(subject, "invite", null, Map.of("expires_at", until)));
          return id;
        });
    Map<String, @Nullable Object> shownOnce = new LinkedHashMap<>();
    shownOnce.put("id", id);
    shownOnce.put("code", code.reveal());
    shownOnce.put("expires_at", until);
    return new Answer(201, shownOnce, Map.of());
  }
}
