package dev.imas.core.fallback;

import dev.imas.core.fallback.FallbackDecision.Level;
import dev.imas.core.fallback.FallbackDecision.NobodyLeft;
import dev.imas.core.fallback.FallbackDecision.Nothing;
import dev.imas.core.fallback.FallbackDecision.TellOthers;
import dev.imas.core.fallback.PageState.Fate;
import dev.imas.core.fallback.PageState.Told;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentEvent;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides who is told when a page reached nobody (docs/adr, "when a page cannot be sent"): whoever
 * is on call for the owning team, then its other contacts, then the tenant's fallback contacts,
 * then the console. Each level is tried if nothing at the levels before was accepted. Asking twice
 * gives the same answer, without those whom the first answer told. Pure.
 */
final class FallbackPlanner {

  private static final int NAMED_AT_MOST = 5;

  /**
   * @param late whether the question is if anybody has accepted the page by now; otherwise it is if
   *     all of its deliveries are dead
   * @param within the time that it has had, in words for people
   * @param onCall who is on call for the owning team; of no use unless {@link #asks}
   * @param team the owning team's active contacts
   * @param tenant the tenant's fallback contacts, in order
   */
  FallbackDecision decide(
      PageState page,
      boolean late,
      String within,
      Incident incident,
      List<Receiver> onCall,
      List<Receiver> team,
      List<Receiver> tenant) {
    if (!asks(page, late, incident)) {
      return new Nothing();
    }
    Set<UUID> told = page.receivers();
    List<Receiver> others = callable(told, onCall);
    Level level = Level.ON_CALL;
    if (others.isEmpty()) {
      others = callable(told, team);
      level = Level.TEAM;
    }
    if (others.isEmpty()) {
      others = callable(told, tenant);
      level = Level.TENANT;
    }
    if (others.isEmpty()) {
      others = page.isShown() ? List.of() : List.of(Receiver.CONSOLE);
      level = Level.CONSOLE;
    }
    String failure = failure(page, within);
    if (!others.isEmpty()) {
      return new TellOthers(
          level,
          others,
          failure
              + "; paged "
              + names(others.stream().map(Receiver::described).toList())
              + " instead",
          failure);
    }
    return page.has(Fate.UNDER_WAY)
        ? new Nothing() // retries continue
        : new NobodyLeft(failure + "; nobody else is left to page");
  }

  /** Whether somebody else is to be told of the page at all. */
  static boolean asks(PageState page, boolean late, Incident incident) {
    if (!calls(page) || page.has(Fate.ACCEPTED) || page.isOvertaken() || isInHand(page, incident)) {
      return false;
    }
    if (page.foundNobody()) {
      return true;
    }
    return late
        ? page.has(Fate.DEAD) || page.has(Fate.UNDER_WAY)
        : page.has(Fate.DEAD) && !page.has(Fate.UNDER_WAY); // the next one that ends asks again
  }

  /**
   * Whether no person and no channel of those whom the incident concerns could be called, so that
   * it is left to the tenant's fallback, or to nobody. Those who may still be reached are none.
   */
  static boolean isUnrouted(PageState page, FallbackDecision decision) {
    boolean mayReach = page.has(Fate.UNDER_WAY) || page.has(Fate.ACCEPTED);
    return !mayReach
        && switch (decision) {
          case TellOthers others ->
              others.level() == Level.TENANT || others.level() == Level.CONSOLE;
          case NobodyLeft nobody -> true;
          case FallbackDecision.Nothing nothing -> false;
          case FallbackDecision.AskAgain again -> false;
          case FallbackDecision.MovesOn on -> false;
        };
  }

  /** What the timeline says of such a decision, and why an incident is unrouted. */
  static String why(FallbackDecision decision) {
    return switch (decision) {
      case TellOthers others -> others.message();
      case NobodyLeft nobody -> nobody.message();
      case FallbackDecision.MovesOn on -> on.message();
      case FallbackDecision.Nothing nothing -> "";
      case FallbackDecision.AskAgain again -> "";
    };
  }

  static boolean calls(PageState page) {
    return IncidentEvent.named(page.event()).map(IncidentEvent::calls).orElse(false);
  }

  /** Whether the incident is resolved, or somebody has taken it on since this page. */
  static boolean isInHand(PageState page, Incident incident) {
    return switch (incident.status()) {
      case RESOLVED -> true;
      case ACKNOWLEDGED, MITIGATED -> page.isTakenOn();
      case TRIGGERED -> false; // nobody works on it; a reopening sends a page of its own
    };
  }

  private static String failure(PageState page, String within) {
    String what = page.event().substring(page.event().lastIndexOf('.') + 1).replace('_', ' ');
    if (page.foundNobody()) {
      return "Page (" + what + ") found nobody who can be paged";
    }
    boolean late = page.has(Fate.UNDER_WAY);
    List<String> whom =
        page.told().stream()
            .filter(t -> t.fate() == Fate.DEAD || t.fate() == Fate.UNDER_WAY)
            .map(FallbackPlanner::described)
            .toList();
    return "Page ("
        + what
        + ") "
        + (late ? "was not accepted within " + within + " by " : "could not be sent to ")
        + names(whom);
  }

  static String described(Told told) {
    String reason = told.reason();
    return told.receiver().described() + (reason == null ? "" : ": " + reason);
  }

  static String names(List<String> names) {
    String first = names.stream().limit(NAMED_AT_MOST).collect(Collectors.joining(", "));
    return names.size() <= NAMED_AT_MOST
        ? first
        : first + " and " + (names.size() - NAMED_AT_MOST) + " more";
  }

  /** Those who were not told yet; empty if none of them is called. */
  static List<Receiver> callable(Set<UUID> told, List<Receiver> receivers) {
    List<Receiver> others = without(told, receivers);
    return others.stream().anyMatch(Receiver::calls) ? others : List.of();
  }

  private static List<Receiver> without(Set<UUID> told, List<Receiver> receivers) {
    return Stream.of(receivers)
        .flatMap(List::stream)
        .filter(r -> !told.contains(r.id()))
        .distinct()
        .toList();
  }
}
