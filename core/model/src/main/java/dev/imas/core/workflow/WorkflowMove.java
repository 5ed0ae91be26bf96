package dev.imas.core.workflow;

import java.util.List;

/** What came of an attempt to move an item. */
public sealed interface WorkflowMove {

  /** It may move. */
  record Allowed(Workflow.Status to) implements WorkflowMove {}

  /** There is no such transition. */
  record Impossible(List<Workflow.Status> possible) implements WorkflowMove {
    public Impossible {
      possible = List.copyOf(possible);
    }
  }

  /** There is one, and something is missing for it. */
  record Guarded(TransitionGuard missing) implements WorkflowMove {}
}
