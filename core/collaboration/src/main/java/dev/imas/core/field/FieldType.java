package dev.imas.core.field;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the values of a field are. It never changes. */
enum FieldType {
  TEXT,
  NUMBER,
  BOOLEAN,
  DATE,
  INSTANT,
  URL,
  USER,
  TEAM,
  SERVICE,
  SELECT,
  MULTI_SELECT;

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<FieldType> named(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName().equals(wireName)).findFirst();
  }

  static String wireNames() {
    return Arrays.stream(values()).map(FieldType::wireName).collect(Collectors.joining(", "));
  }

  boolean hasOptions() {
    return this == SELECT || this == MULTI_SELECT;
  }
}
