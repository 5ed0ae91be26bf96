package dev.imas.core.platform;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of slots. While some are free, whoever comes gets one. When all are taken, a
 * newcomer gets the slot of whoever holds the most: first the oldest that has asked for nothing
 * yet, then one that rests, then one whose request is incomplete. Somebody who is being answered
 * gives a slot only to another holder, and only while it has more than an equal share. So nobody
 * can keep the others out. It costs something only when somebody comes, asks for the first time, or
 * leaves. Of any thread.
 */
public final class FairSlots {

  /** What an occupant is doing. It decides who goes first. */
  public enum Stage {
    /** It waits for a request, after others. */
    RESTING,
    /** Its request has begun, and is not complete. */
    ASKING,
    /** Its request is being answered. */
    BUSY
  }

  /** Which slots of the newcomer's own holder make room, if it has the most. */
  public enum Own {
    /** Those of occupants that have asked for nothing in a second, and all that are not busy. */
    REPLACES,
    /** Only those of occupants that have asked for nothing in a second. */
    KEEPS
  }

  /** Somebody in a slot. */
  public interface Occupant {

    /** Asked from any thread, when all slots are taken. */
    Stage stage();

    /** Its slot is given to another one; it must leave soon. Called from any thread, once. */
    void evict();
  }

  /** So long whoever has asked for nothing yet makes no room for another of the same holder. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Slots whose occupants were evicted and have not left. */
  private static final int MOST_LEAVING = 64;

  /** Occupants that are asked what they do, before a newcomer is refused. */
  private static final int MOST_ASKED = 256;

  private static final class Slot {
    private final Occupant occupant;
    private final @Nullable Holder holder;
    private final long since;
    private boolean isEvicted;

    Slot(Occupant occupant, @Nullable Holder holder, long since) {
      this.occupant = occupant;
      this.holder = holder;
      this.since = since;
    }
  }

  /** Whose slots they are, oldest first. */
  private static final class Holder {
    private final String name;
    private final LinkedHashSet<Slot> silent = new LinkedHashSet<>();
    private final LinkedHashSet<Slot> known = new LinkedHashSet<>();

    Holder(String name) {
      this.name = name;
    }

    int size() {
      return silent.size() + known.size();
    }
  }

  private final int most;
  private final Own own;
  private final LongSupplier nanos;
  private final Map<Occupant, Slot> slots = new IdentityHashMap<>();
  private final Map<String, Holder> holders = new HashMap<>();
  private final TreeMap<Integer, LinkedHashSet<Holder>> bySize = new TreeMap<>();

  /** All that have asked for nothing yet, oldest first. */
  private final LinkedHashSet<Slot> silent = new LinkedHashSet<>();

  private int leaving;

  /**
   * @param nanos a monotonic clock
   */
  public FairSlots(int most, Own own, LongSupplier nanos) {
    this.most = most;
    this.own = own;
    this.nanos = nanos;
  }

  /** The slots that are taken, with those whose occupants are leaving. */
  public synchronized int taken() {
    return slots.size();
  }

  /**
   * Takes a slot, if necessary that of another one.
   *
   * @param holder who shares one share; null for somebody who speaks for many, such as a proxy, who
   *     is never evicted
   * @return whether it has one. If so, call {@link #leave} when it needs it no more
   */
  public boolean enter(@Nullable String holder, Occupant occupant) {
    Slot victim = null;
    synchronized (this) {
      if (slots.size() - leaving >= most) {
        victim = leaving < MOST_LEAVING ? victim(holder) : null;
        if (victim == null) {
          return false;
        }
        remove(victim);
        victim.isEvicted = true;
        leaving++;
      }
      add(
          new Slot(
              occupant,
              holder == null ? null : holders.computeIfAbsent(holder, Holder::new),
              nanos.getAsLong()));
    }
    if (victim != null) {
      victim.occupant.evict();
    }
    return true;
  }

  /** It has asked for something, in whole, for the first time. */
  public synchronized void asked(Occupant occupant) {
    Slot slot = slots.get(occupant);
    if (slot != null && slot.holder != null && silent.remove(slot)) {
      slot.holder.silent.remove(slot);
      slot.holder.known.add(slot);
    }
  }

  public synchronized void leave(Occupant occupant) {
    Slot slot = slots.remove(occupant);
    if (slot == null) {
      return;
    }
    if (slot.isEvicted) {
      leaving--;
    } else {
      remove(slot);
    }
  }

  private void add(Slot slot) {
    slots.put(slot.occupant, slot);
    Holder holder = slot.holder;
    if (holder != null) {
      int before = holder.size();
      silent.add(slot);
      holder.silent.add(slot);
      moved(holder, before);
    }
  }

  /** Takes it from its holder, but not from its occupant. */
  private void remove(Slot slot) {
    Holder holder = slot.holder;
    if (holder != null) {
      int before = holder.size();
      silent.remove(slot);
      holder.silent.remove(slot);
      holder.known.remove(slot);
      moved(holder, before);
    }
  }

  private void moved(Holder holder, int before) {
    LinkedHashSet<Holder> former = bySize.get(before);
    if (former != null && former.remove(holder) && former.isEmpty()) {
      bySize.remove(before);
    }
    if (holder.size() == 0) {
      holders.remove(holder.name);
    } else {
      bySize.computeIfAbsent(holder.size(), size -> new LinkedHashSet<>()).add(holder);
    }
  }

  private @Nullable Slot victim(@Nullable String newcomer) {
    if (bySize.isEmpty()) {
      return null;
    }
    Holder asking = newcomer == null ? null : holders.get(newcomer);
    int held = asking == null ? 0 : asking.size();
    Holder largest = Objects.requireNonNull(bySize.lastEntry()).getValue().getFirst();
    if (asking != null && held >= largest.size()) {
      return ofNewcomer(asking);
    }
    Slot slot = null;
    if (largest.size() > held + 1) {
      slot = largest.silent.isEmpty() ? ofKnown(largest) : largest.silent.getFirst();
    }
    if (slot == null) {
      slot = silent.isEmpty() ? resting(held) : silent.getFirst();
    }
    int sharers = holders.size() + (asking == null ? 1 : 0);
    if (slot == null && largest.size() > Math.max(held + 1, most / sharers)) {
      slot = largest.known.getFirst();
    }
    return slot;
  }

  /** One of the newcomer's own holder. */
  private @Nullable Slot ofNewcomer(Holder holder) {
    if (!holder.silent.isEmpty()) {
      Slot oldest = holder.silent.getFirst();
      if (nanos.getAsLong() - oldest.since >= GRACE_NANOS) {
        return oldest;
      }
    }
    return own == Own.REPLACES ? ofKnown(holder) : null;
  }

  private static @Nullable Slot ofKnown(Holder holder) {
    Slot asking = null;
    Iterator<Slot> known = holder.known.iterator();
    for (int i = 0; i < MOST_ASKED && known.hasNext(); i++) {
      Slot slot = known.next();
      switch (slot.occupant.stage()) {
        case RESTING -> {
          return slot;
        }
        case ASKING -> asking = asking == null ? slot : asking;
        case BUSY -> {}
      }
    }
    return asking;
  }

  /** One that rests, of those who hold at least as many as the newcomer. */
  private @Nullable Slot resting(int held) {
    int asked = 0;
    for (Map.Entry<Integer, LinkedHashSet<Holder>> size : bySize.descendingMap().entrySet()) {
      for (Holder holder : size.getValue()) {
        for (Slot slot : holder.known) {
          if (size.getKey() < held || ++asked > MOST_ASKED) {
            return null;
          }
          if (slot.occupant.stage() == Stage.RESTING) {
            return slot;
          }
        }
      }
    }
    return null;
  }
}
