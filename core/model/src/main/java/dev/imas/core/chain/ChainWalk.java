package dev.imas.core.chain;

import dev.imas.core.chain.ChainFinding.Kind;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks along a tenant's chain, seal by seal, and reports what is not as it was sealed. It keeps
 * only the last link, so that a chain of any length needs no memory. After a finding it goes on
 * from what is stored: one change is one finding, and not one for each seal after it.
 */
public final class ChainWalk {

  private final Consumer<ChainFinding> findings;
  private long last;
  private ChainHash link;

  /**
   * @param last the number of the seal before the first one, or 0
   * @param link the link of that seal, or {@link ChainHash#NONE}
   */
  public ChainWalk(long last, ChainHash link, Consumer<ChainFinding> findings) {
    this.last = last;
    this.link = link;
    this.findings = findings;
  }

  /**
   * Checks the next seal.
   *
   * @param entry as it is stored; null if it is gone
   */
  public void next(ChainSeal seal, @Nullable AuditedEntry entry) {
    if (seal.number() == last + 1) {
      if (!seal.follows(link)) {
        found(Kind.LINK_BROKEN, seal, "the seal does not follow the one before it");
      }
    } else {
      found(Kind.NUMBER_MISSING, seal, "the seal before it has the number " + last);
    }
    if (entry == null) {
      found(Kind.ENTRY_MISSING, seal, "the entry is gone");
    } else if (!entry.leaf(seal.number()).equals(seal.leaf())) {
      found(Kind.ENTRY_CHANGED, seal, "the entry has changed since it was sealed");
    }
    last = seal.number();
    link = seal.link();
  }

  private void found(Kind kind, ChainSeal seal, String detail) {
    findings.accept(new ChainFinding(kind, seal.number(), seal.entry(), detail));
  }

  /** The number of the last seal so far. */
  public long last() {
    return last;
  }
}
