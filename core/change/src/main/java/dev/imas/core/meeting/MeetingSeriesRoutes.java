package dev.imas.core.meeting;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.meeting.Meeting.Change;
import dev.imas.core.meeting.Meeting.Named;
import dev.imas.core.meeting.Meeting.Participant;
import dev.imas.core.meeting.MeetingRepository.Content;
import dev.imas.core.meeting.MeetingWriting.Ends;
import dev.imas.core.model.UuidV7;
import dev.imas.core.planned.PlannedSeries;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.planned.SeriesEdit;
import dev.imas.core.planned.SeriesEdit.Outcome;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code PUT} and {@code DELETE /meetings/{id}}: a series is changed, cut or ended. */
final class MeetingSeriesRoutes {

  private final Transactions transactions;
  private final Computations computations;
  private final MeetingRoutes routes;
  private final MeetingWriting writing;
  private final MeetingRepository meetings = new MeetingRepository();
  private final MeetingChangeRepository changes = new MeetingChangeRepository();

  MeetingSeriesRoutes(
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
    api.put(MeetingRoutes.PATH + "/{id}", Permission.MEETING_MANAGE, this::change);
    api.delete(MeetingRoutes.PATH + "/{id}", Permission.MEETING_MANAGE, this::end);
  }

  /** An outcome with what follows from its times. */
  private record Computed(Outcome outcome, @Nullable Ends before, @Nullable Ends after) {}

  private Answer change(Call call) {
    UUID id = call.pathId("id");
    Query query = call.query("from", "lost");
    LocalDateTime from = from(query);
    Lost lost = lost(query);
    Computations.Share share = computations.of(call.tenant());
    MeetingDraft draft = MeetingDraft.read(call.body(), share, false);
    Meeting before = writing.read(call, id, call.expectedVersion());
    Instant now = writing.now();
    Computed computed =
        share.call(
            () ->
                computed(
                    before,
                    SeriesEdit.change(before.series(), from, draft.times(), now),
                    draft,
                    now));
    UUID shown =
        transactions.insist(
            call.tenant(), tx -> written(tx, call, before, draft, computed, lost, now));
    return Answer.versioned(routes.shown(call.tenant(), shown));
  }

  private static Computed computed(
      Meeting before, Outcome outcome, MeetingDraft draft, Instant now) {
    return switch (outcome) {
      case Outcome.Whole whole ->
          new Computed(outcome, null, Ends.of(whole.after(), draft.remindBefore(), now));
      case Outcome.Cut cut ->
          new Computed(
              outcome,
              Ends.of(cut.before(), before.remindBefore(), now),
              Ends.of(cut.after(), draft.remindBefore(), now));
      default -> new Computed(outcome, null, null);
    };
  }

  /**
   * @return the meeting that has the changed times
   */
  private UUID written(
      Tx tx,
      Call call,
      Meeting before,
      MeetingDraft draft,
      Computed computed,
      Lost lost,
      Instant now) {
    UUID id = before.id();
    return switch (computed.outcome) {
      case Outcome.Whole whole -> {
        Content content = writing.content(tx, draft, whole.after().times(), ends(computed.after));
        if (!meetings.update(tx, id, before.version(), draft, content, call.author(), now)) {
          throw MeetingWriting.changed();
        }
        changes.deleteFrom(tx, id, null);
        put(tx, call, before, whole.kept(), id, now);
        lose(tx, call, before, whole.lost(), lost, now);
        writing.audit(tx, call, before, null, now);
        yield id;
      }
      case Outcome.Cut cut -> {
        Ends end = ends(computed.before);
        if (!meetings.cut(
            tx,
            id,
            before.version(),
            cut.before().times(),
            end.nextReminder(),
            end.end(),
            call.author(),
            now)) {
          throw MeetingWriting.changed();
        }
        changes.deleteFrom(tx, id, cut.from());
        UUID next = UuidV7.at(now.toEpochMilli());
        writing.insert(
            tx,
            call,
            next,
            draft,
            writing.content(tx, draft, cut.after().times(), ends(computed.after)),
            id,
            now);
        put(tx, call, before, cut.kept(), next, now);
        lose(tx, call, before, cut.lost(), lost, now);
        writing.audit(tx, call, before, next, now);
        yield next;
      }
      case Outcome.Refused refused -> throw refusal(refused);
      case Outcome.Ended ended -> throw new IllegalStateException("a change ends no meeting");
      case Outcome.Gone gone -> throw new IllegalStateException("a change deletes no meeting");
    };
  }

  private static Ends ends(@Nullable Ends computed) {
    if (computed == null) {
      throw new IllegalStateException("what was computed is there");
    }
    return computed;
  }

  private static Fault refusal(Outcome.Refused refused) {
    return switch (refused.reason()) {
      case OVER ->
          Fault.conflict("nothing of the meeting is to come, and what was held stays as it was");
      case BEGUN -> Fault.conflict("this time of the meeting has begun; begin with a later one");
      case NONE_THEN ->
          Fault.notFound("the meeting has no time that was planned for the start in from");
      case PAST -> Fault.invalid("/starts_at", "/starts_at must be later than now");
      case UNMATCHED ->
          Fault.invalid("/starts_at", "/starts_at " + MeetingDraft.unmatched(refused.proposed()));
    };
  }

  /** What becomes of changed times that no longer come. */
  private enum Lost {
    ASK,
    KEEP,
    DROP
  }

  private static Lost lost(Query query) {
    String word = query.text("lost");
    if (word == null) {
      return Lost.ASK;
    }
    return switch (word) {
      case "keep" -> Lost.KEEP;
      case "drop" -> Lost.DROP;
      default -> throw Query.fault("lost", "must be keep or drop");
    };
  }

  private static @Nullable LocalDateTime from(Query query) {
    String text = query.text("from");
    if (text == null) {
      return null;
    }
    LocalDateTime read = MeetingTime.local(text);
    if (read == null) {
      throw Query.fault(
          "from", "is no start by the clock of the meeting, such as 2026-12-07T09:00");
    }
    return read;
  }

  private void put(
      Tx tx,
      Call call,
      Meeting before,
      Map<LocalDateTime, LocalDateTime> kept,
      UUID to,
      Instant now) {
    for (Change one : before.changes()) {
      LocalDateTime start = kept.get(one.plannedFor());
      if (start != null) {
        changes.put(tx, to, one.movedTo(start), call.author(), now);
      }
    }
  }

  private void lose(
      Tx tx, Call call, Meeting before, Set<LocalDateTime> starts, Lost lost, Instant now) {
    if (starts.isEmpty() || lost == Lost.DROP) {
      return;
    }
    if (lost == Lost.ASK) {
      throw Fault.conflict(
          "times that were changed would no longer come: "
              + new TreeSet<>(starts)
                  .stream().map(LocalDateTime::toString).collect(Collectors.joining(", "))
              + "; send lost=keep to make them meetings of their own, or lost=drop to give them"
              + " up");
    }
    for (Change one : before.changes()) {
      if (starts.contains(one.plannedFor())) {
        keep(tx, call, before, one, now);
      }
    }
  }

  /** Makes a time a meeting of its own. */
  private void keep(Tx tx, Call call, Meeting of, Change one, Instant now) {
    LocalDateTime moved = one.startsAt();
    Duration length = one.length();
    String title = one.title();
    String description = one.description();
    PlannedTimes times =
        new PlannedTimes(
            moved == null ? one.plannedFor() : moved,
            of.times().zone(),
            length == null ? of.times().length() : length,
            of.times().endsByClock(),
            null,
            Set.of());
    Named team = of.team();
    Ends ends = Ends.of(new PlannedSeries(times, Map.of()), of.remindBefore(), now);
    UUID id = UuidV7.at(now.toEpochMilli());
    writing.insert(
        tx,
        call,
        id,
        new MeetingDraft(
            title == null ? of.title() : title,
            description == null ? of.description() : description,
            of.kind(),
            times,
            null,
            List.of(),
            of.link(),
            of.tags(),
            of.remindBefore()),
        new Content(
            team == null ? null : team.id(),
            of.participants().stream().map(Participant::id).toList(),
            times,
            ends.nextReminder(),
            ends.end()),
        of.id(),
        now);
    if (!one.notes().isEmpty()) {
      changes.put(
          tx,
          id,
          new Change(times.start(), false, null, null, null, null, one.notes()),
          call.author(),
          now);
    }
  }

  private Answer end(Call call) {
    UUID id = call.pathId("id");
    LocalDateTime from = from(call.query("from"));
    Meeting before = writing.read(call, id);
    Instant now = writing.now();
    Computed computed =
        computations
            .of(call.tenant())
            .call(
                () -> {
                  Outcome outcome = SeriesEdit.end(before.series(), from, now);
                  return new Computed(
                      outcome,
                      outcome instanceof Outcome.Ended ended
                          ? Ends.of(ended.before(), before.remindBefore(), now)
                          : null,
                      null);
                });
    transactions.insist(call.tenant(), tx -> ended(tx, call, before, computed, now));
    return Answer.noContent();
  }

  private UUID ended(Tx tx, Call call, Meeting before, Computed computed, Instant now) {
    UUID id = before.id();
    switch (computed.outcome) {
      case Outcome.Gone gone -> {
        if (!meetings.delete(tx, id, before.version())) {
          throw MeetingWriting.overtaken();
        }
        call.audit(
            tx,
            Audit.Change.delete(
                MeetingWriting.subject(id), MeetingView.of(before, now, 0).audited()));
      }
      case Outcome.Ended ended -> {
        Ends end = ends(computed.before);
        if (!meetings.cut(
            tx,
            id,
            before.version(),
            ended.before().times(),
            end.nextReminder(),
            end.end(),
            call.author(),
            now)) {
          throw MeetingWriting.overtaken();
        }
        changes.deleteFrom(tx, id, ended.from());
        writing.audit(tx, call, before, null, now);
      }
      case Outcome.Refused refused -> throw refusal(refused);
      case Outcome.Whole whole -> throw new IllegalStateException("an end changes no meeting");
      case Outcome.Cut cut -> throw new IllegalStateException("an end makes no meeting");
    }
    return id;
  }
}
