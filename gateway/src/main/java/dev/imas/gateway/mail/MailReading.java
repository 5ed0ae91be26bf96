package dev.imas.gateway.mail;

/** What the bytes of a mail were read as. */
sealed interface MailReading {

  record Read(Mail mail) implements MailReading {}

  /** Not even the beginning of a mail. */
  record Unreadable(String why) implements MailReading {}
}
