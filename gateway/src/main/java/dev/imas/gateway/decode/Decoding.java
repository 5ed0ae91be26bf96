package dev.imas.gateway.decode;

import java.util.List;

/** The result of decoding a body. */
public sealed interface Decoding {

  /**
   * The body was read.
   *
   * @param elements in input order
   * @param truncatedBySender how many alerts the sender says it left out
   */
  record Read(List<Element> elements, int truncatedBySender) implements Decoding {
    public Read {
      elements = List.copyOf(elements);
    }
  }

  /**
   * The whole body is refused: it contains no alert.
   *
   * @param status 400 when it is not JSON in UTF-8, 422 when it is JSON of the wrong shape
   * @param pointer JSON pointer to the field at fault, empty for the body itself
   * @param detail for people; printable ASCII
   * @param byteOffset where in the body, -1 when not known
   */
  record Refused(int status, String pointer, String detail, long byteOffset) implements Decoding {}
}
