package dev.imas.gateway.sender.opsgenie;

import dev.imas.core.model.Fingerprint;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What identifies an alert: its alias within its source. Its id is made of that, so nothing has to
 * be looked up for a request that names the id: the fingerprint, and digits that show that the id
 * is one of this source. Pure.
 */
final class OpsgenieIdentity {

  private static final String KIND = "opsgenie";
  private static final int LENGTH_OF_UUID = 36;
  private static final long THIRTEEN_DIGITS = 10_000_000_000_000L;

  private OpsgenieIdentity() {}

  static Fingerprint ofAlias(DecodeContext context, String alias) {
    return IdentityHash.start(context.identity(), KIND, "alias")
        .add(context.source().id().toString())
        .add(alias)
        .finish();
  }

  /** As long as Opsgenie's own: a UUID and 13 digits. */
  static String id(DecodeContext context, Fingerprint alert) {
    return alert.toUuid() + "-" + digits(context, alert);
  }

  /** The alert of an id; null for what is no id of this source's alerts. */
  static @Nullable Fingerprint ofId(DecodeContext context, String id) {
    if (id.length() <= LENGTH_OF_UUID) {
      return null;
    }
    try {
      Fingerprint alert = Fingerprint.of(UUID.fromString(id.substring(0, LENGTH_OF_UUID)));
      return id(context, alert).equals(id.toLowerCase(Locale.ROOT)) ? alert : null;
    } catch (IllegalArgumentException noUuid) {
      return null;
    }
  }

  private static String digits(DecodeContext context, Fingerprint alert) {
    long hash =
        IdentityHash.start(context.identity(), KIND, "id")
            .add(context.source().id().toString())
            .add(alert.toString())
            .finish()
            .high();
    return String.format(Locale.ROOT, "%013d", Math.floorMod(hash, THIRTEEN_DIGITS));
  }
}
