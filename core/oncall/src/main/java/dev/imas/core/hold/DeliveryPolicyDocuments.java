package dev.imas.core.hold;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.SettingsDocuments;
import dev.imas.core.document.Shape.Fields;

/** When what is collected is sent, and by whose clocks. */
final class DeliveryPolicyDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("time_zone", Members.ANY)
          .otherwise("group_every", Members.DURATION, "PT15M")
          .otherwise("digest_at", Members.TIME_OF_DAY, "08:00")
          .made();

  private DeliveryPolicyDocuments() {}

  static DocumentsOfKind of(DeliveryPolicyRoutes policy) {
    return new SettingsDocuments(Kind.DELIVERY_POLICY, SHAPE, policy.single());
  }
}
