package dev.imas.core.chat;

/** The vendor has posted a request before: what it would do again is undone. */
final class Repeated extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Repeated() {
    super("the vendor has posted this before", null, false, false);
  }
}
