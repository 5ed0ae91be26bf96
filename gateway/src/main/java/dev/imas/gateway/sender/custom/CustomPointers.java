package dev.imas.gateway.sender.custom;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BodyParser;
import dev.imas.gateway.decode.CompactJson;
import dev.imas.gateway.decode.CustomMapping;
import java.io.IOException;

/**
 * Follows a source's pointers through one value. Where a value is taken whole and pointers also
 * lead into it, it is written out once and read again for each. So no tree is ever built. A mapping
 * has only a few such places.
 */
final class CustomPointers {

  private CustomPointers() {}

  /** The parser is left at the end of the value. */
  static void read(CustomMapping.Node node, BodyCursor in, CustomFields into) throws IOException {
    boolean structure = in.parser.currentToken().isStructStart();
    int readings = node.targets().size() + (structure && !node.children().isEmpty() ? 1 : 0);
    if (!structure) {
      for (String target : node.targets()) {
        into.mapped(target, in);
      }
    } else if (readings == 1) {
      readOnce(node, in, into);
    } else {
      String value = CompactJson.read(in.parser);
      for (String target : node.targets()) {
        try (JsonParser again = BodyParser.again(value)) {
          again.nextToken();
          into.mapped(target, in.over(again));
        }
      }
      if (!node.children().isEmpty()) {
        try (JsonParser again = BodyParser.again(value)) {
          again.nextToken();
          descend(node, in.over(again), into);
        }
      }
    }
  }

  private static void readOnce(CustomMapping.Node node, BodyCursor in, CustomFields into)
      throws IOException {
    if (node.targets().isEmpty()) {
      descend(node, in, into);
    } else {
      into.mapped(node.targets().getFirst(), in);
    }
  }

  private static void descend(CustomMapping.Node node, BodyCursor in, CustomFields into)
      throws IOException {
    JsonParser parser = in.parser;
    boolean list = parser.currentToken() == JsonToken.START_ARRAY;
    int index = 0;
    while (!parser.nextToken().isStructEnd()) {
      String name = list ? Integer.toString(index++) : parser.currentName();
      if (!list) {
        parser.nextToken();
      }
      CustomMapping.Node child = node.child(name);
      if (child == null) {
        parser.skipChildren();
      } else {
        into.forget(child);
        read(child, in, into);
      }
    }
  }
}
