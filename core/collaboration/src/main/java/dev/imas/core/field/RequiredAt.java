package dev.imas.core.field;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When people are asked for the value of a field. */
enum RequiredAt {
  NONE,
  /** By whoever opens the incident by hand. Of a machine's incident it is asked later. */
  CREATE,
  RESOLVE;

  @JsonValue
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<RequiredAt> named(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName().equals(wireName)).findFirst();
  }
}
