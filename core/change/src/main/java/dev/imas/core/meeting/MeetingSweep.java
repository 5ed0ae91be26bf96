package dev.imas.core.meeting;

import dev.imas.core.bus.Saying;
import dev.imas.core.meeting.DueMeetingRepository.Due;
import dev.imas.core.meeting.Meeting.Named;
import dev.imas.core.meeting.Meeting.Participant;
import dev.imas.core.model.Severity;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.TeamReach;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reminds the participants of the meetings of all tenants (CAL-12), and forgets meetings past their
 * retention. It can be repeated at any time.
 */
final class MeetingSweep {

  private static final int BATCH = 200;

  /** What is left is due a minute later, too. */
  private static final int MOST_BATCHES = 100;

  private final MeetingRepository meetings = new MeetingRepository();
  private final DueMeetingRepository due = new DueMeetingRepository();
  private final Transactions transactions;
  private final Computations computations;
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final TeamReach teams;
  private final Duration kept;
  private final InstantSource clock;

  MeetingSweep(
      Transactions transactions,
      Computations computations,
      Notices notices,
      NoticeReceivers receivers,
      Duration kept,
      InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.notices = notices;
    this.receivers = receivers;
    this.teams = new TeamReach(receivers);
    this.kept = kept;
    this.clock = clock;
  }

  /** In batches, each meeting in a transaction of its own. */
  Future<String> remind() {
    Instant now = clock.instant();
    int sent = 0;
    for (int i = 0; i < MOST_BATCHES; i++) {
      List<Due> batch =
          transactions.runUnbound(tx -> Future.succeededFuture(due.read(tx, now, BATCH))).await();
      for (Due one : batch) {
        sent += remind(one, now);
      }
      if (batch.size() < BATCH) {
        break;
      }
    }
    return Future.succeededFuture(sent + " reminders of meetings");
  }

  private record Computed(
      List<MeetingReminder> due, Optional<Instant> next, Optional<Instant> end) {

    Computed {
      due = List.copyOf(due);
    }
  }

  private int remind(Due one, Instant now) {
    Meeting meeting =
        transactions.call(one.tenant(), tx -> meetings.find(tx, one.meeting())).orElse(null);
    if (meeting == null) {
      return 0;
    }
    // No connection waits for it.
    Computed computed =
        computations
            .of(one.tenant())
            .call(
                () ->
                    new Computed(
                        MeetingReminder.due(meeting, now),
                        MeetingReminder.next(meeting.series(), meeting.remindBefore(), now),
                        meeting.series().end()));
    return transactions.call(
        one.tenant(),
        tx -> {
          // Whoever has changed it meanwhile has computed anew when the next one is due.
          if (!meetings.lock(tx, meeting.id(), meeting.version())) {
            return 0;
          }
          computed.due.forEach(reminder -> send(tx, meeting, reminder));
          meetings.ends(tx, meeting.id(), computed.next.orElse(null), computed.end.orElse(null));
          return computed.due.size();
        });
  }

  private void send(Tx tx, Meeting meeting, MeetingReminder reminder) {
    Saying text =
        Saying.of("meeting.at")
            .andPlain(" ")
            .and(Saying.time(reminder.startsAt(), meeting.times().zone()));
    if (!meeting.link().isEmpty()) {
      text = text.line(Saying.plain(meeting.link()));
    }
    notices.send(
        tx,
        new Notice(
            NoticeKind.MEETING,
            meeting.id(),
            "soon " + reminder.startsAt() + " " + reminder.before(),
            Severity.SEV4_LOW,
            Saying.of("meeting.soon", reminder.title()),
            text,
            MeetingRoutes.PATH + "/" + meeting.id()),
        receivers(tx, meeting));
  }

  /** A meeting that names nobody is its team's. */
  private Set<NoticeReceiver> receivers(Tx tx, Meeting meeting) {
    Named team = meeting.team();
    return meeting.participants().isEmpty() && team != null
        ? teams.of(tx, team.id())
        : receivers.ofUsers(
            tx, meeting.participants().stream().map(Participant::id).toList(), Severity.SEV4_LOW);
  }

  Future<String> forget() {
    int sum = 0;
    int last;
    do {
      last =
          transactions
              .runUnbound(
                  tx -> Future.succeededFuture(due.forget(tx, clock.instant().minus(kept), BATCH)))
              .await();
      sum += last;
    } while (last == BATCH);
    return Future.succeededFuture(sum + " meetings forgotten");
  }
}
