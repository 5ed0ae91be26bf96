package dev.imas.gateway.sender;

/**
 * What a sender is answered.
 *
 * @param body empty for {@link Media#NONE}
 */
public record SenderAnswer(int status, Media media, String body) {

  /** The media type of the body. */
  public enum Media {
    NONE,
    JSON,
    PROBLEM
  }
}
