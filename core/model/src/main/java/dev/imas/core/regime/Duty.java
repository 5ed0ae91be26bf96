package dev.imas.core.regime;

import dev.imas.core.regime.DutyEvent.Stated;
import dev.imas.core.regime.DutyEvent.Submitted;
import dev.imas.core.regime.DutyEvent.Waived;
import dev.imas.core.regime.StageLimit.Piece;
import dev.imas.core.regime.StageTemplate.IfOngoing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an incident demands by a law. Stages follow from what was written down, in that order: a
 * stage that has ended keeps its limit and its verdict, whatever is stated later.
 */
public final class Duty {

  private final RegimeVersion regime;
  private final ZoneId zone;
  private final Map<LegalFact, Instant> facts = new EnumMap<>(LegalFact.class);
  private final Map<String, TreeSet<Instant>> submissions = new HashMap<>();
  private final Map<String, StageStatus> ended = new HashMap<>();

  private Duty(RegimeVersion regime, ZoneId zone) {
    this.regime = regime;
    this.zone = zone;
  }

  /**
   * @param zone of whoever has the duty: calendar days and months are its days and months
   * @param events in the order in which they were written down
   */
  public static Duty of(RegimeVersion regime, ZoneId zone, List<DutyEvent> events) {
    Duty duty = new Duty(regime, zone);
    events.forEach(duty::take);
    return duty;
  }

  /** When a fact was, as far as it is stated. */
  public @Nullable Instant fact(LegalFact fact) {
    return facts.get(fact);
  }

  /** All stages, in their order. */
  public List<StageStatus> stages() {
    return regime.stages().stream().map(this::status).toList();
  }

  /**
   * @throws IllegalArgumentException if the law has no such stage
   */
  public StageStatus stage(String id) {
    return status(template(id));
  }

  /** Whether a stage is open. */
  public boolean isOpen() {
    return stages().stream().anyMatch(StageStatus::isOpen);
  }

  private StageTemplate template(String id) {
    return regime
        .stage(id)
        .orElseThrow(() -> new IllegalArgumentException("there is no stage " + id));
  }

  private void take(DutyEvent event) {
    switch (event) {
      case Stated stated -> {
        Instant at = stated.at();
        if (at == null) {
          facts.remove(stated.fact());
        } else {
          facts.put(stated.fact(), at);
        }
      }
      case Submitted submitted -> submit(template(submitted.stage()), submitted.at());
      case Waived waived -> {
        StageTemplate stage = template(waived.stage());
        StageState state =
            switch (waived.waiver()) {
              case NOT_REQUIRED -> StageState.NOT_REQUIRED;
              case IMPOSSIBLE -> StageState.IMPOSSIBLE;
            };
        ended.putIfAbsent(stage.id(), new StageStatus(stage, limit(stage), state));
      }
    }
  }

  /** The first report decides whether it was in time. Later ones move what counts from the last. */
  private void submit(StageTemplate stage, Instant at) {
    if (!submissions.containsKey(stage.id())) {
      StageLimit limit = limit(stage);
      ended.put(
          stage.id(),
          new StageStatus(
              stage,
              limit,
              limit.isMissedBy(at) ? StageState.SUBMITTED_LATE : StageState.SUBMITTED));
    }
    submissions.computeIfAbsent(stage.id(), id -> new TreeSet<>()).add(at);
  }

  private StageStatus status(StageTemplate stage) {
    StageStatus over = ended.get(stage.id());
    if (over != null) {
      return over;
    }
    StageLimit limit = limit(stage);
    boolean isSpared = stage.whileOngoing() && isHandledBy(limit.dueAt());
    return new StageStatus(stage, limit, isSpared ? StageState.NOT_REQUIRED : null);
  }

  private boolean isHandledBy(@Nullable Instant limit) {
    Instant handled = facts.get(LegalFact.HANDLED);
    return handled != null && limit != null && !handled.isAfter(limit);
  }

  private StageLimit limit(StageTemplate stage) {
    IfOngoing ongoing = stage.ifOngoing();
    List<LegalTerm> terms =
        ongoing != null && wasOngoingAt(template(ongoing.at())) ? ongoing.terms() : stage.terms();
    List<Piece> pieces = new ArrayList<>();
    for (LegalTerm term : terms) {
      Instant from = anchor(term);
      pieces.add(
          new Piece(term, from, from == null ? null : term.length().after(from, zone), false));
    }
    Piece first = decisive(stage, pieces);
    if (first == null) {
      return new StageLimit(null, null, pieces, null);
    }
    pieces.replaceAll(
        piece -> new Piece(piece.term(), piece.from(), piece.at(), piece.equals(first)));
    Instant at = Objects.requireNonNull(first.at());
    Instant due = stage.rolls() ? rolled(at) : at;
    return new StageLimit(first.from(), due, pieces, due.equals(at) ? null : at);
  }

  /** A report that was made of it as ongoing says so, too. */
  private boolean wasOngoingAt(StageTemplate stage) {
    Instant limit = limit(stage).dueAt();
    return submissions.containsKey(stage.id()) || limit != null && !isHandledBy(limit);
  }

  private static @Nullable Piece decisive(StageTemplate stage, List<Piece> pieces) {
    Piece earliest = null;
    Piece late = null;
    for (Piece piece : pieces) {
      Instant at = piece.at();
      if (at != null) {
        Instant soonest = earliest == null ? null : earliest.at();
        earliest = soonest == null || at.isBefore(soonest) ? piece : earliest;
        late = piece.term().anchor() == stage.late() ? piece : late;
      }
    }
    Instant from = late == null ? null : late.from();
    Instant limit = earliest == null ? null : earliest.at();
    return from != null && limit != null && from.isAfter(limit) ? late : earliest;
  }

  private @Nullable Instant anchor(LegalTerm term) {
    LegalFact fact = term.anchor().fact();
    if (fact != null) {
      return facts.get(fact);
    }
    TreeSet<Instant> made = submissions.get(term.of());
    if (made == null) {
      return null;
    }
    return term.anchor() == Anchor.LAST_SUBMISSION ? Collections.max(made) : Collections.min(made);
  }

  private Instant rolled(Instant limit) {
    LocalDate day = limit.atZone(zone).toLocalDate();
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> noon(day.plusDays(2));
      case SUNDAY -> noon(day.plusDays(1));
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> limit;
    };
  }

  private Instant noon(LocalDate day) {
    return day.atTime(LocalTime.NOON).atZone(zone).toInstant();
  }
}
