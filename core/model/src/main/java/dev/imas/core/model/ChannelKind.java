package dev.imas.core.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach people, as core sees it: which address a contact needs, and how that address is
 * checked and shown. Pure. The module that sends by it provides it ({@link ChannelProvider}).
 */
public interface ChannelKind {

  /** The channel of last resort, when nobody else can be reached: it needs no address. */
  String CONSOLE = "console";

  /**
   * Whether what is sent by a channel of that type calls somebody. It is the one answer to whether
   * anybody was told: the console shows pages to whoever happens to look at it, so it calls nobody.
   */
  static boolean calls(String type) {
    return !CONSOLE.equals(type);
  }

  /** The channel of phone calls. It calls people, and tells them nothing else. */
  String VOICE = "voice";

  /**
   * The name stored with contacts and deliveries: a lower-case letter, then letters, digits and
   * underscores.
   */
  String type();

  /** Describes a contact's address, for documents and errors: {@code one mail address}. */
  String address();

  /** The address of a contact that is made without one; empty where an address is required. */
  default String usualAddress() {
    return "";
  }

  /**
   * @return what is wrong with the address and what it must be, as the rest of a sentence; null if
   *     it is valid
   */
  @Nullable String faultOf(String address);

  /**
   * The address without what may be a password. Readers who may not change the contact see it, and
   * so does everybody in deliveries.
   *
   * @param address as stored, perhaps by an earlier version with other checks
   */
  String shown(String address);

  /** What the secret of a contact does, for documents; null where it does nothing. */
  default @Nullable String secret() {
    return null;
  }

  /** What else a notifier that offers this channel must allow before it can send to the address. */
  default List<Demand> demands(String address) {
    return List.of();
  }

  /**
   * The types of providers that a tenant may send with. Empty: only what is set on the notifiers
   * sends.
   */
  default List<? extends ProviderKind> providers() {
    return List.of();
  }

  /**
   * Whether a provider is itself the place that messages go to, such as a chat's room. The address
   * of a contact is then the name of a provider.
   */
  default boolean isPlace() {
    return false;
  }

  /** Whether that address is the name of such a provider, rather than of somebody there. */
  default boolean isPlace(String address) {
    return isPlace();
  }

  /**
   * By what it reaches a person. Empty where no person has an address of it, such as of a service
   * that pages others.
   */
  default Optional<Medium> medium() {
    return Optional.of(Medium.CHAT);
  }

  /**
   * Tells an operator what to set on a notifier so that it offers this channel, or which provider
   * to create.
   */
  String mend();

  /** The name of its page in {@code docs/channels}. */
  String page();

  /**
   * @param isMet whether a notifier with that reach can send there
   * @param otherwise what is wrong when it cannot, and what to do
   */
  record Demand(Predicate<ChannelReach> isMet, String otherwise) {}
}
