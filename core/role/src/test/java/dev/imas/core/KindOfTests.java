package dev.imas.core;

import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.Medium;
import dev.imas.core.model.ProviderKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of channel for tests. The part of an address after the last slash is secret. Addresses
 * that end in {@code .inner} need a notifier that allows {@code inner}.
 *
 * @param part that an address must contain
 * @param isStart whether it must be at the start
 */
public record KindOfTests(String type, String usualAddress, String part, boolean isStart)
    implements ChannelKind {

  public static KindOfTests named(String type) {
    return new KindOfTests(type, "", "", false);
  }

  public KindOfTests usuallyAt(String address) {
    return new KindOfTests(type, address, part, isStart);
  }

  KindOfTests withAddressesStarting(String start) {
    return new KindOfTests(type, usualAddress, start, true);
  }

  KindOfTests withAddressesHaving(String some) {
    return new KindOfTests(type, usualAddress, some, false);
  }

  @Override
  public String address() {
    return "a text";
  }

  @Override
  public @Nullable String faultOf(String address) {
    boolean fits = isStart ? address.startsWith(part) : address.contains(part);
    return fits ? null : "is no address of a " + type;
  }

  @Override
  public String shown(String address) {
    int slash = address.lastIndexOf('/');
    return slash < 0 ? address : address.substring(0, slash) + "/…";
  }

  @Override
  public List<Demand> demands(String address) {
    return address.endsWith(".inner")
        ? List.of(
            new Demand(
                reach -> reach.limit("allow").contains("inner"), "is inner; have it allowed"))
        : List.of();
  }

  /** One type of provider under the channel's name, for a server with a token. */
  @Override
  public List<ProviderKind> providers() {
    return type.equals("ntfy") || type.equals("tracker") || isPlace()
        ? List.of(new ProviderOfTests(type))
        : List.of();
  }

  @Override
  public boolean isPlace() {
    return type.equals("room");
  }

  @Override
  public Optional<Medium> medium() {
    return switch (type) {
      case "email" -> Optional.of(Medium.EMAIL);
      case "sms" -> Optional.of(Medium.SMS);
      case "voice" -> Optional.of(Medium.VOICE);
      case CONSOLE -> Optional.empty();
      default -> Optional.of(Medium.CHAT);
    };
  }

  @Override
  public String mend() {
    return "set " + type + ".on on it";
  }

  @Override
  public String page() {
    return type + ".md";
  }
}
