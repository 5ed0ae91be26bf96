package dev.imas.core.obligation;

import dev.imas.core.obligation.ObligationEvent.Kind;
import dev.imas.core.regime.Duty;
import dev.imas.core.regime.LegalFact;
import dev.imas.core.regime.LegalTerm;
import dev.imas.core.regime.RegimeVersion;
import dev.imas.core.regime.StageLimit;
import dev.imas.core.regime.StageState;
import dev.imas.core.regime.StageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A legal duty as the API shows it.
 *
 * @param regimeName what people call the law
 * @param sourceUrl where the law can be read; empty for hours of a scope
 * @param scope the impact scope that brought it; null: it was opened by hand
 * @param detectedAt when its incident was detected, beside {@code aware_at}
 * @param nextDueAt of the open stage that is due first
 * @param closedAt null: a stage is open
 */
record ObligationView(
    UUID id,
    Of incident,
    String regime,
    String regimeName,
    int regimeVersion,
    String source,
    String sourceUrl,
    @Nullable Named scope,
    @Nullable Owner owner,
    String timeZone,
    Instant openedAt,
    String openedBy,
    String state,
    @Nullable Instant nextDueAt,
    @Nullable Instant closedAt,
    Instant detectedAt,
    @Nullable Instant awareAt,
    @Nullable Instant classifiedAt,
    @Nullable Instant measureAvailableAt,
    @Nullable Instant handledAt,
    List<Stated> history,
    List<Stage> stages) {

  /**
   * Its incident.
   *
   * @param mergedInto the incident that has its alerts since it was merged
   */
  record Of(UUID id, String shortId, String title, String status, @Nullable UUID mergedInto) {}

  record Named(UUID id, String name) {}

  record Owner(UUID id, String username) {}

  /**
   * A fact as somebody stated it.
   *
   * @param at null: it was withdrawn
   */
  record Stated(
      String fact,
      @Nullable Instant at,
      @Nullable String reason,
      String author,
      Instant recordedAt) {}

  /** How long a term is, such as 72 hours. */
  record Length(int amount, String unit) {}

  /**
   * A term of a stage, with what came of it.
   *
   * @param stage whose submission it counts from; null for other anchors
   * @param from null: the anchor is not known
   * @param counts whether the stage is due by this term
   */
  record Piece(
      String anchor,
      @Nullable String stage,
      Length length,
      @Nullable Instant from,
      @Nullable Instant dueAt,
      boolean counts) {}

  /** That a report was submitted. */
  record Submission(
      Instant at,
      String authority,
      String reference,
      String submittedBy,
      String document,
      String documentSha256,
      @Nullable String reason,
      String author,
      Instant recordedAt) {}

  /** Why a stage ended without a report. */
  record Waived(String kind, String reason, String author, Instant recordedAt) {}

  /**
   * A stage.
   *
   * @param dueAt null: its anchor is not known
   * @param rolledFrom the limit at a weekend that was moved; null: none was
   * @param because the terms from which its limit follows
   */
  record Stage(
      String id,
      String name,
      String state,
      @Nullable Instant dueAt,
      @Nullable Instant remindAt,
      @Nullable Instant rolledFrom,
      List<Piece> because,
      List<Submission> submissions,
      @Nullable Waived waiver) {}

  /** What is read beside a duty. */
  record Beside(Of incident, Instant detectedAt, @Nullable Named scope, @Nullable Owner owner) {}

  static ObligationView of(Obligation o, Beside beside, Instant now) {
    RegimeVersion law = o.law();
    Duty duty = o.duty();
    List<StageStatus> all = duty.stages();
    Instant next = null;
    boolean isOverdue = false;
    for (StageStatus one : all) {
      Instant due = one.limit().dueAt();
      if (one.isOpen() && due != null) {
        next = next == null || due.isBefore(next) ? due : next;
        isOverdue |= one.state(now) == StageState.OVERDUE;
      }
    }
    return new ObligationView(
        o.id(),
        beside.incident(),
        o.regime(),
        o.lawName(),
        o.regimeVersion(),
        law.source(),
        law.sourceUrl(),
        beside.scope(),
        beside.owner(),
        o.zone().getId(),
        o.openedAt(),
        o.openedBy(),
        o.closedAt() != null ? "closed" : isOverdue ? "overdue" : "open",
        next,
        o.closedAt(),
        beside.detectedAt(),
        duty.fact(LegalFact.AWARE),
        duty.fact(LegalFact.CLASSIFIED),
        duty.fact(LegalFact.MEASURE_AVAILABLE),
        duty.fact(LegalFact.HANDLED),
        history(o),
        all.stream().map(one -> stage(o, one, now)).toList());
  }

  private static List<Stated> history(Obligation o) {
    return o.events().stream()
        .filter(event -> event.kind() == Kind.FACT)
        .map(e -> new Stated(e.name(), e.at(), e.reason(), e.author(), e.recordedAt()))
        .toList();
  }

  private static Stage stage(Obligation o, StageStatus status, Instant now) {
    List<Submission> submissions = new ArrayList<>();
    Waived waiver = null;
    for (ObligationEvent event : o.events()) {
      if (event.kind() != Kind.FACT && event.name().equals(status.id())) {
        if (event.kind() == Kind.SUBMISSION) {
          submissions.add(submission(event));
        } else {
          waiver =
              new Waived(
                  event.kind().wireName(),
                  Objects.requireNonNullElse(event.reason(), ""),
                  event.author(),
                  event.recordedAt());
        }
      }
    }
    return new Stage(
        status.id(),
        status.template().name(),
        status.state(now).wireName(),
        status.limit().dueAt(),
        status.nextReminder(now),
        status.limit().rolledFrom(),
        status.limit().pieces().stream().map(ObligationView::piece).toList(),
        submissions,
        waiver);
  }

  private static Submission submission(ObligationEvent event) {
    ObligationEvent.Proof proof = Objects.requireNonNull(event.proof());
    return new Submission(
        Objects.requireNonNull(event.at()),
        proof.authority(),
        proof.reference(),
        proof.submittedBy(),
        proof.document(),
        proof.sha256(),
        event.reason(),
        event.author(),
        event.recordedAt());
  }

  private static Piece piece(StageLimit.Piece piece) {
    LegalTerm term = piece.term();
    return new Piece(
        term.anchor().wireName(),
        term.of(),
        new Length(term.length().amount(), term.length().unit().wireName()),
        piece.from(),
        piece.at(),
        piece.counts());
  }
}
