package dev.imas.gateway.edge;

import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source that a key belongs to. Only hashes of keys are known. A key is looked up by its
 * SHA-256, which needs no comparison in constant time: an attacker cannot choose the hash whose
 * timing is seen. Hashes of recent keys are cached, bounded. Bound to one event loop.
 */
final class SourceAuth {

  private static final int MOST_REMEMBERED = 1_024;
  private static final int LONGEST_KEY = 512;

  private final MessageDigest sha256;
  private final Map<String, SourceEntry> remembered = new HashMap<>();
  private @Nullable Snapshot rememberedOf;

  SourceAuth() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Null for a key that opens nothing. */
  @Nullable SourceEntry sourceOf(String key, Snapshot snapshot, Instant now) {
    if (rememberedOf != snapshot) {
      remembered.clear();
      rememberedOf = snapshot;
    }
    SourceEntry source = remembered.get(key);
    if (source == null) {
      source = lookUp(key, snapshot);
    }
    if (source == null) {
      return null;
    }
    Instant expires = source.expiresAt();
    return expires != null && !now.isBefore(expires) ? null : source;
  }

  private @Nullable SourceEntry lookUp(String key, Snapshot snapshot) {
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      return null;
    }
    SourceEntry source = snapshot.sourceOf(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    // Only keys that open something are cached, so guessing cannot fill the cache.
    if (source != null && remembered.size() < MOST_REMEMBERED) {
      remembered.put(key, source);
    }
    return source;
  }
}
