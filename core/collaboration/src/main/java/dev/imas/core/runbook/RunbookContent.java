package dev.imas.core.runbook;

import dev.imas.core.model.Severity;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a version of a runbook says, as it is stored.
 *
 * @param service whose it is; null for all services
 * @param alertPattern an expression of RE2; null for none
 * @param severityFilter empty for all severities
 */
record RunbookContent(
    String name,
    String slug,
    @Nullable UUID service,
    @Nullable String alertPattern,
    List<Severity> severityFilter,
    String description,
    List<QuickAction> quickActions,
    List<ExternalDoc> externalDocs,
    List<RunbookStep> steps,
    boolean isActive) {

  RunbookContent {
    severityFilter = List.copyOf(severityFilter);
    quickActions = List.copyOf(quickActions);
    externalDocs = List.copyOf(externalDocs);
    steps = List.copyOf(steps);
  }

  /**
   * Something that is done without being a step.
   *
   * @param id unique in the runbook
   * @param type {@code link} or {@code command}
   * @param url of a link; null of a command
   * @param command of a command; null of a link
   */
  record QuickAction(
      String id,
      String label,
      String type,
      @Nullable String url,
      @Nullable String command,
      boolean confirmationRequired) {

    static final String LINK = "link";
    static final String COMMAND = "command";
  }

  /** A document somewhere else. */
  record ExternalDoc(String title, String url) {}

  /**
   * A step. Its place in the list is its number.
   *
   * @param command for people to copy; null for none
   * @param isCritical whether it is skipped only with a reason
   * @param requiresConfirmation whether to say that it is done takes a second request
   */
  record RunbookStep(
      String title,
      @Nullable String description,
      @Nullable String command,
      int expectedDurationMinutes,
      boolean isCritical,
      boolean requiresConfirmation,
      @Nullable String rollbackInstructions) {}

  RunbookContent switchedOff() {
    return new RunbookContent(
        name,
        slug,
        service,
        alertPattern,
        severityFilter,
        description,
        quickActions,
        externalDocs,
        steps,
        false);
  }
}
