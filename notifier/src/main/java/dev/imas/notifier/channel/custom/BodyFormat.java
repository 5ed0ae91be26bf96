package dev.imas.notifier.channel.custom;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.imas.core.platform.Json;
import dev.imas.core.wording.RequestTemplate.Escaping;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The type of a body that a template makes. */
enum BodyFormat {
  JSON(Escaping.JSON, "application/json; charset=utf-8"),
  FORM(Escaping.FORM, "application/x-www-form-urlencoded"),
  TEXT(Escaping.TEXT, "text/plain; charset=utf-8");

  final Escaping escaping;
  final String contentType;

  BodyFormat(Escaping escaping, String contentType) {
    this.escaping = escaping;
    this.contentType = contentType;
  }

  /**
   * @param value of the config; null for the usual one
   */
  static BodyFormat of(@Nullable Object value) {
    return value == null ? JSON : valueOf(value.toString().toUpperCase(Locale.ROOT));
  }

  /** What is wrong with what was made, as the rest of a sentence; null for nothing. */
  @Nullable String faultOf(String body) {
    if (this != JSON) {
      return null;
    }
    try {
      Json.MAPPER.readTree(body);
      return null;
    } catch (JsonProcessingException e) {
      return "makes no JSON: line "
          + e.getLocation().getLineNr()
          + ", column "
          + e.getLocation().getColumnNr();
    }
  }
}
