package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import dev.imas.core.model.Labels;
import java.io.IOException;

/**
 * Reads a JSON object as labels. Scalars become their text, objects and lists compact JSON; null is
 * left out, and the last of equal names wins. One per body; it reuses its buffer.
 */
public final class LabelMapReader {

  /** Stands for null until the last of equal names is known. It is compared by identity. */
  @SuppressWarnings("StringOperationCanBeSimplified")
  private static final String NULL = new String("null");

  private final Labels.Builder builder = new Labels.Builder();
  private boolean emptyName;

  /** Whether a value without a name was left out of the object that was read last. */
  public boolean sawEmptyName() {
    return emptyName;
  }

  /** The parser stands at the start of an object and is left at its end. */
  public Labels read(BodyCursor in) throws IOException {
    JsonParser parser = in.parser;
    builder.clear();
    emptyName = false;
    boolean nulls = false;
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      String value = in.text();
      if (name.isEmpty()) {
        // An empty value counts as no label everywhere, so nothing is lost.
        emptyName |= value != null && !value.isEmpty();
      } else if (value == null) {
        nulls = true;
        builder.set(name, NULL);
      } else {
        builder.set(name, value);
      }
    }
    Labels read = builder.build();
    return nulls ? withoutNulls(read) : read;
  }

  @SuppressWarnings("ReferenceEquality")
  private Labels withoutNulls(Labels read) {
    builder.clear();
    for (int i = 0; i < read.size(); i++) {
      if (read.value(i) != NULL) {
        builder.set(read.name(i), read.value(i));
      }
    }
    return builder.build();
  }
}
