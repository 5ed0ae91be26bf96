package dev.imas.notifier.channel.sms;

import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.VendorRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Signs requests as the vendor demands it: SHA-1 over the secrets, the request and the time. */
record OvhSignature(String applicationKey, Secret applicationSecret, Secret consumerKey) {

  VendorRequest sign(VendorRequest request, String method, String url, String body, Instant now) {
    String timestamp = Long.toString(now.getEpochSecond());
    String signed =
        String.join(
            "+", applicationSecret.reveal(), consumerKey.reveal(), method, url, body, timestamp);
    return request
        .with("X-Ovh-Application", applicationKey)
        .with("X-Ovh-Consumer", consumerKey.reveal())
        .with("X-Ovh-Timestamp", timestamp)
        .with("X-Ovh-Signature", "$1$" + sha1(signed));
  }

  private static String sha1(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
