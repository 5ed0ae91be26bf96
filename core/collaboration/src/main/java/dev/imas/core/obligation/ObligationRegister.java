package dev.imas.core.obligation;

import dev.imas.core.http.Csv;
import dev.imas.core.http.Pieces;
import dev.imas.core.obligation.ObligationView.Stage;
import dev.imas.core.obligation.ObligationView.Submission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All duties by one law, reported or not, for its authority: the register that GDPR 33(5) wants. In
 * CSV each submission of a stage is a line, and so is a stage without any.
 */
record ObligationRegister(
    String regime, String regimeName, Instant exportedAt, List<ObligationView> items) {

  private static final String COLUMNS =
      "obligation,incident,title,regime,regime_version,scope,detected_at,aware_at,aware_because,classified_at,measure_available_at,handled_at,opened_at,closed_at,stage,state,due_at,submitted_at,authority,reference,submitted_by,document,document_sha256,reason\r\n";

  ObligationRegister {
    items = List.copyOf(items);
  }

  Pieces csv() {
    StringBuilder text = new StringBuilder(COLUMNS);
    for (ObligationView duty : items) {
      for (Stage stage : duty.stages()) {
        if (stage.submissions().isEmpty()) {
          text.append(line(duty, stage, null));
        }
        stage.submissions().forEach(submission -> text.append(line(duty, stage, submission)));
      }
    }
    return new Text(text.toString());
  }

  /** Written at once. */
  private static final class Text implements Pieces {

    private @Nullable String left;

    Text(String text) {
      this.left = text;
    }

    @Override
    public String contentType() {
      return "text/csv; charset=utf-8; header=present";
    }

    @Override
    public @Nullable String next() {
      String text = left;
      left = null;
      return text;
    }
  }

  private static String line(ObligationView duty, Stage stage, @Nullable Submission submission) {
    return Csv.line(
        duty.id(),
        duty.incident().shortId(),
        duty.incident().title(),
        duty.regime(),
        duty.regimeVersion(),
        duty.scope() == null ? null : duty.scope().name(),
        duty.detectedAt(),
        duty.awareAt(),
        because(duty),
        duty.classifiedAt(),
        duty.measureAvailableAt(),
        duty.handledAt(),
        duty.openedAt(),
        duty.closedAt(),
        stage.name(),
        stage.state(),
        stage.dueAt(),
        submission == null ? null : submission.at(),
        submission == null ? null : submission.authority(),
        submission == null ? null : submission.reference(),
        submission == null ? null : submission.submittedBy(),
        submission == null ? null : submission.document(),
        submission == null ? null : submission.documentSha256(),
        submission == null ? reason(stage) : submission.reason());
  }

  /** Why one was aware then, as it was stated last. */
  private static @Nullable String because(ObligationView duty) {
    return duty.history().stream()
        .filter(stated -> stated.fact().equals("aware_at") && stated.reason() != null)
        .reduce((earlier, later) -> later)
        .map(ObligationView.Stated::reason)
        .orElse(null);
  }

  private static @Nullable String reason(Stage stage) {
    ObligationView.Waived waiver = stage.waiver();
    return waiver == null ? null : waiver.reason();
  }
}
