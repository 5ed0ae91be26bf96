package dev.imas.core.item;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Present;
import dev.imas.core.document.StoredSecrets;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.item.WorkflowRepository.Stored;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.Workflow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The workflows that a tenant wrote. Deleting one brings the shipped one back. */
final class WorkflowKeeper implements Keeper {

  private final Call call;
  private final WorkflowRoutes workflows;

  WorkflowKeeper(Call call, WorkflowRoutes workflows) {
    this.call = call;
    this.workflows = workflows;
  }

  @Override
  public List<Present> present(Tx tx, StoredSecrets secrets) {
    return Arrays.stream(ItemKind.values())
        .flatMap(kind -> workflows.own(tx, kind).stream().map(stored -> present(kind, stored)))
        .toList();
  }

  private static Present present(ItemKind kind, Stored stored) {
    ObjectNode there = Json.MAPPER.valueToTree(WorkflowDocument.of(stored.workflow()));
    if (stored.workflow().moves().isEmpty()) {
      there.remove("moves");
    }
    there.put("item_kind", kind.wireName());
    UUID id = Kind.WORKFLOW.idOf(kind.wireName()).orElseThrow();
    return new Present(Kind.WORKFLOW, id, kind.wireName(), stored.version(), there);
  }

  @Override
  public void create(Tx tx, UUID id, ObjectNode body) {
    write(tx, body);
  }

  @Override
  public void update(Tx tx, Present there, ObjectNode before, ObjectNode body) {
    if (!before.equals(body)) {
      boolean isThere =
          workflows.own(tx, ItemKind.stored(there.name())).stream()
              .anyMatch(stored -> stored.version() == there.version());
      if (!isThere) {
        throw Constraints.overtaken();
      }
      write(tx, body);
    }
  }

  private void write(Tx tx, ObjectNode json) {
    Body body = Body.of(json).only("item_kind", "statuses", "transitions", "moves");
    ItemKind kind = ItemKind.named(body.requiredText("item_kind", 40)).orElse(null);
    Workflow wanted = WorkflowReader.read(body);
    if (kind == null) {
      body.fault("/item_kind", "must be one of " + ItemKind.names());
      body.throwIfFaulty();
    } else {
      workflows.write(tx, call, kind, wanted, body);
    }
  }

  @Override
  public Optional<String> retire(Tx tx, Present there) {
    return workflows.isNeeded(tx, ItemKind.stored(there.name()))
        ? Optional.of("items have statuses that the shipped workflow does not know")
        : Optional.empty();
  }

  @Override
  public void delete(Tx tx, Present there) {
    ItemKind kind = ItemKind.stored(there.name());
    Body none = Body.of(Json.MAPPER.createObjectNode());
    workflows.write(tx, call, kind, kind.shipped(), none);
  }
}
