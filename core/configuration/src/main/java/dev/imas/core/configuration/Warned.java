package dev.imas.core.configuration;

import dev.imas.core.document.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the resources of the API warn of while an apply writes them: the same that they answer to
 * whoever writes them alone.
 */
final class Warned {

  private record Subject(Kind kind, String key) {}

  private final Map<Subject, List<String>> warnings = new LinkedHashMap<>();
  private List<String> current = new ArrayList<>();

  /** What is warned of from now on is about this change. */
  void begin(PlannedChange change) {
    current =
        warnings.computeIfAbsent(
            new Subject(change.kind(), change.key()), first -> new ArrayList<>());
  }

  void add(String warning) {
    current.add(warning);
  }

  List<String> of(PlannedChange change) {
    return warnings.getOrDefault(new Subject(change.kind(), change.key()), List.of());
  }
}
