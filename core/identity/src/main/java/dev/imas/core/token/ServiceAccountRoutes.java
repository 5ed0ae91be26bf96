package dev.imas.core.token;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.access.Rights;
import dev.imas.core.grant.GrantRepository;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.token.ServiceAccountRepository.AccountView;
import dev.imas.core.token.ServiceAccountRepository.Writing;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /service-accounts}: programs, as owners of their tokens. */
public final class ServiceAccountRoutes {

  private final ServiceAccountRepository accounts = new ServiceAccountRepository();
  private final ResourceRoutes<AccountView, Writing> routes;
  private final Runnable changed;
  private final InstantSource clock;
  private final TokenRepository tokens = new TokenRepository();
  private final GrantRepository grants = new GrantRepository();

  /**
   * @param changed is told of each change, so that this process forgets the tokens it has cached
   */
  ServiceAccountRoutes(Transactions transactions, InstantSource clock, Runnable changed) {
    this.changed = changed;
    this.clock = clock;
    this.routes = new ResourceRoutes<>(transactions, clock, Accounts::new);
  }

  void mount(Api api) {
    routes.mount(
        api, "/service-accounts", Permissions.of(Permission.TOKEN_MANAGE, Permission.TOKEN_MANAGE));
  }

  /** The accounts, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Accounts(call);
  }

  private final class Accounts implements Resource<AccountView, Writing> {

    private final Call call;
    private final String author;
    private final UUID credential;

    Accounts(Call call) {
      this.call = call;
      this.author = call.author();
      this.credential = call.principal().credential();
    }

    @Override
    public Function<Tx, List<AccountView>> list(Query query, ListRange paging) {
      return tx -> accounts.list(tx, paging).await();
    }

    @Override
    public Object key(AccountView account) {
      return account.name();
    }

    @Override
    public AccountView existing(Tx tx, Reference account) {
      return read(tx, account.orNothing(accounts.findId(tx, account).await()));
    }

    @Override
    public AccountView insert(Tx tx, UUID id, Writing writing) {
      accounts.insert(tx, id, writing, author).await();
      return read(tx, id);
    }

    @Override
    public Audit.Subject subject(AccountView account) {
      return new Audit.Subject("service_account", account.id());
    }

    @Override
    public String location(AccountView made) {
      return "/service-accounts/" + made.id();
    }

    @Override
    public @Nullable AccountView update(Tx tx, AccountView before, Writing writing, int version) {
      if (!writing.isActive() && accounts.owns(tx, before.id(), credential).await()) {
        throw Fault.conflict(
            "this call is made with a token of the account; somebody else has to switch it off");
      }
      refuseAbove(tx, before.id());
      tx.afterCommit(changed);
      return accounts.update(tx, before.id(), writing, version).await()
          ? read(tx, before.id())
          : null;
    }

    @Override
    public void delete(Tx tx, AccountView there) {
      refuseAbove(tx, there.id());
      accounts.delete(tx, there.id()).await();
    }

    /** Nobody switches off, or renames, what may do more than they. */
    private void refuseAbove(Tx tx, UUID account) {
      Principal caller = call.principal();
      boolean isAbove =
          !caller.includes(new Rights(AccessRole.VIEWER, grants.of(tx, account).await()))
              || tokens.rolesOf(tx, account, clock.instant()).stream()
                  .anyMatch(role -> !caller.role().includes(role));
      if (isAbove) {
        throw Fault.of(
            Fault.Kind.FORBIDDEN,
            "the account or a token of it has more permissions than you; ask somebody who has no"
                + " fewer");
      }
    }

    private AccountView read(Tx tx, UUID id) {
      return accounts
          .find(tx, id)
          .await()
          .orElseThrow(() -> Fault.notFound("there is no service account with this id or name"));
    }

    @Override
    public Writing read(Body body) {
      body.only("name", "description", "is_active");
      Writing writing =
          new Writing(
              body.requiredText("name", 100),
              body.text("description", 5_000, ""),
              body.flag("is_active", true));
      body.throwIfFaulty();
      return writing;
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "service_account_name" ->
            Fault.conflict("a service account with this name exists already; choose another name");
        case "api_token_service_account" ->
            Fault.conflict("the account owns tokens; set is_active to false instead");
        default -> null;
      };
    }
  }
}
