package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.platform.Json;
import dev.imas.core.schedule.OnCallRoutes;

/** Who is told when nobody else is on call. */
final class DefaultOnCallDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of().member("user", new Shape.Naming(Kind.USER)).made();

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    OnCallRoutes onCall = keeping.resources().onCall();
    return new SingleKeeper(
        Kind.DEFAULT_ON_CALL,
        tx -> {
          ObjectNode there = Json.MAPPER.valueToTree(onCall.theDefault(tx).body());
          ResourceKeeper.idOf(there, "user");
          there.remove("warnings");
          return SingleKeeper.present(Kind.DEFAULT_ON_CALL, 0, there);
        },
        (tx, version, body) -> keeping.warnAs(onCall.writeDefault(tx, keeping.call(), body)));
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.set(
        "user",
        DocumentSchema.text("Who is told when nobody else is on call; left out, nobody is"));
  }

  @Override
  public boolean isSet(Present single) {
    return single.there().hasNonNull("user");
  }
}
