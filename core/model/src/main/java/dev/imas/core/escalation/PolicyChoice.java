package dev.imas.core.escalation;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which policy an incident begins with, and why (ONC-08): the one that the rule names which routed
 * the alert; else one for the alert's labels; else the service's own; else one of the team for the
 * severity; else the team's default; else one of the tenant for the severity; else the tenant's
 * default. Severities and labels are a filter everywhere. A policy that is neither a default nor
 * for some severities or labels is used only where a service names it.
 *
 * @param chosen empty if none fits
 * @param considered all that might have been chosen, in the order in which they were asked
 */
public record PolicyChoice(Optional<Candidate> chosen, List<Considered> considered) {

  /**
   * A policy as far as the choice needs it.
   *
   * @param version its newest
   * @param team whose incidents it is for; empty: the whole tenant's
   * @param severities for which it is chosen; empty: any
   * @param labels for which it is chosen; empty: any
   */
  public record Candidate(
      UUID id,
      int version,
      String name,
      Optional<UUID> team,
      Set<Severity> severities,
      List<Matcher> labels,
      boolean isDefault,
      boolean isActive) {

    public Candidate {
      severities = Set.copyOf(severities);
      labels = List.copyOf(labels);
    }

    /** Whether a rule may mean it by this name or id. */
    boolean isCalled(String named) {
      return name.equalsIgnoreCase(named) || id.toString().equalsIgnoreCase(named);
    }

    boolean takes(Severity severity) {
      return severities.isEmpty() || severities.contains(severity);
    }
  }

  /** As what a policy is asked, in this order. */
  public enum Rank {
    NAMED("a rule names it"),
    LABELS("it is for the alert's labels"),
    OF_SERVICE("the service names it"),
    TEAM_SEVERITY("it is the team's for this severity"),
    TEAM_DEFAULT("it is the team's default"),
    TENANT_SEVERITY("it is the tenant's for this severity"),
    TENANT_DEFAULT("it is the tenant's default");

    private final String because;

    Rank(String because) {
      this.because = because;
    }
  }

  /**
   * A policy that was asked.
   *
   * @param why it was chosen or passed over, in words for people
   */
  public record Considered(Candidate policy, boolean isChosen, String why) {}

  public PolicyChoice {
    considered = List.copyOf(considered);
  }

  /** What stands for a policy that a rule names, where there is none of that name. */
  private static Candidate missing(String named) {
    return new Candidate(
        new UUID(0, 0), 0, named, Optional.empty(), Set.of(), List.of(), false, false);
  }

  /**
   * @param named name or id of the policy that a rule wants, of whatever team
   * @param team that owns the service
   * @param own the policy that the service names
   * @param of the labels of the alert that opened the incident; empty for one opened by hand
   * @param candidates the named one, the own one, the team's and the tenant's; others are left out
   */
  public static PolicyChoice of(
      Optional<String> named,
      UUID team,
      Optional<UUID> own,
      Severity severity,
      Labels of,
      List<Candidate> candidates) {
    List<Asked> asked = new ArrayList<>();
    for (Candidate policy : candidates) {
      boolean isNamed = named.filter(policy::isCalled).isPresent();
      boolean isOwn = own.filter(policy.id::equals).isPresent();
      if (isNamed) {
        asked.add(new Asked(policy, Rank.NAMED));
      } else if (isOwn || policy.team.map(team::equals).orElse(true)) {
        asked.add(new Asked(policy, rank(policy, isOwn)));
      }
    }
    asked.sort(Asked.IN_ORDER);
    Optional<Candidate> chosen = Optional.empty();
    List<Considered> considered = new ArrayList<>();
    if (named.isPresent() && candidates.stream().noneMatch(p -> p.isCalled(named.get()))) {
      considered.add(
          new Considered(missing(named.get()), false, "a rule names it, and there is none of it"));
    }
    for (Asked one : asked) {
      String refusal = one.refusal(severity, of, chosen);
      considered.add(
          new Considered(
              one.policy, refusal.isEmpty(), refusal.isEmpty() ? one.because() : refusal));
      if (refusal.isEmpty()) {
        chosen = Optional.of(one.policy);
      }
    }
    return new PolicyChoice(chosen, considered);
  }

  private static Rank rank(Candidate policy, boolean isOwn) {
    if (!policy.labels.isEmpty()) {
      return Rank.LABELS;
    }
    if (isOwn) {
      return Rank.OF_SERVICE;
    }
    boolean isForSome = !policy.severities.isEmpty();
    if (policy.team.isPresent()) {
      return isForSome ? Rank.TEAM_SEVERITY : Rank.TEAM_DEFAULT;
    }
    return isForSome ? Rank.TENANT_SEVERITY : Rank.TENANT_DEFAULT;
  }

  private record Asked(Candidate policy, Rank rank) {

    /** Ids begin with the time, so of two that fit alike the older one is chosen. */
    static final Comparator<Asked> IN_ORDER =
        Comparator.comparing(Asked::rank).thenComparing(one -> one.policy.id.toString());

    /** Why the policy is chosen. */
    String because() {
      return rank == Rank.LABELS
          ? rank.because
              + ": "
              + policy.labels.stream().map(Matcher::toString).collect(Collectors.joining(", "))
          : rank.because;
    }

    /** Why the policy is passed over; empty if it is not. */
    String refusal(Severity severity, Labels of, Optional<Candidate> chosen) {
      if (!policy.isActive) {
        return "it is inactive";
      }
      if (!policy.takes(severity)) {
        return "it is only for " + words(policy.severities);
      }
      for (Matcher matcher : policy.labels) {
        if (!matcher.matches(of)) {
          return "the alert's labels do not fit " + matcher;
        }
      }
      if (rank.compareTo(Rank.OF_SERVICE) > 0 && policy.severities.isEmpty() && !policy.isDefault) {
        return "it is used only where a service names it: it is no default, and for no severity or"
            + " labels";
      }
      return chosen.map(first -> first.name + " comes before it").orElse("");
    }

    private static String words(Set<Severity> severities) {
      return severities.stream().sorted().map(Severity::name).collect(Collectors.joining(", "));
    }
  }
}
