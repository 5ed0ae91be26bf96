package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** What a tenant has one of: it is always there, and never deleted. */
final class SingleKeeper implements Keeper {

  /** Writes it; the version is that of when it was read. */
  @FunctionalInterface
  interface Writer {
    void write(Tx tx, int version, Body body);
  }

  private final Kind kind;
  private final Function<Tx, Present> reader;
  private final Writer writer;

  private SingleKeeper(Kind kind, Function<Tx, Present> reader, Writer writer) {
    this.kind = kind;
    this.reader = reader;
    this.writer = writer;
  }

  private static Present present(Kind kind, int version, ObjectNode there) {
    return new Present(kind, Reference.NOTHING, kind.inWords(), version, there);
  }

  static SingleKeeper ruleSet(Call call, ConfigurationResources resources) {
    return new SingleKeeper(
        Kind.RULE_SET,
        tx -> {
          ObjectNode there = Json.MAPPER.createObjectNode();
          RuleSetView inForce = resources.ruleSets().inForce(tx);
          String rules = inForce == null ? null : inForce.rules();
          if (inForce == null || rules == null) {
            there.putArray("rules");
            return present(Kind.RULE_SET, 0, there);
          }
          there.put("comment", inForce.comment());
          there.set("rules", Json.read(rules, JsonNode.class));
          return present(Kind.RULE_SET, inForce.version(), there);
        },
        (tx, version, body) ->
            resources.ruleSets().putIntoForce(tx, call, resources.ruleSets().read(body)));
  }

  static SingleKeeper matrix(Call call, ConfigurationResources resources) {
    return new SingleKeeper(
        Kind.NOTIFICATION_MATRIX,
        tx -> {
          var shown = resources.matrix().read(tx);
          ObjectNode there = Json.MAPPER.valueToTree(shown);
          there.remove("version");
          return present(Kind.NOTIFICATION_MATRIX, shown.version(), there);
        },
        (tx, version, body) -> resources.matrix().write(tx, call, version, body));
  }

  static SingleKeeper fallback(Call call, ConfigurationResources resources) {
    return new SingleKeeper(
        Kind.FALLBACK,
        tx -> {
          JsonNode shown = Json.MAPPER.valueToTree(resources.fallback().read(tx).body());
          ObjectNode there = Json.MAPPER.createObjectNode();
          ArrayNode contacts = there.putArray("contacts");
          for (JsonNode one : shown.path("contacts")) {
            contacts.add(one.path("team").asText() + "/" + one.path("name").asText());
          }
          return present(Kind.FALLBACK, 0, there);
        },
        (tx, version, body) -> resources.fallback().write(tx, call, body));
  }

  static SingleKeeper defaultOnCall(Call call, ConfigurationResources resources) {
    return new SingleKeeper(
        Kind.DEFAULT_ON_CALL,
        tx -> {
          ObjectNode there = Json.MAPPER.valueToTree(resources.onCall().theDefault(tx).body());
          ResourceKeeper.idOf(there, "user");
          return present(Kind.DEFAULT_ON_CALL, 0, there);
        },
        (tx, version, body) -> resources.onCall().writeDefault(tx, call, body));
  }

  @Override
  public List<Present> present(Tx tx, StoredSecrets secrets) {
    return List.of(reader.apply(tx));
  }

  @Override
  public void create(Tx tx, UUID id, ObjectNode body) {
    throw new IllegalStateException(kind + " is always there");
  }

  @Override
  public void update(Tx tx, Present there, ObjectNode before, ObjectNode body) {
    if (!reader.apply(tx).equals(there)) {
      throw Constraints.overtaken();
    }
    writer.write(tx, there.version(), Body.of(body));
  }

  @Override
  public void delete(Tx tx, Present there) {
    throw new IllegalStateException(kind + " is never deleted");
  }
}
