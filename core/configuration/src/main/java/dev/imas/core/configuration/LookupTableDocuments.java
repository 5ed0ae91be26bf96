package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.configuration.Shape.Fields;
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

  static DocumentsOfKind made() {
    return new ResourceDocuments(
        Kind.LOOKUP_TABLE,
        SHAPE,
        (resources, call) -> resources.lookupTables().resource(call),
        List.of());
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
