package dev.imas.core.document;

import dev.imas.core.document.Shape.Fields;
import dev.imas.core.http.Call;
import dev.imas.core.http.Resource;
import dev.imas.core.http.Versioned;
import java.util.List;
import java.util.function.Function;

/**
 * What is a resource of the API as it is.
 *
 * @param resource that reads and writes it, for a call
 * @param named members that are shown with id and name, and written by their ids
 */
public record ResourceDocuments(
    Kind kind,
    Fields shape,
    Function<Call, Resource<? extends Versioned, ?>> resource,
    List<String> named)
    implements DocumentsOfKind {

  public ResourceDocuments {
    named = List.copyOf(named);
  }

  /**
   * The same for what incidents may keep.
   *
   * @param hold what keeps one
   * @param dropped see {@link RetiringKeeper}
   */
  public DocumentsOfKind retiring(RetiringKeeper.Hold hold, String... dropped) {
    ResourceDocuments documents = this;
    return new DocumentsOfKind() {
      @Override
      public Kind kind() {
        return documents.kind();
      }

      @Override
      public Fields shape() {
        return documents.shape();
      }

      @Override
      public Keeper keeper(Keeping keeping) {
        return new RetiringKeeper(documents.keeper(keeping), hold, List.of(dropped));
      }
    };
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeping.resource(kind, resource.apply(keeping.call()), named.toArray(String[]::new));
  }
}
