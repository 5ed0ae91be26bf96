package dev.imas.gateway.sender;

/** How a sender gives its key, or proves a body its own. What each looks like: docs/senders. */
public enum KeyForm {
  BEARER,
  BASIC,
  HEADER,
  PREFIX,
  LAST_SEGMENT,
  PARAMETER,
  SIGNATURE
}
