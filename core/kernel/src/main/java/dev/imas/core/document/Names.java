package dev.imas.core.document;

import dev.imas.core.http.Reference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is called what: keys and names to ids, and back. */
public final class Names {

  private final Map<Kind, Map<String, UUID>> keys = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<String, UUID>> names = new EnumMap<>(Kind.class);
  private final Map<UUID, String> keyOf = new HashMap<>();
  private final Map<UUID, String> nameOf = new HashMap<>();
  private final Map<UUID, Map<String, String>> contacts = new HashMap<>();
  private final Map<UUID, String> contactIds = new HashMap<>();
  private final Set<UUID> leaving = new HashSet<>();

  /**
   * @param key null if it has none
   */
  public void add(Kind kind, UUID id, String name, @Nullable String key) {
    names.computeIfAbsent(kind, any -> new HashMap<>()).put(lower(name), id);
    nameOf.put(id, name.strip());
    if (key != null) {
      keys.computeIfAbsent(kind, any -> new HashMap<>()).put(key, id);
      keyOf.put(id, key);
    }
  }

  /** It is still shown by its name, but nothing may name it any more. */
  public void leaves(UUID id) {
    leaving.add(id);
  }

  /** Whether a text names something that leaves. */
  public boolean isLeaving(Kind kind, String text) {
    return known(kind, text).filter(leaving::contains).isPresent();
  }

  /** The team's contacts are these. */
  public void contacts(UUID team, List<String> all) {
    Map<String, String> ofTeam = new HashMap<>();
    all.forEach(name -> ofTeam.put(lower(name), name.strip()));
    contacts.put(team, ofTeam);
  }

  public void contactId(UUID contact, UUID team, String name) {
    contactIds.put(contact, team + "/" + lower(name));
  }

  /** The id of what a text names by key, name or id. */
  public Optional<String> find(Kind kind, String text) {
    return known(kind, text).filter(id -> !leaving.contains(id)).map(UUID::toString);
  }

  private Optional<UUID> known(Kind kind, String text) {
    UUID id = keys.getOrDefault(kind, Map.of()).get(text.strip());
    if (id == null) {
      id = names.getOrDefault(kind, Map.of()).get(lower(text));
    }
    if (id == null) {
      UUID asked = Reference.of(text.strip()).id();
      id = asked != null && nameOf.containsKey(asked) ? asked : null;
    }
    return Optional.ofNullable(id);
  }

  /** The id of a team, a slash and the name of its contact. */
  public Optional<String> contact(String text) {
    UUID asked = Reference.of(text.strip()).id();
    if (asked != null && contactIds.containsKey(asked)) {
      return Optional.of(contactIds.get(asked));
    }
    List<String> found = new ArrayList<>();
    for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
      String name = lower(text.substring(slash + 1));
      find(Kind.TEAM, text.substring(0, slash))
          .filter(team -> contacts.getOrDefault(UUID.fromString(team), Map.of()).containsKey(name))
          .ifPresent(team -> found.add(team + "/" + name));
    }
    if (found.isEmpty()) {
      contacts.forEach(
          (team, all) -> {
            if (all.containsKey(lower(text)) && !leaving.contains(team)) {
              found.add(team + "/" + lower(text));
            }
          });
    }
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** What documents call it: its key, or its name if it has none. */
  public String shown(String id) {
    UUID known = Reference.of(id).id();
    String name = known == null ? null : nameOf.get(known);
    return name == null ? id : keyOf.getOrDefault(known, name);
  }

  /** The same of a contact: {@code team/contact}. */
  public String shownContact(String contact) {
    int slash = contact.indexOf('/');
    return slash < 0
        ? contact
        : shown(contact.substring(0, slash)) + "/" + nameOfContact(contact, slash);
  }

  /** What the API calls a contact: the name of the team, a slash and the name. */
  public String writtenContact(String contact) {
    int slash = contact.indexOf('/');
    UUID team = slash < 0 ? null : Reference.of(contact.substring(0, slash)).id();
    return team == null
        ? contact
        : nameOf.getOrDefault(team, team.toString()) + "/" + nameOfContact(contact, slash);
  }

  private String nameOfContact(String contact, int slash) {
    String lower = contact.substring(slash + 1);
    UUID team = Reference.of(contact.substring(0, slash)).id();
    return team == null ? lower : contacts.getOrDefault(team, Map.of()).getOrDefault(lower, lower);
  }

  public static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
