package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Canonical;
import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.user.HandOvers;

/** People, with how they are reached. */
final class UserDocuments implements DocumentsOfKind {

  private static final Shape QUIET_HOURS =
      Members.of()
          .member("from", Members.TIME_OF_DAY)
          .member("until", Members.TIME_OF_DAY)
          .otherwise("days", Members.WORDS, Members.DAYS)
          .made();

  private static final Fields SHAPE =
      Members.of()
          .member("username", Members.ANY)
          .member("email", Members.ANY)
          .otherwise("first_name", Members.ANY, "")
          .otherwise("last_name", Members.ANY, "")
          .member("phone", Members.ANY)
          .kept("role", Members.ANY)
          .otherwise("time_zone", Members.ANY, "UTC")
          .member("locale", Members.ANY)
          .otherwise("is_active", Members.ANY, true)
          .kept(
              "contacts",
              new Shape.Keyed(
                  "name", Members.ofContact().member("verified", Members.IGNORED).made()))
          .kept(
              "notification_rules",
              new Shape.Formed(
                  rules -> Canonical.sorted(rules, one -> one.path("urgency").asText())))
          .kept("quiet_hours", QUIET_HOURS)
          .made();

  private final ConfigurationResources resources;

  UserDocuments(ConfigurationResources resources) {
    this.resources = resources;
  }

  @Override
  public Kind kind() {
    return Kind.USER;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return keeper(keeping, HandOvers.NONE);
  }

  /**
   * @param handOvers who takes the places of users who are deleted
   */
  Keeper keeper(Keeping keeping, HandOvers handOvers) {
    return new UserKeeper(keeping, handOvers, resources, this);
  }

  @Override
  public void complete(ObjectNode document) {
    for (JsonNode rule : document.path("notification_rules")) {
      Members.spell(rule, "after", Members.DURATION);
      Members.spell(rule, "contact", Members.CASELESS);
    }
  }

  @Override
  public void describe(DocumentSchema schema) {
    ObjectNode contacts = schema.contacts("UserContactWriting");
    ObjectNode verified = ((ObjectNode) contacts.at("/items/properties")).putObject("verified");
    verified.put("type", "boolean");
    verified.put("readOnly", true);
    verified.put("description", "Shown, and ignored when written: only the person can prove it");
    schema.set("contacts", contacts);
    JsonNode rules = schema.ofApi("NotificationRulesWriting").get("properties");
    schema.set("notification_rules", rules.get("rules"));
    schema.set("quiet_hours", rules.get("quiet_hours"));
  }
}
