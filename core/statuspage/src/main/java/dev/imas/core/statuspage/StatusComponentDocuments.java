package dev.imas.core.statuspage;

import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceKeeper;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;

/** Components of the status page. How they are is no configuration: people and incidents say it. */
final class StatusComponentDocuments implements DocumentsOfKind {

  private static final String STATE = "state";

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("group", Members.ANY, "")
          .otherwise("description", Members.ANY, "")
          .otherwise("position", Members.ANY, 0)
          .member("service", new Shape.Naming(Kind.SERVICE))
          .member("scope", new Shape.Naming(Kind.IMPACT_SCOPE))
          .member(
              "probe",
              Members.of()
                  .member("url", Members.ANY)
                  .otherwise("every", Members.DURATION, "PT1M")
                  .otherwise("timeout", Members.DURATION, "PT10S")
                  .member("expected_status", Members.ANY)
                  .made())
          .made();

  private final StatusPageRoutes pages;

  StatusComponentDocuments(StatusPageRoutes pages) {
    this.pages = pages;
  }

  @Override
  public Kind kind() {
    return Kind.STATUS_COMPONENT;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeping.resource(
        Kind.STATUS_COMPONENT,
        pages.configuredComponents(),
        (shown, secrets) -> {
          ResourceKeeper.idOf(shown, "service");
          ResourceKeeper.idOf(shown, "scope");
          shown.remove(STATE);
        });
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.remove(STATE);
  }
}
