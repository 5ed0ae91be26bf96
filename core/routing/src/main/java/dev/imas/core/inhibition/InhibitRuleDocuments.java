package dev.imas.core.inhibition;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import java.util.List;

/** Inhibit rules. */
final class InhibitRuleDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("source_matchers", Members.UNORDERED_MATCHERS)
          .member("target_matchers", Members.UNORDERED_MATCHERS)
          .otherwise("equal", new Shape.Unordered(Members.ANY), List.of())
          .otherwise("wait", Members.DURATION, "PT30S")
          .otherwise("is_active", Members.ANY, true)
          .made();

  private InhibitRuleDocuments() {}

  static DocumentsOfKind of(InhibitRuleRoutes rules) {
    return new ResourceDocuments(Kind.INHIBIT_RULE, SHAPE, rules::resource, List.of());
  }
}
