package dev.imas.core.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Call;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceChanges;
import dev.imas.core.http.ShownWarnings;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Json;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * With what the keepers of one call read and write.
 *
 * @param warned is told what the resources warn of
 */
public record Keeping(Call call, Writable writable, Consumer<String> warned) {

  /**
   * A keeper of what is a resource of the API as it is.
   *
   * @param asDocument turns what is shown into what a document says
   */
  public ResourceKeeper resource(
      Kind kind,
      Resource<? extends Versioned, ?> resource,
      BiConsumer<ObjectNode, StoredSecrets> asDocument) {
    return new ResourceKeeper(kind, writable.of(kind), changes(resource), asDocument);
  }

  /**
   * The same.
   *
   * @param members that are shown with id and name, and written by their ids
   */
  public ResourceKeeper resource(
      Kind kind, Resource<? extends Versioned, ?> resource, String... members) {
    return resource(
        kind,
        resource,
        (shown, secrets) -> {
          for (String member : members) {
            ResourceKeeper.idOf(shown, member);
          }
        });
  }

  /** The changes of a resource, whose warnings are kept. */
  public ResourceChanges<?, ?> changes(Resource<? extends Versioned, ?> resource) {
    return ResourceChanges.of(call, resource, warned);
  }

  /** Keeps what an answer warns of, which whoever writes the same alone gets. */
  public void warnAs(Answer written) {
    ShownWarnings.inWords(Json.MAPPER.valueToTree(written.body())).forEach(warned);
  }
}
