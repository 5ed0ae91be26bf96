package dev.imas.core.deployment;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.util.List;

/** Environments and repositories as code. */
final class ChangeDocuments {

  private static final Fields ENVIRONMENT =
      Members.of()
          .member("name", Members.ANY)
          .member("tier", Members.ANY)
          .otherwise("patterns", new Shape.Unordered(Members.ANY), List.of())
          .made();

  private static final Fields REPOSITORY =
      Members.of()
          .member("full_name", Members.ANY)
          .otherwise("forge", Members.ANY, "other")
          .otherwise("forge_id", Members.ANY, "")
          .otherwise("default_branch", Members.ANY, "")
          .member("service", new Shape.Naming(Kind.SERVICE))
          .otherwise("path_prefixes", new Shape.Unordered(Members.ANY), List.of())
          .otherwise("commit_link", Members.ANY, "")
          .made();

  private ChangeDocuments() {}

  static DocumentsOfKind environments(EnvironmentRoutes environments) {
    return new ResourceDocuments(Kind.ENVIRONMENT, ENVIRONMENT, environments::resource, List.of());
  }

  static DocumentsOfKind repositories(CodeRepositoryRoutes repositories) {
    return new ResourceDocuments(
        Kind.REPOSITORY, REPOSITORY, repositories::resource, List.of("service"));
  }
}
