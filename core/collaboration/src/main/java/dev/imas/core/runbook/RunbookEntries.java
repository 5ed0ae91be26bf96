package dev.imas.core.runbook;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.procedure.Rendering;
import dev.imas.core.procedure.Target;
import dev.imas.core.runbook.AttachedRunbook.Pinned;
import dev.imas.core.runbook.RunbookContent.RunbookStep;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the timeline says of an incident's runbook. Pure. */
final class RunbookEntries {

  /** Of the steps, as they are listed when a runbook is attached (INC-25). */
  private static final int MOST_LISTED = 5;

  private RunbookEntries() {}

  static Step attached(IncidentFacts facts, AttachedRunbook attached) {
    Pinned runbook = Objects.requireNonNull(attached.runbook());
    boolean isAutomatic = attached.by().equals(Incident.SYSTEM);
    StringBuilder words =
        new StringBuilder("Runbook ").append(runbook.content().name()).append(" attached");
    if (isAutomatic) {
      words.append(", because ").append(attached.why());
    } else if (!attached.why().isEmpty()) {
      words.append(". ").append(attached.why());
    }
    Rendering rendering = facts.rendering();
    List<RunbookStep> steps = runbook.content().steps();
    for (int i = 0; i < Math.min(MOST_LISTED, steps.size()); i++) {
      words
          .append('\n')
          .append(i + 1)
          .append(". ")
          .append(rendering.of(Target.TEXT, steps.get(i).title()));
    }
    if (steps.size() > MOST_LISTED) {
      words.append("\n… and ").append(steps.size() - MOST_LISTED).append(" more");
    }
    Map<String, Object> metadata = of(runbook);
    metadata.put("auto", isAutomatic);
    return facts.incident().report(TimelineType.RUNBOOK, attached.by(), words.toString(), metadata);
  }

  static Step detached(Incident incident, Pinned runbook, String by) {
    return incident.report(
        TimelineType.RUNBOOK, by, "Runbook " + runbook.content().name() + " removed", of(runbook));
  }

  static Step changed(
      IncidentFacts facts, Pinned runbook, StepProgress before, StepProgress after, String by) {
    RunbookStep step = runbook.content().steps().get(after.step() - 1);
    Map<String, Object> metadata = of(runbook);
    metadata.put("step", after.step());
    metadata.put("from", before.state().wireName());
    metadata.put("to", after.state().wireName());
    String words =
        "Step "
            + after.step()
            + ", "
            + facts.rendering().of(Target.TEXT, step.title())
            + ": "
            + (after.state() == StepState.PENDING
                ? "no longer " + before.state().wireName()
                : after.state().wireName())
            + (after.note().isEmpty() ? "" : ". " + after.note());
    return facts.incident().report(TimelineType.RUNBOOK_STEP, by, words, metadata);
  }

  private static Map<String, Object> of(Pinned runbook) {
    return new TreeMap<>(
        Map.of("runbook_id", runbook.id().toString(), "runbook_version", runbook.version()));
  }
}
