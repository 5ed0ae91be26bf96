package dev.imas.core.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a YAML file, which knows where it stands. Scalars are texts, as they were written. */
sealed interface YamlPart {

  /** Such as {@code route.routes[2].receiver}; empty for the whole. */
  String path();

  /** Counted from 1. */
  int line();

  /**
   * @param text null for nothing, as in {@code receiver:}
   */
  record Scalar(String path, int line, @Nullable String text) implements YamlPart {}

  record Items(String path, int line, List<YamlPart> items) implements YamlPart {

    public Items {
      items = List.copyOf(items);
    }
  }

  record Members(String path, int line, Map<String, YamlPart> members) implements YamlPart {

    public Members {
      members = new LinkedHashMap<>(members);
    }
  }

  default boolean isNothing() {
    return this instanceof Scalar scalar && scalar.text() == null;
  }
}
