package dev.imas.notifier.egress;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of a request. Reasons name host and port of the address, and nothing else of it. */
public sealed interface WebReply {

  /**
   * There was an answer.
   *
   * @param headers by name in lower case, the first of each
   * @param body the beginning of the answer; empty where nobody reads it
   * @param isWhole whether the answer came to its end within its bounds
   */
  record Answered(int status, Map<String, String> headers, String body, boolean isWhole)
      implements WebReply {
    public Answered {
      headers = new TreeMap<>(headers);
    }

    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  /** The address may not be used. Nothing was sent. */
  record Barred(String reason) implements WebReply {}

  /** There was no room on our side. Nothing was sent. */
  record PutOff(Duration delay) implements WebReply {}

  /**
   * There was no answer.
   *
   * @param mayHaveArrived whether the request may have been received
   */
  record Failed(String reason, boolean mayHaveArrived) implements WebReply {}
}
