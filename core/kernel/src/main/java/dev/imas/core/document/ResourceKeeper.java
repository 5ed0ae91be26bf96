package dev.imas.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.ResourceChanges;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Things that are resources of the API as they are. */
public final class ResourceKeeper implements Keeper {

  private final Kind kind;
  private final Set<String> writable;
  private final ResourceChanges<?, ?> changes;
  private final BiConsumer<ObjectNode, StoredSecrets> asDocument;
  private final Function<Tx, Map<UUID, Fault>> settling;

  /**
   * @param writable the members that a request can write
   * @param asDocument turns what is shown into what a document says; the id is still there
   */
  public ResourceKeeper(
      Kind kind,
      Set<String> writable,
      ResourceChanges<?, ?> changes,
      BiConsumer<ObjectNode, StoredSecrets> asDocument) {
    this(kind, writable, changes, asDocument, tx -> Map.of());
  }

  private ResourceKeeper(
      Kind kind,
      Set<String> writable,
      ResourceChanges<?, ?> changes,
      BiConsumer<ObjectNode, StoredSecrets> asDocument,
      Function<Tx, Map<UUID, Fault>> settling) {
    this.kind = kind;
    this.writable = writable;
    this.changes = changes;
    this.asDocument = asDocument;
    this.settling = settling;
  }

  /** The same for things that name each other: {@code settling} judges all of them together. */
  public ResourceKeeper settledBy(Function<Tx, Map<UUID, Fault>> settling) {
    return new ResourceKeeper(kind, writable, changes, asDocument, settling);
  }

  /** {@code {"id": …, "name": …}} becomes the id; so does each of a list of them. */
  public static void idOf(ObjectNode shown, String member) {
    JsonNode value = shown.path(member);
    if (value instanceof ArrayNode list) {
      ArrayNode ids = Json.MAPPER.createArrayNode();
      list.forEach(one -> ids.add(id(one)));
      shown.set(member, ids);
    } else if (!value.isMissingNode()) {
      shown.set(member, id(value));
    }
  }

  private static JsonNode id(JsonNode shown) {
    JsonNode id = shown.path("id");
    return id.isTextual() ? id : shown;
  }

  @Override
  public List<Present> present(Tx tx, StoredSecrets secrets) {
    List<Present> all = new ArrayList<>();
    for (ObjectNode shown : changes.all(tx)) {
      UUID id = UUID.fromString(shown.get("id").textValue());
      int version = shown.get("version").intValue();
      asDocument.accept(shown, secrets);
      shown.retain(writable);
      all.add(new Present(kind, id, shown.get(kind.nameMember()).textValue(), version, shown));
    }
    return all;
  }

  @Override
  public void create(Tx tx, UUID id, ObjectNode body) {
    explained(() -> changes.create(tx, id, Body.of(body)));
  }

  @Override
  public void update(Tx tx, Present there, ObjectNode before, ObjectNode body) {
    if (!before.equals(body)) {
      explained(() -> changes.replace(tx, there.id(), Body.of(body), there.version()));
    }
  }

  @Override
  public void delete(Tx tx, Present there) {
    explained(() -> changes.delete(tx, there.id(), there.version()));
  }

  @Override
  public Map<UUID, Fault> settle(Tx tx) {
    return settling.apply(tx);
  }

  private void explained(Runnable work) {
    Constraints.explained(
        changes::meaning,
        () -> {
          work.run();
          return kind;
        });
  }
}
