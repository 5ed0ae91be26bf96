package dev.imas.core.changes;

/** Why IMAS ends a subscription. */
enum Ending {
  /** It lasted as long as the caller wanted. */
  DONE(1000, "done"),
  /** This process stops; another one goes on. */
  STOPPING(1001, "this process stops; open it again"),
  /** The credential does not count any more (UI-09). */
  NOT_AUTHENTICATED(4001, "the session or token has ended; log in again"),
  /** The caller may not read any more what it is told. */
  NOT_ALLOWED(4003, "a permission was withdrawn"),
  /** It does not read what it is sent. */
  TOO_SLOW(4008, "it did not read in time; open it again"),
  /** It answers no ping. */
  SILENT(4009, "no answer to a ping"),
  /** All subscriptions are taken, and its tenant has more of them than another that wants one. */
  CROWDED(1013, "others wait for live updates, too; open it again"),
  /** The connection is gone. */
  GONE(1006, "gone");

  private final int code;
  private final String reason;

  Ending(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** The code of a WebSocket's close frame. */
  short code() {
    return (short) code;
  }

  /** For the close frame, in less than 123 bytes. */
  String reason() {
    return reason;
  }
}
