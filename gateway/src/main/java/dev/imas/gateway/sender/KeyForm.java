package dev.imas.gateway.sender;

import java.util.Locale;

/**
 * How a sender sends its key, or proves that a body is its own. docs/senders shows what each looks
 * like.
 */
public enum KeyForm {
  BEARER,
  BASIC,
  HEADER,
  PREFIX,
  LAST_SEGMENT,
  PARAMETER,
  SIGNATURE,
  BODY;

  /** As the API writes it: {@code last_segment}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
