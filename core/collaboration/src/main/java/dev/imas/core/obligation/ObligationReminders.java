package dev.imas.core.obligation;

import dev.imas.core.bus.Saying;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.obligation.ObligationRepository.KeptStage;
import dev.imas.core.platform.Tx;
import dev.imas.core.regime.StageState;
import dev.imas.core.regime.StageStatus;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scope.ScopeRecipients;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reminds people of stages that are due, and says so on the timeline. Reminders go out at once:
 * they are neither collected nor kept back in quiet hours.
 */
final class ObligationReminders implements TimerKind.Handler {

  private final IncidentRepository incidents = new IncidentRepository();
  private final ServiceRepository services = new ServiceRepository();
  private final ScopeRecipients scopes = new ScopeRecipients();
  private final ObligationRepository repository;
  private final ObligationStore store;
  private final IncidentWriter writer;
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final InstantSource clock;

  ObligationReminders(
      ObligationRepository repository,
      ObligationStore store,
      IncidentWriter writer,
      Notices notices,
      NoticeReceivers receivers,
      InstantSource clock) {
    this.repository = repository;
    this.store = store;
    this.writer = writer;
    this.notices = notices;
    this.receivers = receivers;
    this.clock = clock;
  }

  TimerKind kind() {
    return TimerKind.of(ObligationStore.TIMER, TimerKind.Lane.HOUSEKEEPING, this);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed, 0)).mapEmpty();
  }

  /** The incidents or the duties of these timers, whose subjects name both. */
  private static List<UUID> ids(List<DueTimer> due, int part) {
    return due.stream()
        .map(timer -> UUID.fromString(timer.subject().split(":", 3)[part]))
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, IncidentChange> changes = new HashMap<>();
    for (Incident locked : incidents.lock(tx, ids(due, 0)).await()) {
      changes.put(locked.id(), IncidentChange.of(locked));
    }
    Set<String> subjects = new HashSet<>();
    due.forEach(timer -> subjects.add(timer.subject()));
    int sent = 0;
    for (Obligation duty : repository.lock(tx, ids(due, 1))) {
      IncidentChange change = Objects.requireNonNull(changes.get(duty.incident()));
      Map<String, KeptStage> kept = repository.stages(tx, duty.id());
      Set<String> reminded = new HashSet<>();
      for (StageStatus stage : duty.duty().stages()) {
        if (subjects.contains(ObligationStore.timerSubject(duty, stage.id()))
            && isDue(kept.get(stage.id()), stage, now)) {
          remind(tx, duty, stage, change.after(), now);
          change = change.then(entry(change.after(), duty, stage, now));
          reminded.add(stage.id());
        }
      }
      changes.put(duty.incident(), change);
      store.refresh(tx, duty, reminded, now);
      sent += reminded.size();
    }
    writer
        .apply(tx, changes.values().stream().filter(change -> !change.isNothing()).toList())
        .await();
    return Future.succeededFuture(new TimerKind.Fired(sent + " reminders sent"));
  }

  private static boolean isDue(@Nullable KeptStage kept, StageStatus stage, Instant now) {
    Instant remind = kept == null ? null : kept.remindAt();
    return stage.isOpen() && remind != null && !remind.isAfter(now);
  }

  private static Step entry(Incident incident, Obligation duty, StageStatus stage, Instant now) {
    Instant due = Objects.requireNonNull(stage.limit().dueAt());
    boolean isOverdue = stage.state(now) == StageState.OVERDUE;
    return incident.report(
        TimelineType.OBLIGATION,
        Incident.SYSTEM,
        (isOverdue ? "Overdue: " : "Reminder: ")
            + duty.lawName()
            + ", "
            + stage.template().name().toLowerCase(Locale.ROOT)
            + (isOverdue ? " was due " : " is due ")
            + due.truncatedTo(ChronoUnit.SECONDS),
        Map.of(
            "obligation_id",
            duty.id().toString(),
            "stage",
            stage.id(),
            "due_at",
            due.toString(),
            "overdue",
            isOverdue));
  }

  private void remind(Tx tx, Obligation duty, StageStatus stage, Incident incident, Instant now) {
    boolean isOverdue = stage.state(now) == StageState.OVERDUE;
    Severity urgency = isOverdue ? Severity.SEV1_CRITICAL : Severity.SEV2_HIGH;
    Instant due = Objects.requireNonNull(stage.limit().dueAt());
    Notice notice =
        new Notice(
            NoticeKind.OBLIGATION,
            duty.id(),
            stage.id() + " " + now,
            urgency,
            Saying.of(
                isOverdue ? "obligation.overdue" : "obligation.due",
                stage.template().name(),
                duty.lawName(),
                incident.shortId()),
            Saying.of("obligation.by")
                .andPlain(" ")
                .and(Saying.time(due, duty.zone()))
                .line(Saying.of("obligation.then")),
            "/obligations");
    notices.send(tx, notice, receivers(tx, duty, incident, urgency, now));
  }

  /**
   * The recipients of scopes, and the owner. Where that is nobody, the team that owns the service
   * is told, and else the fallback: somebody hears of each duty.
   */
  private Set<NoticeReceiver> receivers(
      Tx tx, Obligation duty, Incident incident, Severity urgency, Instant now) {
    ScopeRecipients.Found found = scopes.of(tx, repository.toldScopes(tx, duty), now);
    Set<UUID> users = new LinkedHashSet<>(found.onCall());
    UUID owner = duty.owner();
    if (owner != null) {
      users.add(owner);
    }
    Set<NoticeReceiver> all = new LinkedHashSet<>(found.addresses());
    all.addAll(receivers.ofUsers(tx, users, urgency));
    if (all.isEmpty()) {
      UUID team = services.ownerTeam(tx, incident.serviceId()).await();
      all.addAll(receivers.whoCalls(receivers.ofTeamChannels(tx, team)));
    }
    return all.isEmpty() ? receivers.ofFallback(tx) : all;
  }
}
