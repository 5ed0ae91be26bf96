package dev.imas.core.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A body with placeholders such as {@code {{name}}}. The values are not escaped, so they must be
 * safe in JSON.
 */
final class Template {

  private final String text;

  private Template(String text) {
    this.text = text;
  }

  static Template of(String resource) {
    try (InputStream in = Template.class.getResourceAsStream("/demo/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource demo/" + resource);
      }
      return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Template with(String name, Object value) {
    return new Template(text.replace("{{" + name + "}}", value.toString()));
  }

  /**
   * @throws IllegalStateException if a placeholder has no value
   */
  String filled() {
    int open = text.indexOf("{{");
    if (open >= 0) {
      throw new IllegalStateException("a placeholder has no value: " + text.substring(open));
    }
    return text;
  }
}
