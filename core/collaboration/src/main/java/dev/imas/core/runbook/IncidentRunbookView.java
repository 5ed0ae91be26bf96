package dev.imas.core.runbook;

import dev.imas.core.http.Versioned;
import dev.imas.core.incident.Incident;
import dev.imas.core.procedure.Rendering;
import dev.imas.core.procedure.Target;
import dev.imas.core.runbook.AttachedRunbook.Pinned;
import dev.imas.core.runbook.RunbookContent.ExternalDoc;
import dev.imas.core.runbook.RunbookContent.QuickAction;
import dev.imas.core.runbook.RunbookContent.RunbookStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The runbook of an incident as it is shown, with the values of the incident in its texts.
 *
 * @param runbook null: it has none
 * @param serviceRunbookUrl the address that its service names; null for none
 * @param version of the attachment, for If-Match; 0: it never had one
 */
record IncidentRunbookView(
    @Nullable Attached runbook, @Nullable String serviceRunbookUrl, int version)
    implements Versioned {

  /**
   * @param currentVersion the latest one; the incident keeps its own
   * @param why why it was chosen; may be empty if a person chose it
   * @param missing placeholders that stay as they are written, as the incident has no value
   */
  record Attached(
      UUID id,
      String name,
      String slug,
      int version,
      int currentVersion,
      String description,
      String why,
      String attachedBy,
      Instant attachedAt,
      boolean isAutomatic,
      List<QuickAction> quickActions,
      List<ExternalDoc> externalDocs,
      List<Line> steps,
      Progress progress,
      List<String> missing) {}

  /**
   * How far people are.
   *
   * @param closed steps that are done or skipped
   * @param minutesLeft how long the steps take that are pending or failed, as the runbook says
   */
  record Progress(int closed, int failed, int total, int minutesLeft) {}

  /** A step, with what people have done about it. */
  record Line(
      int step,
      String title,
      @Nullable String description,
      @Nullable String command,
      int expectedDurationMinutes,
      boolean isCritical,
      boolean requiresConfirmation,
      @Nullable String rollbackInstructions,
      String state,
      @Nullable String executor,
      @Nullable UUID executorId,
      @Nullable Instant changedAt,
      String note) {}

  static IncidentRunbookView of(
      IncidentFacts facts, @Nullable AttachedRunbook attached, Map<Integer, StepProgress> touched) {
    Pinned pinned = attached == null ? null : attached.runbook();
    return new IncidentRunbookView(
        attached == null || pinned == null ? null : shown(facts, attached, pinned, touched),
        facts.serviceRunbookUrl(),
        attached == null ? 0 : attached.version());
  }

  private static Attached shown(
      IncidentFacts facts,
      AttachedRunbook attached,
      Pinned pinned,
      Map<Integer, StepProgress> touched) {
    RunbookContent content = pinned.content();
    Rendering rendering = facts.rendering();
    List<Line> lines = new ArrayList<>();
    int closed = 0;
    int failed = 0;
    int minutes = 0;
    for (int i = 1; i <= content.steps().size(); i++) {
      StepProgress progress = touched.getOrDefault(i, StepProgress.untouched(i));
      RunbookStep step = content.steps().get(i - 1);
      lines.add(line(rendering, step, progress));
      switch (progress.state()) {
        case DONE, SKIPPED -> closed++;
        case FAILED -> failed++;
        case PENDING -> {}
      }
      if (progress.state() == StepState.PENDING || progress.state() == StepState.FAILED) {
        minutes += step.expectedDurationMinutes();
      }
    }
    String description = rendering.of(Target.TEXT, content.description());
    List<QuickAction> actions =
        content.quickActions().stream().map(action -> action(rendering, action)).toList();
    List<ExternalDoc> docs =
        content.externalDocs().stream()
            .map(doc -> new ExternalDoc(doc.title(), rendering.of(Target.LINK, doc.url())))
            .toList();
    return new Attached(
        pinned.id(),
        content.name(),
        content.slug(),
        pinned.version(),
        pinned.current(),
        description,
        attached.why(),
        attached.by(),
        attached.at(),
        attached.by().equals(Incident.SYSTEM),
        actions,
        docs,
        lines,
        new Progress(closed, failed, lines.size(), minutes),
        rendering.missing());
  }

  private static Line line(Rendering rendering, RunbookStep step, StepProgress progress) {
    return new Line(
        progress.step(),
        rendering.of(Target.TEXT, step.title()),
        rendered(rendering, Target.TEXT, step.description()),
        rendered(rendering, Target.COMMAND, step.command()),
        step.expectedDurationMinutes(),
        step.isCritical(),
        step.requiresConfirmation(),
        rendered(rendering, Target.COMMAND, step.rollbackInstructions()),
        progress.state().wireName(),
        progress.executor(),
        progress.executorId(),
        progress.changedAt(),
        progress.note());
  }

  private static QuickAction action(Rendering rendering, QuickAction action) {
    return new QuickAction(
        action.id(),
        action.label(),
        action.type(),
        rendered(rendering, Target.LINK, action.url()),
        rendered(rendering, Target.COMMAND, action.command()),
        action.confirmationRequired());
  }

  private static @Nullable String rendered(
      Rendering rendering, Target target, @Nullable String text) {
    return text == null ? null : rendering.of(target, text);
  }
}
