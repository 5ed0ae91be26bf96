package dev.imas.core.storm;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.document.Shape.Fields;

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

  static DocumentsOfKind of(StormPolicyRoutes policy) {
    return new SettingsDocuments(Kind.STORM_POLICY, SHAPE, policy.single());
  }
}
