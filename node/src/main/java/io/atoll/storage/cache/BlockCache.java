package io.atoll.storage.cache;

import io.atoll.env.Invariant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Payloads of blocks in native memory, bounded in bytes. Belongs to one thread; only the memory of
 * a reserved slot may be filled by another until it is published.
 *
 * <p>The policy is S3-FIFO (Yang et al., "FIFO Queues are All You Need for Cache Eviction", SOSP
 * 2023). A new block enters a small queue, a tenth of the cache. When it comes to the end of it, it
 * moves to the main queue if it was used again meanwhile, and otherwise goes; who comes back soon
 * after that enters the main queue at once. Whoever reaches the end of the main queue and was used
 * goes round again, at most three times without further use. So a scan, which uses each block once,
 * passes through the small queue and leaves the rest alone; and a hit only raises a counter,
 * instead of moving the block in a list as LRU does.
 *
 * <p>Where a block is, is known to the {@link Residence} of its table; that a block left recently
 * is a stamp there instead of a queue of ghosts.
 *
 * <p>Memory comes in slabs, of a sixteenth of the cache or 1 MiB, when it is first needed and is
 * reused from then on. A payload longer than a slot has memory of its own, which is counted; one
 * longer than a sixteenth of the cache is not kept.
 */
public final class BlockCache {
  private static final int MAX_SLAB_BYTES = 1 << 20;
  private static final int SLABS = 16;
  private static final int MAX_USES = 3;
  private static final int SMALL_SHARE = 10;
  private static final int LARGEST_SHARE = 16;

  private enum State {
    FREE,
    RESERVED,
    SMALL,
    MAIN
  }

  private final long capacityBytes;
  private final int slotBytes;
  private final int slotsPerSlab;
  private final MemorySegment[] slabs;

  // Per slot.
  private final MemorySegment[] segments;
  private final long[] offsets;
  private final int[] lengths;
  private final byte[] uses;
  private final State[] states;
  private final Residence[] residences;
  private final int[] blocks;
  private final int[] free;

  private final SlotQueue small;
  private final SlotQueue main;
  private int freeCount;
  private int freshSlot;
  private long usedBytes;
  private long reservedBytes;
  private long ghostStamp;
  private long hits;
  private long misses;
  private long evictions;

  /**
   * An empty cache.
   *
   * @param capacityBytes how much it may hold; the last incomplete slot is not used
   * @param slotBytes the usual length of a payload at most
   */
  public BlockCache(long capacityBytes, int slotBytes) {
    int slots = (int) Math.min(capacityBytes / slotBytes, Integer.MAX_VALUE / 2);
    this.capacityBytes = (long) slots * slotBytes;
    this.slotBytes = slotBytes;
    slotsPerSlab = (int) Math.max(1, Math.min(MAX_SLAB_BYTES, capacityBytes / SLABS) / slotBytes);
    slabs = new MemorySegment[slots / slotsPerSlab + 1];
    segments = new MemorySegment[slots];
    offsets = new long[slots];
    lengths = new int[slots];
    uses = new byte[slots];
    states = new State[slots];
    residences = new Residence[slots];
    blocks = new int[slots];
    free = new int[slots];
    int[] previous = new int[slots];
    int[] next = new int[slots];
    small = new SlotQueue(previous, next);
    main = new SlotQueue(previous, next);
  }

  /**
   * The slot of a block that is here, or -1. What is in the slot holds until the next {@link
   * #reserve} or {@link #drop}. Counts a hit or a miss.
   */
  public int find(Residence residence, int block) {
    int slot = residence.slot(block);
    if (slot < 0) {
      misses++;
      return -1;
    }
    hits++;
    byte used = uses[slot];
    if (used < MAX_USES) {
      uses[slot] = (byte) (used + 1);
    }
    return slot;
  }

  /** Whether a block is here; counts nothing. */
  public boolean contains(Residence residence, int block) {
    return residence.slot(block) >= 0;
  }

  /** The memory that a slot lies in. */
  public MemorySegment segment(int slot) {
    return segments[slot];
  }

  /** Where a slot begins in its memory. */
  public long offset(int slot) {
    return offsets[slot];
  }

  /** Bytes of the payload in a slot. */
  public int payloadBytes(int slot) {
    return lengths[slot];
  }

  /**
   * Makes room for a block that is not here, evicting others. The slot is to be filled and then
   * {@link #publish published} or {@link #abandon abandoned}; until then it is not evicted.
   *
   * @return the slot, or -1 when the block is too long to be kept or all slots are reserved
   */
  public int reserve(Residence residence, int block, int payloadBytes) {
    long bytes = bytes(payloadBytes);
    if ((payloadBytes > slotBytes && bytes > capacityBytes / LARGEST_SHARE)
        || reservedBytes + bytes > capacityBytes
        || residence.isDropped()) {
      return -1;
    }
    while (usedBytes + bytes > capacityBytes) {
      evict();
    }
    int slot = freeCount > 0 ? free[--freeCount] : freshSlot++;
    place(slot, payloadBytes);
    lengths[slot] = payloadBytes;
    uses[slot] = 0;
    states[slot] = State.RESERVED;
    residences[slot] = residence;
    blocks[slot] = block;
    usedBytes += bytes;
    reservedBytes += bytes;
    return slot;
  }

  /**
   * Lets a reserved slot be found. When its table was dropped meanwhile, or another slot holds the
   * block already, it is freed instead; what is in it can still be read until the next {@link
   * #reserve} by whoever took {@link #segment} and {@link #offset} before.
   */
  public void publish(int slot) {
    Residence residence = residences[slot];
    int block = blocks[slot];
    if (residence.isDropped() || residence.slot(block) >= 0) {
      abandon(slot);
      return;
    }
    release(slot);
    long bytes = bytes(lengths[slot]);
    // As many ghosts as the main queue has slots.
    boolean known = residence.evictionsSince(block, ghostStamp) < segments.length;
    states[slot] = known ? State.MAIN : State.SMALL;
    (known ? main : small).add(slot, bytes);
    residence.put(block, slot);
  }

  /** Frees a reserved slot. */
  public void abandon(int slot) {
    release(slot);
    free(slot);
  }

  private void release(int slot) {
    Invariant.check(states[slot] == State.RESERVED, "a slot is reserved before it is filled");
    reservedBytes -= bytes(lengths[slot]);
  }

  /** Forgets all blocks of a table, for good. */
  public void drop(Residence residence) {
    residence.drop();
    for (int block = 0; block < residence.blocks(); block++) {
      int slot = residence.slot(block);
      if (slot >= 0) {
        queue(slot).remove(slot, bytes(lengths[slot]));
        residence.forget(block);
        free(slot);
      }
    }
  }

  private void evict() {
    if (main.isEmpty() || (!small.isEmpty() && small.bytes() * SMALL_SHARE > capacityBytes)) {
      evictFromSmall();
    } else {
      evictFromMain();
    }
  }

  private void evictFromSmall() {
    int slot = small.first();
    long bytes = bytes(lengths[slot]);
    small.remove(slot, bytes);
    if (uses[slot] > 1) {
      uses[slot] = 0;
      states[slot] = State.MAIN;
      main.add(slot, bytes);
      return;
    }
    residences[slot].remember(blocks[slot], ghostStamp++);
    evictions++;
    free(slot);
  }

  private void evictFromMain() {
    int slot = main.first();
    long bytes = bytes(lengths[slot]);
    main.remove(slot, bytes);
    if (uses[slot] > 0) {
      uses[slot]--;
      main.add(slot, bytes);
      return;
    }
    residences[slot].forget(blocks[slot]);
    evictions++;
    free(slot);
  }

  private SlotQueue queue(int slot) {
    return states[slot] == State.MAIN ? main : small;
  }

  private void free(int slot) {
    usedBytes -= bytes(lengths[slot]);
    states[slot] = State.FREE;
    residences[slot] = null;
    if (lengths[slot] > slotBytes) {
      segments[slot] = null;
    }
    free[freeCount++] = slot;
  }

  /** What a payload counts for: at least the slot whose number it has. */
  private long bytes(int payloadBytes) {
    return payloadBytes > slotBytes ? (long) payloadBytes + slotBytes : slotBytes;
  }

  private void place(int slot, int payloadBytes) {
    if (payloadBytes > slotBytes) {
      segments[slot] = Arena.ofAuto().allocate(payloadBytes);
      offsets[slot] = 0;
      return;
    }
    int slab = slot / slotsPerSlab;
    if (slabs[slab] == null) {
      int slots = Math.min(slotsPerSlab, segments.length - slab * slotsPerSlab);
      slabs[slab] = Arena.ofAuto().allocate((long) slots * slotBytes, 64);
    }
    segments[slot] = slabs[slab];
    offsets[slot] = (long) (slot % slotsPerSlab) * slotBytes;
  }

  /** How many look-ups found their block. */
  public long hits() {
    return hits;
  }

  /** How many did not. */
  public long misses() {
    return misses;
  }

  /** How many blocks had to go for others. */
  long evictions() {
    return evictions;
  }

  /** Bytes in use, reserved ones included. */
  public long usedBytes() {
    return usedBytes;
  }

  /** The bound of {@link #usedBytes}. */
  long capacityBytes() {
    return capacityBytes;
  }
}
