package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;

/** From when on incidents flap. */
final class FlappingPolicyDocuments {

  private static final Fields SHAPE =
      Members.of()
          .otherwise("is_active", Members.ANY, true)
          .otherwise("returns", Members.ANY, 4)
          .otherwise("within", Members.DURATION, "PT1H")
          .otherwise("hold_down", Members.DURATION, "PT15M")
          .made();

  private FlappingPolicyDocuments() {}

  static DocumentsOfKind made() {
    return new SettingsDocuments(
        Kind.FLAPPING_POLICY, SHAPE, resources -> resources.flapping().single());
  }
}
