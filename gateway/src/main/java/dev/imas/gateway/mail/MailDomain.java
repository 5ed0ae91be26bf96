package dev.imas.gateway.mail;

import org.jspecify.annotations.Nullable;

/**
 * What addresses of sources end in. An address is {@code <key>@domain} or {@code
 * anything+<key>@domain}. Pure.
 */
record MailDomain(String name) {

  /** The key in an address; null for an address of another domain. */
  @Nullable String keyIn(String address) {
    String local = localOf(address);
    return local == null ? null : local.substring(local.lastIndexOf('+') + 1);
  }

  /**
   * An address without the key, if it is one of a source; empty where nothing remains.
   *
   * @param address of anybody
   */
  String shown(String address) {
    String local = localOf(address);
    if (local == null) {
      return address;
    }
    int plus = local.lastIndexOf('+');
    return plus <= 0 ? "" : local.substring(0, plus) + "@" + name;
  }

  private @Nullable String localOf(String address) {
    int at = address.lastIndexOf('@');
    if (at < 0) {
      return null;
    }
    String domain = address.substring(at + 1);
    if (domain.endsWith(".")) {
      domain = domain.substring(0, domain.length() - 1);
    }
    if (!domain.equalsIgnoreCase(name)) {
      return null;
    }
    String local = address.substring(0, at);
    boolean isQuoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
    return isQuoted ? local.substring(1, local.length() - 1) : local;
  }
}
