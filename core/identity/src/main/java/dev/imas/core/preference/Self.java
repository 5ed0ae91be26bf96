package dev.imas.core.preference;

import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import java.util.UUID;

/** The user that a call is made as. */
final class Self {

  private Self() {}

  /** Fails with CONFLICT for a caller who is no user. */
  static UUID of(Call call) {
    Principal.Person person = call.principal().person();
    if (person == null) {
      throw Fault.conflict(
          "this token belongs to no user, who could have views and preferences; log in as a user");
    }
    return person.id();
  }

  /** The same, and {@link Reference#NOTHING} for a caller who is no user. */
  static UUID orNobody(Call call) {
    Principal.Person person = call.principal().person();
    return person == null ? Reference.NOTHING : person.id();
  }
}
