package dev.imas.notifier.template;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts a chat's own form of a time where a text tells one, so that each reader sees their own time.
 * Pure.
 *
 * @param times by how the texts say them
 * @param escape what the chat needs of a text; it was applied to the texts
 * @param mark the chat's form of a moment, with its text for clients that cannot show it
 */
public record ChatTimes(
    Map<String, Instant> times,
    UnaryOperator<String> escape,
    BiFunction<Instant, String, String> mark) {

  public ChatTimes {
    times = Map.copyOf(times);
  }

  /** In one pass and the longest first, since one time may be a part of another's text. */
  public String in(String escaped) {
    if (times.isEmpty()) {
      return escaped;
    }
    Map<String, Instant> said = new HashMap<>();
    times.forEach((text, at) -> said.put(escape.apply(text), at));
    String any =
        said.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile(any)
        .matcher(escaped)
        .replaceAll(
            found -> {
              Instant at = Objects.requireNonNull(said.get(found.group()));
              return Matcher.quoteReplacement(mark.apply(at, found.group()));
            });
  }
}
