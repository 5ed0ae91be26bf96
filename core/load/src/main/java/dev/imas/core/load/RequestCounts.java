package dev.imas.core.load;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the results of requests. One event loop writes them; other threads read copies made on
 * that loop.
 */
final class RequestCounts {

  private static final int CODES = 600;

  long sent;
  long inWindow;
  long inWindowSuccessful;
  long connectFailed;
  long reset;
  long timedOut;
  long unreadable;
  long reconnected;
  private final long[] answers = new long[CODES];

  void answered(int status) {
    answers[status < CODES ? status : 0]++;
  }

  RequestCounts copy() {
    RequestCounts copy = new RequestCounts();
    copy.add(this, 1);
    return copy;
  }

  /**
   * @param sign 1 to add, -1 to subtract
   */
  void add(RequestCounts other, int sign) {
    sent += sign * other.sent;
    inWindow += sign * other.inWindow;
    inWindowSuccessful += sign * other.inWindowSuccessful;
    connectFailed += sign * other.connectFailed;
    reset += sign * other.reset;
    timedOut += sign * other.timedOut;
    unreadable += sign * other.unreadable;
    reconnected += sign * other.reconnected;
    for (int i = 0; i < CODES; i++) {
      answers[i] += sign * other.answers[i];
    }
  }

  long errors() {
    return connectFailed + reset + timedOut + unreadable;
  }

  long answered() {
    return sum(0, CODES);
  }

  long successful() {
    return sum(200, 300);
  }

  private long sum(int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += answers[i];
    }
    return sum;
  }

  SortedMap<Integer, Long> byCode() {
    SortedMap<Integer, Long> codes = new TreeMap<>();
    for (int i = 0; i < CODES; i++) {
      if (answers[i] != 0) {
        codes.put(i, answers[i]);
      }
    }
    return codes;
  }
}
