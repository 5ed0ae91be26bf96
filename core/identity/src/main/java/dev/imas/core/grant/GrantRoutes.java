package dev.imas.core.grant;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.Grant;
import dev.imas.core.access.Permission;
import dev.imas.core.access.Rights;
import dev.imas.core.bus.Saying;
import dev.imas.core.grant.GrantRepository.Found;
import dev.imas.core.grant.GrantRepository.GrantView;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.rights.AdminWatch;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code /grants}: gives somebody a permission besides those of the role, for a team or for a time,
 * and ends it.
 */
public final class GrantRoutes {

  /** Of one user, account or token. They are read with each token that is not cached. */
  static final int MOST = 100;

  private final Transactions transactions;
  private final InstantSource clock;
  private final Runnable changed;
  private final AdminWatch watch;
  private final GrantRepository grants = new GrantRepository();
  private final HolderRepository holders = new HolderRepository();

  /**
   * @param changed is told of each change, so that this process forgets what it has cached
   * @param watch is told of changes of administrators' rights
   */
  public GrantRoutes(
      Transactions transactions, InstantSource clock, Runnable changed, AdminWatch watch) {
    this.transactions = transactions;
    this.clock = clock;
    this.changed = changed;
    this.watch = watch;
  }

  public void mount(Api api) {
    api.get("/grants", Permission.GRANT_DELEGATE, this::list);
    api.post("/grants", Permission.GRANT_DELEGATE, this::create);
    api.get("/grants/{id}", Permission.GRANT_DELEGATE, this::get);
    api.delete("/grants/{id}", Permission.GRANT_DELEGATE, this::end);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Answer list(Call call) {
    Query query = call.query("grantee", "permission", "team", "in_force", "limit", "cursor");
    ListRange paging = query.paging();
    Holder grantee = grantee(query);
    String permission = query.text("permission");
    if (permission != null && Permission.named(permission).isEmpty()) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "permission", unknown(permission));
    }
    Reference team = query.reference("team");
    Boolean inForce = query.flag("in_force");
    List<GrantView> found =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID of =
                  grantee == null
                      ? null
                      : grantee.reference().orNothing(holders.find(tx, grantee).await());
              UUID owner = team == null ? null : team.orNothing(grants.team(tx, team).await());
              GrantRepository.Filter filter =
                  new GrantRepository.Filter(of, permission, owner, inForce);
              return grants.list(tx, filter, now(), paging).await();
            });
    return Answer.page(found, paging, grant -> new TimeKey(grant.madeAt(), grant.id()));
  }

  private static @Nullable Holder grantee(Query query) {
    String text = query.text("grantee");
    return text == null
        ? null
        : Holder.parse(text)
            .orElseThrow(
                () ->
                    Fault.at(
                        Fault.Kind.BAD_REQUEST,
                        "grantee",
                        "write user:ada, service_account:deployer or token:<id>"));
  }

  private Answer get(Call call) {
    UUID id = call.pathId("id");
    return Answer.ok(transactions.call(call.tenant(), tx -> existing(tx, id)).view());
  }

  private Found existing(Tx tx, UUID id) {
    return grants.find(tx, id).await().orElseThrow(() -> Fault.notFound("there is no grant " + id));
  }

  /** A checked body, except what only the database knows. */
  private record Wanted(
      Holder grantee,
      Permission permission,
      @Nullable Reference team,
      Instant from,
      @Nullable Instant until,
      String reason) {}

  private Answer create(Call call) {
    Instant now = now();
    Wanted wanted = read(call.body(), now);
    UUID id = UuidV7.at(clock.millis());
    GrantView made =
        transactions.call(
            call.tenant(),
            tx -> {
              Grant grant =
                  new Grant(wanted.permission, team(tx, wanted), wanted.from, until(call, wanted));
              Delegation.check(call.principal(), grant);
              UUID grantee =
                  holders.find(tx, wanted.grantee).await().orElseThrow(() -> nobody(wanted));
              if (grants.count(tx, grantee, now).await() >= MOST) {
                throw Fault.conflict(
                    wanted.grantee + " has " + MOST + " grants; end one, or raise the role");
              }
              grants
                  .insert(
                      tx,
                      id,
                      wanted.grantee.kind(),
                      grantee,
                      grant,
                      wanted.reason,
                      call.principal())
                  .await();
              GrantView view = existing(tx, id).view();
              call.audit(tx, Audit.Change.create(new Audit.Subject("grant", id), view));
              watched(tx, call, view, "rights.granted");
              return view;
            });
    changed.run();
    return Answer.created(Api.BASE + "/grants/" + id, made);
  }

  /** What has no end of its own ends with the token by which it is granted. */
  private static @Nullable Instant until(Call call, Wanted wanted) {
    return wanted.until == null && call.may(Permission.GRANT_MANAGE)
        ? call.principal().holdsUntil(Permission.GRANT_MANAGE)
        : wanted.until;
  }

  /** Administrators are told of what makes somebody one of them. */
  private void watched(Tx tx, Call call, GrantView grant, String what) {
    if (Permission.named(grant.permission()).filter(AdminWatch::isAdministration).isPresent()) {
      Holder.Shown grantee = grant.grantee();
      boolean isUser = grantee.kind().equals(Holder.Kind.USER.wireName());
      watch.changed(
          tx,
          isUser ? grantee.id() : null,
          grant.id(),
          Saying.of("rights.kind." + grantee.kind(), grantee.name()).and(what, grant.permission()),
          AdminWatch.author(call));
    }
  }

  private @Nullable UUID team(Tx tx, Wanted wanted) {
    Reference team = wanted.team;
    return team == null
        ? null
        : grants
            .team(tx, team)
            .await()
            .orElseThrow(
                () ->
                    Fault.invalid(
                        "/team",
                        "/team: there is no team '" + team + "'; create it or name another"));
  }

  private static Fault nobody(Wanted wanted) {
    return Fault.invalid(
        "/grantee", "/grantee: there is no active '" + wanted.grantee + "'; name another");
  }

  private static Wanted read(Body body, Instant now) {
    body.only("grantee", "permission", "team", "from", "until", "reason");
    Holder grantee = Holder.read(body, "grantee");
    if (grantee == null && !body.has("grantee")) {
      body.fault("/grantee", "is missing; write user:ada, service_account:deployer or token:<id>");
    }
    String name = body.requiredText("permission", 100);
    Permission permission = Permission.named(name).orElse(null);
    if (permission == null && !name.isEmpty()) {
      body.fault("/permission", unknown(name));
    }
    String team = body.text("team", 200);
    if (team != null && permission != null && !permission.isNarrowable()) {
      body.fault("/team", name + " cannot be narrowed to a team; leave team out");
    }
    Instant given = time(body, "from");
    Instant from = given == null ? now : given;
    Instant until = time(body, "until");
    if (from.isBefore(now)) {
      body.fault("/from", "is in the past; leave it out to begin now");
    }
    if (until != null && !until.isAfter(from)) {
      body.fault("/until", "must be after from");
    }
    String reason = body.text("reason", 1_000, "");
    body.throwIfFaulty();
    if (grantee == null || permission == null) {
      throw Fault.invalid("/grantee", "/grantee is missing");
    }
    return new Wanted(
        grantee, permission, team == null ? null : Reference.of(team.strip()), from, until, reason);
  }

  /** As exact as the database stores it. */
  private static @Nullable Instant time(Body body, String member) {
    Instant time = body.time(member);
    return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
  }

  private static String unknown(String permission) {
    return "'" + permission + "' is no permission; docs/permissions.md lists them";
  }

  private static boolean mayTake(Call call, GrantView grant) {
    GrantRepository.Named team = grant.team();
    return Permission.named(grant.permission())
        .map(
            permission ->
                new Grant(permission, team == null ? null : team.id(), grant.from(), grant.until()))
        .filter(given -> call.principal().includes(new Rights(AccessRole.VIEWER, List.of(given))))
        .isPresent();
  }

  private Answer end(Call call) {
    UUID id = call.pathId("id");
    transactions.call(
        call.tenant(),
        tx -> {
          Found found = existing(tx, id);
          if (!found.isMadeBy(call.principal()) && !call.may(Permission.GRANT_MANAGE)) {
            throw Fault.of(
                Fault.Kind.FORBIDDEN,
                "only who made a grant, or the permission grant.manage, ends it");
          }
          if (!found.isMadeBy(call.principal()) && !mayTake(call, found.view())) {
            throw Fault.of(
                Fault.Kind.FORBIDDEN,
                "the grant gives a permission that you do not have, or for longer; ask somebody who"
                    + " has it");
          }
          Audit.Subject subject = new Audit.Subject("grant", id);
          call.audit(tx, new Audit.Change(subject, "end", found.view(), null));
          if (found.view().endedAt() == null) {
            watched(tx, call, found.view(), "rights.taken");
          }
          return grants.end(tx, id, call.author(), now()).await();
        });
    changed.run();
    return Answer.noContent();
  }
}
