package dev.imas.core.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The providers that receivers send with. The same account is one provider. */
final class ImportedProviders {

  private static final int USUAL_PRIORITY = 100;

  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<ObjectNode> documents = new ArrayList<>();
  private final ImportNames naming = new ImportNames();
  private final ImportNames keys = new ImportNames();

  /** Whether the channel has a provider already, and this is another. */
  boolean isAnother(String type, String identity) {
    return counts.containsKey(type) && !names.containsKey(type + " " + identity);
  }

  /**
   * The name of the provider, which is made if it is new. Later ones of a type are tried later.
   *
   * @param identity the same for the same account
   */
  String named(String type, String identity, String wanted, ObjectNode config) {
    return names.computeIfAbsent(
        type + " " + identity,
        any -> {
          String name = naming.name(wanted);
          int before = counts.merge(type, 1, Integer::sum) - 1;
          ObjectNode document = JsonNodeFactory.instance.objectNode();
          document.put("kind", "provider").put("key", keys.key("alertmanager-" + name));
          document.put("name", name).put("type", type);
          document.set("config", config);
          if (before > 0) {
            document.put("priority", USUAL_PRIORITY + before);
          }
          documents.add(document);
          return name;
        });
  }

  List<ObjectNode> documents() {
    return List.copyOf(documents);
  }
}
