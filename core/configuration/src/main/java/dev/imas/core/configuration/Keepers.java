package dev.imas.core.configuration;

import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Present;
import dev.imas.core.document.StoredSecrets;
import dev.imas.core.platform.Tx;
import dev.imas.core.user.HandOvers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The keeper of each kind, for one call. */
final class Keepers {

  private final Keeping keeping;
  private final SecretRepository secrets;
  private final Map<Kind, Keeper> keepers = new EnumMap<>(Kind.class);

  /**
   * @param handOvers who takes the places of users who are deleted
   */
  Keepers(DocumentKinds kinds, Keeping keeping, HandOvers handOvers, SecretRepository secrets) {
    this.keeping = keeping;
    this.secrets = secrets;
    for (Kind kind : kinds.all()) {
      keepers.put(
          kind,
          kinds.of(kind) instanceof UserDocuments users
              ? users.keeper(keeping, handOvers)
              : kinds.of(kind).keeper(keeping));
    }
  }

  Keeper of(Kind kind) {
    return Objects.requireNonNull(keepers.get(kind));
  }

  /** Everything that is there. */
  List<Present> present(Tx tx) {
    StoredSecrets stored = this.secrets.read(tx, keeping.call().tenant());
    List<Present> all = new ArrayList<>();
    keepers.values().forEach(keeper -> all.addAll(keeper.present(tx, stored)));
    return all;
  }
}
