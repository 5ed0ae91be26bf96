package dev.imas.core.platform;

/** The link of an invitation that is mailed. Whoever opens it chooses the account's password. */
public final class InvitationLink {

  /** Where core answers, below its address for people: {@code /i/<code>}. */
  public static final String PATH = "/i/";

  /** The event of the delivery; its payload has the invitation's id as the incident's. */
  public static final String EVENT = "notice.invitation";

  private InvitationLink() {}
}
