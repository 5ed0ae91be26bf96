package dev.imas.core.load;

import java.nio.charset.StandardCharsets;

/**
 * Reads HTTP/1.1 responses one after the other, from bytes that arrive in pieces of any size. It
 * keeps the status, whether the connection can be reused, and the beginning of the body if the
 * status is not 2xx. It allocates nothing. Not thread-safe.
 */
final class AnswerReader {

  /** The maximum length of a header line, or of a line with a chunk's size. */
  private static final int LONGEST_LINE = 16 * 1024;

  private static final int MOST_LINES = 200;
  private static final int KEPT = 300;

  private enum State {
    STATUS,
    HEADER,
    BODY,
    BODY_UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    COMPLETE,
    BROKEN
  }

  private final byte[] line = new byte[LONGEST_LINE];
  private final byte[] kept = new byte[KEPT];
  private int lineLength;
  private int lines;
  private int keptLength;
  private State state = State.STATUS;
  private int status;
  private long left;
  private boolean chunked;
  private boolean lengthKnown;
  private boolean keepAlive;

  /** Prepares for the next response. */
  void reset() {
    state = State.STATUS;
    lineLength = 0;
    keptLength = 0;
    startHead();
  }

  private void startHead() {
    lines = 0;
    status = 0;
    left = 0;
    chunked = false;
    lengthKnown = false;
    keepAlive = true;
  }

  /**
   * Reads until the response is complete or broken, or all bytes are used.
   *
   * @return how many bytes were used, without those of a following response
   */
  int feed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && state != State.COMPLETE && state != State.BROKEN) {
      switch (state) {
        case BODY, CHUNK -> {
          int take = (int) Math.min(left, to - at);
          keep(bytes, at, take);
          at += take;
          left -= take;
          if (left == 0) {
            state = state == State.BODY ? State.COMPLETE : State.CHUNK_END;
          }
        }
        case BODY_UNTIL_CLOSE -> {
          keep(bytes, at, to - at);
          at = to;
        }
        default -> at = feedLine(bytes, at, to);
      }
    }
    return at - from;
  }

  /** The connection was closed, which ends a response without a length. */
  void closed() {
    if (state == State.BODY_UNTIL_CLOSE) {
      state = State.COMPLETE;
    }
  }

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  boolean isBroken() {
    return state == State.BROKEN;
  }

  int status() {
    return status;
  }

  /** Whether the connection can be reused. */
  boolean keepsAlive() {
    return keepAlive;
  }

  /** The beginning of the body, if the status is not 2xx. */
  String refusal() {
    return new String(kept, 0, keptLength, StandardCharsets.UTF_8);
  }

  private void keep(byte[] bytes, int at, int length) {
    if (status >= 300 && keptLength < KEPT) {
      int take = Math.min(length, KEPT - keptLength);
      System.arraycopy(bytes, at, kept, keptLength, take);
      keptLength += take;
    }
  }

  /**
   * @return the position of the next byte
   */
  private int feedLine(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != '\n') {
      end++;
    }
    if (end < to && lineLength == 0) {
      lineEnded(bytes, from, end);
      return end + 1;
    }
    int length = end - from;
    if (length > LONGEST_LINE - lineLength) {
      state = State.BROKEN;
      return end;
    }
    System.arraycopy(bytes, from, line, lineLength, length);
    lineLength += length;
    if (end == to) {
      return end;
    }
    int whole = lineLength;
    lineLength = 0;
    lineEnded(line, 0, whole);
    return end + 1;
  }

  private void lineEnded(byte[] b, int from, int end) {
    int to = end > from && b[end - 1] == '\r' ? end - 1 : end;
    if (++lines > MOST_LINES && state != State.CHUNK_SIZE && state != State.CHUNK_END) {
      state = State.BROKEN;
      return;
    }
    switch (state) {
      case STATUS -> readStatus(b, from, to);
      case HEADER -> {
        if (from == to) {
          headEnded();
        } else {
          readHeader(b, from, to);
        }
      }
      case CHUNK_SIZE -> readChunkSize(b, from, to);
      case CHUNK_END -> state = from == to ? State.CHUNK_SIZE : State.BROKEN;
      case TRAILER -> {
        if (from == to) {
          state = State.COMPLETE;
        }
      }
      default -> throw new IllegalStateException(state.toString());
    }
  }

  /** {@code HTTP/1.1 202 Accepted}. */
  private void readStatus(byte[] b, int from, int to) {
    if (to - from < 12
        || b[from] != 'H'
        || b[from + 4] != '/'
        || b[from + 5] != '1'
        || b[from + 8] != ' '
        || !isDigit(b[from + 9])
        || !isDigit(b[from + 10])
        || !isDigit(b[from + 11])) {
      state = State.BROKEN;
      return;
    }
    status = (b[from + 9] - '0') * 100 + (b[from + 10] - '0') * 10 + (b[from + 11] - '0');
    keepAlive = b[from + 7] == '1';
    state = State.HEADER;
  }

  private void readHeader(byte[] b, int from, int to) {
    switch (b[from] | 0x20) {
      case 'c' -> {
        if (isNamed(b, from, to, "content-length:")) {
          readLength(b, from + "content-length:".length(), to);
        } else if (isNamed(b, from, to, "connection:")) {
          int at = from + "connection:".length();
          if (holds(b, at, to, "close")) {
            keepAlive = false;
          } else if (holds(b, at, to, "keep-alive")) {
            keepAlive = true;
          }
        }
      }
      case 't' -> {
        if (isNamed(b, from, to, "transfer-encoding:")) {
          chunked = holds(b, from + "transfer-encoding:".length(), to, "chunked");
        }
      }
      default -> {
        // Other headers do not say where the response ends.
      }
    }
  }

  private void readLength(byte[] b, int from, int to) {
    int at = skipBlanks(b, from, to);
    long length = 0;
    int digits = 0;
    while (at < to && isDigit(b[at]) && digits < 15) {
      length = length * 10 + (b[at] - '0');
      at++;
      digits++;
    }
    if (digits == 0 || skipBlanks(b, at, to) != to) {
      state = State.BROKEN;
      return;
    }
    left = length;
    lengthKnown = true;
  }

  private void headEnded() {
    if (status < 200) {
      startHead();
      state = State.STATUS;
    } else if (status == 204 || status == 304) {
      state = State.COMPLETE;
    } else if (chunked) {
      state = State.CHUNK_SIZE;
    } else if (!lengthKnown) {
      keepAlive = false;
      state = State.BODY_UNTIL_CLOSE;
    } else {
      state = left == 0 ? State.COMPLETE : State.BODY;
    }
  }

  private void readChunkSize(byte[] b, int from, int to) {
    long size = 0;
    int at = from;
    while (at < to && at - from < 8) {
      int digit = Character.digit(b[at], 16);
      if (digit < 0) {
        break;
      }
      size = size * 16 + digit;
      at++;
    }
    if (at == from || (at < to && b[at] != ';' && b[at] != ' ')) {
      state = State.BROKEN;
      return;
    }
    left = size;
    state = size == 0 ? State.TRAILER : State.CHUNK;
  }

  private static int skipBlanks(byte[] b, int from, int to) {
    int at = from;
    while (at < to && (b[at] == ' ' || b[at] == '\t')) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /**
   * @param lower the name with its colon, in lower case
   */
  private static boolean isNamed(byte[] b, int from, int to, String lower) {
    return to - from >= lower.length() && isAt(b, from, lower);
  }

  private static boolean holds(byte[] b, int from, int to, String lower) {
    for (int at = from; at + lower.length() <= to; at++) {
      if (isAt(b, at, lower)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAt(byte[] b, int from, String lower) {
    for (int i = 0; i < lower.length(); i++) {
      byte c = b[from + i];
      int small = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
      if (small != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
