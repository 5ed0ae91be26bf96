package dev.imas.core.rule;

import dev.imas.core.rule.condition.Attribute;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The source that received an alert, as rules ask for it. */
public final class Origin {

  /** Where labels alone are routed. */
  public static final Origin UNKNOWN = new Origin(List.of(), List.of());

  private final List<String> source;
  private final List<String> type;

  private Origin(List<String> source, List<String> type) {
    this.source = source;
    this.type = type;
  }

  /**
   * @param name null where it is not known any more
   * @param type what kind of sender it is for, such as {@code prometheus}; null alike
   */
  public static Origin of(UUID id, @Nullable String name, @Nullable String type) {
    return new Origin(
        name == null ? List.of(id.toString()) : List.of(Attribute.key(name), id.toString()),
        type == null ? List.of() : List.of(Attribute.key(type)));
  }

  /** Its name and id. */
  List<String> source() {
    return source;
  }

  List<String> type() {
    return type;
  }
}
