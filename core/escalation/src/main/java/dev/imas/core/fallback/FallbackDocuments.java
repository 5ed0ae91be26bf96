package dev.imas.core.fallback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Present;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.document.SingleKeeper;
import dev.imas.core.platform.Json;

/** Who is told when a page reached nobody. */
final class FallbackDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of().member("contacts", new Shape.Listed(new Shape.NamingContact())).made();

  private final FallbackRoutes fallback;

  FallbackDocuments(FallbackRoutes fallback) {
    this.fallback = fallback;
  }

  @Override
  public Kind kind() {
    return Kind.FALLBACK;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new SingleKeeper(
        Kind.FALLBACK,
        tx -> {
          JsonNode shown = Json.MAPPER.valueToTree(fallback.read(tx).body());
          ObjectNode there = Json.MAPPER.createObjectNode();
          ArrayNode contacts = there.putArray("contacts");
          for (JsonNode one : shown.path("contacts")) {
            contacts.add(one.path("team").asText() + "/" + one.path("name").asText());
          }
          return SingleKeeper.present(Kind.FALLBACK, 0, there);
        },
        (tx, version, body) -> fallback.write(tx, keeping.call(), body));
  }

  @Override
  public void describe(DocumentSchema schema) {
    ObjectNode contacts = DocumentSchema.list(DocumentSchema.text("team/contact"), null);
    contacts.put("maxItems", 20);
    contacts.put("description", "Who is notified when a page reached nobody of its team");
    schema.set("contacts", contacts);
    schema.require("contacts");
  }

  @Override
  public boolean isSet(Present single) {
    return !single.there().path("contacts").isEmpty();
  }
}
