package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.ChannelKinds;

/** When what is collected is sent, and by whose clocks. */
final class DeliveryPolicyDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .member("time_zone", Members.ANY)
          .otherwise("group_every", Members.DURATION, "PT15M")
          .otherwise("digest_at", Members.TIME_OF_DAY, "08:00")
          .made();

  @Override
  public Fields shape(ChannelKinds channels, JsonNode document) {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(
        Kind.DELIVERY_POLICY,
        keeping.call(),
        keeping.resources().deliveryPolicy().single(),
        shown -> {});
  }

  @Override
  public boolean isSet(Present single) {
    return single.version() > 1;
  }
}
