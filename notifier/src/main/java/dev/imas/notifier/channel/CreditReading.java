package dev.imas.notifier.channel;

/** What a vendor says when it is asked how much is left. */
public sealed interface CreditReading {

  /**
   * @param credits in the vendor's own unit
   */
  record Left(double credits) implements CreditReading {}

  /**
   * @param reason one harmless line
   */
  record Unread(String reason) implements CreditReading {}
}
