package io.atoll.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The content of one simulated file: as programs see it, as the disk is certain to hold it, and the
 * writes in between, any part of which a power loss may keep.
 */
final class SimInode {
  private static final int[] CHUNK_BYTES = {1, 16, 512, 4_096};

  private byte[] cached = new byte[64];
  private int cachedSize;
  private byte[] durable = new byte[64];
  private int durableSize;
  private final List<Change> unsynced = new ArrayList<>();
  private final long number;

  /**
   * @param number what it is known by on its disk
   */
  SimInode(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  /**
   * A write, or, without bytes, a truncation to {@code position}.
   *
   * @param doomed a sync failed behind it: no later sync makes it durable
   */
  private record Change(int position, byte[] bytes, boolean doomed) {}

  int size() {
    return cachedSize;
  }

  byte[] contents() {
    return Arrays.copyOf(cached, cachedSize);
  }

  /** What a power loss leaves for certain, read-only. */
  ByteBuffer durable() {
    return ByteBuffer.wrap(durable, 0, durableSize).asReadOnlyBuffer();
  }

  int read(byte[] target, int offset, int length, long position) {
    int count = (int) Math.max(0, Math.min(length, cachedSize - position));
    if (count > 0) {
      System.arraycopy(cached, (int) position, target, offset, count);
    }
    return count;
  }

  void write(int position, byte[] bytes) {
    writeCached(position, bytes);
    unsynced.add(new Change(position, bytes, false));
  }

  void truncate(int size) {
    truncateCached(size);
    unsynced.add(new Change(size, null, false));
  }

  void sync() {
    List<Change> doomed = new ArrayList<>();
    for (Change change : unsynced) {
      if (change.doomed) {
        doomed.add(change);
      } else {
        applyDurably(change);
        doomed.replaceAll(earlier -> supersede(earlier, change));
        doomed.removeIf(Objects::isNull);
      }
    }
    unsynced.clear();
    unsynced.addAll(doomed);
  }

  /**
   * What is left of a doomed change when a later one is durable: it may still turn out to have
   * reached the disk, but not over what was written there since, and no length after a later one.
   */
  private static Change supersede(Change doomed, Change later) {
    if (doomed.bytes == null) {
      return null;
    }
    if (later.bytes == null) {
      return doomed;
    }
    int from = Math.max(doomed.position, later.position);
    int to = Math.min(doomed.position + doomed.bytes.length, later.position + later.bytes.length);
    if (from >= to) {
      return doomed;
    }
    byte[] bytes = doomed.bytes.clone();
    System.arraycopy(later.bytes, from - later.position, bytes, from - doomed.position, to - from);
    return new Change(doomed.position, bytes, true);
  }

  /**
   * A sync failed: as on Linux, the cache still shows what was written, later syncs succeed, and
   * the disk never gets it (or got it already).
   */
  void failSync() {
    unsynced.replaceAll(change -> new Change(change.position, change.bytes, true));
  }

  void flipBit(long bit) {
    int index = Math.toIntExact(bit / 8);
    cached[index] ^= (byte) (1 << (bit % 8));
    if (index < durableSize) {
      durable[index] ^= (byte) (1 << (bit % 8));
    }
  }

  /** Power loss: keeps what was synced and, as chance has it, some of the rest. */
  void crash(RandomGenerator random) {
    switch (random.nextInt(5)) {
      case 0 -> {} // nothing of it
      case 1 -> unsynced.forEach(this::applyDurably);
      case 2 -> keepPrefix(random);
      default -> keepChunks(random);
    }
    unsynced.clear();
    cached = Arrays.copyOf(durable, durable.length);
    cachedSize = durableSize;
  }

  private void keepPrefix(RandomGenerator random) {
    int whole = random.nextInt(unsynced.size() + 1);
    unsynced.subList(0, whole).forEach(this::applyDurably);
    if (whole < unsynced.size() && unsynced.get(whole).bytes != null) {
      Change torn = unsynced.get(whole);
      int kept = random.nextInt(torn.bytes.length + 1);
      applyDurably(new Change(torn.position, Arrays.copyOf(torn.bytes, kept), false));
    }
  }

  private void keepChunks(RandomGenerator random) {
    int chunkBytes = CHUNK_BYTES[random.nextInt(CHUNK_BYTES.length)];
    double keep = random.nextDouble();
    for (Change change : unsynced) {
      if (change.bytes == null) {
        if (random.nextBoolean()) {
          applyDurably(change);
        }
        continue;
      }
      for (int start = 0; start < change.bytes.length; start += chunkBytes) {
        int end = Math.min(change.bytes.length, start + chunkBytes);
        if (random.nextDouble() < keep) {
          byte[] chunk = Arrays.copyOfRange(change.bytes, start, end);
          applyDurably(new Change(change.position + start, chunk, false));
        } else if (random.nextInt(8) == 0 && change.position + start >= durableSize) {
          byte[] garbage = new byte[end - start];
          random.nextBytes(garbage);
          applyDurably(new Change(change.position + start, garbage, false));
        }
      }
    }
  }

  private void applyDurably(Change change) {
    if (change.bytes == null) {
      durable = resized(durable, change.position);
      if (change.position < durableSize) {
        Arrays.fill(durable, change.position, durableSize, (byte) 0);
      }
      durableSize = change.position;
    } else if (change.bytes.length > 0) {
      int end = change.position + change.bytes.length;
      durable = resized(durable, end);
      System.arraycopy(change.bytes, 0, durable, change.position, change.bytes.length);
      durableSize = Math.max(durableSize, end);
    }
  }

  private void writeCached(int position, byte[] bytes) {
    int end = position + bytes.length;
    cached = resized(cached, end);
    System.arraycopy(bytes, 0, cached, position, bytes.length);
    cachedSize = Math.max(cachedSize, end);
  }

  private void truncateCached(int size) {
    cached = resized(cached, size);
    if (size < cachedSize) {
      Arrays.fill(cached, size, cachedSize, (byte) 0);
    }
    cachedSize = size;
  }

  private static byte[] resized(byte[] bytes, int needed) {
    return needed <= bytes.length
        ? bytes
        : Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
  }
}
