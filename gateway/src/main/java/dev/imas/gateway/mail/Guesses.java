package dev.imas.gateway.mail;

import dev.imas.gateway.pipeline.TokenBucket;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how many addresses of nobody a host may try, over all its connections. Right ones are
 * never limited, since a relay brings those of everybody. Bounded; of any thread.
 */
final class Guesses {

  private static final int PER_SECOND = 1;
  private static final int BURST = 60;
  private static final int MOST_HOSTS = 1_000;

  private final Map<InetAddress, TokenBucket> hosts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, TokenBucket> eldest) {
          return size() > MOST_HOSTS;
        }
      };

  synchronized boolean mayGoOn(InetAddress host, long nowNanos) {
    return hosts
        .computeIfAbsent(host, h -> new TokenBucket(PER_SECOND, BURST, nowNanos))
        .take(nowNanos);
  }
}
