package dev.imas.gateway.decode;

/**
 * How much of one alert is kept. What exceeds it is cut and flagged {@code truncated}, never
 * refused. Lengths are UTF-16 units.
 */
public record AlertLimits(
    int maxLabels,
    int maxNameLength,
    int maxValueLength,
    int maxAnnotations,
    int maxAnnotationLength) {

  public static final AlertLimits DEFAULT = new AlertLimits(64, 128, 1024, 64, 8192);

  public AlertLimits {
    // Below these the names that routing reads would not fit.
    if (maxLabels < 16
        || maxNameLength < 32
        || maxValueLength < 1
        || maxAnnotations < 1
        || maxAnnotationLength < 1) {
      throw new IllegalArgumentException("limits too small to keep an alert");
    }
  }
}
