package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;

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

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeping.resource(
        Kind.STATUS_COMPONENT,
        keeping.resources().statusPage().configuredComponents(),
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
