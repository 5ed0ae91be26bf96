package dev.imas.notifier.egress;

/** What became of a connection that was to be opened, and closed again. */
public sealed interface Knock {

  record Opened() implements Knock {}

  /**
   * The host or port may not be used. Nothing was sent.
   *
   * @param reason without secrets
   */
  record Barred(String reason) implements Knock {}

  /** There was no room on our side. Nothing was sent. */
  record PutOff() implements Knock {}

  /**
   * @param reason without secrets
   */
  record Failed(String reason) implements Knock {}
}
