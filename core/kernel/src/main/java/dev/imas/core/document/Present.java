package dev.imas.core.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/**
 * Something that is there.
 *
 * @param id nothing's for what a tenant has one of
 * @param version 0 if it has none
 * @param there as a document would say it, with ids or names, and with secrets in clear text
 */
public record Present(Kind kind, UUID id, String name, int version, ObjectNode there) {

  @Override
  public String toString() {
    return kind.inWords() + " " + name;
  }
}
