package dev.imas.core.provider;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Destination;
import dev.imas.core.model.ProviderField;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The config that a request gives, against the schema of its type. A secret that is left out, or
 * given as it is shown, stays as it was stored; null removes it. Pure.
 */
final class ProviderDraft {

  /** What is shown of a secret begins with this. */
  static final String HIDDEN = "••••";

  /** Of a shorter secret, no character is shown. */
  private static final int SHORTEST_WITH_A_HINT = 12;

  private static final TypeReference<Object> ANY = new TypeReference<>() {};

  /**
   * What is stored.
   *
   * @param config without secrets
   * @param secrets in clear text
   */
  record Settled(Map<String, Object> config, Map<String, String> secrets) {

    /** What is shown of the secrets. */
    Map<String, String> hints() {
      Map<String, String> hints = new TreeMap<>();
      secrets.forEach((name, secret) -> hints.put(name, hint(secret)));
      return hints;
    }

    @Override
    public String toString() {
      return "Settled" + config.keySet();
    }
  }

  private final ProviderKind kind;
  private final JsonNode given;

  /**
   * @param given a JSON object
   */
  ProviderDraft(ProviderKind kind, JsonNode given) {
    this.kind = kind;
    this.given = given;
  }

  static String hint(String secret) {
    return secret.length() < SHORTEST_WITH_A_HINT
        ? HIDDEN
        : HIDDEN + secret.substring(secret.length() - 4);
  }

  /**
   * Reports the faults that the request alone shows.
   *
   * @param faults takes a pointer and what is wrong there
   */
  void check(BiConsumer<String, String> faults) {
    List<String> known = kind.fields().stream().map(ProviderField::name).toList();
    for (var member : given.properties()) {
      String pointer = "/config/" + member.getKey();
      Optional<ProviderField> field = kind.field(member.getKey());
      if (field.isEmpty()) {
        faults.accept(
            pointer, "is not known here; the known members are " + String.join(", ", known));
      } else if (!member.getValue().isNull() && !keeps(field.get(), member.getValue())) {
        String fault = field.get().faultOf(value(member.getValue()));
        if (fault != null) {
          faults.accept(pointer, fault);
        }
      }
    }
  }

  /**
   * @param stored the secrets so far
   * @param faults takes a pointer and what is wrong there
   */
  Settled settle(Map<String, String> stored, BiConsumer<String, String> faults) {
    return settle(stored, false, faults);
  }

  /**
   * Whether messages, and the secrets with them, go to another host than so far.
   *
   * @param before the config so far
   */
  boolean movesFrom(JsonNode before) {
    return kind.fields().stream()
        .filter(field -> !field.isSecret() && Destination.isMember(field.name()))
        .anyMatch(field -> !Destination.isSame(place(field, before), place(field, given)));
  }

  private static @Nullable String place(ProviderField field, JsonNode config) {
    JsonNode value = config.get(field.name());
    Object usual = field.usual();
    return value == null || value.isNull()
        ? (usual == null ? null : usual.toString())
        : value.asText();
  }

  /**
   * @param stored the secrets so far
   * @param moves whether they would go to another host, to which none follows
   * @param faults takes a pointer and what is wrong there
   */
  Settled settle(Map<String, String> stored, boolean moves, BiConsumer<String, String> faults) {
    Map<String, Object> config = new LinkedHashMap<>();
    Map<String, String> secrets = new TreeMap<>();
    for (ProviderField field : kind.fields()) {
      JsonNode value = given.get(field.name());
      if (field.isSecret()) {
        String kept = stored.get(field.name());
        if (value == null || keeps(field, value)) {
          if (kept != null) {
            secrets.put(field.name(), kept);
          }
          if (kept != null && moves) {
            faults.accept("/config/" + field.name(), Destination.ASKED_AGAIN);
          }
        } else if (value.isTextual()) {
          secrets.put(field.name(), value.textValue());
        }
      } else if (value != null && !value.isNull()) {
        config.put(field.name(), value(value));
      }
      if (field.isRequired() && !config.containsKey(field.name()) && !has(secrets, field)) {
        faults.accept("/config/" + field.name(), "is missing: " + field.about());
      }
    }
    Map<String, Object> all = new LinkedHashMap<>(config);
    all.putAll(secrets);
    kind.faults(all).forEach((name, fault) -> faults.accept("/config/" + name, fault));
    return new Settled(config, secrets);
  }

  private static boolean has(Map<String, String> secrets, ProviderField field) {
    return secrets.containsKey(field.name());
  }

  /** Whether it is what is shown of a secret, which a client read and sends back. */
  private static boolean keeps(ProviderField field, JsonNode value) {
    return field.isSecret() && value.isTextual() && value.textValue().startsWith(HIDDEN);
  }

  private static Object value(JsonNode node) {
    return node.isArray() ? values(node) : scalar(node);
  }

  private static List<Object> values(JsonNode array) {
    List<Object> values = new ArrayList<>();
    array.forEach(item -> values.add(scalar(item)));
    return values;
  }

  private static Object scalar(JsonNode node) {
    Object value = Json.MAPPER.convertValue(node, ANY);
    return value == null ? "" : value;
  }
}
