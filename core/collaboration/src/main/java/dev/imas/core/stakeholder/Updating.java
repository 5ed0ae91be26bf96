package dev.imas.core.stakeholder;

import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.stakeholder.Promise.Next;
import dev.imas.core.stakeholder.StakeholderView.About;
import dev.imas.core.stakeholder.StakeholderView.Update;
import dev.imas.core.stakeholder.UpdateRepository.Request;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes updates, and promises the next ones. The incident is locked. On a virtual thread. */
final class Updating {

  private final UpdateRepository repository;
  private final PromiseTimer timer;
  private final IncidentWriter writer;

  Updating(UpdateRepository repository, PromiseTimer timer, IncidentWriter writer) {
    this.repository = repository;
    this.timer = timer;
    this.writer = writer;
  }

  /**
   * Sends an update to everybody who was notified of the incident.
   *
   * @param nextBy when the next one is promised for; null: no more is promised
   * @param receivers how many are told
   * @param request by which it can be sent again; null: it cannot
   * @throws Fault CONFLICT if the incident has as many as are allowed
   */
  void send(
      Tx tx,
      Incident locked,
      UpdateStatus status,
      String message,
      @Nullable Instant nextBy,
      int receivers,
      @Nullable Request request,
      Author by,
      Instant now) {
    int number = repository.last(tx, locked.id()) + 1;
    if (number > UpdateRepository.MOST) {
      throw Fault.conflict(
          locked.shortId() + " has " + UpdateRepository.MOST + " updates, which is the limit");
    }
    repository.insert(
        tx,
        new Update(
            UuidV7.at(now.toEpochMilli()),
            new About(locked.id(), locked.shortId()),
            number,
            status.wireName(),
            message,
            nextBy,
            receivers,
            by.name(),
            now),
        by.id(),
        request);
    timer.keep(tx, repository.promise(tx, locked.id()).told(status, next(nextBy, by), now));
    TreeMap<String, Object> facts = new TreeMap<>();
    facts.put("update", number);
    facts.put("status", status.wireName());
    if (nextBy != null) {
      facts.put("next_by", nextBy.toString());
    }
    write(
        tx,
        locked,
        by.sign(
            locked
                .note(TimelineType.STAKEHOLDER_UPDATE, by.name(), message, facts, now)
                .telling(IncidentEvent.UPDATED)));
  }

  /**
   * Promises the next update for another time, or takes the promise back. Stakeholders are not told
   * of that.
   */
  void promise(Tx tx, Incident locked, @Nullable Instant nextBy, Author by, Instant now) {
    Promise before = repository.promise(tx, locked.id());
    Next known = before.next();
    if (Objects.equals(known == null ? null : known.by(), nextBy)) {
      return;
    }
    timer.keep(tx, before.promising(next(nextBy, by), now));
    TreeMap<String, Object> facts = new TreeMap<>();
    if (known != null) {
      facts.put("from", known.by().toString());
    }
    if (nextBy != null) {
      facts.put("next_by", nextBy.toString());
    }
    String message =
        nextBy == null
            ? "No next update is promised any more"
            : "Next update promised for " + nextBy.truncatedTo(ChronoUnit.SECONDS);
    write(
        tx,
        locked,
        by.sign(locked.note(TimelineType.STAKEHOLDER_UPDATE, by.name(), message, facts, now)));
  }

  private static @Nullable Next next(@Nullable Instant by, Author author) {
    return by == null ? null : new Next(by, author.name(), author.id());
  }

  private void write(Tx tx, Incident locked, Step step) {
    writer.apply(tx, List.of(IncidentChange.of(locked).then(step))).await();
  }
}
