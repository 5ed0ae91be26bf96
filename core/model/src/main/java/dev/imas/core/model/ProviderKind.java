package dev.imas.core.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A type of provider, as core sees it: what its config is. A provider is what a tenant sends with
 * by a channel: an account at a vendor, or a server of its own. Pure.
 */
public interface ProviderKind {

  /** The name stored with providers, in the form of {@link ChannelKind#type}. */
  String type();

  /** What it is, for documents: {@code Slack, as a bot}. */
  String title();

  List<ProviderField> fields();

  /**
   * What is wrong with a config whose fields fit one by one.
   *
   * @param config with its secrets in clear text
   * @return by the name of a field, as the rest of a sentence without any value
   */
  default Map<String, String> faults(Map<String, Object> config) {
    return Map.of();
  }

  /** The config as JSON Schema 2020-12. */
  default Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    fields().forEach(field -> properties.put(field.name(), field.schema()));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title());
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put(
        "required",
        fields().stream().filter(ProviderField::isRequired).map(ProviderField::name).toList());
    schema.put("additionalProperties", false);
    return schema;
  }

  default Optional<ProviderField> field(String name) {
    return fields().stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** What a provider's secrets are sealed for, so that they do not open in another row. */
  static String sealedFor(TenantId tenant, UUID provider) {
    return tenant + "/provider/" + provider;
  }
}
