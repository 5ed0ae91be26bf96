package dev.imas.core.item;

import dev.imas.core.workflow.Workflow;
import dev.imas.core.workflow.Workflow.Status;
import dev.imas.core.workflow.Workflow.Transition;
import dev.imas.core.workflow.WorkflowFacts;
import dev.imas.core.workflow.WorkflowMove;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By which rules items move now. While the items of statuses that a new version drops are being
 * moved, the version before counts, and nothing enters a status that goes away. Items that were
 * moved into a new status go on by the new version.
 *
 * @param next the version that does not count yet; null: there is none
 */
record WorkflowRules(Workflow current, int version, @Nullable Workflow next) {

  private Workflow of(String status) {
    Workflow newer = next;
    return newer == null || current.status(status).isPresent() ? current : newer;
  }

  /** Where new items start. */
  Status first() {
    Workflow newer = next;
    return newer == null || stays(current.first().id()) ? current.first() : newer.first();
  }

  private boolean stays(String status) {
    Workflow newer = next;
    return newer == null || newer.status(status).isPresent();
  }

  Optional<Status> status(String id) {
    return of(id).status(id);
  }

  /** The transitions that lead out of a status now. */
  List<Transition> from(String status) {
    return of(status).from(status).stream().filter(one -> stays(one.to())).toList();
  }

  Workflow workflow(String status) {
    return of(status);
  }

  WorkflowMove move(String from, String to, WorkflowFacts facts) {
    WorkflowMove move = of(from).move(from, to, facts);
    return switch (move) {
      case WorkflowMove.Allowed allowed when !stays(to) ->
          new WorkflowMove.Impossible(possible(from));
      case WorkflowMove.Impossible impossible -> new WorkflowMove.Impossible(possible(from));
      case WorkflowMove.Allowed allowed -> allowed;
      case WorkflowMove.Guarded guarded -> guarded;
    };
  }

  private List<Status> possible(String from) {
    return from(from).stream().flatMap(one -> of(from).status(one.to()).stream()).toList();
  }
}
