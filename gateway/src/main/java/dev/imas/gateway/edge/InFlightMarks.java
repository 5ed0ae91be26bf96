package dev.imas.gateway.edge;

/**
 * The room for bodies in work, in bytes.
 *
 * @param soft above which a request without a SEV1 or SEV2 is refused where its tenant is above its
 *     share
 * @param hard never passed
 * @param reserved of the hard mark: split among all tenants by weight, and each one's part is kept
 *     for it whatever the others do. What is left is common room
 * @param tenant the hard mark of a single tenant
 */
public record InFlightMarks(long soft, long hard, long reserved, long tenant) {

  public InFlightMarks {
    if (reserved < 0 || soft < 0 || soft + reserved > hard || tenant > hard) {
      throw new IllegalArgumentException(
          "the marks do not fit into each other: "
              + soft
              + ", "
              + reserved
              + ", "
              + tenant
              + ", "
              + hard);
    }
  }

  /** What tenants take beyond their reserved parts, first come, first served. */
  long common() {
    return hard - reserved;
  }

  /** Of the common room in use, above which only tenants within their share may take more. */
  long crowded() {
    return (soft + common()) / 2;
  }
}
