package dev.imas.core.wording;

import java.io.Writer;

/** Takes so many characters and no more. */
final class BoundedText extends Writer {

  static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Full() {
      super(null, null, false, false);
    }
  }

  private final StringBuilder text = new StringBuilder(256);
  private final int most;

  BoundedText(int most) {
    this.most = most;
  }

  @Override
  public void write(char[] chars, int from, int count) {
    int room = most - text.length();
    text.append(chars, from, Math.min(count, room));
    if (count > room) {
      throw new Full();
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }
}
