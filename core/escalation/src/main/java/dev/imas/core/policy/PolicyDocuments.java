package dev.imas.core.policy;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.platform.Json;
import java.util.List;

/** Escalation policies. */
final class PolicyDocuments {

  private static final Fields WHEN =
      Members.of()
          .otherwise("severities", Members.SEVERITIES, List.of())
          .member(
              "hours",
              Members.of().member("time_zone", Members.ANY).member("windows", Members.HOURS).made())
          .otherwise("labels", Members.MATCHERS, List.of())
          .made();

  private static final Fields TARGET =
      Members.of()
          .member("type", Members.ANY)
          .member("user", new Shape.Naming(Kind.USER))
          .member("team", new Shape.Naming(Kind.TEAM))
          .member("schedule", new Shape.Naming(Kind.SCHEDULE))
          .otherwise("round_robin", Members.ANY, false)
          .member("level", Members.ANY)
          .member("contact", new Shape.NamingContact())
          .member("name", Members.IGNORED)
          .member("email", new Shape.Spelled(String::strip))
          .member("scope", new Shape.Naming(Kind.IMPACT_SCOPE))
          .made();

  private static final Fields STEP =
      Members.of()
          .otherwise("after", Members.DURATION, "PT0S")
          .member("notify", new Shape.Listed(TARGET))
          .otherwise("channels", Members.WORDS, List.of())
          .otherwise("when", WHEN, Json.MAPPER.createObjectNode())
          .made();

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("team", new Shape.Naming(Kind.TEAM))
          .otherwise("severities", Members.SEVERITIES, List.of())
          .otherwise("labels", Members.MATCHERS, List.of())
          .otherwise("is_default", Members.ANY, false)
          .otherwise("rounds", Members.ANY, 3)
          .otherwise("repeat_after", Members.DURATION, "PT30M")
          .member("resume_after", Members.DURATION)
          .member("steps", new Shape.Listed(STEP))
          .otherwise("description", Members.ANY, "")
          .otherwise("is_active", Members.ANY, true)
          .made();

  private PolicyDocuments() {}

  static DocumentsOfKind of(PolicyRoutes policies) {
    return new ResourceDocuments(Kind.ESCALATION_POLICY, SHAPE, policies::resource, List.of())
        .retiring(policies::keptBy, "team");
  }
}
