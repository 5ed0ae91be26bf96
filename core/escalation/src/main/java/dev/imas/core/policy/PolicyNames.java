package dev.imas.core.policy;

import dev.imas.core.http.Reference;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds the ids of what a definition names. */
@FunctionalInterface
interface PolicyNames {

  /** What a definition may name. */
  enum Kind {
    USER("is no user; create the user first"),
    TEAM("is no team; create it first"),
    SCHEDULE("is no schedule; create it first"),
    CONTACT("is no contact of a team, or several have this name; write team/name or the id"),
    SCOPE("is no impact scope; create it first");

    private final String missing;

    Kind(String missing) {
      this.missing = missing;
    }

    String missing() {
      return missing;
    }

    /** In rows and in JSON. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Something that a definition names, by id or by name. */
  record Named(Kind kind, Reference reference) {}

  /** Empty if there is no such thing. */
  Optional<UUID> find(Named named);

  /** In rows everything is an id, also of what is gone. */
  PolicyNames STORED = named -> Optional.ofNullable(named.reference.id());

  /** Finds nothing, and keeps what it was asked. */
  final class Collected implements PolicyNames {

    private final Set<Named> asked = new LinkedHashSet<>();

    @Override
    public Optional<UUID> find(Named named) {
      asked.add(named);
      return Optional.of(Reference.NOTHING);
    }

    Set<Named> asked() {
      return asked;
    }
  }
}
