package dev.imas.core.rule.condition;

/** An expression that cannot be used. The message says what is wrong, where, and what to write. */
final class InvalidCelException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidCelException(String wrong) {
    super(wrong);
  }

  /**
   * @param offset of the first wrong character, from 0; negative where it is not known
   */
  InvalidCelException(int offset, String wrong, String mend) {
    super(wrong + (offset < 0 ? "" : " at character " + (offset + 1)) + "; " + mend);
  }
}
