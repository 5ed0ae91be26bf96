package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Kind;

/**
 * What something is to be.
 *
 * @param index its place in the request
 * @param key by which its set knows it; stays when its name changes
 * @param wanted the rest of the document, with secrets in clear text
 */
record Document(int index, Kind kind, String key, String name, ObjectNode wanted) {

  /** For people: {@code service checkout}. */
  String inWords() {
    return kind.inWords() + " " + key;
  }

  /** The pointer to it in the request. */
  String at() {
    return "/documents/" + index;
  }

  @Override
  public String toString() {
    return inWords();
  }
}
