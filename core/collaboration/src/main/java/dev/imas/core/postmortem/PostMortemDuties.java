package dev.imas.core.postmortem;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Tx;
import dev.imas.core.servicelevel.TenantCalendar;
import dev.imas.core.sla.BusinessCalendar;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides when an incident ends whether it must have a post-mortem, and until when. It is decided
 * once: no severity that is lowered later lifts it. While the incident is open again nobody is
 * reminded, and a merge hands the duty to the incident that has the alerts. A change that neither
 * ends nor reopens an incident costs nothing. Only on a virtual thread.
 */
final class PostMortemDuties implements IncidentReaction {

  private final PostMortemRepository repository;
  private final PostMortemReminders reminders;
  private final TenantCalendar calendars = new TenantCalendar();
  private final int workingDays;
  private final InstantSource clock;

  /**
   * @param workingDays from the end of an incident until its post-mortem is due
   */
  PostMortemDuties(
      PostMortemRepository repository,
      PostMortemReminders reminders,
      int workingDays,
      InstantSource clock) {
    this.repository = repository;
    this.reminders = reminders;
    this.workingDays = workingDays;
    this.clock = clock;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    Set<UUID> concerned = new LinkedHashSet<>();
    for (IncidentChange change : changes) {
      if (change.ends() || isReopened(change)) {
        concerned.add(change.after().id());
        concerned.addAll(targets(change));
      }
    }
    if (concerned.isEmpty()) {
      return Future.succeededFuture();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, PostMortem> found = new HashMap<>();
    repository.lock(tx, concerned).forEach(one -> found.put(one.incident(), one));
    List<Incident> ended = new ArrayList<>();
    for (IncidentChange change : changes) {
      Incident after = change.after();
      UUID target = after.mergedInto();
      if (isReopened(change)) {
        reopen(tx, change, found, now);
      } else if (change.ends() && target != null) {
        handOver(tx, after.id(), target, found, now);
      } else if (change.ends()) {
        ended.add(after);
      }
    }
    decide(tx, ended, found, now);
    return Future.succeededFuture();
  }

  private static boolean isReopened(IncidentChange change) {
    Incident before = change.before();
    return before != null && !before.status().isOpen() && change.after().status().isOpen();
  }

  /** The incident that it is merged into, or was until now. */
  private static List<UUID> targets(IncidentChange change) {
    List<UUID> targets = new ArrayList<>();
    Incident before = change.before();
    UUID now = change.after().mergedInto();
    UUID then = before == null ? null : before.mergedInto();
    if (now != null) {
      targets.add(now);
    }
    if (then != null) {
      targets.add(then);
    }
    return targets;
  }

  /** Nobody is reminded any more. What a merge had handed on comes back with its undoing. */
  private void reopen(Tx tx, IncidentChange change, Map<UUID, PostMortem> found, Instant now) {
    UUID source = change.after().id();
    UUID target = Objects.requireNonNull(change.before()).mergedInto();
    PostMortem ofTarget = target == null ? null : found.get(target);
    if (target != null
        && ofTarget != null
        && source.equals(ofTarget.cameFrom())
        && ofTarget.publishedNumber() == null
        && !found.containsKey(source)) {
      found.remove(target);
      found.put(source, move(tx, ofTarget, source, null, now));
    } else if (ofTarget != null && source.equals(ofTarget.dutyFrom())) {
      store(tx, ofTarget.with(now, edit -> free(edit)), true, now);
    }
    PostMortem own = found.get(source);
    if (own != null) {
      store(tx, own, true, now);
    }
  }

  private static void free(PostMortem.Edit edit) {
    edit.duty = null;
    edit.dutyFrom = null;
    edit.due = null;
  }

  /** What is begun goes along if the target has none; otherwise the duty alone does. */
  private void handOver(Tx tx, UUID source, UUID target, Map<UUID, PostMortem> found, Instant now) {
    PostMortem of = found.get(source);
    PostMortem ofTarget = found.get(target);
    if (of == null || of.publishedNumber() != null || of.state() == PostMortemState.NOT_NEEDED) {
      return;
    }
    if (ofTarget == null) {
      found.remove(source);
      found.put(target, move(tx, of, target, source, now));
    } else if (of.isOwed() && ofTarget.duty() == null && ofTarget.publishedNumber() == null) {
      DutyCause cause = Objects.requireNonNull(of.duty());
      PostMortem owing =
          ofTarget.with(
              now,
              edit -> {
                edit.duty = cause;
                edit.dutyFrom = source;
              });
      found.put(target, owing);
      store(tx, owing, true, now);
    }
  }

  private PostMortem move(Tx tx, PostMortem moved, UUID to, @Nullable UUID from, Instant now) {
    reminders.cancel(tx, moved.incident());
    PostMortem there =
        moved.with(
            now,
            edit -> {
              edit.incident = to;
              edit.cameFrom = from;
              // Its entries are of the other timeline.
              edit.citedRevision += edit.cited.isEmpty() ? 0 : 1;
              edit.cited = List.of();
            });
    store(tx, there, true, now);
    return there;
  }

  private void decide(Tx tx, List<Incident> ended, Map<UUID, PostMortem> found, Instant now) {
    Map<UUID, DutyCause> causes = causes(tx, ended, found);
    if (causes.isEmpty()) {
      return;
    }
    BusinessCalendar calendar = calendars.read(tx);
    for (Incident incident : ended) {
      DutyCause cause = causes.get(incident.id());
      if (cause != null) {
        PostMortem before = found.get(incident.id());
        if (before == null) {
          before =
              PostMortem.draft(
                  UuidV7.at(now.toEpochMilli()),
                  incident.id(),
                  calendar.zone(),
                  incident.leadId(),
                  Incident.SYSTEM,
                  now);
          repository.insert(tx, before);
        }
        Instant end = Objects.requireNonNullElse(incident.clocks().resolvedAt(), now);
        store(
            tx,
            before.owed(cause, due(calendar, end), calendar.zone(), incident.leadId(), now),
            false,
            now);
      }
    }
  }

  private Map<UUID, DutyCause> causes(Tx tx, List<Incident> ended, Map<UUID, PostMortem> found) {
    Map<UUID, DutyCause> causes = new HashMap<>();
    Map<UUID, Severity> undecided = new HashMap<>();
    for (Incident incident : ended) {
      PostMortem before = found.get(incident.id());
      DutyCause known = before == null ? null : before.duty();
      if (known == null) {
        known = DutyCause.of(incident.severity(), false, false).orElse(null);
      }
      if (known == null) {
        undecided.put(incident.id(), incident.severity());
      } else {
        causes.put(incident.id(), known);
      }
    }
    if (!undecided.isEmpty()) {
      for (PostMortemRepository.Ended one :
          repository.ended(tx, new HashSet<>(undecided.keySet()))) {
        DutyCause.of(
                Objects.requireNonNull(undecided.get(one.incident())),
                one.hasScope(),
                one.escalated())
            .ifPresent(cause -> causes.put(one.incident(), cause));
      }
    }
    return causes;
  }

  private Instant due(BusinessCalendar calendar, Instant end) {
    // A calendar that is closed for years is no reason to forget it.
    return calendar
        .endOfWorkingDay(end, workingDays)
        .orElseGet(() -> end.plus(Duration.ofDays(workingDays)));
  }

  private void store(Tx tx, PostMortem changed, boolean isSuspended, Instant now) {
    PostMortem reminding = changed.reminding(isSuspended, now);
    repository.update(tx, reminding);
    reminders.aim(tx, reminding);
  }
}
