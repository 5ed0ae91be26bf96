package dev.imas.gateway.pipeline;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The signatures of accepted posts, so that nobody who saw a post can replay it. Each is kept for
 * as long as its timestamp is accepted, in this process only. Only valid signatures come here, so
 * nobody without the secret can fill it. Shared by the event loops.
 */
public final class SignedPosts {

  private static final int MOST = 200_000;

  private volatile Map<ByteBuffer, Instant> young = new ConcurrentHashMap<>();
  private volatile Map<ByteBuffer, Instant> old = new ConcurrentHashMap<>();
  private volatile Instant turned = Instant.MIN;

  /** False when this signature was taken before. */
  boolean take(byte[] signature, Instant now) {
    turn(now);
    ByteBuffer key = ByteBuffer.wrap(signature);
    return !old.containsKey(key) && young.putIfAbsent(key, now) == null;
  }

  /**
   * Forgets a signature, because its post was not stored and the sender will repeat it unchanged.
   */
  void release(byte[] signature) {
    ByteBuffer key = ByteBuffer.wrap(signature);
    young.remove(key);
    old.remove(key);
  }

  /** Each half is kept for as long as a timestamp may be ahead of our clock and behind it. */
  private void turn(Instant now) {
    Duration lifetime = BodySignature.WINDOW.multipliedBy(2);
    if (young.size() < MOST && !now.isAfter(turned.plus(lifetime))) {
      return;
    }
    synchronized (this) {
      if (young.size() >= MOST || now.isAfter(turned.plus(lifetime))) {
        old = young;
        young = new ConcurrentHashMap<>();
        turned = now;
      }
    }
  }
}
