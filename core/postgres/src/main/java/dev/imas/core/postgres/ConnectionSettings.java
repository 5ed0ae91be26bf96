package dev.imas.core.postgres;

/** The address of a database and the login. It prints without the password. */
public record ConnectionSettings(
    String host, int port, String user, String password, String database) {

  /** The JDBC URL without user and password, which are passed separately. */
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
