package dev.imas.gateway.commit;

import dev.imas.core.model.SideEventKind;
import dev.imas.gateway.decode.ChangeFact;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a body, and by what a repeat of it is known.
 *
 * @param delivery the id that its sender gave the post, with a digest of its body; null where the
 *     sender gives none, or a repeat would do no harm
 */
public record PostedFacts(List<ChangeFact> facts, @Nullable String delivery) {

  /** Of nearly every body. */
  public static final PostedFacts NONE = new PostedFacts(List.of(), null);

  private static final int LONGEST_ID = 100;
  private static final int BYTES_OF_DIGEST = 12;

  public PostedFacts {
    facts = List.copyOf(facts);
  }

  /**
   * @param id that the sender gave the post; null for none
   */
  public static PostedFacts of(
      List<ChangeFact> facts, List<SideEventRow> sideEvents, @Nullable String id, byte[] body) {
    if (facts.isEmpty() && (id == null || sideEvents.stream().noneMatch(PostedFacts::isChange))) {
      return NONE;
    }
    return new PostedFacts(facts, id == null ? null : named(id.strip(), body));
  }

  public boolean isEmpty() {
    return facts.isEmpty() && delivery == null;
  }

  private static boolean isChange(SideEventRow row) {
    return row.event().kind() == SideEventKind.CHANGE;
  }

  /** Ids are the sender's. If it gives two bodies the same one, none of them is lost. */
  private static @Nullable String named(String id, byte[] body) {
    if (id.isEmpty() || id.length() > LONGEST_ID || !id.chars().allMatch(c -> c > 32 && c < 127)) {
      return null;
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return id + ' ' + HexFormat.of().formatHex(digest, 0, BYTES_OF_DIGEST);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
