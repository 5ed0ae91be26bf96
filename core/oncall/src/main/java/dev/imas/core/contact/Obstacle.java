package dev.imas.core.contact;

import java.util.Locale;

/**
 * Why a person cannot be called, as a kind, and what mends it. The first ones are furthest from
 * being mended.
 */
public enum Obstacle {
  /** The account is inactive or deleted. */
  NO_ACCOUNT("make the account active again, or name somebody else"),
  /** There is no contact. */
  NO_CONTACT("add a contact, such as a phone or a mail address, and verify it"),
  /** None of the contacts is verified. */
  NOT_VERIFIED("verify a contact: have a code sent to it, and enter the code"),
  /** The verified contacts are switched off. */
  SWITCHED_OFF("switch a verified contact on"),
  /** Nothing can be sent by the channels of the verified contacts. */
  NO_PROVIDER("add a provider for the channel, or verify a contact of another channel");

  private final String mend;

  Obstacle(String mend) {
    this.mend = mend;
  }

  /** What to do about it, for people. */
  public String mend() {
    return mend;
  }

  /** As in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
