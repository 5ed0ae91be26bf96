package dev.imas.gateway.sender;

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
  SIGNATURE
}
