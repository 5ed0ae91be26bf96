package dev.imas.core.configuration;

import dev.imas.core.document.StoredSecrets;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Reads the secrets of a tenant. */
final class SecretRepository {

  private static final String ALL =
      """
      SELECT id, false AS is_provider, signing_secret_enc AS sealed FROM source WHERE signing_secret_enc IS NOT NULL
      UNION ALL SELECT id, false, secret_enc FROM team_contact WHERE secret_enc IS NOT NULL
      UNION ALL SELECT id, false, secret_enc FROM user_contact WHERE secret_enc IS NOT NULL
      UNION ALL SELECT id, false, secret_enc FROM event_webhook
      UNION ALL SELECT id, true, secrets_enc FROM provider WHERE secrets_enc IS NOT NULL\
      """;

  private final SecretBox box;

  SecretRepository(SecretBox box) {
    this.box = box;
  }

  StoredSecrets read(Tx tx, TenantId tenant) {
    Map<UUID, String> single = new HashMap<>();
    Map<UUID, Map<String, String>> ofProviders = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(ALL).execute().await()) {
      UUID id = row.getUUID("id");
      byte[] sealed = row.getBuffer("sealed").getBytes();
      if (row.getBoolean("is_provider")) {
        ofProviders.put(id, Json.readTexts(box.open(sealed, ProviderKind.sealedFor(tenant, id))));
      } else {
        single.put(id, box.open(sealed, tenant));
      }
    }
    return new StoredSecrets(single, ofProviders);
  }
}
