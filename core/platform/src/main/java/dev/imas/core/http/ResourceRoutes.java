package dev.imas.core.http;

import dev.imas.core.access.Permission;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The five routes of a {@link Resource}. Each change is one transaction, and is recorded in the
 * audit once, by {@link ResourceChanges}.
 */
public final class ResourceRoutes<V extends Versioned, W> {

  private final Transactions transactions;
  private final InstantSource clock;
  private final Function<Call, ? extends Resource<V, W>> resources;
  private final ChangeGuard guard;

  /**
   * @param resources makes the resource as one call may see it
   */
  public ResourceRoutes(
      Transactions transactions,
      InstantSource clock,
      Function<Call, ? extends Resource<V, W>> resources) {
    this(transactions, clock, resources, ChangeGuard.NONE);
  }

  /**
   * @param resources makes the resource as one call may see it
   * @param guard watches each replacement and each deletion
   */
  public ResourceRoutes(
      Transactions transactions,
      InstantSource clock,
      Function<Call, ? extends Resource<V, W>> resources,
      ChangeGuard guard) {
    this.transactions = transactions;
    this.clock = clock;
    this.resources = resources;
    this.guard = guard;
  }

  /** The permissions to read, create, replace and delete one. */
  public record Permissions(
      Permission read, Permission create, Permission replace, Permission delete) {

    /** The same permission for whatever changes something. */
    public static Permissions of(Permission read, Permission change) {
      return new Permissions(read, change, change, change);
    }
  }

  /**
   * @param path the path of the list
   */
  public void mount(Api api, String path, Permissions needed) {
    mount(api, path, path, needed);
  }

  /**
   * @param path the path of the list
   * @param creation where one is created
   */
  public void mount(Api api, String path, String creation, Permissions needed) {
    String one = path + "/{id}";
    api.get(path, needed.read, this::list);
    api.post(creation, needed.create, call -> create(call, needed.create));
    api.get(one, needed.read, this::get);
    api.put(one, needed.replace, call -> update(call, needed.replace));
    api.delete(one, needed.delete, call -> delete(call, needed.delete));
  }

  private Answer list(Call call) {
    Resource<V, W> resource = resources.apply(call);
    List<String> known = new ArrayList<>(resource.filters());
    known.addAll(List.of("limit", "cursor"));
    Query query = call.query(known.toArray(String[]::new));
    ListRange paging = query.paging();
    List<V> found = resource.page(call.tenant(), transactions, query, paging);
    return Answer.page(found.stream().map(resource::shown).toList(), paging, resource::key);
  }

  private Answer get(Call call) {
    Resource<V, W> resource = resources.apply(call);
    Reference reference = call.reference("id");
    V found = resource.one(call.tenant(), transactions, reference);
    return Answer.versioned(resource.shown(found));
  }

  private Answer create(Call call, Permission needed) {
    Resource<V, W> resource = resources.apply(call);
    W writing = resource.read(call.body());
    UUID id = UuidV7.at(clock.millis());
    V made =
        write(
            call,
            resource,
            tx -> {
              call.require(needed, resource.teamOfNew(tx));
              return ResourceChanges.of(call, resource).insert(tx, id, writing);
            });
    return Answer.created(Api.BASE + resource.location(made), made);
  }

  private Answer update(Call call, Permission needed) {
    Resource<V, W> resource = resources.apply(call);
    Reference reference = call.reference("id");
    int version = call.expectedVersion();
    W writing = resource.read(call.body());
    return Answer.versioned(
        write(
            call,
            resource,
            tx ->
                guard.around(
                    tx,
                    () ->
                        ResourceChanges.of(call, resource)
                            .replace(
                                tx,
                                reference,
                                writing,
                                version,
                                before -> call.require(needed, resource.team(before))))));
  }

  private Answer delete(Call call, Permission needed) {
    Resource<V, W> resource = resources.apply(call);
    Reference reference = call.reference("id");
    write(
        call,
        resource,
        tx ->
            guard.around(
                tx,
                () ->
                    ResourceChanges.of(call, resource)
                        .remove(
                            tx, reference, there -> call.require(needed, resource.team(there)))));
    return Answer.noContent();
  }

  private V write(Call call, Resource<V, W> resource, Function<Tx, V> work) {
    return Constraints.explained(resource::meaning, () -> transactions.insist(call.tenant(), work));
  }
}
