package dev.imas.core.deployment;

import dev.imas.core.http.Body;
import dev.imas.core.model.EnvironmentTier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What a request writes of an environment, whose form is right. */
record EnvironmentDraft(String name, EnvironmentTier tier, List<String> patterns) {

  private static final int LONGEST_NAME = 100;
  private static final int MOST_PATTERNS = 20;

  static final String TIERS =
      Arrays.stream(EnvironmentTier.values())
          .map(EnvironmentTier::wireName)
          .collect(Collectors.joining(", "));

  static EnvironmentDraft read(Body body) {
    body.only("name", "tier", "patterns");
    String name = body.requiredText("name", LONGEST_NAME).strip();
    String word = body.requiredText("tier", 20);
    EnvironmentTier tier = EnvironmentTier.parse(word).orElse(EnvironmentTier.OTHER);
    if (!word.isBlank() && EnvironmentTier.parse(word).isEmpty()) {
      body.fault("/tier", "must be one of " + TIERS);
    }
    EnvironmentDraft draft =
        new EnvironmentDraft(
            name, tier, body.texts("patterns", MOST_PATTERNS, LONGEST_NAME).stream().toList());
    body.throwIfFaulty();
    return draft;
  }
}
