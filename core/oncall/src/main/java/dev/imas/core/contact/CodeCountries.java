package dev.imas.core.contact;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * To which phone numbers codes may be sent: those that begin so, after the plus. Codes to numbers
 * that cost a lot, and pay whoever has them, are a way to steal (trap 73). Pure.
 *
 * @param isChosen whether somebody chose them; else they follow from the providers
 * @param version 1 until somebody did
 */
record CodeCountries(List<String> prefixes, boolean isChosen, int version) {

  private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");

  /** OVHcloud reads numbers without a country as French, and its senders are names. */
  private static final String OF_OVH = "33";

  CodeCountries {
    prefixes = List.copyOf(prefixes);
  }

  /**
   * A provider that sends to phones.
   *
   * @param from its own number, or a name
   */
  record Sender(String type, Optional<String> from) {}

  /** The countries in which the tenant has numbers itself: there it means to reach people. */
  static CodeCountries usual(Collection<Sender> senders) {
    Set<String> countries = new TreeSet<>();
    for (Sender sender : senders) {
      sender
          .from()
          .filter(from -> NUMBER.matcher(from).matches())
          .map(CallingCode::of)
          .or(() -> sender.type().equals("ovh_sms") ? Optional.of(OF_OVH) : Optional.empty())
          .ifPresent(countries::add);
    }
    return new CodeCountries(List.copyOf(countries), false, 1);
  }

  boolean allow(String number) {
    return prefixes.stream().anyMatch(prefix -> number.startsWith("+" + prefix));
  }

  /** For people. */
  String inWords() {
    return prefixes.isEmpty()
        ? "to no phone"
        : "to numbers that begin with +" + String.join(", +", prefixes) + " only";
  }
}
