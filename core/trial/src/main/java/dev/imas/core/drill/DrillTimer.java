package dev.imas.core.drill;

import dev.imas.core.catalog.Contact;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.drill.Drill.State;
import dev.imas.core.drill.DrillRepository.Message;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.paging.Firing;
import dev.imas.core.paging.Walk;
import dev.imas.core.platform.ClockWatch;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.CallResolver;
import dev.imas.core.policy.Called;
import dev.imas.core.policy.PolicyRepository;
import dev.imas.core.policy.StepReceivers;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.policy.TargetResolver.Turns;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes a drill's next step, or sends its next message, whichever is due. A drill has one timer,
 * and everything happens in the transaction that ends it, so each step is taken once. No turn of a
 * round robin is taken.
 */
public final class DrillTimer implements TimerKind.Handler {

  public static final String KIND = "drill";

  private final CallResolver calls;
  private final Timers timers;
  private final DrillSender sender;
  private final DrillRepository drills = new DrillRepository();
  private final PolicyRepository policies = new PolicyRepository();

  public DrillTimer(PersonReach people, Timers timers, DrillSender sender) {
    this.calls = new CallResolver(people);
    this.timers = timers;
    this.sender = sender;
  }

  public TimerKind kind() {
    return TimerKind.of(KIND, TimerKind.Lane.HOUSEKEEPING, this);
  }

  private static List<UUID> ids(List<DueTimer> due) {
    return due.stream().map(timer -> UUID.fromString(timer.subject())).toList();
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    drills.lock(tx, ids(claimed));
    return Future.succeededFuture();
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    Instant now = due.getFirst().now();
    int taken = 0;
    for (Drill drill : drills.lock(tx, ids(due))) {
      if (drill.state() == State.RUNNING) {
        proceed(tx, drill, now);
        taken++;
      }
    }
    return Future.succeededFuture(new TimerKind.Fired(taken + " drills went on"));
  }

  private void proceed(Tx tx, Drill drill, Instant now) {
    Drill after = drill;
    if (!drill.dueAt().isAfter(now)) {
      Optional<EscalationPolicy> policy =
          policies.read(tx, drill.policy(), drill.policyVersion()).await();
      if (drill.next().equals(Walk.END)) {
        end(tx, drill, State.FINISHED, now);
        return;
      }
      if (policy.isEmpty()) {
        end(tx, drill, State.STOPPED, now);
        return;
      }
      after = step(tx, drill, policy.get(), now);
      drills.proceed(tx, after);
    }
    List<Message> unsent = drills.unsent(tx, drill.id());
    Instant next =
        unsent.stream()
            .map(Message::dueAt)
            .reduce(after.dueAt(), (one, other) -> one.isBefore(other) ? one : other);
    Duration ahead = Duration.between(now, next);
    if (ahead.compareTo(ClockWatch.CLOCKS_DIFFER) > 0 && after.equals(drill)) {
      // The timer fires when something is due. If nothing is, the clock was set back since: what
      // comes first is due now, and the rest follows it as planned.
      drills.setBack(tx, drill.id(), ahead);
      next = now;
    } else {
      next = after.dueAt();
      for (Message message : unsent) {
        if (message.dueAt().isAfter(now)) {
          next = message.dueAt().isBefore(next) ? message.dueAt() : next;
        } else {
          sender.send(tx, drill, message, now);
        }
      }
    }
    Duration wait = Duration.between(now, next);
    timers
        .set(
            tx,
            List.of(
                NewTimer.after(
                    wait.isNegative() ? Duration.ZERO : wait, KIND, drill.id().toString())))
        .await();
  }

  private void end(Tx tx, Drill drill, State state, Instant now) {
    drills.end(tx, drill.id(), state, now, "system");
    DrillReporter.ended(tx, timers, drill);
  }

  /** Takes the steps that are due, writes them down, and plans their messages. */
  private Drill step(Tx tx, Drill drill, EscalationPolicy policy, Instant now) {
    Walk walk =
        Walk.from(
            policy, drill.next(), drill.foundSomebody(), place -> fire(tx, drill, policy, place));
    for (Firing firing : walk.fired()) {
      drills.addStep(tx, drill, firing, now);
      drills.addMessages(tx, drill, firing.place(), messages(drill, firing, now));
    }
    return drill.expecting(
        walk.next().place(),
        walk.foundSomebody(),
        drill.imaginedAt().plus(walk.next().after()),
        now.plus(drill.compressed(walk.next().after())));
  }

  /** Whom the step would find at the time when a real one would fire. */
  private Firing fire(Tx tx, Drill drill, EscalationPolicy policy, Place place) {
    EscalationStep step = policy.step(place);
    Instant at = drill.imaginedAt();
    Optional<String> refusal = step.when().refusal(drill.severity(), drill.labels(), at);
    if (refusal.isPresent()) {
      return Firing.notNow(place, refusal.get());
    }
    Called called =
        calls.find(
            tx,
            at,
            new Ask(drill.team(), drill.severity(), step.targets()),
            step.channels(),
            Turns.LEFT);
    StepReceivers told = called.told();
    List<Firing.Found> found = new ArrayList<>();
    for (StepReceivers.Person person : told.people()) {
      Reach reach = called.reach().get(person.user());
      if (reach != null) {
        found.add(new Firing.Found(reach, String.join("; ", person.how()), person.schedules()));
      }
    }
    return Firing.of(
        place,
        found,
        told.channels().stream().map(DrillTimer::channel).toList(),
        told.missed().stream().map(StepReceivers.Missed::why).toList());
  }

  private static Firing.Channel channel(StepReceivers.Channel channel) {
    return new Firing.Channel(
        new Contact(channel.receiver(), channel.channel(), channel.address(), Severity.SEV4_LOW),
        channel.name(),
        String.join("; ", channel.how()));
  }

  private static List<Message> messages(Drill drill, Firing firing, Instant now) {
    List<Message> messages = new ArrayList<>();
    for (Contact contact : firing.now()) {
      Firing.Told whose = whose(firing, contact.id());
      messages.add(
          new Message(
              drill.id(),
              firing.place(),
              contact.id(),
              whose == null ? null : whose.user(),
              whose == null ? contact.channel() : whose.name(),
              contact.channel(),
              contact.address(),
              now));
    }
    for (Firing.LaterCall later : firing.later()) {
      Reach.Call call = later.call();
      messages.add(
          new Message(
              drill.id(),
              firing.place(),
              call.method(),
              later.user(),
              later.username(),
              call.channel(),
              call.address(),
              now.plus(drill.compressed(call.after()))));
    }
    return messages;
  }

  private static Firing.@Nullable Told whose(Firing firing, UUID receiver) {
    return firing.people().stream()
        .filter(told -> told.calls().stream().anyMatch(c -> c.receiver().equals(receiver)))
        .findFirst()
        .orElse(null);
  }
}
