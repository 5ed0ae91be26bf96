package dev.imas.core.window;

import dev.imas.core.access.Permission;
import dev.imas.core.changeevent.ChangeEvent.Kind;
import dev.imas.core.gate.Gate;
import dev.imas.core.gate.GateReason;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.window.ApprovalRequest.State;
import dev.imas.core.window.ApprovalRequest.Vote;
import dev.imas.core.window.DeploymentWindow.OwnedService;
import dev.imas.core.window.WindowStart.Lacking;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a deployment window: it is submitted, approved or refused, ticked, started,
 * extended, ended and cancelled. Each locks it first, so of two at once the second sees the first.
 */
final class WindowActRoutes {

  private static final int LONGEST_TEXT = 2_000;
  private static final int SHORTEST_REASON = 20;

  private final Transactions transactions;
  private final DeploymentWindowRoutes windows;
  private final WindowPlans plans;
  private final Gate gate;
  private final WindowNotices notices;
  private final WindowEvents events;
  private final WindowRejudging rejudging;
  private final DeploymentWindowRepository stored = new DeploymentWindowRepository();
  private final ApprovalRepository approvals = new ApprovalRepository();
  private final WindowMuting muting = new WindowMuting();

  WindowActRoutes(
      Transactions transactions,
      DeploymentWindowRoutes windows,
      WindowPlans plans,
      Gate gate,
      WindowNotices notices,
      WindowEvents events,
      WindowRejudging rejudging) {
    this.rejudging = rejudging;
    this.events = events;
    this.transactions = transactions;
    this.windows = windows;
    this.plans = plans;
    this.gate = gate;
    this.notices = notices;
  }

  void mount(Api api) {
    String one = DeploymentWindowRoutes.PATH + "/{id}";
    api.post(one + "/submit", Permission.DEPLOYMENT_WINDOW_MANAGE, this::submit);
    api.post(one + "/vote", Permission.DEPLOYMENT_APPROVE, this::vote);
    api.post(one + "/check", Permission.DEPLOYMENT_WINDOW_MANAGE, this::check);
    api.post(one + "/start", Permission.DEPLOYMENT_WINDOW_MANAGE, this::start);
    api.post(one + "/extend", Permission.DEPLOYMENT_WINDOW_MANAGE, this::extend);
    api.post(one + "/finish", Permission.DEPLOYMENT_WINDOW_MANAGE, this::finish);
    api.post(one + "/cancel", Permission.DEPLOYMENT_WINDOW_MANAGE, this::cancel);
  }

  /** Does it to the window, which is locked, and answers with what has become of it. */
  private Answer act(
      Call call, String verb, BiFunction<Tx, DeploymentWindow, @Nullable Void> work) {
    UUID id = call.pathId("id");
    transactions.insist(
        call.tenant(),
        tx -> {
          Instant now = windows.now();
          DeploymentWindow before = DeploymentWindowRoutes.existing(stored.lock(tx, id, now), id);
          work.apply(tx, before);
          stored.touch(tx, id, now);
          DeploymentWindow after = stored.find(tx, id, now).orElseThrow();
          call.audit(
              tx,
              new Audit.Change(
                  DeploymentWindowRoutes.subject(id),
                  verb,
                  DeploymentWindowView.of(before, now).audited(),
                  DeploymentWindowView.of(after, now).audited()));
          happened(tx, call, before, after);
          return after;
        });
    return Answer.versioned(windows.shown(call.tenant(), id));
  }

  /** Tells others, if it is more than a tick of the checklist or one vote of several. */
  private void happened(Tx tx, Call call, DeploymentWindow before, DeploymentWindow after) {
    if (after.approval() != before.approval()) {
      @Nullable Kind kind =
          switch (after.approval()) {
            case SUBMITTED -> Kind.APPROVAL_REQUESTED;
            case APPROVED -> Kind.APPROVAL_GRANTED;
            case REFUSED -> Kind.APPROVAL_REFUSED;
            case VOID -> Kind.APPROVAL_VOIDED;
            case NOT_NEEDED, DRAFT, EXPIRED -> null;
          };
      if (kind != null) {
        events.happened(tx, kind, after, call.author(), "");
      }
    }
    if (after.status() != before.status()) {
      Kind kind =
          switch (after.status()) {
            case IN_PROGRESS -> Kind.WINDOW_STARTED;
            case CANCELLED -> Kind.WINDOW_CANCELLED;
            default -> Kind.WINDOW_ENDED;
          };
      String said = after.overrideReason() == null ? after.outcome() : after.overrideReason();
      events.happened(tx, kind, after, call.author(), said);
    } else if (!after.until().equals(before.until())) {
      events.happened(tx, Kind.WINDOW_CHANGED, after, call.author(), "");
    }
  }

  private Answer submit(Call call) {
    call.body().only().throwIfFaulty();
    Principal.Person person = call.principal().person();
    return act(
        call,
        "submit",
        (tx, window) -> {
          Instant now = windows.now();
          if (window.status() == WindowStatus.CANCELLED) {
            throw Fault.conflict("a cancelled window needs no approval");
          }
          switch (window.approval()) {
            case NOT_NEEDED ->
                throw Fault.conflict(
                    "a window in " + window.environment().name() + " needs no approval");
            case SUBMITTED -> throw Fault.conflict("it waits for its approval already");
            case APPROVED -> throw Fault.conflict("it is approved already");
            case EXPIRED -> throw Fault.conflict("its time is over; move it first");
            case DRAFT, REFUSED, VOID -> {
              if (window.isMissed(now)) {
                throw Fault.conflict("its time is over; move it first");
              }
            }
          }
          UUID submitter = person == null ? null : person.id();
          approvals.submit(
              tx, UuidV7.at(after(window.request(), now)), window, call.author(), submitter, now);
          List<UUID> approvers =
              approvals.approvers(tx, window.id(), submitter, now).stream()
                  .map(ApprovalRepository.Approver::id)
                  .toList();
          notices.submitted(tx, window, call.author(), approvers);
          return null;
        });
  }

  /** The order of a window's requests is that of their ids, even within a millisecond. */
  private static long after(@Nullable ApprovalRequest last, Instant now) {
    return Math.max(now.toEpochMilli(), last == null ? 0 : UuidV7.epochMillis(last.id()) + 1);
  }

  private Answer vote(Call call) {
    Body body = call.body().only("request", "approve", "comment");
    UUID request = body.uuid("request");
    if (request == null && !body.has("request")) {
      body.fault("/request", "must be the id of the request that the vote is for");
    }
    if (!body.has("approve")) {
      body.fault("/approve", "must be true or false");
    }
    boolean approves = body.flag("approve", false);
    String comment = body.text("comment", LONGEST_TEXT, "").strip();
    if (body.has("approve") && !approves && comment.isEmpty()) {
      body.fault("/comment", "must say why it is refused");
    }
    body.throwIfFaulty();
    AtomicBoolean isApproved = new AtomicBoolean();
    Answer answer =
        act(
            call,
            approves ? "approve" : "refuse",
            (tx, window) -> {
              mayApprove(call, window);
              ApprovalRequest asked = asked(window, request);
              Principal.Person voter = call.principal().loggedIn();
              if (voter == null) {
                throw Fault.of(
                    Fault.Kind.FORBIDDEN, "a token cannot approve or refuse; log in as a person");
              }
              if (voter.id().equals(asked.submitterId())
                  || approvals.isEditor(tx, window.id(), voter.id())) {
                throw Fault.of(
                    Fault.Kind.FORBIDDEN,
                    "whoever wrote or submitted a window cannot approve or refuse it; ask another"
                        + " person");
              }
              Instant now = windows.now();
              if (!approvals.vote(
                  tx, asked.id(), new Vote(voter.id(), voter.username(), approves, comment, now))) {
                throw Fault.conflict("you have voted on this request already");
              }
              if (!approves) {
                approvals.decide(tx, asked.id(), State.REFUSED, now);
                notices.refused(tx, window, asked, voter.username(), comment);
              } else if (approvals.approvals(tx, asked.id()) >= asked.quorum()) {
                approvals.decide(tx, asked.id(), State.APPROVED, now);
                notices.approved(tx, window, asked);
                isApproved.set(true);
              }
              return null;
            });
    if (isApproved.get()) {
      rejudging.approved(call.tenant(), call.pathId("id"));
    }
    return answer;
  }

  private static void mayApprove(Call call, DeploymentWindow window) {
    if (window.services().isEmpty()) {
      call.require(Permission.DEPLOYMENT_APPROVE, null);
    }
    for (OwnedService service : window.services()) {
      call.require(Permission.DEPLOYMENT_APPROVE, service.team().id());
    }
  }

  /** The request that waits for votes, if that is the one which was shown. */
  private static ApprovalRequest asked(DeploymentWindow window, @Nullable UUID shown) {
    ApprovalRequest request = window.request();
    if (request == null || !request.id().equals(shown) || request.state() == State.VOID) {
      throw Fault.conflict(
          "this request is not open: the window has changed since, or was submitted anew; read it"
              + " again");
    }
    if (request.state() != State.SUBMITTED) {
      throw Fault.conflict("it is " + request.state().wireName() + " already");
    }
    if (window.approval() == ApprovalState.EXPIRED) {
      throw Fault.conflict("its time is over, so there is nothing to approve");
    }
    return request;
  }

  private Answer check(Call call) {
    Body body = call.body().only("position", "done");
    Integer position = body.whole("position", 0, 49);
    if (position == null && !body.has("position")) {
      body.fault("/position", "must be the place of a point in the checklist, from 0");
    }
    boolean done = body.flag("done", true);
    body.throwIfFaulty();
    return act(
        call,
        done ? "tick" : "untick",
        (tx, window) -> {
          if (window.status() != WindowStatus.PLANNED) {
            throw Fault.conflict("the checklist is for the time before the start");
          }
          if (position == null || position >= window.checklist().size()) {
            throw Fault.invalid(
                "/position",
                "/position: the checklist has " + window.checklist().size() + " points");
          }
          stored.tick(
              tx, window.id(), position, done ? windows.now() : null, done ? call.author() : null);
          return null;
        });
  }

  private Answer start(Call call) {
    Body body = call.body().only("override_reason");
    String given = body.text("override_reason", LONGEST_TEXT, "").strip();
    if (!given.isEmpty() && given.length() < SHORTEST_REASON) {
      body.fault(
          "/override_reason", "must say why, in at least " + SHORTEST_REASON + " characters");
    }
    body.throwIfFaulty();
    UUID id = call.pathId("id");
    DeploymentWindow read =
        transactions.call(
            call.tenant(),
            tx ->
                startable(
                    tx, DeploymentWindowRoutes.existing(stored.find(tx, id, windows.now()), id)));
    List<String> blocking = blocking(call, read);
    if (!blocking.isEmpty()) {
      if (given.isEmpty()) {
        throw Fault.conflict("the gate does not allow it: " + String.join("; ", blocking));
      }
      call.require(Permission.FREEZE_OVERRIDE, null);
    }
    String reason = blocking.isEmpty() ? null : given;
    return act(
        call,
        "start",
        (tx, window) -> {
          startable(tx, window);
          if (!window.digest().equals(read.digest())) {
            throw Fault.conflict("it has changed meanwhile; read it again");
          }
          Instant now = windows.now();
          stored.start(tx, id, now, call.author(), reason);
          muting.begin(tx, window, call.author(), now);
          if (reason != null) {
            notices.overridden(tx, window, call.author(), reason, blocking);
          }
          return null;
        });
  }

  /**
   * @throws Fault CONFLICT with all that it lacks itself
   */
  private DeploymentWindow startable(Tx tx, DeploymentWindow window) {
    List<Lacking> lacking =
        WindowStart.of(
            window,
            DeploymentWindowRoutes.isEmergency(window, plans.found(tx, window)),
            windows.now());
    if (!lacking.isEmpty()) {
      throw Fault.conflict(lacking.stream().map(Lacking::text).collect(Collectors.joining("; ")));
    }
    return window;
  }

  /** What the gate says of each of its services, each sentence once. */
  private List<String> blocking(Call call, DeploymentWindow window) {
    Set<String> texts = new LinkedHashSet<>();
    for (OwnedService service : window.services()) {
      gate
          .ask(
              call.tenant(),
              service.id(),
              window.environment().name(),
              window.sha(),
              window.incident(),
              "window " + window.id(),
              call.author())
          .blocking()
          .stream()
          .map(GateReason::text)
          .forEach(texts::add);
    }
    return List.copyOf(texts);
  }

  private Answer extend(Call call) {
    Body body = call.body().only("until");
    Instant until = body.time("until");
    if (until == null && !body.has("until")) {
      body.fault("/until", "must be the new end");
    }
    body.throwIfFaulty();
    return act(
        call,
        "extend",
        (tx, window) -> {
          if (window.status() != WindowStatus.IN_PROGRESS || until == null) {
            throw Fault.conflict("only a window that is in progress can be extended");
          }
          Instant latest = window.latestEnd();
          if (!until.isAfter(window.until()) || until.isAfter(latest) || until.getNano() != 0) {
            throw Fault.invalid(
                "/until",
                "/until must be a whole second after "
                    + window.until()
                    + ", and by "
                    + latest
                    + " at the latest: half of the planned length");
          }
          Duration more = Duration.between(window.until(), until);
          stored.extend(tx, window.id(), until, window.times().length().plus(more));
          muting.move(tx, window, until, windows.now());
          return null;
        });
  }

  private Answer finish(Call call) {
    Body body = call.body().only("outcome", "comment");
    String word = body.requiredText("outcome", 20);
    WindowStatus outcome =
        WindowStatus.parse(word).filter(WindowStatus::isOutcome).orElse(WindowStatus.COMPLETED);
    if (!word.isBlank() && WindowStatus.parse(word).filter(WindowStatus::isOutcome).isEmpty()) {
      body.fault("/outcome", "must be completed, failed or rolled_back");
    }
    String comment = body.text("comment", LONGEST_TEXT, "").strip();
    body.throwIfFaulty();
    return act(
        call,
        "finish",
        (tx, window) -> {
          if (window.status() != WindowStatus.IN_PROGRESS) {
            throw Fault.conflict("only a window that is in progress can be finished");
          }
          Instant now = windows.now();
          stored.end(tx, window.id(), outcome, now, call.author(), comment);
          muting.end(tx, window, outcome, now);
          return null;
        });
  }

  private Answer cancel(Call call) {
    Body body = call.body().only("comment");
    String comment = body.text("comment", LONGEST_TEXT, "").strip();
    body.throwIfFaulty();
    return act(
        call,
        "cancel",
        (tx, window) -> {
          if (window.status() != WindowStatus.PLANNED) {
            throw Fault.conflict("only a planned window can be cancelled");
          }
          Instant now = windows.now();
          ApprovalRequest request = window.request();
          if (request != null && request.isOpen()) {
            approvals.decide(tx, request.id(), State.VOID, now);
          }
          stored.end(tx, window.id(), WindowStatus.CANCELLED, now, call.author(), comment);
          return null;
        });
  }
}
