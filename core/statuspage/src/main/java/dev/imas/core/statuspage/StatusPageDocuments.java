package dev.imas.core.statuspage;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Present;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.document.SingleKeeper;

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

  private final StatusPageRoutes pages;

  StatusPageDocuments(StatusPageRoutes pages) {
    this.pages = pages;
  }

  @Override
  public Kind kind() {
    return Kind.STATUS_PAGE;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(
        Kind.STATUS_PAGE, keeping.call(), pages.single(), shown -> shown.remove("address"));
  }

  @Override
  public boolean isSet(Present single) {
    return single.version() > 1;
  }
}
