package io.atoll.chaos.watch;

import io.atoll.causal.Siblings;
import io.atoll.hints.HintSpace;
import io.atoll.ring.TokenRange;
import io.atoll.sim.DiskWitness;
import io.atoll.storage.StorageKey;
import io.atoll.storage.log.EntryCodec;
import io.atoll.storage.log.MalformedEntryException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What one node's disk is certain to hold, whatever the node says of it: the last entry of each key
 * in the frames of the commit log that were synced. What is flushed and compacted later stays in
 * the ledger, and so does what the node loses: that is what it is for.
 *
 * <p>What a power loss leaves of unsynced frames by luck counts once a start has synced it. A disk
 * that is emptied or put back takes the ledger with it. Ranges that come past the log ({@code
 * StorageShard.ingest}) are not seen; nothing in service takes any in.
 */
public final class DiskLedger implements DiskWitness {
  private static final int MOST_SHARDS = 1_000;

  private final LongSupplier nowNanos;
  private final EntryCodec.Visitor taking = new Taking();
  private Content content = new Content();
  private long harmedNanos = -1;
  private long largestEntryBytes;
  private final Map<Integer, Long> droppedNanos = new HashMap<>();

  /** A disk's lineage up to now. */
  private static final class Content {
    final TreeMap<StorageKey, Entry> entries = new TreeMap<>();
    final Map<Long, Integer> readTo = new HashMap<>();
    long directoryId;
    boolean damaged;

    Content copy() {
      Content copy = new Content();
      copy.entries.putAll(entries);
      copy.readTo.putAll(readTo);
      copy.directoryId = directoryId;
      copy.damaged = damaged;
      return copy;
    }
  }

  /** One key's state, decoded when somebody asks. */
  private static final class Entry {
    final int shard;
    final byte[] encoded;
    private Siblings state;

    Entry(int shard, byte[] encoded) {
      this.shard = shard;
      this.encoded = encoded;
    }

    Siblings state() {
      if (state == null) {
        state = Siblings.decode(encoded);
      }
      return state;
    }
  }

  /** Of an empty disk. */
  public DiskLedger(LongSupplier nowNanos) {
    this.nowNanos = nowNanos;
  }

  /** What the disk holds of a key; empty when nothing. */
  public Siblings state(StorageKey key) {
    Entry entry = content.entries.get(key);
    return entry == null ? Siblings.EMPTY : entry.state();
  }

  /** The state of every key, encoded, as of now. */
  public SortedMap<StorageKey, byte[]> states() {
    SortedMap<StorageKey, byte[]> states = new TreeMap<>();
    content.entries.forEach((key, entry) -> states.put(key, entry.encoded));
    return states;
  }

  /** Whether a bit of it was ever flipped, so that it may have lost what the ledger still has. */
  public boolean isDamaged() {
    return content.damaged;
  }

  /** The longest key and value together that was ever written to it. */
  long largestEntryBytes() {
    return largestEntryBytes;
  }

  /** When the disk last lost something that no node did to it, in virtual time; -1 for never. */
  public long harmedNanos() {
    return harmedNanos;
  }

  /** When data of a keyspace was last dropped from it, in virtual time; -1 for never. */
  public long droppedNanos(int keyspaceId) {
    return droppedNanos.getOrDefault(keyspaceId, -1L);
  }

  @Override
  public void synced(String name, ByteBuffer durable) {
    OptionalLong sequence = SegmentFrames.sequence(name);
    SegmentFrames frames =
        sequence.isEmpty() ? null : SegmentFrames.of(durable, sequence.getAsLong());
    if (frames != null) {
      read(sequence.getAsLong(), frames);
    }
  }

  private void read(long sequence, SegmentFrames frames) {
    if (frames.directoryId() != content.directoryId) {
      content = new Content();
      content.directoryId = frames.directoryId();
    }
    int offset = content.readTo.getOrDefault(sequence, SegmentFrames.first());
    for (ByteBuffer payload = frames.payload(offset);
        payload != null;
        payload = frames.payload(offset)) {
      offset = SegmentFrames.after(offset, payload);
      take(payload);
    }
    content.readTo.put(sequence, offset);
  }

  private void take(ByteBuffer payload) {
    try {
      EntryCodec.decode(payload, MOST_SHARDS, taking);
    } catch (MalformedEntryException malformed) {
      throw new IllegalStateException("a frame with a right checksum: " + malformed.getMessage());
    }
  }

  /** Takes what a frame has of keys into the content; hints are none. */
  private final class Taking implements EntryCodec.Visitor {
    @Override
    public void put(int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {
      largestEntryBytes = Math.max(largestEntryBytes, (long) key.length + value.length);
      if (HintSpace.isOne(keyspaceId)) {
        return;
      }
      content.entries.put(new StorageKey(keyspaceId, token, key), new Entry(shard, value));
    }

    @Override
    public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {
      content.entries.remove(new StorageKey(keyspaceId, token, key));
    }

    @Override
    public void dropRange(int shard, int keyspaceId, TokenRange tokens) {
      droppedNanos.put(keyspaceId, nowNanos.getAsLong());
      content
          .entries
          .entrySet()
          .removeIf(
              each ->
                  each.getKey().keyspaceId() == keyspaceId
                      && each.getValue().shard == shard
                      && tokens.contains(each.getKey().token()));
    }
  }

  @Override
  public Object imaged() {
    return content.copy();
  }

  @Override
  public void putBack(Object memento) {
    content = memento instanceof Content then ? then.copy() : new Content();
    harmedNanos = nowNanos.getAsLong();
  }

  @Override
  public void emptied() {
    putBack(null);
  }

  /**
   * Frames at the end of the log that are damaged look like torn ones: a start cuts them off and
   * goes on writing in their place, so that is where to read on.
   */
  @Override
  public void damaged(String name, ByteBuffer durable) {
    content.damaged = true;
    harmedNanos = nowNanos.getAsLong();
    SegmentFrames.sequence(name)
        .ifPresent(
            sequence ->
                content.readTo.computeIfPresent(
                    sequence, (same, readTo) -> intactTo(sequence, durable, readTo)));
  }

  private static int intactTo(long sequence, ByteBuffer durable, int readTo) {
    SegmentFrames frames = SegmentFrames.of(durable, sequence);
    int offset = SegmentFrames.first();
    while (frames != null && offset < readTo) {
      ByteBuffer payload = frames.payload(offset);
      if (payload == null) {
        break;
      }
      offset = SegmentFrames.after(offset, payload);
    }
    return offset;
  }
}
