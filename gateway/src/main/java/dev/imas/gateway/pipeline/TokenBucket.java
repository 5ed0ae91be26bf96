package dev.imas.gateway.pipeline;

/** Allows a number per second, with a burst. Time is passed in. Bound to one thread. */
public final class TokenBucket {

  private final double perNano;
  private final double burst;
  private double tokens;
  private long lastNanos;

  public TokenBucket(double perSecond, double burst, long nowNanos) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.tokens = burst;
    this.lastNanos = nowNanos;
  }

  public boolean take(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - lastNanos) * perNano);
    lastNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
