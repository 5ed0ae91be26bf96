package dev.imas.core.rule;

/**
 * A matcher that cannot be read. The message says what is wrong, where, and what to write instead.
 */
public final class InvalidRuleException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int position;

  InvalidRuleException(int position, String wrong, String mend) {
    super(wrong + " at character " + (position + 1) + "; " + mend);
    this.position = position;
  }

  /** Offset of the first wrong character in the text that was read, from 0. */
  public int position() {
    return position;
  }
}
