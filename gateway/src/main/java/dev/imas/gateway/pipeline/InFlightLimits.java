package dev.imas.gateway.pipeline;

/**
 * The room for bodies in flight, in bytes.
 *
 * @param soft above which a request without a SEV1 or SEV2 is refused if its tenant is above its
 *     share
 * @param hard never exceeded
 * @param reserved part of the hard mark, split among all tenants by weight; each tenant's part is
 *     kept for it whatever the others do. The rest is common room
 * @param tenant the hard mark of a single tenant
 */
public record InFlightLimits(long soft, long hard, long reserved, long tenant) {

  public InFlightLimits {
    if (reserved < 0 || soft < 0 || soft + reserved > hard || tenant > hard) {
      throw new IllegalArgumentException(
          "the marks do not fit together: " + soft + ", " + reserved + ", " + tenant + ", " + hard);
    }
  }

  /**
   * The common room: what tenants may take beyond their reserved parts, first come, first served.
   */
  long common() {
    return hard - reserved;
  }

  /**
   * When more of the common room than this is in use, only tenants within their share may take
   * more.
   */
  long crowded() {
    return (soft + common()) / 2;
  }
}
