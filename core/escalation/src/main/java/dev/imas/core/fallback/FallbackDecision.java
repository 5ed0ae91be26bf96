package dev.imas.core.fallback;

import java.util.List;

/** What core does about a page that may have reached nobody. */
sealed interface FallbackDecision {

  /** Somebody was or will be told, or nobody needs to be told any more. */
  record Nothing() implements FallbackDecision {}

  /** Nobody is told while its incident is hidden. */
  record AskAgain() implements FallbackDecision {}

  /**
   * @param message the message for the timeline
   * @param note tells those who are paged now why
   */
  record TellOthers(Level level, List<Receiver> receivers, String message, String note)
      implements FallbackDecision {
    public TellOthers {
      receivers = List.copyOf(receivers);
    }
  }

  /**
   * The people of a step cannot be reached, so the next step follows at once.
   *
   * @param others the tenant's fallback contacts, who are told beside it if the step called nobody
   *     at all and they were not told before
   * @param message the message for the timeline
   * @param note tells those who are paged now why
   */
  record MovesOn(List<Receiver> others, String message, String note) implements FallbackDecision {
    public MovesOn {
      others = List.copyOf(others);
    }
  }

  /** Everybody who could be told was tried. */
  record NobodyLeft(String message) implements FallbackDecision {}

  /** The levels of the fallback, in their order. */
  enum Level {
    /** Further contact methods of the people who were told. */
    PERSON,
    /** Whoever is on call for the owning team, as they chose to be told of that severity. */
    ON_CALL,
    /** The owning team's other contacts, whatever their minimum severity. */
    TEAM,
    /** The fallback contacts of the tenant. */
    TENANT,
    CONSOLE
  }
}
