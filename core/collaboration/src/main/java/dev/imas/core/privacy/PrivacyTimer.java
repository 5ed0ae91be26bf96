package dev.imas.core.privacy;

import dev.imas.core.bus.Saying;
import dev.imas.core.http.Audit;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.NoticeReceiver;
import dev.imas.core.notice.NoticeReceivers;
import dev.imas.core.notice.Notices;
import dev.imas.core.platform.Tx;
import dev.imas.core.privacy.PrivacyRequest.State;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.work.Backoff;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with requests: reminds people of one that is due, writes an export and removes it again,
 * and erases a person step by step. Each step is a transaction with its timer, so whoever is
 * stopped between two goes on with the next.
 */
final class PrivacyTimer implements TimerKind.Handler {

  static final String KIND = "privacy";

  static final Duration EXPORT_FOR = Duration.ofDays(7);

  private static final String REMIND = "remind";
  private static final String ERASE = "erase";
  private static final String EXPORT = "export";
  private static final String EXPIRE = "expire";

  private final PrivacyRepository repository;
  private final PersonExport exports;
  private final Timers timers;
  private final Notices notices;
  private final NoticeReceivers receivers;
  private final Audit audit;
  private final InstantSource clock;

  PrivacyTimer(
      PrivacyRepository repository,
      PersonExport exports,
      Timers timers,
      Notices notices,
      NoticeReceivers receivers,
      Audit audit,
      InstantSource clock) {
    this.repository = repository;
    this.exports = exports;
    this.timers = timers;
    this.notices = notices;
    this.receivers = receivers;
    this.audit = audit;
    this.clock = clock;
  }

  /** One at a time: a step may write many rows. */
  TimerKind kind() {
    return new TimerKind(
        KIND,
        TimerKind.Lane.HOUSEKEEPING,
        new TimerKind.Work.InTransaction(this, 1),
        Backoff.OF_A_ROW);
  }

  static String reminder(UUID request) {
    return request + ":" + REMIND;
  }

  static NewTimer erasure(UUID request) {
    return NewTimer.after(Duration.ZERO, KIND, request + ":" + ERASE);
  }

  /** The timers of a request that is open. */
  static List<NewTimer> after(PrivacyRequest request, Instant now, boolean exports) {
    List<NewTimer> all = new ArrayList<>();
    Instant next = RequestReminder.next(request.receivedAt(), request.dueAt(), now);
    if (next != null) {
      all.add(NewTimer.at(next, KIND, reminder(request.id())));
    }
    if (exports) {
      all.add(NewTimer.after(Duration.ZERO, KIND, request.id() + ":" + EXPORT));
    }
    return all;
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<String> outcomes = new ArrayList<>();
    for (DueTimer timer : due) {
      String[] subject = timer.subject().split(":", 2);
      Optional<PrivacyRequest> found = repository.lock(tx, UUID.fromString(subject[0]));
      outcomes.add(
          found.map(request -> on(tx, request, subject[1], now)).orElse("the request is gone"));
    }
    return Future.succeededFuture(new TimerKind.Fired(String.join(", ", outcomes)));
  }

  private String on(Tx tx, PrivacyRequest request, String what, Instant now) {
    return switch (what) {
      case REMIND -> remind(tx, request, now);
      case ERASE -> erase(tx, request, now);
      case EXPORT -> export(tx, request, now);
      case EXPIRE -> expire(tx, request, now);
      default -> "nothing";
    };
  }

  private String remind(Tx tx, PrivacyRequest request, Instant now) {
    if (!request.state().isOpen()) {
      return "nothing";
    }
    boolean isOverdue = !now.isBefore(request.dueAt());
    Severity urgency = isOverdue ? Severity.SEV2_HIGH : Severity.SEV3_MEDIUM;
    Notice notice =
        new Notice(
            NoticeKind.PRIVACY,
            request.id(),
            "due " + now,
            urgency,
            Saying.of(
                (isOverdue ? "privacy.overdue." : "privacy.due.") + request.kind().wireName()),
            Saying.of("privacy.by").andPlain(" ").and(Saying.time(request.dueAt(), ZoneOffset.UTC)),
            "/privacy?request=" + request.id());
    Set<NoticeReceiver> told = receivers.ofUsers(tx, repository.administrators(tx), urgency);
    notices.send(tx, notice, told.isEmpty() ? receivers.ofFallback(tx) : told);
    timers.set(tx, after(request, now, false)).await();
    return "reminded";
  }

  private String erase(Tx tx, PrivacyRequest request, Instant now) {
    if (repository.step(tx, request.id(), now)) {
      timers.set(tx, List.of(erasure(request.id()))).await();
      return "a step of an erasure made";
    }
    return "a person erased";
  }

  private String export(Tx tx, PrivacyRequest request, Instant now) {
    UUID user = request.subject();
    if (user == null || request.state() != State.OPEN) {
      return "nothing";
    }
    PersonExport.Written file = exports.write(tx, request.id(), user, now);
    Instant until = now.plus(EXPORT_FOR);
    repository.exported(tx, request.id(), file.bytes(), now, until, file.sha256());
    timers.set(tx, List.of(NewTimer.at(until, KIND, request.id() + ":" + EXPIRE))).await();
    if (user.equals(request.requestedBy())) {
      close(tx, request, now);
    }
    record(tx, request, "export", file.sha256());
    return "an export written";
  }

  /** Whoever asked for their own data has it with the file. */
  private void close(Tx tx, PrivacyRequest request, Instant now) {
    repository.close(tx, request.id(), State.DONE, null, now, null, null);
    timers.cancel(tx, KIND, List.of(reminder(request.id()))).await();
  }

  private String expire(Tx tx, PrivacyRequest request, Instant now) {
    if (request.hasExport(now)) {
      return "nothing";
    }
    repository.expire(tx, request.id());
    record(tx, request, "expire", null);
    return "an export removed";
  }

  private void record(Tx tx, PrivacyRequest request, String verb, @Nullable String sha256) {
    Object after = sha256 == null ? null : Map.of("sha256", sha256);
    audit
        .record(
            tx,
            Audit.Origin.SYSTEM,
            new Audit.Change(PrivacyCommands.subject(request.id()), verb, null, after))
        .await();
  }
}
