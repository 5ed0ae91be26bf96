package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import java.util.List;

/** Teams, with their members, channels and stand-ins. */
final class TeamDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .member("name", Members.ANY)
          .otherwise("description", Members.ANY, "")
          .member("email", Members.ANY)
          .kept(
              "members",
              new Shape.Keyed(
                  "user",
                  Members.of()
                      .member("user", new Shape.Naming(Kind.USER))
                      .otherwise("role", Members.ANY, "member")
                      .made()))
          .kept(
              "contacts",
              new Shape.Keyed(
                  "name",
                  Members.ofContact()
                      .otherwise("min_severity", Members.SEVERITY, Severity.SEV4_LOW.name())
                      .otherwise("by_matrix", Members.ANY, false)
                      .otherwise("summaries", Members.WORDS, List.of())
                      .member(
                          "quiet_hours",
                          Members.of()
                              .member("from", Members.TIME_OF_DAY)
                              .member("until", Members.TIME_OF_DAY)
                              .otherwise("days", Members.WORDS, Members.DAYS)
                              .member("time_zone", Members.ANY)
                              .made())
                      .made()))
          .kept(
              "stand_ins",
              Members.of()
                  .member("current_on_call", new Shape.Naming(Kind.USER))
                  .member("manager", new Shape.Naming(Kind.USER))
                  .made())
          .made();

  private final ConfigurationResources resources;

  TeamDocuments(ConfigurationResources resources) {
    this.resources = resources;
  }

  @Override
  public Kind kind() {
    return Kind.TEAM;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new TeamKeeper(keeping, resources);
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.set("members", members());
    schema.set("contacts", schema.contacts("ContactWriting"));
    schema.set("stand_ins", standIns());
  }

  private static ObjectNode members() {
    ObjectNode member = Json.MAPPER.createObjectNode();
    member.put("type", "object");
    ObjectNode properties = member.putObject("properties");
    properties.set("user", DocumentSchema.text("Key, username or id of a user"));
    properties.set(
        "role", DocumentSchema.oneOf(List.of("member", "lead")).put("default", "member"));
    member.putArray("required").add("user");
    member.put("additionalProperties", false);
    return DocumentSchema.list(member, "Left out, they stay as they are");
  }

  private static ObjectNode standIns() {
    ObjectNode standIns = Json.MAPPER.createObjectNode();
    standIns.put("type", "object");
    standIns.put(
        "description", "Who stands in when nobody is on call. Left out, they stay as they are");
    ObjectNode properties = standIns.putObject("properties");
    properties.set("current_on_call", DocumentSchema.text("Key, username or id of a user"));
    properties.set("manager", DocumentSchema.text("Key, username or id of a user"));
    standIns.put("additionalProperties", false);
    return standIns;
  }
}
