package dev.imas.core.lookup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.platform.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Lookup tables. */
final class LookupTableDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("description", Members.ANY, "")
          .member("key_column", Members.ANY)
          .member("rows", new Shape.Formed(LookupTableDocuments::rows))
          .member("csv", Members.ANY)
          .made();

  private LookupTableDocuments() {}

  static DocumentsOfKind of(LookupTableRoutes tables) {
    return new ResourceDocuments(Kind.LOOKUP_TABLE, SHAPE, tables::resource, List.of());
  }

  /** In whatever order they were written, and with or without empty cells. */
  private static JsonNode rows(JsonNode rows) {
    ArrayNode sorted = Json.MAPPER.createArrayNode();
    StreamSupport.stream(rows.spliterator(), false)
        .map(LookupTableDocuments::row)
        .sorted(Comparator.comparing(JsonNode::toString))
        .forEach(sorted::add);
    return sorted;
  }

  private static JsonNode row(JsonNode row) {
    if (!(row instanceof ObjectNode)) {
      return row; // what reads the table says what is wrong
    }
    Map<String, JsonNode> cells = new TreeMap<>();
    row.properties().forEach(cell -> cells.put(cell.getKey(), cell.getValue()));
    cells.values().removeIf(cell -> cell.isTextual() && cell.textValue().isBlank());
    ObjectNode sorted = Json.MAPPER.createObjectNode();
    cells.forEach(sorted::set);
    return sorted;
  }
}
