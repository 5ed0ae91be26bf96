package dev.imas.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A policy as somebody wrote it, whose form is right.
 *
 * @param named what it names, which may not exist
 * @param at the pointer to it in the body
 */
record PolicyDraft(
    String at,
    JsonNode definition,
    String description,
    boolean isActive,
    Set<PolicyNames.Named> named) {

  /**
   * @throws Fault INVALID with all faults
   */
  static PolicyDraft read(Body body) {
    List<String> known = new ArrayList<>(Arrays.asList(DefinitionReader.MEMBERS));
    known.addAll(List.of("description", "is_active"));
    body.only(known.toArray(String[]::new));
    String description = body.text("description", 5_000, "");
    boolean isActive = body.flag("is_active", true);
    ObjectNode definition = definition(body);
    PolicyNames.Collected names = new PolicyNames.Collected();
    new DefinitionReader(body::fault, names).read(definition, Reference.NOTHING, 0);
    body.throwIfFaulty();
    return new PolicyDraft("", definition, description, isActive, names.asked());
  }

  /**
   * A definition in a member of a body.
   *
   * @throws Fault INVALID with all faults, also those that were found before
   */
  static PolicyDraft inside(Body body, String member) {
    String at = "/" + member;
    JsonNode definition = body.present(member);
    PolicyNames.Collected names = new PolicyNames.Collected();
    if (definition == null) {
      body.fault(at, "is missing; send the definition of a policy");
      definition = Json.MAPPER.createObjectNode();
    } else {
      Part part = Part.of(definition, at, body::fault);
      if (part != null) {
        part.only(DefinitionReader.MEMBERS);
      }
      new DefinitionReader((to, detail) -> body.fault(at + to, detail), names)
          .read(definition, Reference.NOTHING, 0);
    }
    body.throwIfFaulty();
    return new PolicyDraft(at, definition, "", true, names.asked());
  }

  private static ObjectNode definition(Body body) {
    ObjectNode definition = Json.MAPPER.createObjectNode();
    for (String member : DefinitionReader.MEMBERS) {
      JsonNode value = body.present(member);
      if (value != null) {
        definition.set(member, value);
      }
    }
    return definition;
  }

  /**
   * @throws Fault INVALID that names each thing that does not exist
   */
  EscalationPolicy policy(PolicyNames names, UUID id, int version) {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    Optional<EscalationPolicy> policy =
        new DefinitionReader(
                (to, detail) ->
                    faults
                        .computeIfAbsent(at + to, any -> new ArrayList<>())
                        .add(at + to + " " + detail),
                names)
            .read(definition, id, version);
    return policy.orElseThrow(() -> Fault.invalid(faults));
  }
}
