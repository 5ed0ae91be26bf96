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
import dev.imas.core.user.HandOvers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/**
 * Users, with their contacts and rules. Passwords and second factors are no configuration, and
 * whether a contact is verified is only shown.
 */
final class UserKeeper implements Keeper {

  private static final String RULES = "notification_rules";
  private static final String QUIET = "quiet_hours";
  private static final List<String> PARTS = List.of("contacts", RULES, QUIET);

  private final Keeping keeping;
  private final Call call;
  private final ConfigurationResources resources;
  private final Writable writable;
  private final UserDocuments documents;
  private final ResourceKeeper users;

  UserKeeper(
      Keeping keeping,
      HandOvers handOvers,
      ConfigurationResources resources,
      UserDocuments documents) {
    this.keeping = keeping;
    this.call = keeping.call();
    this.writable = keeping.writable();
    this.resources = resources;
    this.documents = documents;
    this.users = keeping.resource(Kind.USER, resources.users().resource(call, handOvers));
  }

  private Contacts contacts(UUID user) {
    return new Contacts(
        writable.ofContacts(Kind.USER),
        keeping.changes(resources.userContacts().resource(call, Reference.of(user.toString()))),
        resources.clock());
  }

  @Override
  public List<Present> present(Tx tx, StoredSecrets secrets) {
    List<Present> all = users.present(tx, secrets);
    for (Present one : all) {
      one.there().set("contacts", contacts(one.id()).read(tx, secrets));
      ObjectNode shown = Json.MAPPER.valueToTree(resources.rules().read(tx, one.id()));
      ArrayNode rules = one.there().putArray(RULES);
      for (JsonNode rule : shown.path("rules")) {
        rules
            .addObject()
            .put("urgency", rule.path("urgency").textValue())
            .put("after", rule.path("after").textValue())
            .put("contact", rule.path("contact").path("name").textValue());
      }
      if (shown.hasNonNull(QUIET)) {
        one.there().set(QUIET, shown.get(QUIET));
      }
      documents.complete(one.there());
    }
    return all;
  }

  @Override
  public void create(Tx tx, UUID id, ObjectNode body) {
    users.create(tx, id, body.deepCopy().remove(PARTS));
    writeParts(tx, id, Json.MAPPER.createObjectNode(), body);
  }

  @Override
  public void update(Tx tx, Present there, ObjectNode before, ObjectNode body) {
    if (isOneself(there)
        && body.path("is_active").isBoolean()
        && !body.get("is_active").asBoolean()) {
      throw Fault.conflict("you apply as this user; somebody else has to make it inactive");
    }
    users.update(tx, there, before.deepCopy().remove(PARTS), body.deepCopy().remove(PARTS));
    writeParts(tx, there.id(), before, body);
  }

  /** Whoever applies would lose what the apply needs. */
  @Override
  public void delete(Tx tx, Present there) {
    if (isOneself(there)) {
      throw Fault.conflict("you apply as this user; somebody else has to delete it");
    }
    users.delete(tx, there);
  }

  private boolean isOneself(Present there) {
    var person = call.principal().person();
    return person != null && person.id().equals(there.id());
  }

  private void writeParts(Tx tx, UUID id, ObjectNode before, ObjectNode body) {
    if (differ(before, body, "contacts")) {
      contacts(id).replace(tx, before.path("contacts"), TeamKeeper.list(body, "contacts"));
    }
    boolean isNew = !before.has("username");
    if (!isNew && !differ(before, body, RULES) && !differ(before, body, QUIET)) {
      return;
    }
    if (isNew && !body.has(RULES) && !body.has(QUIET)) {
      return;
    }
    ObjectNode rules = Json.MAPPER.createObjectNode();
    rules.set("rules", body.has(RULES) ? body.get(RULES) : Json.MAPPER.createArrayNode());
    if (body.has(QUIET)) {
      rules.set(QUIET, body.get(QUIET));
    }
    try {
      int version = resources.rules().read(tx, id).version();
      resources.rules().write(tx, call, id, version, Body.of(rules));
    } catch (Fault fault) {
      throw renamed(fault);
    }
  }

  /** What the API calls rules, documents call notification_rules. */
  private static Fault renamed(Fault fault) {
    if (fault.kind() != Fault.Kind.INVALID || fault.details().isEmpty()) {
      return fault;
    }
    var details = new LinkedHashMap<String, List<String>>();
    fault
        .details()
        .forEach(
            (at, texts) ->
                details.put(
                    at.replaceFirst("^/rules", "/" + RULES),
                    texts.stream().map(t -> t.replaceFirst("^/rules", "/" + RULES)).toList()));
    return Fault.invalid(details);
  }

  private static boolean differ(ObjectNode before, ObjectNode body, String member) {
    return !body.path(member).equals(before.path(member));
  }
}
