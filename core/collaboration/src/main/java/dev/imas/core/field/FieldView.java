package dev.imas.core.field;

import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A field, as it is shown.
 *
 * @param options what can be chosen, in order; empty for other types
 * @param archivedOptions what could be chosen before
 */
record FieldView(
    UUID id,
    String key,
    String label,
    String description,
    FieldType type,
    RequiredAt requiredAt,
    List<Option> options,
    List<Option> archivedOptions,
    boolean isArchived,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  FieldView {
    options = List.copyOf(options);
    archivedOptions = List.copyOf(archivedOptions);
  }

  /** Something that can be chosen. */
  record Option(String id, String label) {}

  Optional<Option> option(String optionId) {
    return options.stream().filter(one -> one.id().equals(optionId)).findFirst();
  }

  /** Also one that could be chosen before. */
  Optional<Option> everOption(String optionId) {
    return option(optionId)
        .or(() -> archivedOptions.stream().filter(one -> one.id().equals(optionId)).findFirst());
  }
}
