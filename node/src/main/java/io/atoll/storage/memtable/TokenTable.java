package io.atoll.storage.memtable;

import java.util.Arrays;

/**
 * The keys of one keyspace in one shard, in memory, ordered by (token unsigned, key bytes
 * unsigned). Single-threaded.
 *
 * <p>A B-tree of two levels: leaves of at most {@value #LEAF_ENTRIES} entries in parallel arrays,
 * and one directory of the lowest position of each leaf. A search is a binary search over the
 * directory's {@code long}s and one over a leaf's, which touches few cache lines and follows two
 * pointers, where a red-black tree follows about twenty; an entry costs about 22 bytes beside its
 * two arrays, where a {@code TreeMap} costs 64. Splitting a leaf shifts the directory, which is
 * linear in the number of leaves but happens once in dozens of insertions of a new key: with ten
 * million keys that is about a microsecond for each. Tokens are uniform, so leaves fill evenly and
 * nothing needs rebalancing; a leaf that runs empty is taken out.
 */
final class TokenTable {
  static final int LEAF_ENTRIES = 64;

  /**
   * Entries of a leaf; tokens have their top bit flipped, so that signed comparison orders them.
   */
  private static final class Leaf {
    final long[] tokens = new long[LEAF_ENTRIES];
    final byte[][] keys = new byte[LEAF_ENTRIES][];
    final byte[][] values = new byte[LEAF_ENTRIES][];
    int count;

    /** The first entry that is not below a position. */
    int lowerBound(long flipped, byte[] key) {
      int low = 0;
      int high = count;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (compare(tokens[middle], keys[middle], flipped, key) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    boolean holds(int index, long flipped, byte[] key) {
      return index < count && tokens[index] == flipped && Arrays.equals(keys[index], key);
    }

    void insert(int index, long flipped, byte[] key, byte[] value) {
      int moved = count - index;
      System.arraycopy(tokens, index, tokens, index + 1, moved);
      System.arraycopy(keys, index, keys, index + 1, moved);
      System.arraycopy(values, index, values, index + 1, moved);
      tokens[index] = flipped;
      keys[index] = key;
      values[index] = value;
      count++;
    }

    void remove(int index) {
      int moved = --count - index;
      System.arraycopy(tokens, index + 1, tokens, index, moved);
      System.arraycopy(keys, index + 1, keys, index, moved);
      System.arraycopy(values, index + 1, values, index, moved);
      keys[count] = null;
      values[count] = null;
    }

    Leaf splitOffUpperHalf() {
      Leaf upper = new Leaf();
      int kept = count / 2;
      upper.count = count - kept;
      System.arraycopy(tokens, kept, upper.tokens, 0, upper.count);
      System.arraycopy(keys, kept, upper.keys, 0, upper.count);
      System.arraycopy(values, kept, upper.values, 0, upper.count);
      Arrays.fill(keys, kept, count, null);
      Arrays.fill(values, kept, count, null);
      count = kept;
      return upper;
    }
  }

  private Leaf[] leaves = {new Leaf()};

  /** No entry of a leaf is below its floor, none of the leaf before is at or above it. */
  private long[] floorTokens = {Long.MIN_VALUE};

  private byte[][] floorKeys = {new byte[0]};
  private int leafCount = 1;
  private long keys;
  private long bytes;

  long keys() {
    return keys;
  }

  /** Bytes of the keys and values. */
  long bytes() {
    return bytes;
  }

  byte[] get(long token, byte[] key) {
    long flipped = token ^ Long.MIN_VALUE;
    Leaf leaf = leaves[leafOf(flipped, key)];
    int index = leaf.lowerBound(flipped, key);
    return leaf.holds(index, flipped, key) ? leaf.values[index] : null;
  }

  void put(long token, byte[] key, byte[] value) {
    long flipped = token ^ Long.MIN_VALUE;
    int number = leafOf(flipped, key);
    Leaf leaf = leaves[number];
    int index = leaf.lowerBound(flipped, key);
    if (leaf.holds(index, flipped, key)) {
      bytes += value.length - leaf.values[index].length;
      leaf.values[index] = value;
      return;
    }
    keys++;
    bytes += key.length + value.length;
    if (leaf.count == LEAF_ENTRIES) {
      Leaf upper = leaf.splitOffUpperHalf();
      insertLeaf(number + 1, upper);
      if (index > leaf.count) {
        index -= leaf.count;
        leaf = upper;
      }
    }
    leaf.insert(index, flipped, key, value);
  }

  void remove(long token, byte[] key) {
    long flipped = token ^ Long.MIN_VALUE;
    int number = leafOf(flipped, key);
    Leaf leaf = leaves[number];
    int index = leaf.lowerBound(flipped, key);
    if (!leaf.holds(index, flipped, key)) {
      return;
    }
    keys--;
    bytes -= key.length + leaf.values[index].length;
    leaf.remove(index);
    if (leaf.count == 0 && number > 0) {
      removeLeaf(number);
    }
  }

  /**
   * Shows the entries from a position on, ascending.
   *
   * @param key with the token, where to begin; empty for the token's first
   * @param skipEqual leave out the entry at the position itself
   * @param toTokenExclusive 0 means 2^64
   * @return whether the visitor saw all of them; false when it stopped
   */
  boolean scan(
      long token, byte[] key, boolean skipEqual, long toTokenExclusive, Memtable.Visitor visitor) {
    long flipped = token ^ Long.MIN_VALUE;
    long end = toTokenExclusive ^ Long.MIN_VALUE;
    int number = leafOf(flipped, key);
    int index = leaves[number].lowerBound(flipped, key);
    if (skipEqual && leaves[number].holds(index, flipped, key)) {
      index++;
    }
    for (; number < leafCount; number++, index = 0) {
      Leaf leaf = leaves[number];
      for (; index < leaf.count; index++) {
        if (toTokenExclusive != 0 && leaf.tokens[index] >= end) {
          return true;
        }
        long found = leaf.tokens[index] ^ Long.MIN_VALUE;
        if (!visitor.visit(found, leaf.keys[index], leaf.values[index])) {
          return false;
        }
      }
    }
    return true;
  }

  /** The last leaf whose floor is not above a position. */
  private int leafOf(long flipped, byte[] key) {
    int low = 0;
    int high = leafCount - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (compare(floorTokens[middle], floorKeys[middle], flipped, key) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void insertLeaf(int number, Leaf leaf) {
    if (leafCount == leaves.length) {
      leaves = Arrays.copyOf(leaves, leafCount * 2);
      floorTokens = Arrays.copyOf(floorTokens, leafCount * 2);
      floorKeys = Arrays.copyOf(floorKeys, leafCount * 2);
    }
    int moved = leafCount++ - number;
    System.arraycopy(leaves, number, leaves, number + 1, moved);
    System.arraycopy(floorTokens, number, floorTokens, number + 1, moved);
    System.arraycopy(floorKeys, number, floorKeys, number + 1, moved);
    leaves[number] = leaf;
    floorTokens[number] = leaf.tokens[0];
    floorKeys[number] = leaf.keys[0];
  }

  private void removeLeaf(int number) {
    int moved = --leafCount - number;
    System.arraycopy(leaves, number + 1, leaves, number, moved);
    System.arraycopy(floorTokens, number + 1, floorTokens, number, moved);
    System.arraycopy(floorKeys, number + 1, floorKeys, number, moved);
    leaves[leafCount] = null;
    floorKeys[leafCount] = null;
  }

  private static int compare(long flippedA, byte[] keyA, long flippedB, byte[] keyB) {
    int byToken = Long.compare(flippedA, flippedB);
    return byToken != 0 ? byToken : Arrays.compareUnsigned(keyA, keyB);
  }
}
