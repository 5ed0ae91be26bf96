package dev.imas.core.ruleset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Present;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.document.SingleKeeper;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules in force. */
final class RuleSetDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .otherwise("comment", Members.ANY, "")
          .member("rules", new Shape.Listed(new Shape.Formed(RuleSetDocuments::rule)))
          .made();

  private final RuleSetRoutes sets;
  private final InstantSource clock;

  RuleSetDocuments(RuleSetRoutes sets, InstantSource clock) {
    this.sets = sets;
    this.clock = clock;
  }

  @Override
  public Kind kind() {
    return Kind.RULE_SET;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  private static JsonNode rule(JsonNode rule) {
    try {
      ObjectNode read =
          Json.MAPPER.valueToTree(Json.MAPPER.treeToValue(rule, RuleDefinition.class));
      read.properties().removeIf(RuleSetDocuments::isUsual);
      if (read.get("enrich") instanceof ObjectNode enrich) {
        enrich.remove("version"); // which the tables say when the rules are stored
      }
      return read;
    } catch (JsonProcessingException e) {
      return rule; // what reads the rule set says what is wrong
    }
  }

  private static boolean isUsual(Map.Entry<String, JsonNode> member) {
    JsonNode value = member.getValue();
    return switch (member.getKey()) {
      case "description" -> value.asText().isEmpty();
      case "matchers" -> value.isEmpty();
      case "continue", "record" -> !value.booleanValue();
      case "is_active" -> value.booleanValue();
      default -> value.isNull();
    };
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new SingleKeeper(
        Kind.RULE_SET,
        tx -> inForce(sets.inForce(tx)),
        (tx, version, body) -> {
          RuleSetView before = sets.inForce(tx);
          RuleSetView after =
              sets.putIntoForce(tx, keeping.call(), sets.read(keeping.call().tenant(), body));
          sets.warnings(tx, before, after, clock.instant()).forEach(keeping.warned());
        });
  }

  private static Present inForce(@Nullable RuleSetView inForce) {
    ObjectNode there = Json.MAPPER.createObjectNode();
    String rules = inForce == null ? null : inForce.rules();
    if (inForce == null || rules == null) {
      there.putArray("rules");
      return SingleKeeper.present(Kind.RULE_SET, 0, there);
    }
    there.put("comment", inForce.comment());
    there.set("rules", Json.read(rules, JsonNode.class));
    return SingleKeeper.present(Kind.RULE_SET, inForce.version(), there);
  }

  @Override
  public boolean isSet(Present single) {
    return single.version() > 0;
  }
}
