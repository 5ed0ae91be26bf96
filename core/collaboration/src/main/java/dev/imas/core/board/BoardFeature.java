package dev.imas.core.board;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.feature.CoreContext;
import dev.imas.core.feature.Feature;
import dev.imas.core.http.Api;
import dev.imas.core.incidentreport.ReportFiles;
import dev.imas.core.item.ItemFeature;
import dev.imas.core.scheduler.TimerKind;
import java.util.List;

/** Boards of teams, their backlogs and their sprints. */
public final class BoardFeature implements Feature {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("team", new Shape.Naming(Kind.TEAM))
          .member("planned_limit", Members.ANY)
          .member("in_progress_limit", Members.ANY)
          .otherwise("over_limit", Members.ANY, "warn")
          .otherwise("sprint_weeks", Members.ANY, 2)
          .otherwise("plans_ahead", Members.ANY, false)
          .made();

  private final BoardRoutes boards;
  private final BoardItemRoutes items;
  private final SprintRoutes sprints;
  private final SprintCadence cadence;
  private final SprintCommands commands;

  /**
   * @param files writes documents
   */
  public BoardFeature(CoreContext core, ItemFeature work, ReportFiles files) {
    BoardRepository repository = new BoardRepository();
    PlannedRepository planned = new PlannedRepository();
    SprintRepository stored = new SprintRepository();
    SprintReports reports = new SprintReports(repository, stored);
    BoardCommands moves =
        new BoardCommands(repository, planned, stored, work.workItems(), core.clock());
    work.followedBy(moves);
    this.cadence =
        new SprintCadence(repository, stored, reports, core.timers(), core.clock(), this::commands);
    this.commands = new SprintCommands(stored, planned, reports, moves, cadence);
    this.boards = new BoardRoutes(core.searches(), core.clock(), repository, cadence);
    this.items = new BoardItemRoutes(core.searches(), boards, repository, stored, moves);
    this.sprints =
        new SprintRoutes(core.searches(), files, boards, stored, reports, commands, moves);
  }

  private SprintCommands commands() {
    return commands;
  }

  @Override
  public List<String> apiTags() {
    return List.of("boards");
  }

  @Override
  public void mount(Api api) {
    boards.mount(api);
    items.mount(api);
    sprints.mount(api);
  }

  @Override
  public List<TimerKind> timers() {
    return List.of(cadence.kind());
  }

  @Override
  public List<DocumentsOfKind> documents() {
    return List.of(new ResourceDocuments(Kind.BOARD, SHAPE, boards::resource, List.of("team")));
  }
}
