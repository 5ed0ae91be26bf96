package dev.imas.core.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Present;
import dev.imas.core.document.ResourceKeeper;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.document.SingleKeeper;
import dev.imas.core.platform.Json;

/** Who is told when nobody else is on call. */
final class DefaultOnCallDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of().member("user", new Shape.Naming(Kind.USER)).made();

  private final OnCallRoutes onCall;

  DefaultOnCallDocuments(OnCallRoutes onCall) {
    this.onCall = onCall;
  }

  @Override
  public Kind kind() {
    return Kind.DEFAULT_ON_CALL;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
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
        DocumentSchema.text("Who is paged when nobody else is on call; left out, nobody is"));
  }

  @Override
  public boolean isSet(Present single) {
    return single.there().hasNonNull("user");
  }
}
