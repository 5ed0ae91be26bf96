package dev.imas.core.user;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Permission;
import dev.imas.core.bus.Saying;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AccountChange;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.rights.AdminWatch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /users}: administrators change everybody, and everybody their own account (IAM-17). */
public final class UserRoutes {

  private final InstantSource clock;
  private final List<KeepsUser> keepers;
  private final AdminWatch watch;
  private final OwnPassword password;
  private final AccountWatch accounts;
  private final AccountAccess access = new AccountAccess();
  private final UserRepository users = new UserRepository();
  private final TeamRepository teams = new TeamRepository();
  private final ResourceRoutes<UserView, UserWriting> routes;

  /**
   * @param keepers what may still need a user who is to be deleted
   * @param watch is told of changes of administrators
   * @param password asks people for theirs
   * @param accounts tells people of changes of their accounts
   */
  public UserRoutes(
      Transactions transactions,
      InstantSource clock,
      List<KeepsUser> keepers,
      AdminWatch watch,
      OwnPassword password,
      AccountWatch accounts) {
    this.clock = clock;
    this.keepers = List.copyOf(keepers);
    this.watch = watch;
    this.password = password;
    this.accounts = accounts;
    this.routes =
        new ResourceRoutes<>(
            transactions, clock, call -> new Users(call, (tx, leaving) -> asked(tx, call)));
  }

  public void mount(Api api) {
    routes.mount(
        api,
        "/users",
        new Permissions(
            Permission.USER_READ,
            Permission.USER_MANAGE,
            Permission.SELF_EDIT,
            Permission.USER_MANAGE));
  }

  /**
   * The users, as one call may read and change them.
   *
   * @param handOvers who takes the places of users who are deleted
   */
  public Resource<? extends Versioned, ?> resource(Call call, HandOvers handOvers) {
    return new Users(call, handOvers);
  }

  /** Who a request says takes the places of the user that it deletes. */
  private Optional<Successor> asked(Tx tx, Call call) {
    Query query = call.query("reassign", "successor");
    Reference successor = query.reference("successor");
    if (successor != null) {
      UUID id =
          users
              .findId(tx, successor)
              .await()
              .orElseThrow(
                  () ->
                      Fault.at(
                          Fault.Kind.NOT_FOUND,
                          "successor",
                          "there is no user with the id or name of the successor; name another"));
      return Optional.of(Successor.chosen(id));
    }
    return Boolean.TRUE.equals(query.flag("reassign"))
        ? Optional.of(Successor.picked())
        : Optional.empty();
  }

  /** The users of a tenant, as one call may change them. */
  private final class Users implements Resource<UserView, UserWriting> {

    private final Call call;
    private final HandOvers handOvers;
    private boolean passwordSent;

    Users(Call call, HandOvers handOvers) {
      this.call = call;
      this.handOvers = handOvers;
    }

    @Override
    public List<String> filters() {
      return List.of("role", "team");
    }

    @Override
    public Function<Tx, List<UserView>> list(Query query, ListRange paging) {
      String[] roles = roles(query);
      Reference team = query.reference("team");
      return tx -> {
        UUID of = team == null ? null : team.orNothing(teams.findId(tx, team).await());
        return users.list(tx, roles, of, paging).await();
      };
    }

    private static String @Nullable [] roles(Query query) {
      String[] chosen = query.choices("role", AccessRole.class);
      if (chosen == null) {
        return null;
      }
      String[] roles = new String[chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        roles[i] = AccessRole.valueOf(chosen[i]).wireName();
      }
      return roles;
    }

    @Override
    public Object key(UserView user) {
      return user.username();
    }

    @Override
    public UserView existing(Tx tx, Reference user) {
      return read(tx, user.orNothing(users.findId(tx, user).await()));
    }

    @Override
    public UserView insert(Tx tx, UUID id, UserWriting writing) {
      AccessRole role = writing.role();
      if (role == null) {
        throw Fault.invalid(
            "/role", "/role is missing; send one of " + AccessRole.namesInATenant());
      }
      AccountAccess.requireToGive(call, role);
      writing.requireOwnName(tx, users, null);
      users.insert(tx, id, writing, role).await();
      UserView made = read(tx, id);
      if (made.isActiveAdmin()) {
        changed(tx, made, "is a new administrator");
      }
      return made;
    }

    @Override
    public Audit.Subject subject(UserView user) {
      return new Audit.Subject("user", user.id());
    }

    @Override
    public Object audited(UserView user) {
      return user.withoutPerson();
    }

    @Override
    public Object auditedAfter(UserView before, UserView after) {
      return after.withoutPersonSince(before);
    }

    @Override
    public String location(UserView made) {
      return "/users/" + made.id();
    }

    @Override
    public @Nullable UserView update(Tx tx, UserView before, UserWriting writing, int version) {
      boolean isSelf = access.require(tx, call, before.id());
      refuseBeyondOneself(before, writing);
      writing.requireOwnName(tx, users, before);
      if (isSelf && !writing.keepsPerson(before)) {
        password.require(tx, call, passwordSent);
      }
      AccessRole role = writing.role();
      if (role != null && !role.wireName().equals(before.role())) {
        AccountAccess.requireToGive(call, role);
      }
      boolean ceases =
          (role != null && role != AccessRole.TENANT_ADMIN)
              || Boolean.FALSE.equals(writing.isActive());
      if (before.isActiveAdmin() && ceases) {
        refuseTheLastAdmin(tx, before);
      }
      tell(tx, before, writing);
      if (!users.update(tx, before.id(), writing, version).await()) {
        return null;
      }
      UserView after = read(tx, before.id());
      if (hasLess(before, after)) {
        users.endSessions(tx, after.id()).await();
      }
      if (before.isActive() && !after.isActive()) {
        List<String> kept = keeping(tx, after.id());
        if (!kept.isEmpty()) {
          watch.stillNeeded(tx, after.id(), after.username(), kept, AdminWatch.author(call));
        }
      }
      if (before.isActiveAdmin() != after.isActiveAdmin()) {
        changed(tx, after, after.isActiveAdmin() ? "rights.became" : "rights.no_more");
      }
      return after;
    }

    private void tell(Tx tx, UserView before, UserWriting writing) {
      if (!writing.email().equals(before.email())) {
        accounts.changed(tx, before.id(), AccountChange.EMAIL, call);
      }
      if (!writing.username().equals(before.username())) {
        accounts.changed(tx, before.id(), AccountChange.USERNAME, call);
      }
    }

    private void changed(Tx tx, UserView user, String what) {
      watch.changed(
          tx,
          user.id(),
          user.id(),
          Saying.plain(user.username() + " ").and(what),
          AdminWatch.author(call));
    }

    /** Oneself may change neither what one may do, nor whether one may log in. */
    private void refuseBeyondOneself(UserView before, UserWriting writing) {
      if (call.may(Permission.USER_MANAGE)) {
        return;
      }
      AccessRole role = writing.role();
      if ((role != null && !role.wireName().equals(before.role()))
          || Boolean.FALSE.equals(writing.isActive())) {
        throw Fault.of(
            Fault.Kind.FORBIDDEN,
            "you may change neither your own role nor is_active; leave both out, or ask an"
                + " administrator");
      }
    }

    private static boolean hasLess(UserView before, UserView after) {
      AccessRole was = AccessRole.named(before.role()).orElseThrow();
      AccessRole is = AccessRole.named(after.role()).orElseThrow();
      return (before.isActive() && !after.isActive()) || !is.includes(was);
    }

    @Override
    public void delete(Tx tx, UserView there) {
      access.require(tx, call, there.id());
      if (there.isActiveAdmin()) {
        refuseTheLastAdmin(tx, there);
      }
      Optional<Successor> successor = handOvers.successor(tx, there.id());
      List<String> kept = keeping(tx, there.id());
      List<String> places = new ArrayList<>(kept);
      keepers.forEach(keeper -> places.addAll(keeper.passing(tx, there.id())));
      if (!places.isEmpty() && successor.isPresent()) {
        handOver(tx, there, successor.get());
        handOvers.handedOver(there.id(), places);
        kept = keeping(tx, there.id());
      }
      if (!kept.isEmpty()) {
        throw Fault.conflict(
            "the user is still needed by: "
                + String.join("; ", kept)
                + (successor.isPresent()
                    ? ". Nobody can be picked for that: name the successor"
                    : ". Put somebody else there first, or have it reassigned"));
      }
      if (there.isActiveAdmin()) {
        changed(tx, there, "rights.deleted");
      }
      users.delete(tx, there.id(), clock.instant()).await();
    }

    private List<String> keeping(Tx tx, UUID user) {
      List<String> kept = new ArrayList<>();
      keepers.forEach(keeper -> kept.addAll(keeper.keeping(tx, user).await()));
      return kept;
    }

    private void handOver(Tx tx, UserView leaving, Successor successor) {
      successor
          .chosen()
          .map(id -> read(tx, id))
          .filter(user -> !user.isActive() || user.id().equals(leaving.id()))
          .ifPresent(
              user -> {
                throw Fault.conflict(
                    user.username()
                        + " cannot take this over: the successor must be another user"
                        + " who is active");
              });
      keepers.forEach(keeper -> keeper.handOver(tx, call, leaving.id(), successor));
    }

    /** Without an administrator nobody could make another one. */
    private void refuseTheLastAdmin(Tx tx, UserView admin) {
      if (users.lockAdmins(tx).await().equals(List.of(admin.id()))) {
        throw Fault.conflict(
            "this is the last active administrator of the tenant; make another user tenant_admin"
                + " first");
      }
    }

    private UserView read(Tx tx, UUID id) {
      return users
          .find(tx, id)
          .await()
          .orElseThrow(() -> Fault.notFound("there is no user with this id or name"));
    }

    @Override
    public UserWriting read(Body body) {
      body.only(UserWriting.WITH_PASSWORD);
      UserWriting writing = UserWriting.read(body);
      body.throwIfFaulty();
      passwordSent = password.isIn(call, body);
      return writing;
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return Accounts.meaning(constraint);
    }
  }
}
