package dev.imas.core.catalog;

import dev.imas.core.catalog.TeamRepository.TeamView;
import dev.imas.core.catalog.TeamRepository.TeamWriting;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Scope;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /teams}. */
public final class TeamRoutes {

  private final Transactions transactions;
  private final TeamRepository teams = new TeamRepository();
  private final InstantSource clock;

  public TeamRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/teams", Scope.READ, this::list);
    api.post("/teams", Scope.WRITE, this::create);
    api.get("/teams/{id}", Scope.READ, this::get);
    api.put("/teams/{id}", Scope.WRITE, this::update);
    api.delete("/teams/{id}", Scope.ADMIN, this::delete);
  }

  private Future<Answer> list(Call call) {
    Paging paging = call.query("limit", "cursor").paging();
    return transactions
        .run(call.tenant(), tx -> teams.list(tx, paging))
        .map(found -> Answer.ok(Page.of(found, paging, TeamView::name)));
  }

  private Future<Answer> get(Call call) {
    Reference team = call.reference("id");
    return transactions
        .run(call.tenant(), tx -> existing(tx, team))
        .map(t -> Answer.ok(t).withVersion(t.version()));
  }

  private Future<Answer> create(Call call) {
    TeamWriting writing = read(call.body());
    UUID id = UuidV7.at(clock.millis());
    return transactions
        .run(call.tenant(), tx -> teams.insert(tx, id, writing).compose(d -> existing(tx, id)))
        .recover(Constraints.as(TeamRoutes::meaning))
        .map(t -> Answer.created(Api.BASE + "/teams/" + id, t).withVersion(t.version()));
  }

  private Future<Answer> update(Call call) {
    Reference team = call.reference("id");
    int version = call.expectedVersion();
    TeamWriting writing = read(call.body());
    return transactions
        .run(
            call.tenant(),
            tx -> existing(tx, team).compose(before -> update(tx, before.id(), writing, version)))
        .recover(Constraints.as(TeamRoutes::meaning))
        .map(t -> Answer.ok(t).withVersion(t.version()));
  }

  private Future<Answer> delete(Call call) {
    Reference team = call.reference("id");
    return transactions
        .run(call.tenant(), tx -> existing(tx, team).compose(t -> teams.delete(tx, t.id())))
        .recover(Constraints.as(TeamRoutes::meaning))
        .map(done -> Answer.noContent());
  }

  private Future<TeamView> update(Tx tx, UUID id, TeamWriting writing, int version) {
    return teams
        .update(tx, id, writing, version)
        .compose(done -> done ? existing(tx, id) : Future.failedFuture(Constraints.overtaken()));
  }

  private Future<TeamView> existing(Tx tx, Reference team) {
    return teams.existingId(tx, team).compose(id -> existing(tx, id));
  }

  private Future<TeamView> existing(Tx tx, UUID id) {
    return teams
        .find(tx, id)
        .map(found -> found.orElseThrow(() -> Fault.notFound("there is no team " + id)));
  }

  private static TeamWriting read(Body body) {
    body.only("name", "description", "email");
    TeamWriting writing =
        new TeamWriting(
            body.requiredText("name", 200),
            body.text("description", 5_000, ""),
            body.text("email", 320));
    if (writing.email() != null && writing.email().indexOf('@') < 1) {
      body.fault("/email", "is not an e-mail address");
    }
    body.throwIfFaulty();
    return writing;
  }

  private static @Nullable Fault meaning(String constraint) {
    return switch (constraint) {
      case "team_name" -> Fault.conflict("there is a team of that name already");
      case "service_tenant_id_owner_team_id_fkey" ->
          Fault.conflict("the team owns services; give them another owner first");
      default -> null;
    };
  }
}
