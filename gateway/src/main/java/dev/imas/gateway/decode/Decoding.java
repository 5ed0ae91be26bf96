package dev.imas.gateway.decode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of decoding a body. */
public sealed interface Decoding {

  /**
   * The body was read.
   *
   * @param elements in input order
   * @param truncatedBySender how many alerts the sender says it left out
   * @param key the name that the sender and we have for the one thing it posted, for the answer;
   *     null where the dialect's answer tells none
   */
  record Read(List<Element> elements, int truncatedBySender, @Nullable String key)
      implements Decoding {
    public Read {
      elements = List.copyOf(elements);
    }

    public Read(List<Element> elements, int truncatedBySender) {
      this(elements, truncatedBySender, null);
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
