package dev.imas.notifier.channel.browser;

import dev.imas.core.message.PushKey;
import dev.imas.core.platform.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says to a push service who sends, so that nobody else sends to a subscription (RFC 8292). */
final class Vapid {

  /** At most a day is allowed, by the clock of the push service. */
  private static final Duration GOOD_FOR = Duration.ofHours(12);

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final PushKey key;
  private final String subject;

  /**
   * @param subject where the operator of a push service finds that of this installation: a {@code
   *     mailto:} or an https address
   */
  Vapid(PushKey key, String subject) {
    this.key = key;
    this.subject = subject;
  }

  /** The header {@code Authorization} for a push service. */
  String authorization(String origin, Instant now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("aud", origin);
    claims.put("exp", now.plus(GOOD_FOR).getEpochSecond());
    claims.put("sub", subject);
    String signed = part("{\"typ\":\"JWT\",\"alg\":\"ES256\"}") + "." + part(Json.write(claims));
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.US_ASCII));
    return "vapid t=" + signed + "." + BASE64.encodeToString(signature) + ", k=" + key.publicKey();
  }

  private static String part(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
