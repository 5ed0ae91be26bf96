package dev.imas.core.sns;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses in the posts of SNS that may be opened. Whoever posts writes them, so each must
 * match from its first character to its last, in the only spelling that SNS uses: nothing is left
 * for two readers of addresses to read differently. No setting makes this wider. Pure.
 */
public final class SnsAddress {

  /** The longest that is looked at. */
  public static final int LONGEST = 2_000;

  private static final String REGION = "[a-z]{2,10}(?:-[a-z]{2,20}){1,3}-[0-9]{1,2}";
  private static final String DOMAIN = "amazonaws\\.(?:com|com\\.cn|eu)";
  private static final Pattern CERTIFICATE =
      Pattern.compile(
          "https://sns\\.(" + REGION + ")\\.(" + DOMAIN + ")/[A-Za-z0-9_-]{1,200}\\.pem");
  private static final Pattern CONFIRMATION =
      Pattern.compile(
          "https://sns\\.(" + REGION + ")\\.(" + DOMAIN + ")/\\?([A-Za-z0-9=&%:._-]{1,1900})");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{1,1000}");
  private static final Set<String> MEMBERS = Set.of("Action", "TopicArn", "Token");

  private SnsAddress() {}

  /** Whether a certificate of SNS may be read at this address. */
  public static boolean isOfCertificate(String url) {
    return isOfSns(url, CERTIFICATE.matcher(url));
  }

  /** Whether opening this address confirms a subscription to this topic, and does nothing else. */
  public static boolean confirms(String url, String topic) {
    Matcher parts = CONFIRMATION.matcher(url);
    if (!isOfSns(url, parts)) {
      return false;
    }
    Map<String, String> query = new HashMap<>();
    for (String member : parts.group(3).split("&", -1)) {
      int equals = member.indexOf('=');
      if (equals < 0
          || query.put(member.substring(0, equals), member.substring(equals + 1)) != null) {
        return false;
      }
    }
    return query.keySet().equals(MEMBERS)
        && "ConfirmSubscription".equals(query.get("Action"))
        && TOKEN.matcher(query.getOrDefault("Token", "")).matches()
        && topic.equals(decoded(query.getOrDefault("TopicArn", "")))
        && parts.group(1).equals(regionOf(topic));
  }

  private static boolean isOfSns(String url, Matcher parts) {
    return url.length() <= LONGEST
        && parts.matches()
        && parts.group(2).equals(domainOf(parts.group(1)));
  }

  /** China's regions and those of the European Sovereign Cloud have domains of their own. */
  private static String domainOf(String region) {
    return region.startsWith("cn-")
        ? "amazonaws.com.cn"
        : region.startsWith("eusc-") ? "amazonaws.eu" : "amazonaws.com";
  }

  private static String regionOf(String topic) {
    String[] parts = topic.split(":", -1);
    return parts.length == 6 ? parts[3] : "";
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return "";
    }
  }
}
