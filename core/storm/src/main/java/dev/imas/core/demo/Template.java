package dev.imas.core.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A body with {@code {{names}}} in it. What is filled in must need no escape in JSON. */
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
   * @throws IllegalStateException when something was not filled in
   */
  String filled() {
    int open = text.indexOf("{{");
    if (open >= 0) {
      throw new IllegalStateException("not filled in: " + text.substring(open));
    }
    return text;
  }
}
