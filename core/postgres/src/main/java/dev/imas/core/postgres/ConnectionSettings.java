package dev.imas.core.postgres;

/** Where a database is and how to enter it. Prints without the password. */
public record ConnectionSettings(
    String host, int port, String user, String password, String database) {

  /** The address for JDBC; user and password are passed beside it, never in it. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  public ConnectionSettings withDatabase(String other) {
    return new ConnectionSettings(host, port, user, password, other);
  }

  public ConnectionSettings withUser(String otherUser, String otherPassword) {
    return new ConnectionSettings(host, port, otherUser, otherPassword, database);
  }

  @Override
  public String toString() {
    return "postgresql://" + user + ":***@" + host + ":" + port + "/" + database;
  }
}
