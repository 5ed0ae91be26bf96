package dev.imas.gateway.sender.opsgenie;

/** What a request asks for, in Opsgenie's words. The order is a part of request ids. */
public enum OpsgenieAction {
  CREATE("Create", "Created alert"),
  CLOSE("Close", "Closed alert"),
  ACKNOWLEDGE("Acknowledge", "Acknowledged alert"),
  NOTE("AddNote", "Added note"),
  /** What IMAS has nothing for. It is refused, so that nobody relies on it. */
  UNSUPPORTED("Update", "Not changed"),
  UNACKNOWLEDGE("UnAcknowledge", "Unacknowledged alert"),
  PRIORITY("UpdatePriority", "Updated alert priority"),
  MESSAGE("UpdateMessage", "Updated alert message"),
  DESCRIPTION("UpdateDescription", "Updated alert description"),
  DETAILS("AddDetails", "Added details");

  private final String word;
  private final String done;

  OpsgenieAction(String word, String done) {
    this.word = word;
    this.done = done;
  }

  /** As the answer to "what became of my request" names it. */
  public String word() {
    return word;
  }

  /** What became of it when it succeeded. */
  public String done() {
    return done;
  }
}
