package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;

/** From when on new incidents of a team are a storm. */
final class StormPolicyDocuments {

  private static final Fields SHAPE =
      Members.of()
          .otherwise("is_active", Members.ANY, false)
          .otherwise("threshold", Members.ANY, 20)
          .otherwise("ends_below", Members.ANY, 5)
          .otherwise("ends_after", Members.DURATION, "PT5M")
          .made();

  private StormPolicyDocuments() {}

  static DocumentsOfKind made() {
    return new SettingsDocuments(
        Kind.STORM_POLICY, SHAPE, resources -> resources.storms().single());
  }
}
