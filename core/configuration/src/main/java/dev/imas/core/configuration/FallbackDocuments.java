package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.fallback.FallbackRoutes;
import dev.imas.core.platform.Json;

/** Who is told when a page reached nobody. */
final class FallbackDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of().member("contacts", new Shape.Listed(new Shape.NamingContact())).made();

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    FallbackRoutes fallback = keeping.resources().fallback();
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
    contacts.put("description", "Who is told when a page reached nobody of its team");
    schema.set("contacts", contacts);
    schema.require("contacts");
  }

  @Override
  public boolean isSet(Present single) {
    return !single.there().path("contacts").isEmpty();
  }
}
