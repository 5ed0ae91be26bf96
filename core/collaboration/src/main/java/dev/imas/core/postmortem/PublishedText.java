package dev.imas.core.postmortem;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.postmortem.PostMortemText.CitedEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a published version says, for good: the texts, and the entries that it cites as they were.
 * It is written as JSON once, its members in this order and without spaces; whoever has these bytes
 * can check their hash. Pure.
 *
 * @param format so that later versions of IMAS may write another one
 * @param sections those that have a text, in order
 */
record PublishedText(
    String format,
    String incident,
    String title,
    Severity severity,
    int number,
    Instant publishedAt,
    String publishedBy,
    List<Section> sections,
    List<CitedEntry> timeline) {

  static final String FORMAT = "imas-post-mortem-1";

  PublishedText {
    sections = List.copyOf(sections);
    timeline = List.copyOf(timeline);
  }

  record Section(String section, String text) {}

  /** Its bytes, as a text. */
  String content() {
    return Json.write(this);
  }

  static PublishedText read(String content) {
    return Json.read(content, PublishedText.class);
  }

  /** The SHA-256 of the bytes of a content, in hexadecimal digits. */
  static String sha256(String content) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
