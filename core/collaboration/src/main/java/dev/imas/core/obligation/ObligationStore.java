package dev.imas.core.obligation;

import dev.imas.core.obligation.ObligationRepository.KeptStage;
import dev.imas.core.platform.Tx;
import dev.imas.core.regime.StageStatus;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what follows from the entries of a duty: its stages, and the timers of their reminders.
 */
final class ObligationStore {

  static final String TIMER = "obligation";

  private final ObligationRepository repository;
  private final Timers timers;

  ObligationStore(ObligationRepository repository, Timers timers) {
    this.repository = repository;
    this.timers = timers;
  }

  /**
   * Of a stage. Its first part is the incident, so that the timer goes with it. The page of timers
   * shows it to people, who write no underscores.
   */
  static String timerSubject(Obligation obligation, String stage) {
    return obligation.incident() + ":" + obligation.id() + ":" + stage.replace('_', '-');
  }

  /**
   * @param obligation locked, or new
   * @param reminded the stages of which people have just been reminded
   */
  void refresh(Tx tx, Obligation obligation, Set<String> reminded, Instant now) {
    Map<String, KeptStage> before = repository.stages(tx, obligation.id());
    List<KeptStage> stages = new ArrayList<>();
    Instant nextDue = null;
    boolean isOpen = false;
    for (StageStatus status : obligation.duty().stages()) {
      KeptStage kept = before.get(status.id());
      Instant due = status.limit().dueAt();
      if (status.isOpen()) {
        isOpen = true;
        nextDue = nextDue == null || due != null && due.isBefore(nextDue) ? due : nextDue;
      }
      stages.add(
          new KeptStage(
              status.id(),
              due,
              !reminded.contains(status.id()) && isStillToCome(kept, status, now)
                  ? Objects.requireNonNull(kept).remindAt()
                  : status.nextReminder(now),
              status.isOpen() ? null : status.state(now).wireName()));
    }
    Instant closedAt = obligation.closedAt();
    repository.write(
        tx, obligation.id(), stages, nextDue, isOpen ? null : closedAt == null ? now : closedAt);
    aim(tx, obligation, stages);
  }

  /** A reminder whose time has come, and whose timer is late. */
  private static boolean isStillToCome(@Nullable KeptStage kept, StageStatus status, Instant now) {
    Instant remind = kept == null ? null : kept.remindAt();
    return kept != null
        && remind != null
        && !remind.isAfter(now)
        && status.isOpen()
        && Objects.equals(kept.dueAt(), status.limit().dueAt());
  }

  private void aim(Tx tx, Obligation obligation, List<KeptStage> stages) {
    List<NewTimer> set = new ArrayList<>();
    List<String> none = new ArrayList<>();
    for (KeptStage stage : stages) {
      String subject = timerSubject(obligation, stage.stage());
      Instant at = stage.remindAt();
      if (at == null) {
        none.add(subject);
      } else {
        set.add(NewTimer.at(at, TIMER, subject));
      }
    }
    timers.set(tx, set).await();
    timers.cancel(tx, TIMER, none).await();
  }
}
