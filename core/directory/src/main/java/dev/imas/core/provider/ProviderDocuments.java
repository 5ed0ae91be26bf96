package dev.imas.core.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.document.StoredSecrets;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Json;
import java.util.UUID;

/** Providers of channels. Their type says what of their config is secret. */
final class ProviderDocuments implements DocumentsOfKind {

  private final ProviderRoutes providers;

  ProviderDocuments(ProviderRoutes providers) {
    this.providers = providers;
  }

  @Override
  public Kind kind() {
    return Kind.PROVIDER;
  }

  /** Of a type that is not known. */
  @Override
  public Fields shape() {
    return shape(Members.of().made());
  }

  @Override
  public Fields shape(ChannelKinds channels, JsonNode document) {
    Members config = Members.of();
    channels
        .provider(document.path("type").asText())
        .ifPresent(
            known ->
                known
                    .provider()
                    .fields()
                    .forEach(
                        field ->
                            config.member(
                                field.name(),
                                field.isSecret() ? new Shape.Confidential() : Members.ANY)));
    return shape(config.made());
  }

  private static Fields shape(Fields config) {
    return Members.of()
        .member("name", Members.ANY)
        .member("type", Members.ANY)
        .otherwise("config", config, Json.MAPPER.createObjectNode())
        .otherwise("priority", Members.ANY, 100)
        .otherwise("concurrency", Members.ANY, 16)
        .otherwise("is_active", Members.ANY, true)
        .made();
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeping.resource(
        Kind.PROVIDER, providers.resource(keeping.call()), ProviderDocuments::addSecrets);
  }

  private static void addSecrets(ObjectNode shown, StoredSecrets secrets) {
    if (shown.path("config") instanceof ObjectNode config) {
      secrets.ofProvider(UUID.fromString(shown.get("id").textValue())).forEach(config::put);
    }
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema
        .property("config")
        .put(
            "description",
            "As GET /api/v1/providers/types has it for the type. A secret is from_env,"
                + " from_file or stored");
  }
}
