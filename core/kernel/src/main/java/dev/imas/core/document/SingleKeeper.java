package dev.imas.core.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Reference;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a tenant has one of: it is always there, and never deleted. */
public final class SingleKeeper implements Keeper {

  /** Writes it; the version is that of when it was read. */
  @FunctionalInterface
  public interface Writer {
    void write(Tx tx, int version, Body body);
  }

  private final Kind kind;
  private final Function<Tx, Present> reader;
  private final Writer writer;

  public SingleKeeper(Kind kind, Function<Tx, Present> reader, Writer writer) {
    this.kind = kind;
    this.reader = reader;
    this.writer = writer;
  }

  /**
   * @param asDocument turns what is shown into what a document says
   */
  public static SingleKeeper of(
      Kind kind,
      Call call,
      SingleRoutes<? extends Versioned, ?> routes,
      Consumer<ObjectNode> asDocument) {
    return new SingleKeeper(
        kind,
        tx -> {
          Versioned shown = routes.current(tx);
          ObjectNode there = Json.MAPPER.valueToTree(shown);
          there.remove("version");
          asDocument.accept(there);
          return present(kind, shown.version(), there);
        },
        (tx, version, body) -> routes.replace(tx, call, version, body));
  }

  public static Present present(Kind kind, int version, ObjectNode there) {
    return new Present(kind, Reference.NOTHING, kind.inWords(), version, there);
  }

  @Override
  public List<Present> present(Tx tx, StoredSecrets secrets) {
    return List.of(reader.apply(tx));
  }

  @Override
  public void create(Tx tx, UUID id, ObjectNode body) {
    throw new IllegalStateException(kind + " is always there");
  }

  @Override
  public void update(Tx tx, Present there, ObjectNode before, ObjectNode body) {
    if (!reader.apply(tx).equals(there)) {
      throw Constraints.overtaken();
    }
    writer.write(tx, there.version(), Body.of(body));
  }

  @Override
  public void delete(Tx tx, Present there) {
    throw new IllegalStateException(kind + " is never deleted");
  }
}
