package dev.imas.core.changes;

import java.util.List;

/**
 * One message to a subscriber, as JSON.
 *
 * @param number whoever has it knows of all changes up to this number that they want
 * @param event its type, which a stream also names as the event's
 * @param isEmpty whether it has no changes where it should: nobody needs to be sent it
 */
record FeedMessage(long number, String event, String json, boolean isEmpty) {

  /** The most changes of a message. */
  static final int MOST = 1_000;

  /** The first message: where the feed stands for this subscriber. */
  static FeedMessage hello(long number, long retryMillis) {
    return of("hello", number, ",\"retry_ms\":" + retryMillis);
  }

  /** The subscriber asked for what is not kept: it has to read anew what it shows. */
  static FeedMessage startOver(long number) {
    return of("start_over", number, "");
  }

  /** Nothing that the subscriber wants has changed up to here, and the connection lives. */
  static FeedMessage alive(long number) {
    return of("alive", number, "");
  }

  static FeedMessage of(List<Change> changes, long number) {
    StringBuilder json = new StringBuilder(",\"changes\":[");
    for (int i = 0; i < changes.size(); i++) {
      if (i > 0) {
        json.append(',');
      }
      changes.get(i).write(json);
    }
    FeedMessage message = of("changes", number, json.append(']').toString());
    return changes.isEmpty() ? new FeedMessage(number, message.event, message.json, true) : message;
  }

  private static FeedMessage of(String event, long number, String rest) {
    return new FeedMessage(
        number, event, "{\"type\":\"" + event + "\",\"number\":" + number + rest + "}", false);
  }
}
