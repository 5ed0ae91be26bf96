package dev.imas.gateway.pipeline;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a Content-Type header means for a body. A body counts as JSON also without a type, as plain
 * text, or as {@code application/*+json}, because several senders send it so. Pure.
 */
public enum MediaType {
  JSON,
  FORM,
  MULTIPART,
  OTHER;

  /** Whether its fields must be unpacked before it can be read. */
  boolean isForm() {
    return this == FORM || this == MULTIPART;
  }

  public static MediaType of(@Nullable String header) {
    if (header == null || header.isBlank() || header.equals("application/json")) {
      return JSON;
    }
    int semicolon = header.indexOf(';');
    String type =
        (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/json",
          "text/json",
          "text/plain",
          "application/x-ndjson",
          "application/ndjson",
          "application/octet-stream" ->
          JSON;
      case "application/x-www-form-urlencoded" -> FORM;
      case "multipart/form-data" -> MULTIPART;
      default -> type.startsWith("application/") && type.endsWith("+json") ? JSON : OTHER;
    };
  }
}
