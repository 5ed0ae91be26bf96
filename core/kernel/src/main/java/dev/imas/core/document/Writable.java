package dev.imas.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which members requests can write, as the API's description says it. */
public final class Writable {

  private final JsonNode schemas;

  /**
   * @param schemas of the API's description, by their names
   */
  public Writable(JsonNode schemas) {
    this.schemas = schemas;
  }

  public Set<String> of(Kind kind) {
    String writing = kind.writing();
    return writing == null ? Set.of() : members(writing);
  }

  /** Of the contacts of a team or a person, with what documents show besides. */
  public Set<String> ofContacts(Kind kind) {
    Set<String> members = members(kind == Kind.USER ? "UserContactWriting" : "ContactWriting");
    members.addAll(List.of("id", "verified"));
    return members;
  }

  private Set<String> members(String schema) {
    Set<String> members = new LinkedHashSet<>();
    schemas.path(schema).path("properties").fieldNames().forEachRemaining(members::add);
    if (members.isEmpty()) {
      throw new IllegalStateException("the API's description has no " + schema);
    }
    return members;
  }
}
