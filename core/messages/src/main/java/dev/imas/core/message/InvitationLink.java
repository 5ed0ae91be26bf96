package dev.imas.core.message;

/**
 * The links with a code that are mailed. Whoever opens one chooses the account's password. Each
 * event is that of a delivery, whose payload has the invitation's id as the incident's.
 */
public final class InvitationLink {

  /** The dashboard's page for who is invited; the code behind it is sent to nobody. */
  public static final String PATH = "/welcome#";

  /** Of an account that is new. */
  public static final String EVENT = "notice.invitation";

  /** The dashboard's page for who forgot the password; the code behind it is sent to nobody. */
  public static final String RESET_PATH = "/reset#";

  /** Of who forgot the password. */
  public static final String RESET_EVENT = "notice.password_reset";

  private InvitationLink() {}
}
