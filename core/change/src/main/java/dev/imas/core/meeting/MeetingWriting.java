package dev.imas.core.meeting;

import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.ActivePersonRepository;
import dev.imas.core.meeting.MeetingRepository.Content;
import dev.imas.core.planned.PlannedSeries;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the routes of meetings have in common: how one is read and written. */
final class MeetingWriting {

  private static final int MOST = MeetingRoutes.MOST;

  private final Transactions transactions;
  private final InstantSource clock;
  private final MeetingRepository meetings = new MeetingRepository();
  private final TeamRepository teams = new TeamRepository();
  private final ActivePersonRepository people = new ActivePersonRepository();

  MeetingWriting(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  static Meeting existing(Optional<Meeting> found, UUID id) {
    return found.orElseThrow(() -> Fault.notFound("there is no meeting " + id));
  }

  Meeting read(Call call, UUID id) {
    return transactions.call(call.tenant(), tx -> existing(meetings.find(tx, id), id));
  }

  Meeting read(Call call, UUID id, int version) {
    Meeting meeting = read(call, id);
    if (meeting.version() != version) {
      throw changed();
    }
    return meeting;
  }

  /** Somebody else was faster than whoever named a version. */
  static Fault changed() {
    return Fault.of(Fault.Kind.PRECONDITION_FAILED, "the meeting has changed since; read it again");
  }

  /** Somebody else was faster than whoever named none. */
  static Fault overtaken() {
    return Fault.conflict("the meeting was changed at the same moment; try again");
  }

  /** What follows from the times of a meeting, computed while no connection waits for it. */
  record Ends(@Nullable Instant nextReminder, @Nullable Instant end) {

    static Ends of(PlannedSeries series, List<Duration> remindBefore, Instant now) {
      return new Ends(
          MeetingReminder.next(series, remindBefore, now).orElse(null), series.end().orElse(null));
    }
  }

  /** Fails if the tenant has too many of them then. */
  void insert(
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

  /** Fails with INVALID if the draft names what is not there. */
  Content content(Tx tx, MeetingDraft draft, PlannedTimes times, Ends ends) {
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

  static Audit.Subject subject(UUID id) {
    return new Audit.Subject("meeting", id);
  }

  /**
   * @param next the meeting that follows; null: none
   */
  void audit(Tx tx, Call call, Meeting before, @Nullable UUID next, Instant now) {
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
}
