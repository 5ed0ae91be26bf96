package dev.imas.gateway.sender;

/**
 * What a sender is told.
 *
 * @param body empty for {@link Media#NONE}
 */
public record Answer(int status, Media media, String body) {

  /** Of the body. */
  public enum Media {
    NONE,
    JSON,
    PROBLEM
  }
}
