package dev.imas.core;

import dev.imas.fixtures.database.RunningCore;

/** Contacts of people, as they are once somebody has entered the code. */
final class VerifiedContacts {

  private VerifiedContacts() {}

  /** Gives each of them a verified mail address, by which they can be called. */
  static void byMail(RunningCore core, String... users) {
    for (String user : users) {
      core.database.execute(
          "INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at,"
              + " created_at) SELECT tenant_id, gen_random_uuid(), id, 'Email', 'email', email,"
              + " now(), now()"
              + " FROM user_account WHERE username = '%s'".formatted(user));
    }
  }
}
