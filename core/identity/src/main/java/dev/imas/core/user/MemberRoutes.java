package dev.imas.core.user;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.MemberRepository.MemberView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code /teams/{team}/members}: who belongs to a team, and who leads it. */
public final class MemberRoutes {

  /** What a member of a team can be. */
  public static final Set<String> ROLES = Set.of("member", "lead");

  private static final int MOST_MEMBERS = 10_000;

  private final Transactions transactions;
  private final TeamRepository teams = new TeamRepository();
  private final UserRepository users = new UserRepository();
  private final MemberRepository members = new MemberRepository();

  public MemberRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  public void mount(Api api) {
    api.get("/teams/{team}/members", Permission.TEAM_READ, this::list);
    api.put("/teams/{team}/members/{user}", Permission.TEAM_MANAGE, this::put);
    api.delete("/teams/{team}/members/{user}", Permission.TEAM_MANAGE, this::delete);
  }

  private Answer list(Call call) {
    Reference team = call.reference("team");
    ListRange paging = call.query("limit", "cursor").paging();
    List<MemberView> found =
        transactions.call(
            call.tenant(),
            tx -> members.list(tx, teams.existingId(tx, team).await(), paging).await());
    return Answer.page(found, paging, member -> member.user().username());
  }

  private Answer put(Call call) {
    Body body = call.body().only("role");
    String role = body.text("role", 20, "member");
    if (!ROLES.contains(role)) {
      body.fault("/role", "must be member or lead");
    }
    body.throwIfFaulty();
    return transactions.call(
        call.tenant(), tx -> Answer.ok(put(tx, call, team(tx, call), user(tx, call), role)));
  }

  private MemberView put(Tx tx, Call call, UUID team, UUID user, String role) {
    Optional<MemberView> before = members.find(tx, team, user).await();
    members.put(tx, team, user, role).await();
    MemberView after = members.find(tx, team, user).await().orElseThrow();
    call.audit(
        tx,
        new Audit.Change(
            new Audit.Subject("team_member", user),
            before.isEmpty() ? "create" : "update",
            before.map(was -> kept(team, was)).orElse(null),
            kept(team, after)));
    return after;
  }

  private Answer delete(Call call) {
    transactions.call(
        call.tenant(),
        tx -> {
          delete(tx, call, team(tx, call), user(tx, call));
          return call;
        });
    return Answer.noContent();
  }

  private void delete(Tx tx, Call call, UUID team, UUID user) {
    MemberView before = members.find(tx, team, user).await().orElseThrow(MemberRoutes::isNoMember);
    members.delete(tx, team, user).await();
    call.audit(tx, Audit.Change.delete(new Audit.Subject("team_member", user), kept(team, before)));
  }

  /** The role of each member of a team. */
  public Map<UUID, String> roles(Tx tx, UUID team) {
    Map<UUID, String> roles = new LinkedHashMap<>();
    members
        .list(tx, team, new ListRange(MOST_MEMBERS, null))
        .await()
        .forEach(member -> roles.put(member.user().id(), member.role()));
    return roles;
  }

  /**
   * Makes the team's members these, with an entry in the audit for each change.
   *
   * @param wanted the role of each member: member or lead
   */
  public void replace(Tx tx, Call call, UUID team, Map<UUID, String> wanted) {
    Map<UUID, String> before = roles(tx, team);
    wanted.forEach(
        (user, role) -> {
          if (!role.equals(before.get(user))) {
            put(tx, call, team, user, role);
          }
        });
    before.keySet().stream()
        .filter(user -> !wanted.containsKey(user))
        .forEach(user -> delete(tx, call, team, user));
  }

  private UUID team(Tx tx, Call call) {
    UUID team = teams.existingId(tx, call.reference("team")).await();
    call.require(Permission.TEAM_MANAGE, team);
    return team;
  }

  private UUID user(Tx tx, Call call) {
    return users
        .findId(tx, call.reference("user"))
        .await()
        .orElseThrow(() -> Fault.notFound("there is no user with this id or name"));
  }

  private static Fault isNoMember() {
    return Fault.notFound("the user is no member of this team");
  }

  private static Map<String, Object> kept(UUID team, MemberView member) {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("team", team);
    kept.put("role", member.role());
    return kept;
  }
}
