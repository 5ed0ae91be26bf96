package dev.imas.core.fallback;

import java.util.List;

/** What follows from what became of a page. */
sealed interface FallbackDecision {

  /** Somebody was told, or is about to be, or nobody needs to be any more. */
  record Nothing() implements FallbackDecision {}

  /**
   * @param message of the timeline
   * @param note for those who are told now: why they are
   */
  record TellOthers(Level level, List<Receiver> receivers, String message, String note)
      implements FallbackDecision {
    public TellOthers {
      receivers = List.copyOf(receivers);
    }
  }

  /** All who could be told were tried. */
  record NobodyLeft(String message) implements FallbackDecision {}

  /** Who stands behind whom. */
  enum Level {
    /** The owning team's other contacts, whatever severity they want to hear of. */
    TEAM,
    /** Those whom the tenant has named for it. */
    TENANT,
    CONSOLE
  }
}
