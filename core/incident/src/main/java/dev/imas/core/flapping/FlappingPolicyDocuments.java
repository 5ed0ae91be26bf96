package dev.imas.core.flapping;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.document.Shape.Fields;

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

  static DocumentsOfKind of(FlappingPolicyRoutes policy) {
    return new SettingsDocuments(Kind.FLAPPING_POLICY, SHAPE, policy.single());
  }
}
