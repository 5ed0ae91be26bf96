package dev.imas.core.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.model.Severity;
import dev.imas.core.profile.SenderProfile.Condition;
import dev.imas.core.profile.SenderProfile.Encoding;
import dev.imas.core.profile.SenderProfile.Identity;
import dev.imas.core.profile.SenderProfile.Meaning;
import dev.imas.core.profile.SenderProfile.PairSet;
import dev.imas.core.profile.SenderProfile.SeverityRule;
import dev.imas.core.profile.SenderProfile.Shape;
import dev.imas.core.profile.SenderProfile.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a profile. What stands beside {@code shapes} holds for all of them, unless a shape says it
 * itself.
 */
final class ProfileReader {

  private static final Set<String> MEMBERS =
      Set.of(
          "when",
          "alerts",
          "embedded",
          "identity",
          "status",
          "severity",
          "name",
          "weak_name",
          "title",
          "description",
          "author",
          "note",
          "service",
          "url",
          "starts_at",
          "ends_at",
          "observed_at",
          "labels",
          "label_sets",
          "annotations",
          "annotation_sets",
          "details",
          "also");

  private static final Set<String> OF_STATUS =
      Stream.concat(
              Stream.of("of", "absent", "also"),
              Arrays.stream(Meaning.values()).map(Meaning::wireName))
          .collect(Collectors.toUnmodifiableSet());

  /** What words mean where a profile does not say. */
  private static final Map<String, Meaning> USUAL = usual();

  private final SenderProfile.Faults told;
  private final TextRules texts;
  private final PointerCheck check = new PointerCheck(this::fault);
  private final FactRuleReader facts;
  private boolean faulty;

  ProfileReader(SenderProfile.Faults faults) {
    this.told = faults;
    this.texts = new TextRules(this::fault);
    this.facts = new FactRuleReader(texts, this::fault);
  }

  private static Map<String, Meaning> usual() {
    Map<String, Meaning> usual = new HashMap<>();
    for (String word :
        "firing alerting alarm triggered trigger open opened active problem down critical crit error"
            .split(" ")) {
      usual.put(word, Meaning.FIRING);
    }
    for (String word :
        "resolved resolve ok recovered recovery closed close cleared up".split(" ")) {
      usual.put(word, Meaning.RESOLVED);
    }
    return Map.copyOf(usual);
  }

  private void fault(String pointer, String expected) {
    faulty = true;
    told.add(pointer, expected);
  }

  @Nullable SenderProfile read(JsonNode profile) {
    if (!(profile instanceof ObjectNode whole)) {
      fault("", "must be an object");
      return null;
    }
    whole
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!MEMBERS.contains(name)
                  && !ArrivalReader.MEMBERS.contains(name)
                  && !name.equals("shapes")) {
                unknown("/" + TextRules.escaped(name));
              }
            });
    List<Shape> shapes = new ArrayList<>();
    JsonNode several = profile.get("shapes");
    if (several == null) {
      shapes.add(shape(whole, name -> ""));
    } else if (!several.isArray() || several.isEmpty() || several.size() > ProfileLimits.SHAPES) {
      fault("/shapes", "must be a list of 1 to " + ProfileLimits.SHAPES + " shapes");
    } else {
      for (int i = 0; i < several.size(); i++) {
        shapes.add(shape(whole, several.get(i), "/shapes/" + i));
      }
    }
    check.run();
    Arrival arrival = new ArrivalReader(this::fault).read(whole);
    dated(arrival, shapes);
    return faulty ? null : new SenderProfile(shapes, arrival);
  }

  /** A replay of a signed body is stale only by the time of its event, which must be read. */
  private void dated(Arrival arrival, List<Shape> shapes) {
    boolean isDated = arrival.signatures().stream().anyMatch(Arrival.Signature::dated);
    if (isDated && shapes.stream().anyMatch(shape -> shape.observedAt() == null)) {
      fault("/signature", "can be dated only if every shape has observed_at");
    }
  }

  /** Where a member of a shape stands in the profile. */
  interface Place {
    String of(String member);
  }

  private Shape shape(ObjectNode shared, JsonNode own, String at) {
    ObjectNode merged = shared.deepCopy();
    merged.remove("shapes");
    merged.remove(ArrivalReader.MEMBERS);
    if (own instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!MEMBERS.contains(name)) {
                  unknown(at + "/" + TextRules.escaped(name));
                }
              });
      merged.setAll(object);
    } else {
      fault(at, "must be an object");
    }
    return shape(merged, name -> own.has(name) ? at : "");
  }

  private void unknown(String at) {
    fault(
        at,
        "is not known; the members are "
            + MEMBERS.stream().sorted().collect(Collectors.joining(", ")));
  }

  private Shape shape(ObjectNode shape, Place place) {
    Reading said = new Reading(shape, place);
    texts.takePointers();
    List<Condition> when = said.conditions();
    List<Pointer> conditions = texts.takePointers();
    Pointer alerts = said.alerts();
    Map<Pointer, Encoding> embedded = said.embedded();
    FactRuleReader.Read also = facts.read(said.at("also"), shape.get("also"), alerts != null);
    if (also.commits() != null) {
      check.add(place, also.commits(), List.of(), also.ofCommits(), Set.of());
    }
    Shape read =
        new Shape(
            when,
            alerts,
            embedded,
            said.identities(),
            said.status(),
            said.severity(),
            said.text("name"),
            said.text("weak_name"),
            said.text("title"),
            said.text("description"),
            said.text("author"),
            said.text("note"),
            said.text("service"),
            said.text("url"),
            said.text("starts_at"),
            said.text("ends_at"),
            said.text("observed_at"),
            said.rules("labels"),
            said.sets("label_sets"),
            said.rules("annotations"),
            said.sets("annotation_sets"),
            said.rules("details"),
            also.fact());
    check.add(place, alerts, conditions, texts.takePointers(), embedded.keySet());
    return read;
  }

  /** One shape that is being read. */
  private final class Reading {
    private final ObjectNode shape;
    private final Place place;

    Reading(ObjectNode shape, Place place) {
      this.shape = shape;
      this.place = place;
    }

    private String at(String member) {
      return place.of(member) + "/" + member;
    }

    @Nullable TextRule text(String member) {
      JsonNode value = shape.get(member);
      return value == null ? null : texts.read(at(member), value);
    }

    List<Condition> conditions() {
      List<Condition> read = new ArrayList<>();
      for (Entry entry : entries("when", ProfileLimits.CONDITIONS)) {
        JsonNode value = entry.value();
        members(entry, Set.of("at", "is", "absent"));
        Pointer pointer = texts.pointer(entry.at() + "/at", value.path("at").textValue());
        Set<String> is =
            value.has("is")
                ? texts.words(entry.at() + "/is", value.get("is"), new HashSet<>())
                : Set.of();
        boolean absent = flag(entry, "absent");
        if (absent && value.has("is")) {
          fault(entry.at(), "cannot be both: what is absent is no text");
        }
        if (pointer != null) {
          read.add(new Condition(pointer, is, absent));
        }
      }
      return read;
    }

    @Nullable Pointer alerts() {
      JsonNode value = shape.get("alerts");
      if (value == null) {
        return null;
      }
      Pointer pointer = texts.pointerApart(at("alerts"), value.textValue());
      if (pointer != null && !pointer.path().getLast().equals(Pointer.EACH)) {
        fault(at("alerts"), "must end in /*, which stands for each alert");
        return null;
      }
      return pointer;
    }

    Map<Pointer, Encoding> embedded() {
      Map<Pointer, Encoding> read = new LinkedHashMap<>();
      JsonNode value = shape.get("embedded");
      if (value == null) {
        return read;
      }
      if (!value.isObject() || value.isEmpty() || value.size() > ProfileLimits.EMBEDDED) {
        fault(
            at("embedded"),
            "must be an object of 1 to "
                + ProfileLimits.EMBEDDED
                + " pointers, each with json or base64");
        return read;
      }
      for (Map.Entry<String, JsonNode> e : value.properties()) {
        String where = at("embedded") + "/" + TextRules.escaped(e.getKey());
        Pointer pointer = texts.pointerApart(where, e.getKey());
        Encoding encoding =
            switch (e.getValue().asText()) {
              case "json" -> Encoding.JSON;
              case "base64" -> Encoding.BASE64;
              default -> null;
            };
        if (encoding == null) {
          fault(where, "must be json or base64");
        } else if (pointer != null) {
          read.put(pointer, encoding);
        }
      }
      return read;
    }

    List<Identity> identities() {
      List<Identity> read = new ArrayList<>();
      for (Entry entry : entries("identity", ProfileLimits.IDENTITIES)) {
        members(entry, Set.of("scheme", "of", "global"));
        List<TextRule> parts = new ArrayList<>();
        JsonNode of = entry.value().get("of");
        if (of == null || !of.isArray() || of.isEmpty() || of.size() > ProfileLimits.PARTS) {
          fault(
              entry.at() + "/of",
              "must be a list of 1 to "
                  + ProfileLimits.PARTS
                  + " texts that identify an alert together");
          continue;
        }
        for (int i = 0; i < of.size(); i++) {
          TextRule part = texts.read(entry.at() + "/of/" + i, of.get(i));
          if (part != null) {
            parts.add(part);
          }
        }
        JsonNode scheme = entry.value().get("scheme");
        if (scheme != null && (!scheme.isTextual() || scheme.textValue().isBlank())) {
          fault(entry.at() + "/scheme", "must be a text that names what the parts are");
        }
        read.add(
            new Identity(
                scheme == null ? Integer.toString(read.size() + 1) : scheme.asText(),
                parts,
                flag(entry, "global")));
      }
      return read;
    }

    @Nullable Status status() {
      JsonNode value = shape.get("status");
      if (value == null) {
        return null;
      }
      Entry entry = new Entry(at("status"), value);
      if (!value.isObject()) {
        fault(entry.at(), "must be an object with of, and lists of words");
        return null;
      }
      members(entry, OF_STATUS);
      TextRule of = of(entry);
      Map<String, Meaning> meanings = new HashMap<>();
      for (Meaning meaning : Meaning.values()) {
        String member = meaning.wireName();
        if (value.has(member)) {
          for (String word :
              texts.words(entry.at() + "/" + member, value.get(member), new HashSet<>())) {
            if (meanings.put(word, meaning) != null) {
              fault(entry.at() + "/" + member, "has a word that another list has, too: " + word);
            }
          }
        }
      }
      Meaning absent = null;
      if (value.has("absent")) {
        absent =
            switch (value.get("absent").asText()) {
              case "firing" -> Meaning.FIRING;
              case "resolved" -> Meaning.RESOLVED;
              case "dropped" -> Meaning.DROPPED;
              case "change" -> Meaning.CHANGE;
              default -> null;
            };
        if (absent == null) {
          fault(entry.at() + "/absent", "must be firing, resolved, dropped or change");
        }
      }
      JsonNode beside = value.get("also");
      TextRule also = beside == null ? null : texts.read(entry.at() + "/also", beside);
      return of == null
          ? null
          : new Status(of, meanings.isEmpty() ? USUAL : meanings, absent, also);
    }

    @Nullable SeverityRule severity() {
      JsonNode value = shape.get("severity");
      if (value == null) {
        return null;
      }
      if (!value.isObject() || value.has("find") || value.has("named")) {
        TextRule of = texts.read(at("severity"), value);
        return of == null ? null : new SeverityRule(of, Map.of());
      }
      Entry entry = new Entry(at("severity"), value);
      members(entry, Set.of("of", "words"));
      TextRule of = of(entry);
      Map<String, Severity> words = new HashMap<>();
      if (value.has("words")) {
        String where = entry.at() + "/words";
        texts
            .mapped(where, value.get("words"))
            .forEach(
                (word, text) ->
                    Severity.parse(text.asText())
                        .ifPresentOrElse(
                            severity -> words.put(word, severity),
                            () ->
                                fault(
                                    where + "/" + TextRules.escaped(word),
                                    "must be a severity: SEV1_CRITICAL to SEV4_LOW or P1 to P4")));
      }
      return of == null ? null : new SeverityRule(of, words);
    }

    Map<String, TextRule> rules(String member) {
      Map<String, TextRule> read = new LinkedHashMap<>();
      JsonNode value = shape.get(member);
      if (value == null) {
        return read;
      }
      if (!value.isObject() || value.size() > ProfileLimits.PAIRS) {
        fault(at(member), "must be an object of at most " + ProfileLimits.PAIRS + " texts by name");
        return read;
      }
      for (Map.Entry<String, JsonNode> e : value.properties()) {
        String where = at(member) + "/" + TextRules.escaped(e.getKey());
        if (e.getKey().isBlank()
            || e.getKey().length() > ProfileLimits.TEXT
            || e.getKey().indexOf(0) >= 0) {
          fault(where, "must have a name of 1 to " + ProfileLimits.TEXT + " characters");
          continue;
        }
        TextRule rule = texts.read(where, e.getValue());
        if (rule != null) {
          read.put(e.getKey(), rule);
        }
      }
      return read;
    }

    List<PairSet> sets(String member) {
      List<PairSet> read = new ArrayList<>();
      for (Entry entry : entries(member, ProfileLimits.SETS)) {
        members(entry, Set.of("at", "key", "value", "split", "prefix"));
        JsonNode value = entry.value();
        Pointer at = texts.pointer(entry.at() + "/at", value.path("at").textValue());
        Pointer key = texts.within(entry.at() + "/key", value.get("key"), "/key");
        List<Pointer> values = texts.values(entry.at() + "/value", value.get("value"));
        String split = word(entry, "split", ":");
        String prefix = word(entry, "prefix", "");
        if (split.isEmpty()) {
          fault(entry.at() + "/split", "must be what stands between name and value, such as :");
        }
        if (at != null && key != null && !values.isEmpty()) {
          read.add(new PairSet(at, key, values, split, prefix));
        }
      }
      return read;
    }

    private String word(Entry entry, String member, String usual) {
      JsonNode value = entry.value().get(member);
      if (value == null) {
        return usual;
      }
      if (!value.isTextual() || value.textValue().length() > ProfileLimits.TEXT) {
        fault(entry.at() + "/" + member, "must be a text");
        return usual;
      }
      return value.textValue();
    }

    private @Nullable TextRule of(Entry entry) {
      JsonNode of = entry.value().get("of");
      if (of == null) {
        fault(entry.at() + "/of", "must say which text is looked at");
        return null;
      }
      return texts.read(entry.at() + "/of", of);
    }

    private boolean flag(Entry entry, String member) {
      JsonNode value = entry.value().get(member);
      if (value != null && !value.isBoolean()) {
        fault(entry.at() + "/" + member, "must be true or false");
      }
      return value != null && value.asBoolean();
    }

    private void members(Entry entry, Set<String> known) {
      entry
          .value()
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  fault(
                      entry.at() + "/" + TextRules.escaped(name),
                      "is not known; the members are "
                          + known.stream().sorted().collect(Collectors.joining(", ")));
                }
              });
    }

    private record Entry(String at, JsonNode value) {}

    private List<Entry> entries(String member, int most) {
      JsonNode list = shape.get(member);
      if (list == null) {
        return List.of();
      }
      if (!list.isArray() || list.isEmpty() || list.size() > most) {
        fault(at(member), "must be a list of 1 to " + most + " objects");
        return List.of();
      }
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i).isObject()) {
          entries.add(new Entry(at(member) + "/" + i, list.get(i)));
        } else {
          fault(at(member) + "/" + i, "must be an object");
        }
      }
      return entries;
    }
  }
}
