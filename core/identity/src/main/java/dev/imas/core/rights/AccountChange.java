package dev.imas.core.rights;

import java.util.Locale;

/** What can change of somebody's account, so that they are told. Each has a sentence. */
public enum AccountChange {
  USERNAME,
  EMAIL,
  PASSWORD,
  CONTACT_ADDED,
  CONTACT_CHANGED,
  CONTACT_VERIFIED,
  CONTACT_DELETED,
  TOKEN_MADE,
  FACTOR_ON,
  FACTOR_OFF,
  RECOVERY_CODES,
  /** Addresses of calendars that the user made have ended with all sessions. */
  FEEDS_ENDED;

  /** The code of its sentence. */
  String sentence() {
    return "account." + name().toLowerCase(Locale.ROOT);
  }
}
