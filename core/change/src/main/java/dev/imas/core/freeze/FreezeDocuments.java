package dev.imas.core.freeze;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.time.LocalDateTime;
import java.util.List;

/** Freezes as code. */
final class FreezeDocuments {

  private static final Shape LOCAL =
      new Shape.Spelled(text -> LocalDateTime.parse(text).toString());

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("description", Members.ANY, "")
          .member("starts_at", LOCAL)
          .member("ends_at", LOCAL)
          .member("time_zone", Members.ANY)
          .member("recurrence", Members.ANY)
          .otherwise("except", new Shape.Unordered(LOCAL), List.of())
          .otherwise("tiers", new Shape.Unordered(Members.ANY), List.of("production"))
          .otherwise(
              "environments", new Shape.Unordered(new Shape.Naming(Kind.ENVIRONMENT)), List.of())
          .otherwise("services", new Shape.Unordered(new Shape.Naming(Kind.SERVICE)), List.of())
          .otherwise("teams", new Shape.Unordered(new Shape.Naming(Kind.TEAM)), List.of())
          .otherwise(
              "except_services", new Shape.Unordered(new Shape.Naming(Kind.SERVICE)), List.of())
          .otherwise(
              "except_repositories",
              new Shape.Unordered(new Shape.Naming(Kind.REPOSITORY)),
              List.of())
          .otherwise("observes", Members.ANY, false)
          .otherwise("emergencies", Members.ANY, true)
          .otherwise("is_active", Members.ANY, true)
          .made();

  private FreezeDocuments() {}

  static DocumentsOfKind of(FreezeRoutes freezes) {
    return new ResourceDocuments(
        Kind.FREEZE,
        SHAPE,
        freezes::resource,
        List.of("environments", "services", "teams", "except_services", "except_repositories"));
  }
}
