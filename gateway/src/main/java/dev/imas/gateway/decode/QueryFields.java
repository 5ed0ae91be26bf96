package dev.imas.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the fields of a form or of a query become the JSON that a decoder reads. Of equal names the
 * last counts. Reads or refuses whatever is posted; the cost grows no faster than its length.
 */
public sealed interface QueryFields {

  /** The JSON, or why there is none. */
  sealed interface Unpacked {
    record Body(byte[] json) implements Unpacked {}

    record Refused(Decoding.Refused why) implements Unpacked {}
  }

  /**
   * An object of all fields, each a string. Files of a multipart form are left out.
   *
   * @param values names of fields that hold JSON themselves, and are strings where they do not
   */
  record Each(Set<String> values) implements QueryFields {
    public Each {
      values = Set.copyOf(values);
    }
  }

  /** The JSON that is in the field of this name; the others are not read. */
  record One(String name) implements QueryFields {}

  static QueryFields each(String... values) {
    return new Each(Set.of(values));
  }

  static QueryFields one(String name) {
    return new One(name);
  }

  /** Reads {@code application/x-www-form-urlencoded}. */
  default Unpacked ofForm(byte[] form) {
    return ofPairs(form, Set.of(), "form");
  }

  /**
   * Reads the query of a request.
   *
   * @param without parameters that are no fields, such as keys
   */
  default Unpacked ofQuery(String query, Set<String> without) {
    return ofPairs(query.getBytes(StandardCharsets.UTF_8), without, "query");
  }

  /**
   * Reads {@code multipart/form-data}.
   *
   * @param contentType the header, which names the boundary
   */
  default Unpacked ofMultipart(byte[] body, String contentType) {
    try {
      MultipartFields parts = MultipartFields.read(body, contentType);
      return switch (this) {
        case Each each -> new Unpacked.Body(parts.toJson(each.values()));
        case One one -> given(one, parts.last(one.name()), "form");
      };
    } catch (BodyRefused e) {
      return new Unpacked.Refused(e.refusal());
    }
  }

  private Unpacked ofPairs(byte[] pairs, Set<String> without, String what) {
    FormFields fields = new FormFields(pairs, pairs.length);
    return switch (this) {
      case Each each -> new Unpacked.Body(fields.toJson(each.values(), without));
      case One one -> given(one, fields.last(one.name()), what);
    };
  }

  private static Unpacked given(One one, byte @Nullable [] json, String what) {
    return json != null
        ? new Unpacked.Body(json)
        : new Unpacked.Refused(
            new Decoding.Refused(
                422, "", "the " + what + " has no field '" + one.name() + "' with the JSON", -1));
  }
}
