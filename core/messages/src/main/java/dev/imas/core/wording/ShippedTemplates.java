package dev.imas.core.wording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The templates in the distribution: {@code en/incident.title.mustache}. Compiled once. */
final class ShippedTemplates {

  record Shipped(String source, MessageTemplate compiled) {}

  private static final Map<Templates.Key, Shipped> ALL = all();

  private ShippedTemplates() {}

  /**
   * @param kinds the nearest first; one of them has every form in English
   */
  static Shipped find(String language, List<String> kinds, Form form) {
    for (String tried : List.of(language, "en")) {
      for (String kind : kinds) {
        Shipped shipped = ALL.get(new Templates.Key(tried, kind, form));
        if (shipped != null) {
          return shipped;
        }
      }
    }
    throw new IllegalStateException("there is no shipped template of " + form);
  }

  private static Map<Templates.Key, Shipped> all() {
    Map<Templates.Key, Shipped> all = new HashMap<>();
    for (String language : Phrases.LANGUAGES) {
      for (MessageKind kind : MessageKind.ALL) {
        for (Form form : Form.values()) {
          String name = language + "/" + kind.name() + "." + form.wireName() + ".mustache";
          String source = read(name);
          if (source != null) {
            all.put(
                new Templates.Key(language, kind.name(), form),
                new Shipped(source, compiled(form, source, name)));
          }
        }
      }
    }
    return Map.copyOf(all);
  }

  private static MessageTemplate compiled(Form form, String source, String name) {
    try {
      return MessageTemplate.compile(form, source);
    } catch (InvalidTemplateException e) {
      throw new IllegalStateException("the shipped template " + name + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable String read(String name) {
    try (var in = ShippedTemplates.class.getResourceAsStream(name)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
