package io.atoll.cli.load;

import java.util.Arrays;

/**
 * Counts keys that occur again, by their 64-bit hashes in an open-addressed table: 16 bytes a key
 * at most, up to a bound, beyond which new keys are no longer remembered. Two different keys of one
 * hash count as one; among ten million keys that happens once in a hundred thousand loads.
 */
final class SeenKeys {
  private static final int MAX_SLOTS = 1 << 26;

  private long[] slots = new long[1 << 12];
  private int used;
  private long again;

  /** Takes a key note of, and answers whether it had been seen. */
  boolean add(byte[] key) {
    long hash = hash(key);
    boolean seen = !insert(hash);
    if (seen) {
      again++;
    }
    return seen;
  }

  long again() {
    return again;
  }

  private boolean insert(long hash) {
    int slot = slot(hash);
    if (slots[slot] == hash) {
      return false;
    }
    if (2 * (used + 1) > slots.length) {
      if (slots.length == MAX_SLOTS) {
        return true;
      }
      grow();
      slot = slot(hash);
    }
    slots[slot] = hash;
    used++;
    return true;
  }

  /** Where a hash is or would be; 0 marks a free slot. */
  private int slot(long hash) {
    int slot = (int) hash & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    Arrays.stream(old).filter(hash -> hash != 0).forEach(hash -> slots[slot(hash)] = hash);
  }

  /** FNV-1a, finished by the mixing steps of splitmix64; never 0. */
  private static long hash(byte[] key) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : key) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    hash ^= hash >>> 31;
    return hash == 0 ? 1 : hash;
  }
}
