package dev.imas.core.configuration;

import dev.imas.core.platform.Tx;
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

  Keepers(Keeping keeping, SecretRepository secrets) {
    this.keeping = keeping;
    this.secrets = secrets;
    for (Kind kind : Kind.values()) {
      keepers.put(kind, Shapes.of(kind).keeper(keeping));
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
