package dev.imas.core.catalog;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository.TeamView;
import dev.imas.core.catalog.TeamRepository.TeamWriting;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ChangeGuard;
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
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /teams}. */
public final class TeamRoutes {

  private final TeamRepository teams = new TeamRepository();
  private final ResourceRoutes<TeamView, TeamWriting> routes;

  /**
   * @param guard keeps what others name
   */
  public TeamRoutes(Transactions transactions, InstantSource clock, ChangeGuard guard) {
    Teams all = new Teams();
    this.routes = new ResourceRoutes<>(transactions, clock, call -> all, guard);
  }

  public void mount(Api api) {
    routes.mount(
        api,
        "/teams",
        new Permissions(
            Permission.TEAM_READ,
            Permission.TEAM_CREATE,
            Permission.TEAM_MANAGE,
            Permission.TEAM_DELETE));
  }

  /** The teams, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Teams();
  }

  private final class Teams implements Resource<TeamView, TeamWriting> {

    @Override
    public Function<Tx, List<TeamView>> list(Query query, ListRange paging) {
      return tx -> teams.list(tx, paging).await();
    }

    @Override
    public Object key(TeamView team) {
      return team.name();
    }

    @Override
    public UUID team(TeamView team) {
      return team.id();
    }

    @Override
    public TeamView existing(Tx tx, Reference team) {
      return read(tx, teams.existingId(tx, team).await());
    }

    @Override
    public TeamView insert(Tx tx, UUID id, TeamWriting writing) {
      teams.insert(tx, id, writing).await();
      return read(tx, id);
    }

    @Override
    public Audit.Subject subject(TeamView team) {
      return new Audit.Subject("team", team.id());
    }

    @Override
    public String location(TeamView made) {
      return "/teams/" + made.id();
    }

    @Override
    public @Nullable TeamView update(Tx tx, TeamView before, TeamWriting writing, int version) {
      return teams.update(tx, before.id(), writing, version).await() ? read(tx, before.id()) : null;
    }

    @Override
    public void delete(Tx tx, TeamView there) {
      teams.delete(tx, there.id()).await();
    }

    private TeamView read(Tx tx, UUID id) {
      return teams.find(tx, id).await().orElseThrow(() -> Fault.notFound("there is no team " + id));
    }

    @Override
    public TeamWriting read(Body body) {
      body.only("name", "description", "email");
      TeamWriting writing =
          new TeamWriting(
              body.requiredText("name", 200),
              body.text("description", 5_000, ""),
              body.text("email", 320));
      if (writing.email() != null && writing.email().indexOf('@') < 1) {
        body.fault("/email", "is not an e-mail address such as team@example.com");
      }
      body.throwIfFaulty();
      return writing;
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "team_name" ->
            Fault.conflict("a team with this name exists already; choose another name");
        case "service_tenant_id_owner_team_id_fkey" ->
            Fault.conflict("the team owns services; give these another owner_team first");
        case "schedule_tenant_id_team_id_fkey" ->
            Fault.conflict("the team has schedules; give these another team first");
        case "escalation_policy_tenant_id_team_id_fkey" ->
            Fault.conflict("the team has escalation policies; give these another team first");
        case "board_tenant_id_team_id_fkey" ->
            Fault.conflict("the team has a board; give it another team first, or delete it");
        case TeamRepository.FALLBACK ->
            Fault.conflict(
                "channels of the team are the tenant's fallback, which is notified of pages that"
                    + " reached nobody; name others there first (PUT /api/v1/fallback)");
        case "impact_scope_tenant_id_team_id_fkey" ->
            Fault.conflict("impact scopes name the team; give these another team first");
        default -> null;
      };
    }
  }
}
