package dev.imas.core.heartbeat;

import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.ResourceDocuments;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
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

  static DocumentsOfKind of(HeartbeatRoutes heartbeats) {
    return new ResourceDocuments(
        Kind.HEARTBEAT, SHAPE, heartbeats::resource, List.of("service", "source"));
  }
}
