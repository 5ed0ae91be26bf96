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
  private long erased;

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
   * Checks the next seal of an entry that nobody has erased anything of.
   *
   * @param entry as it is stored; null if it is gone
   */
  public void next(ChainSeal seal, @Nullable AuditedEntry entry) {
    next(seal, entry, null);
  }

  /**
   * Checks the next seal.
   *
   * @param entry as it is stored; null if it is gone
   * @param erasure that took a person out of it; null if none is known
   */
  public void next(ChainSeal seal, @Nullable AuditedEntry entry, @Nullable ChainErasure erasure) {
    if (seal.number() == last + 1) {
      if (!seal.follows(link)) {
        found(Kind.LINK_BROKEN, seal, "the seal does not follow the one before it");
      }
    } else {
      found(Kind.NUMBER_MISSING, seal, "the seal before it has the number " + last);
    }
    if (entry == null) {
      found(Kind.ENTRY_MISSING, seal, "the entry is gone");
    } else if (erasure == null) {
      check(seal, entry);
    } else {
      check(seal, entry, erasure);
    }
    last = seal.number();
    link = seal.link();
  }

  private void check(ChainSeal seal, AuditedEntry entry) {
    if (!entry.leaf(seal.number()).equals(seal.leaf()) || !entry.isAsCommitted()) {
      found(Kind.ENTRY_CHANGED, seal, "the entry has changed since it was sealed");
    }
  }

  /** A leaf without a commitment was computed of what is erased, and cannot be computed again. */
  private void check(ChainSeal seal, AuditedEntry entry, ChainErasure erasure) {
    if (!erasure.isSealed()) {
      found(
          Kind.ERASURE_UNEXPLAINED,
          seal,
          "the erasure " + erasure.entry() + " is no sealed entry that names it");
    } else if (!erasure.leaves(entry)
        || (entry.commitment() != null && !entry.leaf(seal.number()).equals(seal.leaf()))) {
      found(Kind.ENTRY_CHANGED, seal, "the entry has changed since a person was erased from it");
    } else {
      erased++;
    }
  }

  private void found(Kind kind, ChainSeal seal, String detail) {
    findings.accept(new ChainFinding(kind, seal.number(), seal.entry(), detail));
  }

  /** The number of the last seal so far. */
  public long last() {
    return last;
  }

  /** How many entries were left by an erasure as a sealed entry says. */
  public long erased() {
    return erased;
  }
}
