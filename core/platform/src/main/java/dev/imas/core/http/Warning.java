package dev.imas.core.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * One of the {@code warnings} of an answer: something that is allowed, and may not be meant.
 *
 * @param kind by which programs, and the dashboard in its reader's language, know it
 * @param pointer to the member that it is about; empty: all of it
 * @param detail the same in words
 * @param values that stand in the words, by name
 */
public record Warning(
    String kind,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String pointer,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> values) {

  public Warning {
    values = Map.copyOf(values);
  }

  public static Warning of(String kind, String pointer, String detail) {
    return new Warning(kind, pointer, detail, Map.of());
  }
}
