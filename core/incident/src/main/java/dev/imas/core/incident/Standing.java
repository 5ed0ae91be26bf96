package dev.imas.core.incident;

import dev.imas.core.model.Severity;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The current state of an incident. Data of a single feature does not belong here: it has a table
 * of its own and an {@link IncidentReaction}.
 *
 * @param autoResolve whether it resolves with its last firing alert
 * @param lead who leads the work: who opened it in the dashboard or acknowledged it first, or whom
 *     a person named
 * @param setBy what of it people decided
 * @param ending how it ended; null while it is open, and where it ended before that was kept
 * @param version rises with every change that people see
 */
public record Standing(
    Severity severity,
    IncidentStatus status,
    boolean autoResolve,
    @Nullable Author lead,
    Clocks clocks,
    @Nullable String resolutionNote,
    @Nullable String rootCause,
    Counts counts,
    SetBy setBy,
    @Nullable IncidentEnd ending,
    int version) {

  /** A copy with the edits. */
  Standing with(Consumer<Edit> edit) {
    Edit edited = new Edit(this);
    edit.accept(edited);
    return edited.done();
  }

  /** A standing while it is changed. */
  static final class Edit {
    Severity severity;
    IncidentStatus status;
    boolean autoResolve;
    @Nullable Author lead;
    Clocks clocks;
    @Nullable String resolutionNote;
    @Nullable String rootCause;
    Counts counts;
    SetBy setBy;
    @Nullable IncidentEnd ending;
    int version;

    private Edit(Standing s) {
      severity = s.severity;
      status = s.status;
      autoResolve = s.autoResolve;
      lead = s.lead;
      clocks = s.clocks;
      resolutionNote = s.resolutionNote;
      rootCause = s.rootCause;
      counts = s.counts;
      setBy = s.setBy;
      ending = s.ending;
      version = s.version;
    }

    private Standing done() {
      return new Standing(
          severity,
          status,
          autoResolve,
          lead,
          clocks,
          resolutionNote,
          rootCause,
          counts,
          setBy,
          ending,
          version);
    }
  }
}
