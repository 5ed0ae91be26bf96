package dev.imas.core;

import dev.imas.core.platform.BodyBox;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.database.RunningCore;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.UUID;

/** A body as a gateway keeps it of a source. */
final class KeptBody {

  private static final SecretBox SECRETS = new SecretBox(new byte[32]); // those of RunningCore
  private static final HexFormat HEX = HexFormat.of();

  private KeptBody() {}

  static void insert(RunningCore core, UUID tenant, UUID source, UUID receipt, String text) {
    core.database.execute(
        """
        INSERT INTO recent_body_key (tenant_id, day, sealed)
        VALUES ('%s', (now() AT TIME ZONE 'UTC')::date, decode('%s', 'hex')) ON CONFLICT DO NOTHING\
        """
            .formatted(tenant, HEX.formatHex(BodyBox.newKey(SECRETS, tenant))));
    String key =
        core.database
            .query(
                "SELECT encode(sealed, 'hex') FROM recent_body_key WHERE tenant_id = '%s'"
                    .formatted(tenant))
            .getFirst();
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = BodyBox.open(SECRETS, tenant, HEX.parseHex(key)).seal(body, source, receipt);
    core.database.execute(
        """
        INSERT INTO recent_body (at, tenant_id, source_id, slot, receipt, received_at, dialect, size, alerts, dead_letters,
                                 sealed)
        VALUES (date_trunc('day', now(), 'UTC'), '%s', '%s', 0, '%s', '%s', 'custom', %d, 1, 0, decode('%s', 'hex'))\
        """
            .formatted(
                tenant, source, receipt, core.clock.instant(), body.length, HEX.formatHex(sealed)));
  }
}
