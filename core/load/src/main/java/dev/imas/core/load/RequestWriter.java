package dev.imas.core.load;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the requests of one sender. It renders headers and envelope once, and copies the alerts of
 * each request between them. It belongs to one event loop and allocates nothing per request.
 */
final class RequestWriter {

  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_DIGITS = 10;
  private static final String[] SEVERITIES = {"critical", "high", "medium", "low"};
  private static final String[] TYPES = {"error", "error", "warning", "info"};

  /** A Prometheus sends a firing alert again within four minutes. */
  private static final long RENEWED_WITHIN = 240_000;

  private final byte[] head;
  private final byte[][] before = new byte[2][];
  private final byte[][] after = new byte[2][];
  private final AlertText[][] alerts = new AlertText[SEVERITIES.length][2];
  private final Severities severities;
  private final int names;
  private final int perRequest;
  private final long firesFor;
  private final InstantText times = new InstantText();
  private final byte[] buffer;
  private long value;
  private int from;
  private int length;

  /**
   * @param target the server; its path goes before that of the format
   * @param key the source key; null if the target needs none
   * @param sender the number of the sender in this storm
   * @param longest the milliseconds that the whole storm may take, so that no alert expires before
   *     its end
   */
  RequestWriter(
      LoadShape shape,
      Endpoint target,
      @Nullable String key,
      String run,
      int sender,
      long longest,
      long seed) {
    AlertFormat format = shape.format();
    head =
        ascii(
            "POST "
                + target.pathPrefix()
                + format.path()
                + " HTTP/1.1\r\nHost: "
                + target.authority()
                + "\r\nContent-Type: application/json\r\n"
                + (key == null ? "" : "Authorization: Bearer " + key + "\r\n")
                + (shape.isTest() ? "X-IMAS-Test: true\r\n" : "")
                + "Content-Length: ");
    StringBuilder labels = new StringBuilder();
    shape.labels().forEach((name, value) -> labels.append(format.label(name, value)));
    int longestAlert = 0;
    for (int firing = 0; firing < 2; firing++) {
      Map<String, String> words = new HashMap<>(words(firing == 1));
      words.put("run", run);
      words.put("sender", String.format(Locale.ROOT, "%02d", sender));
      words.put("labels", labels.toString());
      String[] around =
          AlertText.filled(format.envelope(), with(words, "alerts", "\0")).split("\0", -1);
      before[firing] = ascii(around[0]);
      after[firing] = ascii(around[1]);
      for (int i = 0; i < SEVERITIES.length; i++) {
        words.put("severity", SEVERITIES[i]);
        words.put("priority", "P" + (i + 1));
        if (firing == 1) {
          words.put("type", TYPES[i]);
        }
        alerts[i][firing] = new AlertText(format.alert(), words);
        longestAlert = Math.max(longestAlert, alerts[i][firing].length());
      }
    }
    severities = shape.severities();
    names = shape.names();
    perRequest = shape.alertsPerRequest();
    firesFor = Math.max(RENEWED_WITHIN, longest + RENEWED_WITHIN);
    value = seed;
    buffer =
        new byte
            [Math.addExact(
                head.length
                    + MOST_DIGITS
                    + END_OF_HEAD.length
                    + before[0].length
                    + before[1].length,
                Math.addExact(
                    Math.multiplyExact(perRequest, longestAlert + 1),
                    after[0].length + after[1].length))];
  }

  private static Map<String, String> words(boolean firing) {
    return firing
        ? Map.of(
            "status",
            "firing",
            "state",
            "alerting",
            "end",
            "0001-01-01T00:00:00Z",
            "transition",
            "Triggered")
        : Map.of(
            "status",
            "resolved",
            "state",
            "ok",
            "end",
            "‹end›",
            "transition",
            "Recovered",
            "type",
            "success");
  }

  private static Map<String, String> with(Map<String, String> words, String name, String value) {
    Map<String, String> more = new HashMap<>(words);
    more.put(name, value);
    return more;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Writes the next request of a stream. Until the next call it is in {@link #bytes}, beginning at
   * {@link #from} and {@link #length} bytes long.
   */
  void make(AlertStream stream, long now) {
    long endsAt = now + firesFor;
    int start = head.length + MOST_DIGITS + END_OF_HEAD.length;
    // The envelope says "resolved" only if no alert in it fires. It comes before the alerts, so
    // space for it is left free until they are written.
    int room = Math.max(before[0].length, before[1].length);
    int at = start + room;
    int anyFiring = 0;
    for (int i = 0; i < perRequest; i++) {
      stream.next(now);
      int firing = stream.firing() ? 1 : 0;
      anyFiring |= firing;
      if (i > 0) {
        buffer[at++] = ',';
      }
      value = Mix.of(value);
      at =
          alerts[severities.of(stream.number())][firing].write(
              buffer, at, stream, names, endsAt, value, times);
    }
    byte[] opening = before[anyFiring];
    int body = start + room - opening.length;
    System.arraycopy(opening, 0, buffer, body, opening.length);
    byte[] closing = after[anyFiring];
    System.arraycopy(closing, 0, buffer, at, closing.length);
    at += closing.length;
    from = putHead(body, at - body);
    length = at - from;
  }

  /** Writes the headers so that they end where the body begins. */
  private int putHead(int body, int bodyLength) {
    int at = body - END_OF_HEAD.length;
    System.arraycopy(END_OF_HEAD, 0, buffer, at, END_OF_HEAD.length);
    int rest = bodyLength;
    do {
      buffer[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    at -= head.length;
    System.arraycopy(head, 0, buffer, at, head.length);
    return at;
  }

  byte[] bytes() {
    return buffer;
  }

  int from() {
    return from;
  }

  int length() {
    return length;
  }
}
