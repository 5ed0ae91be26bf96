package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Present;
import dev.imas.core.document.ResourceKeeper;
import dev.imas.core.document.StoredSecrets;
import dev.imas.core.document.Writable;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.MemberRoutes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Teams, with their members, contacts and stand-ins. */
final class TeamKeeper implements Keeper {

  private static final List<String> PARTS = List.of("members", "contacts", "stand_ins");

  private final Keeping keeping;
  private final Call call;
  private final ConfigurationResources resources;
  private final Writable writable;
  private final ResourceKeeper teams;

  TeamKeeper(Keeping keeping, ConfigurationResources resources) {
    this.keeping = keeping;
    this.call = keeping.call();
    this.writable = keeping.writable();
    this.resources = resources;
    this.teams = keeping.resource(Kind.TEAM, resources.teams().resource(call));
  }

  private Contacts contacts(UUID team) {
    return new Contacts(
        writable.ofContacts(Kind.TEAM),
        keeping.changes(resources.teamContacts().resource(call, Reference.of(team.toString()))),
        resources.clock());
  }

  @Override
  public List<Present> present(Tx tx, StoredSecrets secrets) {
    List<Present> all = teams.present(tx, secrets);
    for (Present one : all) {
      ArrayNode members = one.there().putArray("members");
      resources
          .members()
          .roles(tx, one.id())
          .forEach(
              (user, role) -> members.addObject().put("user", user.toString()).put("role", role));
      one.there().set("contacts", contacts(one.id()).read(tx, secrets));
      ObjectNode standIns =
          Json.MAPPER.valueToTree(resources.onCall().standIns(tx, one.id()).body());
      ResourceKeeper.idOf(standIns, "current_on_call");
      ResourceKeeper.idOf(standIns, "manager");
      standIns.remove("warnings");
      one.there().set("stand_ins", standIns);
    }
    return all;
  }

  @Override
  public void create(Tx tx, UUID id, ObjectNode body) {
    ObjectNode none = Json.MAPPER.createObjectNode();
    teams.create(tx, id, withoutParts(body));
    writeParts(tx, id, none, body);
  }

  @Override
  public void update(Tx tx, Present there, ObjectNode before, ObjectNode body) {
    teams.update(tx, there, withoutParts(before), withoutParts(body));
    writeParts(tx, there.id(), before, body);
  }

  @Override
  public void delete(Tx tx, Present there) {
    teams.delete(tx, there);
  }

  /** Its services were switched off and not deleted, since they had incidents. */
  @Override
  public Optional<String> retire(Tx tx, Present there) {
    return resources.services().haveOnlyInactive(tx, there.id())
        ? Optional.of("it owns services that had incidents and are switched off, so it stays")
        : Optional.empty();
  }

  private static ObjectNode withoutParts(ObjectNode body) {
    return body.deepCopy().remove(PARTS);
  }

  private void writeParts(Tx tx, UUID id, ObjectNode before, ObjectNode body) {
    if (differ(before, body, "members")) {
      resources.members().replace(tx, call, id, members(body.path("members")));
    }
    if (differ(before, body, "contacts")) {
      contacts(id).replace(tx, before.path("contacts"), list(body, "contacts"));
    }
    if (differ(before, body, "stand_ins")) {
      Faults.under(
          "/stand_ins",
          () ->
              keeping.warnAs(
                  resources.onCall().writeStandIns(tx, call, id, object(body, "stand_ins"))));
    }
  }

  private static boolean differ(ObjectNode before, ObjectNode body, String member) {
    return body.has(member) && !body.get(member).equals(before.path(member));
  }

  static JsonNode list(ObjectNode body, String member) {
    JsonNode list = body.path(member);
    if (!list.isArray()) {
      throw Fault.invalid("/" + member, "/" + member + " must be a list");
    }
    for (int i = 0; i < list.size(); i++) {
      if (!list.get(i).isObject()) {
        String at = "/" + member + "/" + i;
        throw Fault.invalid(at, at + " must be an object");
      }
    }
    return list;
  }

  static Body object(ObjectNode body, String member) {
    if (body.path(member) instanceof ObjectNode object) {
      return Body.of(object);
    }
    throw Fault.invalid("/" + member, "/" + member + " must be an object");
  }

  private Map<UUID, String> members(JsonNode given) {
    ObjectNode holder = Json.MAPPER.createObjectNode();
    holder.set("members", given);
    Map<UUID, String> members = new LinkedHashMap<>();
    JsonNode list = list(holder, "members");
    for (int i = 0; i < list.size(); i++) {
      Body member = Body.of((ObjectNode) list.get(i)).only("user", "role");
      UUID user = member.uuid("user");
      String role = member.text("role", 20, "member");
      if (!MemberRoutes.ROLES.contains(role)) {
        member.fault("/role", "must be member or lead");
      }
      if (user == null && !member.has("user")) {
        member.fault("/user", "is missing; give the key or the username of a user");
      }
      Faults.under("/members/" + i, member::throwIfFaulty);
      if (user != null) {
        members.put(user, role);
      }
    }
    return members;
  }
}
