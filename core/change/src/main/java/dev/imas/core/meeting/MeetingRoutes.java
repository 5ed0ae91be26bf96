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
import dev.imas.core.meeting.MeetingRepository.Filter;
import dev.imas.core.meeting.MeetingWriting.Ends;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.planned.PlannedSeries;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code /meetings}: when people meet. Only on a virtual thread. */
final class MeetingRoutes {

  static final String PATH = "/meetings";

  static final int MOST = 1_000;
  private static final int MOST_OTHERS = 200;
  private static final int NEXT_IN_A_LIST = 1;
  private static final int NEXT = 6;
  private static final int RECENT = 3;

  /** So far back it is looked for times that are over. */
  private static final Duration BACK = Duration.ofDays(100);

  private final Transactions transactions;
  private final Computations computations;
  private final MeetingWriting writing;
  private final MeetingRepository meetings = new MeetingRepository();
  private final TeamRepository teams = new TeamRepository();
  private final ActivePersonRepository people = new ActivePersonRepository();

  MeetingRoutes(Transactions transactions, Computations computations, InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.writing = new MeetingWriting(transactions, clock);
  }

  void mount(Api api) {
    api.get(PATH, Permission.CALENDAR_READ, this::list);
    api.post(PATH, Permission.MEETING_MANAGE, this::add);
    api.get(PATH + "/{id}", Permission.CALENDAR_READ, this::one);
    new MeetingSeriesRoutes(transactions, computations, this, writing).mount(api);
    new MeetingTimeRoutes(transactions, computations, this, writing).mount(api);
  }

  private Answer list(Call call) {
    Query query = call.query("team", "participant", "limit", "cursor");
    ListRange paging = query.paging();
    Reference team = query.reference("team");
    Reference participant = query.reference("participant");
    Instant now = writing.now();
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

  Shown shown(TenantId tenant, UUID id) {
    Instant now = writing.now();
    Read read =
        transactions.call(
            tenant,
            tx -> {
              Meeting meeting = MeetingWriting.existing(meetings.find(tx, id), id);
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

  private Answer one(Call call) {
    UUID id = call.pathId("id");
    call.query();
    return Answer.versioned(shown(call.tenant(), id));
  }

  private Answer add(Call call) {
    Computations.Share share = computations.of(call.tenant());
    MeetingDraft draft = MeetingDraft.read(call.body(), share, true);
    Instant now = writing.now();
    Ends ends =
        share.call(
            () -> Ends.of(new PlannedSeries(draft.times(), Map.of()), draft.remindBefore(), now));
    UUID id = UuidV7.at(now.toEpochMilli());
    transactions.insist(
        call.tenant(),
        tx -> {
          writing.insert(
              tx, call, id, draft, writing.content(tx, draft, draft.times(), ends), null, now);
          call.audit(
              tx,
              Audit.Change.create(
                  MeetingWriting.subject(id),
                  MeetingView.of(MeetingWriting.existing(meetings.find(tx, id), id), now, 0)
                      .audited()));
          return id;
        });
    return Answer.created(PATH + "/" + id, shown(call.tenant(), id));
  }
}
