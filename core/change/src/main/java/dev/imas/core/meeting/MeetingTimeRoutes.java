package dev.imas.core.meeting;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.meeting.Meeting.Change;
import dev.imas.core.meeting.MeetingRoutes.Shown;
import dev.imas.core.meeting.MeetingWriting.Ends;
import dev.imas.core.planned.PlannedSeries;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /meetings/{id}/times/{start}}: one time of a meeting is changed alone. */
final class MeetingTimeRoutes {

  private static final String PATH = MeetingRoutes.PATH + "/{id}/times/{start}";
  private static final int MOST_CHANGES = 500;

  private final Transactions transactions;
  private final Computations computations;
  private final MeetingRoutes routes;
  private final MeetingWriting writing;
  private final MeetingRepository meetings = new MeetingRepository();
  private final MeetingChangeRepository changes = new MeetingChangeRepository();

  MeetingTimeRoutes(
      Transactions transactions,
      Computations computations,
      MeetingRoutes routes,
      MeetingWriting writing) {
    this.transactions = transactions;
    this.computations = computations;
    this.routes = routes;
    this.writing = writing;
  }

  void mount(Api api) {
    api.put(PATH, Permission.MEETING_MANAGE, this::changeTime);
    api.delete(PATH, Permission.MEETING_MANAGE, this::restoreTime);
  }

  private static LocalDateTime start(Call call) {
    LocalDateTime start = MeetingTime.local(call.path("start"));
    if (start == null) {
      throw Fault.notFound(
          "there is no time of the meeting that was planned for " + call.path("start"));
    }
    return start;
  }

  private Answer changeTime(Call call) {
    LocalDateTime start = start(call);
    MeetingTime asked = MeetingTime.read(call.body());
    return Answer.versioned(changed(call, start, asked, call.expectedVersion()));
  }

  private Answer restoreTime(Call call) {
    call.query();
    LocalDateTime start = start(call);
    Meeting before = writing.read(call, call.pathId("id"));
    String notes = before.change(start).map(Change::notes).orElse("");
    changed(call, start, new MeetingTime(false, null, null, null, null, notes), before.version());
    return Answer.noContent();
  }

  private Shown changed(Call call, LocalDateTime start, MeetingTime asked, int version) {
    UUID id = call.pathId("id");
    Meeting before = writing.read(call, id, version);
    Instant now = writing.now();
    Computations.Share share = computations.of(call.tenant());
    PlannedSeries.Time time =
        share
            .call(() -> before.series().at(start))
            .orElseThrow(
                () ->
                    Fault.notFound(
                        "there is no time of the meeting that was planned for " + start));
    Change change = asked.of(before, time, now);
    if (change != null
        && before.change(start).isEmpty()
        && before.changes().size() >= MOST_CHANGES) {
      throw Fault.conflict(
          "at most "
              + MOST_CHANGES
              + " times of a meeting can be changed alone; change the series");
    }
    Meeting after = with(before, start, change);
    Ends ends = share.call(() -> Ends.of(after.series(), after.remindBefore(), now));
    transactions.insist(
        call.tenant(),
        tx -> {
          if (!meetings.touch(tx, id, before.version(), call.author(), now)) {
            throw MeetingWriting.changed();
          }
          if (change == null) {
            changes.delete(tx, id, start);
          } else {
            changes.put(tx, id, change, call.author(), now);
          }
          meetings.ends(tx, id, ends.nextReminder(), ends.end());
          call.audit(
              tx,
              Audit.Change.update(
                  MeetingWriting.subject(id), said(before, start), said(after, start)));
          return id;
        });
    return routes.shown(call.tenant(), id);
  }

  private static Meeting with(Meeting before, LocalDateTime start, @Nullable Change change) {
    List<Change> all = new ArrayList<>(before.changes());
    all.removeIf(one -> one.plannedFor().equals(start));
    if (change != null) {
      all.add(change);
    }
    return before.with(all);
  }

  /** One time, as the audit keeps it. */
  private static Map<String, Object> said(Meeting meeting, LocalDateTime start) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("planned_for", start.toString());
    meeting
        .change(start)
        .ifPresent(
            change -> {
              said.put("is_cancelled", change.isCancelled());
              if (change.startsAt() != null) {
                said.put("starts_at", change.startsAt().toString());
              }
              if (change.length() != null) {
                said.put("duration", change.length().toString());
              }
              if (change.title() != null) {
                said.put("title", change.title());
              }
              said.put("has_notes", !change.notes().isEmpty());
            });
    return said;
  }
}
