package dev.imas.core.profile;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the posts of a sender arrive, besides JSON as the body of a POST, and how they are answered.
 *
 * @param signatures that its vendor uses. They are asked for where the source has a signing secret
 * @param form how a form, urlencoded or multipart, is read; null where none are posted
 * @param get how the query of a GET is read; null where nothing is posted by GET
 * @param headers which headers of a post are members of what is read; null where none are
 * @param deadline after which its sender waits no longer; null where it waits longer
 * @param answer to what is committed; null for a receipt
 * @param deliveryIds headers of which the first that a post has names it, also when it is posted
 *     again
 */
public record Arrival(
    List<Signature> signatures,
    @Nullable FieldsOf form,
    @Nullable FieldsOf get,
    @Nullable HeadersOf headers,
    @Nullable Duration deadline,
    @Nullable Reply answer,
    List<String> deliveryIds) {

  /** Nothing but JSON as the body of a POST, answered with a receipt. */
  public static final Arrival PLAIN =
      new Arrival(List.of(), null, null, null, null, null, List.of());

  public Arrival {
    signatures = List.copyOf(signatures);
    deliveryIds = List.copyOf(deliveryIds);
  }

  /** What an HMAC is made with. */
  public enum Hash {
    SHA256,
    SHA1
  }

  /** How a signature is written. */
  public enum Coding {
    HEX,
    BASE64
  }

  /**
   * @param header that has one signature or more, separated by commas
   * @param prefix before each; those with another are not looked at
   * @param timeHeader that has a time, in seconds since 1970, which is signed before the body; null
   *     where no time is signed
   * @param joint between id, time and body
   * @param idHeader that has the id of the post, which is signed before its time (Standard
   *     Webhooks); null where none is
   * @param keyPrefix before a key in base64, as {@code whsec_}; empty where the secret is the key
   * @param dated whether each body holds the time of its events, which the profile reads
   */
  public record Signature(
      String header,
      Hash hash,
      Coding coding,
      String prefix,
      @Nullable String timeHeader,
      String joint,
      boolean dated,
      @Nullable String idHeader,
      String keyPrefix) {}

  /**
   * @param one the field that holds the JSON; null where each field is a member
   */
  public record FieldsOf(@Nullable String one) {}

  /**
   * A post that has one of the headers is read as an object of them, each by its name after the
   * prefix, and of the body.
   *
   * @param prefix in lower case
   * @param body the member that the body becomes
   */
  public record HeadersOf(String prefix, String body) {}

  /**
   * @param status 200 to 299
   * @param json its body, empty for none
   */
  public record Reply(int status, String json) {}
}
