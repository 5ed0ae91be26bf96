package dev.imas.core.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Token buckets of callers: each is filled at its rate, up to its burst, and a request takes one
 * token. They are in the memory of this process. When shared, other processes' requests count too:
 * {@link #drain} tells what was taken here, and {@link #settle} hears what is left for all. Between
 * the two every process decides alone, so nobody ever waits. May be called from any thread.
 */
public final class RateBuckets {

  /**
   * What was taken of a bucket since it was told last.
   *
   * @param who the caller
   */
  public record Taken(String who, int tokens, double perSecond, double burst) {}

  private static final class Bucket {
    double left;
    long since;
    double perSecond;
    double burst;
    int untold;
  }

  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets;
  private final Set<String> untold = new LinkedHashSet<>();
  private boolean shared;

  /**
   * @param nanos a monotonic clock
   * @param remembered how many callers; whoever asked longest ago is forgotten first
   */
  public RateBuckets(LongSupplier nanos, int remembered) {
    this.nanos = nanos;
    this.buckets =
        new LinkedHashMap<>(64, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            if (size() <= remembered) {
              return false;
            }
            untold.remove(eldest.getKey());
            return true;
          }
        };
  }

  /** From now on it remembers what is to be told to others. */
  public synchronized void share() {
    shared = true;
  }

  /**
   * Takes a token.
   *
   * @return 0 if there was one, else the seconds until there is
   */
  public synchronized double take(String who, double perSecond, double burst) {
    Bucket bucket = filled(who, perSecond, burst);
    if (bucket.left < 1) {
      return (1 - bucket.left) / perSecond;
    }
    bucket.left--;
    count(who, bucket, 1);
    return 0;
  }

  /**
   * Takes nothing.
   *
   * @return 0 if there is a token, else the seconds until there is
   */
  public synchronized double waitFor(String who, double perSecond, double burst) {
    Bucket bucket = filled(who, perSecond, burst);
    return bucket.left < 1 ? (1 - bucket.left) / perSecond : 0;
  }

  /**
   * Takes nothing.
   *
   * @return the tokens that are left, at most the burst; a whole burst for whoever is not
   *     remembered
   */
  public synchronized double left(String who, double perSecond, double burst) {
    Bucket bucket = buckets.get(who);
    return bucket == null
        ? burst
        : Math.min(burst, bucket.left + (nanos.getAsLong() - bucket.since) / 1e9 * perSecond);
  }

  /** Takes a token even where there is none: whoever owes waits longer. */
  public synchronized void owe(String who, double perSecond, double burst) {
    Bucket bucket = filled(who, perSecond, burst);
    bucket.left--;
    count(who, bucket, 1);
  }

  /** Gives a token back. */
  public synchronized void giveBack(String who) {
    Bucket bucket = buckets.get(who);
    if (bucket != null) {
      bucket.left++;
      count(who, bucket, -1);
    }
  }

  private void count(String who, Bucket bucket, int tokens) {
    if (shared) {
      // More than a burst is not told: while nobody listens, the count must not grow for ever.
      bucket.untold = (int) Math.min(bucket.untold + tokens, bucket.burst);
      untold.add(who);
    }
  }

  private Bucket filled(String who, double perSecond, double burst) {
    long now = nanos.getAsLong();
    Bucket bucket =
        buckets.computeIfAbsent(
            who,
            fresh -> {
              Bucket full = new Bucket();
              full.left = burst;
              full.since = now;
              return full;
            });
    bucket.perSecond = perSecond;
    bucket.burst = burst;
    bucket.left = Math.min(burst, bucket.left + (now - bucket.since) / 1e9 * perSecond);
    bucket.since = now;
    return bucket;
  }

  /** What is to be told, from those who have waited longest. It counts as told. */
  public synchronized List<Taken> drain(int most) {
    List<Taken> taken = new ArrayList<>();
    var waiting = untold.iterator();
    while (waiting.hasNext() && taken.size() < most) {
      String who = waiting.next();
      waiting.remove();
      Bucket bucket = buckets.get(who);
      if (bucket != null) {
        taken.add(new Taken(who, bucket.untold, bucket.perSecond, bucket.burst));
        bucket.untold = 0;
      }
    }
    return taken;
  }

  /**
   * Lowers a bucket to what all processes together have left. It is never raised: what this process
   * alone refuses stays refused.
   */
  public synchronized void settle(String who, double left) {
    Bucket bucket = buckets.get(who);
    if (bucket != null) {
      filled(who, bucket.perSecond, bucket.burst);
      bucket.left = Math.min(bucket.left, left - bucket.untold);
    }
  }
}
