package dev.imas.core.incident;

import dev.imas.core.model.Severity;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an incident stands. What is kept of an incident for one feature alone has a table of its own
 * and an {@link IncidentReaction}, and is no component of this.
 *
 * @param autoResolve whether it ends by itself with its last firing alert
 * @param lead who works on it: whoever acknowledged it first, or whom a person named
 * @param version moves with every change that people see
 */
public record Standing(
    Severity severity,
    IncidentStatus status,
    boolean autoResolve,
    @Nullable String lead,
    Clocks clocks,
    @Nullable String resolutionNote,
    @Nullable String rootCause,
    Counts counts,
    int version) {

  /** The same but for what is edited. */
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
    @Nullable String lead;
    Clocks clocks;
    @Nullable String resolutionNote;
    @Nullable String rootCause;
    Counts counts;
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
      version = s.version;
    }

    private Standing done() {
      return new Standing(
          severity, status, autoResolve, lead, clocks, resolutionNote, rootCause, counts, version);
    }
  }
}
