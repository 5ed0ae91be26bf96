package dev.imas.core.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imas.core.contact.Reach;
import dev.imas.core.contact.ShownReach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.model.Severity;
import dev.imas.core.policy.DryRun.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dry run as the API shows it (ONC-17).
 *
 * @param firstCall when the first person or channel is called, from the start; null: none is at all
 */
public record ShownRun(
    String policy,
    Team team,
    Severity severity,
    Instant at,
    List<Round> rounds,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String firstCall,
    String end,
    Instant endAt) {

  record Team(UUID id, String name) {}

  record Round(int round, List<Step> steps) {}

  /**
   * @param after from the step before
   * @param fromStart from the start
   * @param because why it tells nobody now; absent if its conditions hold
   */
  record Step(
      int step,
      String after,
      String fromStart,
      Instant at,
      @JsonProperty("notify") List<Definition.Target> targets,
      List<String> channelKinds,
      List<User> users,
      List<Channel> channels,
      List<Missed> missed,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String because) {}

  record User(UUID id, String username, boolean onCall, List<String> how, ShownReach reach) {}

  record Channel(UUID id, String name, String channel, List<String> how) {}

  /**
   * @param mend what mends it, where it is that somebody cannot be called
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Missed(
      @JsonProperty("notify") Definition.Target target,
      String why,
      @Nullable String obstacle,
      @Nullable String mend) {

    static Missed of(StepReceivers.Missed missed, Definition.Shown names) {
      return new Missed(Definition.target(missed.target(), names), missed.why(), null, null);
    }

    /** Who was found and cannot be called, as a drill says it. */
    static Missed of(StepReceivers.Person person, Reach reach, Definition.Shown names) {
      ShownReach shown = ShownReach.of(reach);
      return new Missed(
          Definition.target(person.target(), names),
          reach.username() + ": " + shown.why(),
          shown.obstacle(),
          shown.mend());
    }
  }

  static ShownRun of(
      EscalationPolicy policy,
      DryRun run,
      Team team,
      DryRuns.Question question,
      Definition.Shown names) {
    List<Round> rounds = new ArrayList<>();
    for (DryRun.Step step : run.steps()) {
      if (step.place().round() == rounds.size()) {
        rounds.add(new Round(step.place().round() + 1, new ArrayList<>()));
      }
      rounds.getLast().steps.add(step(policy, step, question.start(), names));
    }
    return new ShownRun(
        policy.name(),
        team,
        question.severity(),
        question.start(),
        rounds,
        run.firstCall().map(ShownRun::text).orElse(null),
        text(run.end()),
        question.start().plus(run.end()));
  }

  private static Step step(
      EscalationPolicy policy, DryRun.Step step, Instant start, Definition.Shown names) {
    Called called = step.finding() instanceof Finding.Tells tells ? tells.called() : Called.NOBODY;
    StepReceivers told = called.told();
    List<Missed> missed = new ArrayList<>();
    told.missed().forEach(one -> missed.add(Missed.of(one, names)));
    List<User> users = new ArrayList<>();
    for (StepReceivers.Person one : told.people()) {
      Reach reach = called.reachOf(one);
      if (!reach.isCalled()) {
        missed.add(Missed.of(one, reach, names));
      }
      users.add(
          new User(one.user(), one.username(), one.isOnCall(), one.how(), ShownReach.of(reach)));
    }
    String because = step.finding() instanceof Finding.NotNow notNow ? notNow.why() : null;
    return new Step(
        step.place().step() + 1,
        text(step.after()),
        text(step.fromStart()),
        start.plus(step.fromStart()),
        policy.step(step.place()).targets().stream()
            .map(target -> Definition.target(target, names))
            .toList(),
        policy.step(step.place()).channels().stream().sorted().toList(),
        users,
        told.channels().stream()
            .map(one -> new Channel(one.receiver(), one.name(), one.channel(), one.how()))
            .toList(),
        missed,
        because);
  }

  private static String text(Duration duration) {
    return duration.toString();
  }
}
