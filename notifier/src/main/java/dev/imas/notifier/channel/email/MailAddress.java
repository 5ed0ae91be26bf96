package dev.imas.notifier.channel.email;

import java.util.regex.Pattern;

/** One mail address and nothing else: no list, no display name, nothing that ends a header. */
final class MailAddress {

  private static final Pattern PLAIN =
      Pattern.compile("[^\\s\\p{Cntrl}<>()\\[\\],;:\\\\\"@]{1,64}@[\\p{L}\\p{N}.-]{1,253}");

  private MailAddress() {}

  static boolean isPlain(String address) {
    return PLAIN.matcher(address).matches();
  }
}
