package dev.imas.core.item;

import dev.imas.core.workflow.StatusCategory;
import dev.imas.core.workflow.TransitionGuard;
import dev.imas.core.workflow.Workflow;
import dev.imas.core.workflow.Workflow.Status;
import dev.imas.core.workflow.Workflow.Transition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A version of a workflow as it is stored, and as the API has it. */
record WorkflowDocument(
    List<StatusLine> statuses, List<TransitionLine> transitions, Map<String, String> moves) {

  /** A status. */
  record StatusLine(String id, String name, String category) {
    static StatusLine of(Status status) {
      return new StatusLine(status.id(), status.name(), status.category().wireName());
    }
  }

  /** A transition. */
  record TransitionLine(String from, String to, List<String> guards) {
    TransitionLine {
      guards = guards == null ? List.of() : List.copyOf(guards);
    }
  }

  WorkflowDocument {
    statuses = List.copyOf(statuses);
    transitions = List.copyOf(transitions);
    moves = moves == null ? Map.of() : new LinkedHashMap<>(moves);
  }

  static WorkflowDocument of(Workflow workflow) {
    return new WorkflowDocument(
        workflow.statuses().stream().map(StatusLine::of).toList(),
        workflow.transitions().stream()
            .map(
                one ->
                    new TransitionLine(
                        one.from(),
                        one.to(),
                        one.guards().stream().map(TransitionGuard::wireName).toList()))
            .toList(),
        workflow.moves());
  }

  Workflow workflow() {
    return new Workflow(
        statuses.stream()
            .map(one -> new Status(one.id, one.name, StatusCategory.named(one.category)))
            .toList(),
        transitions.stream()
            .map(
                one ->
                    new Transition(
                        one.from,
                        one.to,
                        one.guards.stream()
                            .map(guard -> TransitionGuard.named(guard).orElseThrow())
                            .collect(Collectors.toSet())))
            .toList(),
        moves);
  }
}
