package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Canonical;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Names;
import dev.imas.core.document.Present;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.document.ShownDocument;
import dev.imas.core.http.Reference;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Json;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Says what is there in documents that an apply reads, without secrets. Pure. */
final class Exporter {

  private static final int LONGEST_STEM = 90;

  private final DocumentKinds kinds;
  private final ChannelKinds channels;
  private final Map<Kind, Map<UUID, String>> keys = new HashMap<>();
  private final Map<Kind, Set<String>> taken = new HashMap<>();

  private Exporter(DocumentKinds kinds, ChannelKinds channels) {
    this.kinds = kinds;
    this.channels = channels;
  }

  static List<ObjectNode> documents(
      DocumentKinds kinds, ChannelKinds channels, List<Present> present, List<Managed> managed) {
    return new Exporter(kinds, channels).documents(present, managed);
  }

  private List<ObjectNode> documents(List<Present> present, List<Managed> managed) {
    for (Managed one : managed) {
      keys.computeIfAbsent(one.kind(), any -> new HashMap<>()).put(one.object(), one.key());
      taken.computeIfAbsent(one.kind(), any -> new HashSet<>()).add(one.key());
    }
    List<Present> sorted =
        present.stream()
            .sorted(
                Comparator.comparing(Present::kind)
                    .thenComparing(one -> Names.lower(one.name()))
                    .thenComparing(Present::id))
            .toList();
    Names names = new Names();
    for (Present one : sorted) {
      names.add(one.kind(), one.id(), one.name(), key(one));
      if (one.kind() == Kind.TEAM) {
        Planner.addContacts(names, one.id(), one.there());
      }
    }
    Names there = Planner.namesThere(present);
    ShownDocument shown = new ShownDocument(names, channels, Set.of());
    List<ObjectNode> documents = new ArrayList<>();
    for (Present one : sorted) {
      Fields shape = kinds.shape(one.kind(), one.there());
      ObjectNode canonical = Planner.canonical(kinds, one, there);
      // What nobody has ever set needs no document.
      if (!one.kind().isSingle() || kinds.of(one.kind()).isSet(one)) {
        documents.add(document(one, shown.of(shape, canonical)));
      }
    }
    return documents;
  }

  private ObjectNode document(Present one, ObjectNode shown) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    document.put("kind", one.kind().wireName());
    document.put("key", key(one));
    document.setAll(shown);
    if (one.kind() == Kind.USER) {
      for (JsonNode contact : document.path("contacts")) {
        JsonNode there =
            Canonical.byKey(
                one.there().path("contacts"), "name", Canonical.key(contact.path("name")));
        ((ObjectNode) contact).set("verified", there.path("verified"));
      }
    }
    return document;
  }

  private String key(Present one) {
    if (one.id().equals(Reference.NOTHING)) {
      return keys.getOrDefault(one.kind(), Map.of()).getOrDefault(one.id(), one.kind().wireName());
    }
    return keys.computeIfAbsent(one.kind(), any -> new HashMap<>())
        .computeIfAbsent(one.id(), id -> newKey(one));
  }

  /** Of the letters and digits of the name; with a number if that is taken. */
  private String newKey(Present one) {
    String stem =
        Normalizer.normalize(one.name(), Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9._@]+", "-")
            .replaceAll("^[^a-z0-9]+|-+$", "");
    stem = stem.isEmpty() ? one.kind().wireName().replace('_', '-') : stem;
    stem = stem.substring(0, Math.min(stem.length(), LONGEST_STEM));
    String key = stem;
    Set<String> others = taken.computeIfAbsent(one.kind(), any -> new HashSet<>());
    for (int i = 2; !others.add(key); i++) {
      key = stem + "-" + i;
    }
    return key;
  }
}
