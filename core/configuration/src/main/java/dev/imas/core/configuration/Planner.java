package dev.imas.core.configuration;

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
import dev.imas.core.user.Successor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what documents want with what is there, and says what has to change. The order of the
 * documents does not matter. Pure.
 */
final class Planner {

  /**
   * @param set whose documents these are
   * @param prunes whether what the set kept and has no document for is deleted
   * @param reassigns whether a successor is picked for each user who is deleted
   * @param successors who takes the places of which user, by their keys or names
   */
  record Options(String set, boolean prunes, boolean reassigns, Map<String, String> successors) {

    Options {
      successors = Map.copyOf(successors);
    }

    Options(String set, boolean prunes) {
      this(set, prunes, false, Map.of());
    }
  }

  /**
   * @param secrets texts that came by reference, which are never shown
   * @param managed what the sets of the tenant keep
   */
  record Situation(
      List<Document> documents,
      Set<String> secrets,
      List<Present> present,
      List<Managed> managed) {}

  /** A document, what it is about, and why that. */
  private record Match(Document document, @Nullable Present present, UUID id, String why) {}

  private final DocumentKinds kinds;
  private final ChannelKinds channels;
  private final Supplier<UUID> ids;
  private final Options options;
  private final Situation given;
  private final Map<Kind, Map<String, Managed>> byKey = new HashMap<>();
  private final Map<Kind, Map<UUID, Managed>> byObject = new HashMap<>();
  private final Map<Kind, Map<String, Present>> byName = new HashMap<>();
  private final Map<Kind, Map<UUID, Present>> byId = new HashMap<>();
  private final Map<Kind, Set<String>> wanted = new HashMap<>();
  private final Map<String, List<String>> faults = new LinkedHashMap<>();

  /**
   * @param ids of what is made
   */
  private Planner(
      DocumentKinds kinds,
      ChannelKinds channels,
      Supplier<UUID> ids,
      Options options,
      Situation given) {
    this.kinds = kinds;
    this.channels = channels;
    this.ids = ids;
    this.options = options;
    this.given = given;
    for (Managed one : given.managed) {
      byKey.computeIfAbsent(one.kind(), any -> new HashMap<>()).put(one.key(), one);
      byObject.computeIfAbsent(one.kind(), any -> new HashMap<>()).put(one.object(), one);
    }
    for (Present one : given.present) {
      byName.computeIfAbsent(one.kind(), any -> new HashMap<>()).put(Names.lower(one.name()), one);
      byId.computeIfAbsent(one.kind(), any -> new HashMap<>()).put(one.id(), one);
    }
    for (Document one : given.documents) {
      wanted.computeIfAbsent(one.kind(), any -> new HashSet<>()).add(one.key());
    }
  }

  static Plan plan(
      DocumentKinds kinds,
      ChannelKinds channels,
      Supplier<UUID> ids,
      Options options,
      Situation situation) {
    return new Planner(kinds, channels, ids, options, situation).plan();
  }

  private Plan plan() {
    List<Match> matches = matches();
    List<PlannedChange> changes = new ArrayList<>();
    List<Managed> left = new ArrayList<>();
    prune(matches, changes, left);
    Names there = namesThere(given.present);
    Names names = names(matches);
    Map<UUID, Successor> successors = successors(changes, names);
    ShownDocument shown = new ShownDocument(names, channels, given.secrets);
    int unchanged = 0;
    for (Match match : matches) {
      Optional<PlannedChange> change = change(match, there, names, shown);
      change.ifPresent(changes::add);
      unchanged += change.isEmpty() ? 1 : 0;
    }
    changes.sort(ORDER);
    return new Plan(options, changes, unchanged, left, names, successors, faults);
  }

  /** What others name comes first, and is deleted last. */
  private static final Comparator<PlannedChange> ORDER =
      Comparator.comparing((PlannedChange change) -> change instanceof PlannedChange.Delete)
          .thenComparing(
              change ->
                  change instanceof PlannedChange.Delete
                      ? -change.kind().ordinal()
                      : change.kind().ordinal())
          .thenComparing(change -> change instanceof PlannedChange.Create)
          .thenComparing(PlannedChange::key);

  private List<Match> matches() {
    List<Match> matches = new ArrayList<>();
    Map<Kind, Map<String, Document>> keys = new HashMap<>();
    Map<UUID, Document> taken = new HashMap<>();
    for (Document document : given.documents) {
      Document twin =
          keys.computeIfAbsent(document.kind(), any -> new HashMap<>())
              .putIfAbsent(document.key(), document);
      if (twin != null) {
        fault(
            document,
            "/key",
            "is the key of another document of this kind, too; give each its own key");
        continue;
      }
      Match match = match(document);
      Document other = document.kind().isSingle() ? null : taken.putIfAbsent(match.id, document);
      if (other != null) {
        fault(document, "", "is about the same as the " + other + "; keep one of the two");
      } else {
        matches.add(match);
      }
    }
    return matches;
  }

  private Match match(Document document) {
    Kind kind = document.kind();
    Managed kept = byKey.getOrDefault(kind, Map.of()).get(document.key());
    if (kept != null && !kept.set().equals(options.set)) {
      fault(
          document,
          "/key",
          "is kept by the set '" + kept.set() + "'; choose another key, or remove it there first");
    }
    Present known = kept == null ? null : byId.getOrDefault(kind, Map.of()).get(kept.object());
    if (known != null) {
      requireSameName(document, known);
      return new Match(document, known, known.id(), "it differs");
    }
    Present named =
        kind.isSingle()
            ? byId.getOrDefault(kind, Map.of()).get(Reference.NOTHING)
            : byName.getOrDefault(kind, Map.of()).get(Names.lower(document.name()));
    if (named == null) {
      UUID id = kind.isSingle() ? Reference.NOTHING : kind.idOf(document.name()).orElseGet(ids);
      return new Match(document, null, id, "it is not there yet");
    }
    return new Match(document, named, named.id(), takenOver(document, named));
  }

  /** What is its name cannot be renamed. */
  private void requireSameName(Document document, Present known) {
    Kind kind = document.kind();
    if (kind.idOf(document.name()).filter(id -> !id.equals(known.id())).isPresent()) {
      fault(
          document,
          "/key",
          "is that of " + known.name() + ", which is another one; give this one its own key");
    }
  }

  private String takenOver(Document document, Present named) {
    Managed of = byObject.getOrDefault(named.kind(), Map.of()).get(named.id());
    if (of == null) {
      return "it was there, and this set keeps it from now on";
    }
    if (!of.set().equals(options.set)) {
      fault(
          document,
          "/" + named.kind().nameMember(),
          "is the name of what the set '" + of.set() + "' keeps; remove it there first");
    } else if (wanted.getOrDefault(of.kind(), Set.of()).contains(of.key())) {
      fault(
          document,
          "/" + named.kind().nameMember(),
          "is still the name of '" + of.key() + "'; apply the new name of that one first");
    }
    return "its key was " + of.key();
  }

  /** What is there, by its names alone: what is read from rows knows no keys. */
  static Names namesThere(List<Present> present) {
    Names names = new Names();
    for (Present one : present) {
      names.add(one.kind(), one.id(), one.name(), null);
      if (one.kind() == Kind.TEAM) {
        addContacts(names, one.id(), one.there());
      }
    }
    return names;
  }

  /** Everything that is called something, once the documents are applied. */
  private Names names(List<Match> matches) {
    Names names = new Names();
    for (Present one : given.present) {
      Managed kept = byObject.getOrDefault(one.kind(), Map.of()).get(one.id());
      names.add(one.kind(), one.id(), one.name(), kept == null ? null : kept.key());
      if (one.kind() == Kind.TEAM) {
        addContacts(names, one.id(), one.there());
      }
    }
    for (Match match : matches) {
      Document document = match.document;
      names.add(document.kind(), match.id, document.name(), document.key());
      if (document.kind() == Kind.TEAM && document.wanted().has("contacts")) {
        addContacts(names, match.id, document.wanted());
      }
    }
    return names;
  }

  /** Marks what is deleted, and finds who takes the places of users among it. */
  private Map<UUID, Successor> successors(List<PlannedChange> changes, Names names) {
    List<PlannedChange.Delete> deleted = new ArrayList<>();
    for (PlannedChange change : changes) {
      if (change instanceof PlannedChange.Delete delete) {
        deleted.add(delete);
        names.leaves(delete.id());
      }
    }
    Map<UUID, Successor> successors = new HashMap<>();
    for (PlannedChange.Delete delete : deleted) {
      if (delete.kind() == Kind.USER) {
        successor(delete, names).ifPresent(one -> successors.put(delete.id(), one));
      }
    }
    return successors;
  }

  private Optional<Successor> successor(PlannedChange.Delete user, Names names) {
    for (var named : options.successors.entrySet()) {
      String leaving = named.getKey();
      if (!leaving.equals(user.key()) && !Names.lower(leaving).equals(Names.lower(user.name()))) {
        continue;
      }
      Optional<String> by = names.find(Kind.USER, named.getValue());
      if (by.isEmpty()) {
        String at = "/successors/" + leaving;
        faults.put(
            at,
            List.of(
                at
                    + " names '"
                    + named.getValue()
                    + "', but there is no such user, or it is deleted, too; name another"));
      }
      return by.map(UUID::fromString).map(Successor::chosen);
    }
    return options.reassigns ? Optional.of(Successor.picked()) : Optional.empty();
  }

  static void addContacts(Names names, UUID team, ObjectNode of) {
    List<String> all = new ArrayList<>();
    for (var contact : of.path("contacts")) {
      all.add(contact.path("name").asText());
      UUID id = Reference.of(contact.path("id").asText()).id();
      if (id != null) {
        names.contactId(id, team, contact.path("name").asText());
      }
    }
    names.contacts(team, all);
  }

  /** Empty if nothing has to be done. */
  private Optional<PlannedChange> change(
      Match match, Names there, Names names, ShownDocument shown) {
    Document document = match.document;
    Present present = match.present;
    Fields shape = kinds.shape(document.kind(), document.wanted());
    Map<String, List<String>> found = new LinkedHashMap<>();
    ObjectNode before = present == null ? null : canonical(kinds, present, there);
    ObjectNode after =
        new Canonical(
                names,
                given.secrets,
                (at, detail) -> found.computeIfAbsent(at, any -> new ArrayList<>()).add(detail))
            .of(shape, document.wanted(), before);
    found.forEach((at, details) -> details.forEach(detail -> fault(document, at, detail)));
    if (present == null || before == null) {
      List<Difference.Part> parts =
          Difference.between(shape, Json.MAPPER.createObjectNode(), after, shown);
      return Optional.of(new PlannedChange.Create(document, match.id, shape, after, parts));
    }
    List<Difference.Part> parts = Difference.between(shape, before, after, shown);
    if (!parts.isEmpty()) {
      return Optional.of(
          new PlannedChange.Update(document, present, shape, before, after, parts, match.why));
    }
    Managed kept = byObject.getOrDefault(present.kind(), Map.of()).get(present.id());
    return kept != null && kept.key().equals(document.key()) && kept.set().equals(options.set)
        ? Optional.empty()
        : Optional.of(new PlannedChange.TakeOver(document, match.id, match.why));
  }

  /** What is there, in the form in which it is compared. */
  static ObjectNode canonical(DocumentKinds kinds, Present present, Names there) {
    return new Canonical(there, Set.of(), (at, detail) -> {})
        .of(kinds.shape(present.kind(), present.there()), present.there(), null);
  }

  private void prune(Collection<Match> matches, List<PlannedChange> changes, List<Managed> left) {
    Set<UUID> about = new HashSet<>();
    matches.forEach(match -> about.add(match.id));
    for (Managed kept : given.managed) {
      if (!kept.set().equals(options.set)
          || wanted.getOrDefault(kept.kind(), Set.of()).contains(kept.key())) {
        continue;
      }
      Present there = byId.getOrDefault(kept.kind(), Map.of()).get(kept.object());
      if (there == null) {
        changes.add(new PlannedChange.Release(kept, "it is gone"));
      } else if (!kept.kind().isSingle() && about.contains(kept.object())) {
        continue; // it has another key now
      } else if (!options.prunes) {
        left.add(kept);
      } else if (kept.kind().isSingle()) {
        changes.add(
            new PlannedChange.Release(kept, "a tenant always has one, so it stays as it is"));
      } else {
        changes.add(new PlannedChange.Delete(kept, there));
      }
    }
  }

  private void fault(Document document, String at, String detail) {
    faults
        .computeIfAbsent(document.at() + at, any -> new ArrayList<>())
        .add(document.inWords() + ": " + (at.isEmpty() ? "" : at + " ") + detail);
  }
}
