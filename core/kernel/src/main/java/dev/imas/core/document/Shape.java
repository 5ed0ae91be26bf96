package dev.imas.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a document is, as far as it matters whether two spellings mean the same. Whether
 * it is right, the resources of the API say.
 */
public sealed interface Shape {

  /** Compared as it is. */
  record Any() implements Shape {}

  /** Shown, and ignored when written. */
  record Ignored() implements Shape {}

  /**
   * @param form the one spelling of texts that mean the same; may fail for texts that mean nothing
   */
  record Spelled(UnaryOperator<String> form) implements Shape {}

  /** A JSON value with a spelling of its own. */
  record Formed(UnaryOperator<JsonNode> form) implements Shape {}

  /** The key, the name or the id of something. */
  record Naming(Kind kind) implements Shape {}

  /** A contact of a team: {@code team/contact}. */
  record NamingContact() implements Shape {}

  /** Never shown. {@code {"stored": true}} stands for what is stored. */
  record Confidential() implements Shape {}

  /**
   * A text, in which something may be a secret. {@code {"stored": true}} as above.
   *
   * @param channel whose addresses are written so; null: the member of that name says it
   */
  record Address(@Nullable String channel) implements Shape {

    static final Address OF_CONTACT = new Address(null);
  }

  /** A list whose order matters. */
  record Listed(Shape item) implements Shape {}

  /** A list of texts whose order does not matter. */
  record Unordered(Shape item) implements Shape {}

  /**
   * A list of objects that are told apart by a member.
   *
   * @param by its name
   */
  record Keyed(String by, Fields item) implements Shape {}

  /** An object. */
  record Fields(Map<String, Field> members) implements Shape {

    public Fields {
      members = new LinkedHashMap<>(members);
    }
  }

  /**
   * A member of an object.
   *
   * @param otherwise what it means if it is left out; null for nothing
   * @param isKept whether leaving it out keeps what is there
   */
  record Field(Shape shape, @Nullable JsonNode otherwise, boolean isKept) {}
}
