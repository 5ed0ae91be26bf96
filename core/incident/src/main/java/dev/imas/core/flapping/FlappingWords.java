package dev.imas.core.flapping;

import java.time.Duration;

/** What timelines say. */
public final class FlappingWords {

  private FlappingWords() {}

  public static String begins(FlappingPolicy policy) {
    return "Flapping: it came back "
        + policy.returns()
        + " times within "
        + length(policy.within())
        + ". From now on it resolves when nothing has fired for "
        + length(policy.holdDown())
        + ", and nobody is called when an alert fires again before";
  }

  static String ends(Duration calm) {
    return "Resolved: it was flapping, and nothing has fired for " + length(calm);
  }

  private static String length(Duration duration) {
    long minutes = duration.toMinutes();
    if (duration.toSeconds() % 60 != 0) {
      return duration.toSeconds() + " s";
    }
    return minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
  }
}
