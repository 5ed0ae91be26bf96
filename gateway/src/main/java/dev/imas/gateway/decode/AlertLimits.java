package dev.imas.gateway.decode;

/**
 * How much of one alert is kept. What exceeds it is cut and flagged {@code truncated}, never
 * refused. Lengths are UTF-16 units.
 *
 * @param maxText of labels, annotations and details together, with their names. Annotations are cut
 *     first, the longest before the others, then details. Labels are never cut, since they identify
 *     the alert
 */
public record AlertLimits(
    int maxLabels,
    int maxNameLength,
    int maxValueLength,
    int maxAnnotations,
    int maxAnnotationLength,
    int maxText) {

  public static final AlertLimits DEFAULT = new AlertLimits(64, 128, 1024, 64, 8192, 64 << 10);

  public AlertLimits {
    // With smaller limits the names that routing reads would not fit.
    if (maxLabels < 16
        || maxNameLength < 32
        || maxValueLength < 1
        || maxAnnotations < 1
        || maxAnnotationLength < 1
        || maxText < 1) {
      throw new IllegalArgumentException("limits too small to keep an alert");
    }
  }
}
