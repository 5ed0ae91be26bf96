package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;

/** When what is collected is sent, and by whose clocks. */
final class DeliveryPolicyDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("time_zone", Members.ANY)
          .otherwise("group_every", Members.DURATION, "PT15M")
          .otherwise("digest_at", Members.TIME_OF_DAY, "08:00")
          .made();

  private DeliveryPolicyDocuments() {}

  static DocumentsOfKind made() {
    return new SettingsDocuments(
        Kind.DELIVERY_POLICY, SHAPE, resources -> resources.deliveryPolicy().single());
  }
}
