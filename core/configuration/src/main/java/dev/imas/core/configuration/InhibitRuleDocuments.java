package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
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

  static DocumentsOfKind made() {
    return new ResourceDocuments(
        Kind.INHIBIT_RULE,
        SHAPE,
        (resources, call) -> resources.inhibitRules().resource(call),
        List.of());
  }
}
