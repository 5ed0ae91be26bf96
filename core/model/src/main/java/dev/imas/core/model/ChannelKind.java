package dev.imas.core.model;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach people, as far as core has to know it: what a contact of it needs, how that is
 * checked and shown. Pure. Who sends by it provides this ({@link ChannelProvider}).
 */
public interface ChannelKind {

  /** What the last resort is told by, when there is nobody else: it needs no address. */
  String CONSOLE = "console";

  /** As stored with contacts and deliveries: a letter, then letters, digits and underscores. */
  String type();

  /** What the address of a contact is, for documents and errors: {@code one mail address}. */
  String address();

  /** Of a contact that is made without one; empty where there has to be one. */
  default String usualAddress() {
    return "";
  }

  /**
   * @return what is wrong with the address, as the rest of a sentence, with what it must be
   */
  @Nullable String faultOf(String address);

  /**
   * The address as those see it who may not change the contact, and everybody in deliveries:
   * without what may be a password.
   *
   * @param address that was stored, perhaps by an earlier version with other checks
   */
  String shown(String address);

  /** What the secret of a contact does, for documents; null where it does nothing. */
  default @Nullable String secret() {
    return null;
  }

  /** What a notifier that offers this has to allow besides, before it can send there. */
  default List<Demand> demands(String address) {
    return List.of();
  }

  /** What has to be set on a notifier, so that it offers this. */
  String mend();

  /** Of the documents, in {@code docs/channels}. */
  String page();

  /**
   * @param isMet by a notifier that reaches so far
   * @param otherwise what to tell people, with what to do
   */
  record Demand(Predicate<ChannelReach> isMet, String otherwise) {}
}
