package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;

/** What the status page is called, and whether it is public. */
final class StatusPageDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .otherwise("is_public", Members.ANY, false)
          .member("slug", Members.ANY)
          .member("name", Members.ANY)
          .otherwise("description", Members.ANY, "")
          .otherwise("subscriptions", Members.ANY, false)
          .made();

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(
        Kind.STATUS_PAGE,
        keeping.call(),
        keeping.resources().statusPage().single(),
        shown -> shown.remove("address"));
  }

  @Override
  public boolean isSet(Present single) {
    return single.version() > 1;
  }
}
