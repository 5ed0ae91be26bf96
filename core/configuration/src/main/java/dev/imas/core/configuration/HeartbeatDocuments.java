package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.model.Severity;
import java.util.List;

/** Heartbeats, without the keys of their pings. */
final class HeartbeatDocuments {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("service", new Shape.Naming(Kind.SERVICE))
          .otherwise("severity", Members.SEVERITY, Severity.SEV2_HIGH.name())
          .otherwise("beats_by", Members.ANY, "ping")
          .member("interval", Members.DURATION)
          .otherwise("grace", Members.DURATION, "PT1M")
          .otherwise("matchers", Members.MATCHERS, List.of())
          .member("source", new Shape.Naming(Kind.SOURCE))
          .otherwise("least_per_hour", Members.ANY, 1)
          .otherwise("is_active", Members.ANY, true)
          .made();

  private HeartbeatDocuments() {}

  static DocumentsOfKind made() {
    return new ResourceDocuments(
        Kind.HEARTBEAT,
        SHAPE,
        (resources, call) -> resources.heartbeats().resource(call),
        List.of("service", "source"));
  }
}
