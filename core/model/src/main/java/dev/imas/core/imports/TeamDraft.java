package dev.imas.core.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** The team that a receiver becomes, while its contacts are found. */
final class TeamDraft {

  private final String receiver;
  private final String key;
  private final String name;
  private final ArrayNode contacts = JsonNodeFactory.instance.arrayNode();
  private final Set<String> addresses = new HashSet<>();
  private final ImportNames contactNames = new ImportNames();
  private boolean tellsNobody;

  TeamDraft(String receiver, String key, String name) {
    this.receiver = receiver;
    this.key = key;
    this.name = name;
  }

  String receiver() {
    return receiver;
  }

  String key() {
    return key;
  }

  String name() {
    return name;
  }

  /** The same address is there once. */
  void contact(String channel, String wanted, JsonNode address) {
    if (addresses.add(channel + " " + address)) {
      ObjectNode contact = contacts.addObject();
      contact.put("name", contactNames.name(wanted)).put("channel", channel);
      contact.set("address", address);
    }
  }

  /** A receiver without integrations, to which routes send what nobody is to hear of. */
  void tellsNobody() {
    tellsNobody = true;
  }

  boolean isSilent() {
    return tellsNobody;
  }

  boolean reachesNobody() {
    return contacts.isEmpty();
  }

  ObjectNode document() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("kind", "team").put("key", key).put("name", name);
    document.put("description", "The receiver " + receiver + " of Alertmanager");
    document.set("contacts", contacts.deepCopy());
    return document;
  }
}
