package dev.imas.core.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes resources of one kind, each change with its entry in the audit, inside a transaction that
 * the caller has. Only on a virtual thread.
 */
public final class ResourceChanges<V extends Versioned, W> {

  private final Call call;
  private final Resource<V, W> resource;

  private final @Nullable Consumer<String> warned;

  private ResourceChanges(Call call, Resource<V, W> resource, @Nullable Consumer<String> warned) {
    this.call = call;
    this.resource = resource;
    this.warned = warned;
  }

  public static <V extends Versioned, W> ResourceChanges<V, W> of(
      Call call, Resource<V, W> resource) {
    return new ResourceChanges<>(call, resource, null);
  }

  /**
   * For a caller who is not answered with what is written.
   *
   * @param warned is told what the answer would warn of, in words
   */
  public static <V extends Versioned, W> ResourceChanges<V, W> of(
      Call call, Resource<V, W> resource, Consumer<String> warned) {
    return new ResourceChanges<>(call, resource, warned);
  }

  /** All there are, as the caller may see them, in JSON. */
  public List<ObjectNode> all(Tx tx) {
    List<ObjectNode> all = new ArrayList<>();
    String after = null;
    do {
      ListRange paging = new ListRange(ListRange.LARGEST_LIMIT, after);
      Query query = Query.of(MultiMap.caseInsensitiveMultiMap(), List.of());
      List<V> found = resource.list(query, paging).apply(tx);
      boolean hasNext = found.size() > paging.limit();
      List<V> page = hasNext ? found.subList(0, paging.limit()) : found;
      page.forEach(item -> all.add(json(resource.shown(item))));
      after = hasNext ? resource.key(page.getLast()).toString() : null;
    } while (after != null);
    return all;
  }

  private static ObjectNode json(Object shown) {
    try {
      return (ObjectNode) Json.MAPPER.readTree(Json.write(shown));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written cannot be read", e);
    }
  }

  /**
   * @throws Fault INVALID with all faults of the body
   */
  public void create(Tx tx, UUID id, Body body) {
    warn(insert(tx, id, resource.read(body)));
  }

  /**
   * @param version that it must still have
   * @throws Fault INVALID with all faults of the body, PRECONDITION_FAILED if it has another
   *     version
   */
  public void replace(Tx tx, UUID id, Body body, int version) {
    warn(replace(tx, Reference.of(id.toString()), resource.read(body), version, before -> {}));
  }

  private void warn(V written) {
    if (warned != null) {
      ShownWarnings.inWords(json(resource.shown(written))).forEach(warned);
    }
  }

  /**
   * @param version that it must still have
   * @throws Fault PRECONDITION_FAILED if it has another version
   */
  public void delete(Tx tx, UUID id, int version) {
    remove(
        tx,
        Reference.of(id.toString()),
        there -> {
          if (there.version() != version) {
            throw Constraints.overtaken();
          }
        });
  }

  /** What a violated constraint of that name means to the caller. */
  public @Nullable Fault meaning(String constraint) {
    return resource.meaning(constraint);
  }

  V insert(Tx tx, UUID id, W writing) {
    V inserted = resource.insert(tx, id, writing);
    call.audit(tx, Audit.Change.create(resource.subject(inserted), resource.audited(inserted)));
    return inserted;
  }

  /**
   * @param allowed refuses what the caller may not change
   */
  V replace(Tx tx, Reference reference, W writing, int version, Consumer<V> allowed) {
    V before = resource.existing(tx, reference);
    allowed.accept(before);
    V after = resource.update(tx, before, writing, version);
    if (after == null) {
      throw Constraints.overtaken();
    }
    call.audit(
        tx,
        Audit.Change.update(
            resource.subject(after),
            resource.audited(before),
            resource.auditedAfter(before, after)));
    return after;
  }

  /**
   * @param allowed refuses what the caller may not delete
   */
  V remove(Tx tx, Reference reference, Consumer<V> allowed) {
    V there = resource.existing(tx, reference);
    allowed.accept(there);
    resource.delete(tx, there);
    call.audit(tx, Audit.Change.delete(resource.subject(there), resource.audited(there)));
    return there;
  }
}
