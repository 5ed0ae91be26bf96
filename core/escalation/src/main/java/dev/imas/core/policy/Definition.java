package dev.imas.core.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationStep;
import dev.imas.core.escalation.EscalationTarget;
import dev.imas.core.model.Severity;
import dev.imas.core.policy.PolicyNames.Kind;
import dev.imas.core.schedule.HoursJson;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a policy as JSON: in rows with ids, in answers with names. {@link
 * DefinitionReader} reads both.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Definition(
    String name,
    @Nullable String team,
    List<Severity> severities,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> labels,
    boolean isDefault,
    int rounds,
    String repeatAfter,
    @Nullable String resumeAfter,
    List<Step> steps) {

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Step(
      String after,
      @JsonProperty("notify") List<Target> targets,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> channels,
      @Nullable When when) {}

  /**
   * @param name of the contact
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Target(
      String type,
      @Nullable String user,
      @Nullable String team,
      @Nullable String schedule,
      @Nullable Boolean roundRobin,
      @Nullable Integer level,
      @Nullable String contact,
      @Nullable String name,
      @Nullable String email,
      @Nullable String scope) {

    static Target ofTeam(String type, @Nullable String team, @Nullable Integer level) {
      return new Target(type, null, team, null, null, level, null, null, null, null);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record When(
      List<Severity> severities,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Hours hours,
      List<String> labels) {}

  record Hours(String timeZone, List<HoursJson> windows) {}

  /** How what a policy names is shown. */
  @FunctionalInterface
  interface Shown {

    /** In rows: everything by its id. */
    Shown ID = (kind, id) -> id.toString();

    String show(Kind kind, UUID id);
  }

  static Definition of(EscalationPolicy policy, Shown shown) {
    return new Definition(
        policy.name(),
        orNull(policy.team(), Kind.TEAM, shown),
        policy.severities().stream().sorted().toList(),
        policy.labels().stream().map(Object::toString).toList(),
        policy.isDefault(),
        policy.rounds(),
        policy.repeatAfter().toString(),
        policy.resumeAfter().map(Object::toString).orElse(null),
        policy.steps().stream().map(step -> step(step, shown)).toList());
  }

  private static Step step(EscalationStep step, Shown shown) {
    return new Step(
        step.delay().toString(),
        step.targets().stream().map(target -> target(target, shown)).toList(),
        step.channels().stream().sorted().toList(),
        when(step.when()));
  }

  static Target target(EscalationTarget target, Shown shown) {
    return switch (target) {
      case EscalationTarget.OnCall t ->
          Target.ofTeam(
              "oncall",
              orNull(t.team(), Kind.TEAM, shown),
              t.level().isPresent() ? t.level().getAsInt() : null);
      case EscalationTarget.OfSchedule t ->
          new Target(
              "schedule",
              null,
              null,
              shown.show(Kind.SCHEDULE, t.schedule()),
              t.roundRobin() ? true : null,
              null,
              null,
              null,
              null,
              null);
      case EscalationTarget.User t ->
          new Target(
              "user",
              shown.show(Kind.USER, t.user()),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null);
      case EscalationTarget.Team t ->
          Target.ofTeam("team", orNull(t.team(), Kind.TEAM, shown), null);
      case EscalationTarget.Leads t ->
          Target.ofTeam("leads", orNull(t.team(), Kind.TEAM, shown), null);
      case EscalationTarget.Manager t ->
          Target.ofTeam("manager", orNull(t.team(), Kind.TEAM, shown), null);
      case EscalationTarget.LastResort t -> Target.ofTeam("last_resort", null, null);
      case EscalationTarget.TeamChannels t ->
          Target.ofTeam("team_channels", orNull(t.team(), Kind.TEAM, shown), null);
      case EscalationTarget.Channel t -> channel(t.contact(), shown);
      case EscalationTarget.Address t ->
          new Target("email", null, null, null, null, null, null, null, t.email(), null);
      case EscalationTarget.Scope t ->
          new Target(
              "scope",
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              orNull(t.scope(), Kind.SCOPE, shown));
    };
  }

  /** Names of contacts are not unique, so its id is what is read again. */
  private static Target channel(UUID contact, Shown shown) {
    String id = contact.toString();
    String name = shown.show(Kind.CONTACT, contact);
    return new Target(
        "channel", null, null, null, null, null, id, name.equals(id) ? null : name, null, null);
  }

  private static @Nullable When when(EscalationStep.Condition condition) {
    if (condition.equals(EscalationStep.Condition.ALWAYS)) {
      return null;
    }
    return new When(
        condition.severities().stream().sorted().toList(),
        condition
            .hours()
            .map(
                hours ->
                    new Hours(
                        hours.zone().getId(), hours.windows().stream().map(HoursJson::of).toList()))
            .orElse(null),
        condition.labels().stream().map(Object::toString).toList());
  }

  private static @Nullable String orNull(Optional<UUID> id, Kind kind, Shown shown) {
    return id.map(one -> shown.show(kind, one)).orElse(null);
  }
}
