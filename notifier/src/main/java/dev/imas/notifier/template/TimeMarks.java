package dev.imas.notifier.template;

import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Puts a chat's own form of a time where a text tells one, so that each reader sees their own time.
 * Pure.
 *
 * @param times by how the texts say them
 * @param escape what the chat needs of a text; it was applied to the texts
 * @param mark the chat's form of a moment, with its text for clients that cannot show it
 */
public record TimeMarks(
    Map<String, Instant> times,
    UnaryOperator<String> escape,
    BiFunction<Instant, String, String> mark) {

  public TimeMarks {
    times = Map.copyOf(times);
  }

  public String in(String escaped) {
    String marked = escaped;
    for (Map.Entry<String, Instant> time : times.entrySet()) {
      String said = escape.apply(time.getKey());
      if (marked.contains(said)) {
        marked = marked.replace(said, mark.apply(time.getValue(), said));
      }
    }
    return marked;
  }
}
