package dev.imas.core.catalog;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A service with its owning team and that team's active contacts, as pages need them. */
public record OwnedService(
    UUID id,
    String name,
    String tier,
    @Nullable String runbookUrl,
    boolean isTriage,
    String team,
    List<Contact> contacts) {

  public OwnedService {
    contacts = List.copyOf(contacts);
  }
}
