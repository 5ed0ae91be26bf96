package dev.imas.gateway.sender;

import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.decode.HeaderFields;
import dev.imas.gateway.decode.PathFields;
import dev.imas.gateway.decode.QueryFields;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the posts of a format travel, besides JSON as the body of a POST.
 *
 * @param forms how a form, urlencoded or multipart, is read; null where none are posted
 * @param query how the query of a GET is read; null where nothing is posted by GET
 * @param signatures that its vendor uses, besides those that every path takes
 * @param deadline after which its sender waits no longer for an answer; null where it waits longer
 *     than {@code gateway.longest-wait}
 * @param key where the source's key is in the body; null where it never is
 * @param path how the part of its paths in braces becomes a part of what is read; null where no
 *     path has one
 * @param headers which headers become a part of what is read; null where none do
 * @param deliveryIds headers of which the first that a post has names it, also when it is posted
 *     again
 * @param bySource whether a source may say all this itself
 */
public record Transport(
    @Nullable QueryFields forms,
    @Nullable QueryFields query,
    List<SignatureForm> signatures,
    @Nullable Duration deadline,
    @Nullable BodyKey key,
    @Nullable PathFields path,
    @Nullable HeaderFields headers,
    List<String> deliveryIds,
    boolean bySource) {

  /** Nothing but JSON as the body of a POST. */
  public static final Transport PLAIN =
      new Transport(null, null, List.of(), null, null, null, null, List.of(), false);

  public Transport {
    signatures = List.copyOf(signatures);
    deliveryIds = List.copyOf(deliveryIds);
    if (deadline != null && deadline.toMillis() < 1) {
      throw new IllegalArgumentException("not a deadline: " + deadline);
    }
  }
}
