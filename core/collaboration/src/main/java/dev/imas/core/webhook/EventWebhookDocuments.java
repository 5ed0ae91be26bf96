package dev.imas.core.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.CheckedKeeper;
import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.platform.Fault;
import java.util.List;

/** Subscriptions to events. */
final class EventWebhookDocuments implements DocumentsOfKind {

  // IMAS switches one off that fails for long: a file that does not say so leaves it off.
  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .member("url", new Shape.Address("webhook"))
          .member("secret", new Shape.Confidential())
          .member("events", Members.WORDS)
          .otherwise("severities", Members.SEVERITIES, List.of())
          .otherwise("teams", new Shape.Unordered(new Shape.Naming(Kind.TEAM)), List.of())
          .otherwise("services", new Shape.Unordered(new Shape.Naming(Kind.SERVICE)), List.of())
          .kept("is_active", Members.ANY)
          .made();

  private final WebhookRoutes webhooks;

  EventWebhookDocuments(WebhookRoutes webhooks) {
    this.webhooks = webhooks;
  }

  @Override
  public Kind kind() {
    return Kind.EVENT_WEBHOOK;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new CheckedKeeper(
        keeping.resource(
            Kind.EVENT_WEBHOOK,
            webhooks.resource(keeping.call()),
            (shown, secrets) -> secrets.addTo(shown, "secret")),
        EventWebhookDocuments::requireSecret);
  }

  /** The API would make one up and tell it once, which nobody would see here. */
  private static void requireSecret(ObjectNode body) {
    if (!body.path("secret").isTextual()) {
      throw Fault.invalid(
          "/secret",
          "/secret is missing; say where it is by from_env: VARIABLE or from_file: PATH");
    }
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.set("url", DocumentSchema.textOrSecret());
    schema.set("secret", DocumentSchema.secret());
    schema
        .property("is_active")
        .put("description", "Left out, it stays as it is; a new one is active");
  }
}
