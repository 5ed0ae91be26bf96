package dev.imas.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.model.ChannelKinds;

/**
 * What is particular to the documents of one kind: their shape, their schema, and who writes what
 * they say. A new kind is a class of this, which its feature returns, and a line in {@link Kind}.
 */
public interface DocumentsOfKind {

  Kind kind();

  Fields shape();

  /**
   * @param document whose other members may say what of it is secret
   */
  default Fields shape(ChannelKinds channels, JsonNode document) {
    return shape();
  }

  /** Reads and writes it for one call. */
  Keeper keeper(Keeping keeping);

  /** Writes out what a document means by what it leaves out, where another member says it. */
  default void complete(ObjectNode document) {}

  /** Says what the API's description of a request does not say. */
  default void describe(DocumentSchema schema) {}

  /** Whether somebody has ever set what a tenant has one of. */
  default boolean isSet(Present single) {
    return true;
  }
}
