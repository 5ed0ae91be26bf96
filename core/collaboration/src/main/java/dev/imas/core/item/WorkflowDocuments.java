package dev.imas.core.item;

import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.util.Arrays;
import java.util.List;

/** Workflows of a tenant's own as documents. A workflow is named by the kind of its items. */
final class WorkflowDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .member("item_kind", Members.ANY)
          .member(
              "statuses",
              new Shape.Listed(
                  Members.of()
                      .member("id", Members.ANY)
                      .member("name", Members.ANY)
                      .member("category", Members.ANY)
                      .made()))
          .member(
              "transitions",
              new Shape.Listed(
                  Members.of()
                      .member("from", Members.ANY)
                      .member("to", Members.ANY)
                      .otherwise("guards", new Shape.Unordered(Members.ANY), List.of())
                      .made()))
          .member("moves", Members.ANY)
          .made();

  private final WorkflowRoutes workflows;

  WorkflowDocuments(WorkflowRoutes workflows) {
    this.workflows = workflows;
  }

  @Override
  public Kind kind() {
    return Kind.WORKFLOW;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new WorkflowKeeper(keeping.call(), workflows);
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.set(
        "item_kind",
        DocumentSchema.oneOf(Arrays.stream(ItemKind.values()).map(ItemKind::wireName).toList()));
    schema.require("item_kind");
  }
}
