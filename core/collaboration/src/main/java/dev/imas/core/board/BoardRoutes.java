package dev.imas.core.board;

import dev.imas.core.access.Permission;
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
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /boards}: which boards there are, and how they are set. */
final class BoardRoutes {

  static final String PATH = "/boards";

  private static final int MOST = 500;

  private final Transactions transactions;
  private final InstantSource clock;
  private final BoardRepository boards;
  private final SprintCadence cadence;
  private final TeamRepository teams = new TeamRepository();

  BoardRoutes(
      Transactions transactions,
      InstantSource clock,
      BoardRepository boards,
      SprintCadence cadence) {
    this.transactions = transactions;
    this.clock = clock;
    this.boards = boards;
    this.cadence = cadence;
  }

  void mount(Api api) {
    new ResourceRoutes<Board, BoardDraft>(transactions, clock, Boards::new)
        .mount(
            api,
            PATH,
            new Permissions(
                Permission.INCIDENT_READ,
                Permission.TEAM_CREATE,
                Permission.TEAM_MANAGE,
                Permission.TEAM_MANAGE));
  }

  /** The boards, as one call may read and change them. */
  Resource<? extends Versioned, ?> resource(Call call) {
    return new Boards(call);
  }

  Board existing(Tx tx, Reference reference) {
    return boards
        .find(tx, reference)
        .orElseThrow(() -> Fault.notFound("there is no board " + reference));
  }

  private final class Boards implements Resource<Board, BoardDraft> {

    private final Call call;

    Boards(Call call) {
      this.call = call;
    }

    @Override
    public List<String> filters() {
      return List.of("team");
    }

    @Override
    public Function<Tx, List<Board>> list(Query query, ListRange paging) {
      Reference team = query.reference("team");
      return tx ->
          boards.list(
              tx,
              team == null ? null : team.orNothing(teams.findId(tx, team).await()),
              paging.after(),
              paging.fetch());
    }

    @Override
    public Object key(Board board) {
      return board.name();
    }

    @Override
    public BoardDraft read(Body body) {
      return BoardDraft.read(body);
    }

    @Override
    public @Nullable UUID team(Board board) {
      return board.team().id();
    }

    @Override
    public Board existing(Tx tx, Reference reference) {
      return BoardRoutes.this.existing(tx, reference);
    }

    private UUID team(Tx tx, BoardDraft draft) {
      UUID team =
          teams
              .findId(tx, draft.team())
              .await()
              .orElseThrow(
                  () ->
                      Fault.invalid(
                          "/team", "/team: there is no team '" + draft.team() + "'; name another"));
      call.require(Permission.TEAM_MANAGE, team);
      return team;
    }

    @Override
    public Board insert(Tx tx, UUID id, BoardDraft draft) {
      boards.insert(tx, id, draft, team(tx, draft));
      if (boards.count(tx) > MOST) {
        throw Fault.of(
            Fault.Kind.INVALID, "at most " + MOST + " boards are allowed; delete one of no use");
      }
      return existing(tx, Reference.of(id.toString()));
    }

    @Override
    public @Nullable Board update(Tx tx, Board before, BoardDraft draft, int version) {
      if (!boards.update(tx, before.id(), draft, team(tx, draft), version)) {
        return null;
      }
      Board after = existing(tx, Reference.of(before.id().toString()));
      cadence.aim(tx, after);
      return after;
    }

    @Override
    public Audit.Subject subject(Board board) {
      return new Audit.Subject("board", board.id());
    }

    @Override
    public String location(Board made) {
      return PATH + "/" + made.id();
    }

    @Override
    public void delete(Tx tx, Board there) {
      boards.delete(tx, there.id());
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "board_name" ->
            Fault.conflict("a board with this name exists already; choose another name");
        case "board_team" -> Fault.conflict("this team has a board already; use that one");
        default -> null;
      };
    }
  }
}
