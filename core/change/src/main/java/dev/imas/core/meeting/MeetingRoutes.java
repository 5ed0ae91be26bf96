package dev.imas.core.meeting;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.incident.ActivePersonRepository;
import dev.imas.core.meeting.BookedTwice.Booking;
import dev.imas.core.meeting.Meeting.Change;
import dev.imas.core.meeting.Meeting.Named;
import dev.imas.core.meeting.Meeting.Participant;
import dev.imas.core.meeting.MeetingRepository.Content;
import dev.imas.core.meeting.MeetingRepository.Filter;
import dev.imas.core.model.TenantId;
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
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /meetings}: when people meet. Only on a virtual thread. */
final class MeetingRoutes {

  static final String PATH = "/meetings";

  static final int MOST = 1_000;
  private static final int MOST_CHANGES = 500;
  private static final int MOST_OTHERS = 200;
  private static final int NEXT_IN_A_LIST = 1;
  private static final int NEXT = 6;
  private static final int RECENT = 3;

  /** So far back it is looked for times that are over. */
  private static final Duration BACK = Duration.ofDays(100);

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final MeetingRepository meetings = new MeetingRepository();
  private final MeetingChangeRepository changes = new MeetingChangeRepository();
  private final TeamRepository teams = new TeamRepository();
  private final ActivePersonRepository people = new ActivePersonRepository();

  MeetingRoutes(Transactions transactions, Computations computations, InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get(PATH, Permission.CALENDAR_READ, this::list);
    api.post(PATH, Permission.MEETING_MANAGE, this::add);
    api.get(PATH + "/{id}", Permission.CALENDAR_READ, this::one);
    api.put(PATH + "/{id}", Permission.MEETING_MANAGE, this::change);
    api.delete(PATH + "/{id}", Permission.MEETING_MANAGE, this::end);
    api.put(PATH + "/{id}/times/{start}", Permission.MEETING_MANAGE, this::changeTime);
    api.delete(PATH + "/{id}/times/{start}", Permission.MEETING_MANAGE, this::restoreTime);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Answer list(Call call) {
    Query query = call.query("team", "participant", "limit", "cursor");
    ListRange paging = query.paging();
    Reference team = query.reference("team");
    Reference participant = query.reference("participant");
    Instant now = now();
    List<Meeting> found =
        transactions.call(
            call.tenant(),
            tx ->
                meetings.list(
                    tx,
                    new Filter(
                        null,
                        team == null ? null : team.orNothing(teams.findId(tx, team).await()),
                        participant == null
                            ? null
                            : participant.orNothing(
                                people.find(tx, participant).map(one -> one.id())),
                        null),
                    paging.afterId(),
                    paging.fetch()));
    List<MeetingView> views =
        found.isEmpty()
            ? List.of()
            : computations
                .of(call.tenant())
                .call(
                    () ->
                        found.stream()
                            .map(meeting -> MeetingView.of(meeting, now, NEXT_IN_A_LIST))
                            .toList());
    return Answer.page(views, paging, MeetingView::id);
  }

  /**
   * A meeting with all that is said of it.
   *
   * @param recent its last times, the latest first
   * @param bookedTwice participants who are to be elsewhere at one of its times
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Shown(
      @JsonUnwrapped MeetingView view, List<MeetingView.Time> recent, List<Booking> bookedTwice)
      implements Versioned {

    Shown {
      recent = List.copyOf(recent);
      bookedTwice = List.copyOf(bookedTwice);
    }

    @Override
    public int version() {
      return view.version();
    }
  }

  private record Read(Meeting meeting, List<Meeting> others) {

    Read {
      others = List.copyOf(others);
    }
  }

  private Shown shown(TenantId tenant, UUID id) {
    Instant now = now();
    Read read =
        transactions.call(
            tenant,
            tx -> {
              Meeting meeting = existing(meetings.find(tx, id), id);
              return new Read(meeting, meetings.ofTheSamePeople(tx, meeting, now, MOST_OTHERS));
            });
    return computations
        .of(tenant)
        .call(
            () ->
                new Shown(
                    MeetingView.of(read.meeting, now, NEXT),
                    recent(read.meeting, now),
                    BookedTwice.of(read.meeting, read.others, now)));
  }

  private static List<MeetingView.Time> recent(Meeting meeting, Instant now) {
    List<PlannedSeries.Time> over =
        meeting.series().between(now.minus(BACK), now, MOST).stream()
            .filter(time -> !time.endsAt().isAfter(now))
            .toList();
    return over.subList(Math.max(0, over.size() - RECENT), over.size()).reversed().stream()
        .map(time -> MeetingView.Time.of(meeting, time))
        .toList();
  }

  private static Meeting existing(Optional<Meeting> found, UUID id) {
    return found.orElseThrow(() -> Fault.notFound("there is no meeting " + id));
  }

  private Answer one(Call call) {
    UUID id = call.pathId("id");
    call.query();
    return Answer.versioned(shown(call.tenant(), id));
  }

  /** What follows from the times of a meeting, computed while no connection waits for it. */
  private record Ends(@Nullable Instant nextReminder, @Nullable Instant end) {

    static Ends of(PlannedSeries series, List<Duration> remindBefore, Instant now) {
      return new Ends(
          MeetingReminder.next(series, remindBefore, now).orElse(null), series.end().orElse(null));
    }
  }

  private Answer add(Call call) {
    Computations.Share share = computations.of(call.tenant());
    MeetingDraft draft = MeetingDraft.read(call.body(), share, true);
    Instant now = now();
    Ends ends =
        share.call(
            () -> Ends.of(new PlannedSeries(draft.times(), Map.of()), draft.remindBefore(), now));
    UUID id = UuidV7.at(now.toEpochMilli());
    transactions.insist(
        call.tenant(),
        tx -> {
          insert(tx, call, id, draft, content(tx, draft, draft.times(), ends), null, now);
          call.audit(
              tx,
              Audit.Change.create(
                  subject(id),
                  MeetingView.of(existing(meetings.find(tx, id), id), now, 0).audited()));
          return id;
        });
    return Answer.created(PATH + "/" + id, shown(call.tenant(), id));
  }

  private static Audit.Subject subject(UUID id) {
    return new Audit.Subject("meeting", id);
  }

  private void insert(
      Tx tx,
      Call call,
      UUID id,
      MeetingDraft draft,
      Content content,
      @Nullable UUID follows,
      Instant now) {
    meetings.insert(tx, id, draft, content, follows, call.author(), now);
    if (meetings.count(tx) > MOST) {
      throw Fault.of(
          Fault.Kind.INVALID,
          "at most " + MOST + " meetings are allowed; delete some that are over");
    }
  }

  private Content content(Tx tx, MeetingDraft draft, PlannedTimes times, Ends ends) {
    Reference team = draft.team();
    UUID teamId =
        team == null
            ? null
            : teams
                .findId(tx, team)
                .await()
                .orElseThrow(
                    () -> Fault.invalid("/team", "/team names " + team + ", which is none"));
    List<UUID> participants = new ArrayList<>();
    for (int i = 0; i < draft.participants().size(); i++) {
      String pointer = "/participants/" + i;
      Reference named = draft.participants().get(i);
      participants.add(
          people
              .find(tx, named)
              .orElseThrow(
                  () ->
                      Fault.invalid(
                          pointer, pointer + " names " + named + ", who is no active user here"))
              .id());
    }
    return new Content(teamId, participants, times, ends.nextReminder, ends.end);
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

  private Meeting read(Call call, UUID id) {
    return transactions.call(call.tenant(), tx -> existing(meetings.find(tx, id), id));
  }

  private Meeting read(Call call, UUID id, int version) {
    Meeting meeting = read(call, id);
    if (meeting.version() != version) {
      throw changed();
    }
    return meeting;
  }

  private static Fault changed() {
    return Fault.of(Fault.Kind.PRECONDITION_FAILED, "the meeting has changed since; read it again");
  }

  private static Fault overtaken() {
    return Fault.conflict("the meeting was changed at the same moment; try again");
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
    Meeting before = read(call, id, call.expectedVersion());
    Instant now = now();
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
    return Answer.versioned(shown(call.tenant(), shown));
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
        Content content = content(tx, draft, whole.after().times(), ends(computed.after));
        if (!meetings.update(tx, id, before.version(), draft, content, call.author(), now)) {
          throw changed();
        }
        changes.deleteFrom(tx, id, null);
        put(tx, call, before, whole.kept(), id, now);
        lose(tx, call, before, whole.lost(), lost, now);
        audit(tx, call, before, null, now);
        yield id;
      }
      case Outcome.Cut cut -> {
        Ends end = ends(computed.before);
        if (!meetings.cut(
            tx,
            id,
            before.version(),
            cut.before().times(),
            end.nextReminder,
            end.end,
            call.author(),
            now)) {
          throw changed();
        }
        changes.deleteFrom(tx, id, cut.from());
        UUID next = UuidV7.at(now.toEpochMilli());
        insert(
            tx,
            call,
            next,
            draft,
            content(tx, draft, cut.after().times(), ends(computed.after)),
            id,
            now);
        put(tx, call, before, cut.kept(), next, now);
        lose(tx, call, before, cut.lost(), lost, now);
        audit(tx, call, before, next, now);
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
    insert(
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
            ends.nextReminder,
            ends.end),
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

  /**
   * @param next the meeting that follows; null: none
   */
  private void audit(Tx tx, Call call, Meeting before, @Nullable UUID next, Instant now) {
    Meeting after = existing(meetings.find(tx, before.id()), before.id());
    Map<String, Object> settings = new LinkedHashMap<>(MeetingView.of(after, now, 0).audited());
    if (next != null) {
      settings.put("followed_by", next);
    }
    call.audit(
        tx,
        Audit.Change.update(
            subject(before.id()), MeetingView.of(before, now, 0).audited(), settings));
  }

  private Answer end(Call call) {
    UUID id = call.pathId("id");
    LocalDateTime from = from(call.query("from"));
    Meeting before = read(call, id);
    Instant now = now();
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
          throw overtaken();
        }
        call.audit(tx, Audit.Change.delete(subject(id), MeetingView.of(before, now, 0).audited()));
      }
      case Outcome.Ended ended -> {
        Ends end = ends(computed.before);
        if (!meetings.cut(
            tx,
            id,
            before.version(),
            ended.before().times(),
            end.nextReminder,
            end.end,
            call.author(),
            now)) {
          throw overtaken();
        }
        changes.deleteFrom(tx, id, ended.from());
        audit(tx, call, before, null, now);
      }
      case Outcome.Refused refused -> throw refusal(refused);
      case Outcome.Whole whole -> throw new IllegalStateException("an end changes no meeting");
      case Outcome.Cut cut -> throw new IllegalStateException("an end makes no meeting");
    }
    return id;
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
    Meeting before = read(call, call.pathId("id"));
    String notes = before.change(start).map(Change::notes).orElse("");
    changed(call, start, new MeetingTime(false, null, null, null, null, notes), before.version());
    return Answer.noContent();
  }

  private Shown changed(Call call, LocalDateTime start, MeetingTime asked, int version) {
    UUID id = call.pathId("id");
    Meeting before = read(call, id, version);
    Instant now = now();
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
            throw changed();
          }
          if (change == null) {
            changes.delete(tx, id, start);
          } else {
            changes.put(tx, id, change, call.author(), now);
          }
          meetings.ends(tx, id, ends.nextReminder, ends.end);
          call.audit(tx, Audit.Change.update(subject(id), said(before, start), said(after, start)));
          return id;
        });
    return shown(call.tenant(), id);
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
