package dev.imas.notifier.channel;

import dev.imas.core.model.ProviderField;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.platform.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The config of a provider, with its secrets opened. It prints the names of its members only. */
public final class ProviderConfig {

  private final Map<String, Object> values = new HashMap<>();

  /**
   * @param config as it is stored, which fits the kind's schema, or that of an earlier version
   * @param secrets in clear text
   */
  public ProviderConfig(
      ProviderKind kind, Map<String, Object> config, Map<String, String> secrets) {
    for (ProviderField field : kind.fields()) {
      Object given = field.isSecret() ? secrets.get(field.name()) : config.get(field.name());
      Object value = given == null ? field.usual() : given;
      if (value != null) {
        values.put(field.name(), value);
      }
    }
  }

  /** Null when it is left out and has no usual value. */
  public @Nullable String text(String name) {
    return values.get(name) instanceof String text ? text : null;
  }

  /**
   * @throws IllegalStateException when it is missing; the message names it
   */
  public String required(String name) {
    String text = text(name);
    if (text == null) {
      throw new IllegalStateException("the provider's config has no " + name);
    }
    return text;
  }

  public @Nullable Secret secret(String name) {
    String text = text(name);
    return text == null ? null : new Secret(text);
  }

  /** The same; fails as {@link #required} does. */
  public Secret requiredSecret(String name) {
    return new Secret(required(name));
  }

  public @Nullable Integer number(String name) {
    return values.get(name) instanceof Integer number ? number : null;
  }

  /** False when it is left out and has no usual value. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  public List<String> texts(String name) {
    return values.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
