package dev.imas.gateway.sender.datadog;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The link of a Datadog event, which leads to its monitor: {@code …/monitors/1234?group=host%3Aa},
 * {@code …/monitors#1234?…}, {@code …/monitors#status/1234}.
 *
 * @param monitor its number, empty for a link to something else
 * @param group the scope that the link names, empty for none
 */
record DatadogLink(String monitor, String group) {

  private static final DatadogLink ELSEWHERE = new DatadogLink("", "");
  private static final String MONITORS = "/monitors";
  private static final String GROUP = "group=";

  static DatadogLink of(String link) {
    int at = link.indexOf(MONITORS);
    if (at < 0) {
      return ELSEWHERE;
    }
    int from = at + MONITORS.length();
    if (from >= link.length() || (link.charAt(from) != '/' && link.charAt(from) != '#')) {
      return ELSEWHERE;
    }
    from++;
    from += link.startsWith("status/", from) ? "status/".length() : 0;
    int to = from;
    while (to < link.length() && link.charAt(to) >= '0' && link.charAt(to) <= '9') {
      to++;
    }
    boolean ends = to == link.length() || "?#&/".indexOf(link.charAt(to)) >= 0;
    // Events without a monitor have links with zero.
    return to == from || !ends || (to == from + 1 && link.charAt(from) == '0')
        ? ELSEWHERE
        : new DatadogLink(link.substring(from, to), group(link, to));
  }

  private static String group(String link, int from) {
    for (int at = link.indexOf(GROUP, from); at > 0; at = link.indexOf(GROUP, at + 1)) {
      if ("?&#".indexOf(link.charAt(at - 1)) >= 0) {
        int start = at + GROUP.length();
        int end = start;
        while (end < link.length() && link.charAt(end) != '&' && link.charAt(end) != '#') {
          end++;
        }
        return decoded(link.substring(start, end));
      }
    }
    return "";
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
