package io.atoll.storage.memtable;

import io.atoll.ring.TokenRange;
import java.util.Arrays;

/**
 * Where the keys of one keyspace stand in a memtable's {@link EntryHeap}, ordered by (token
 * unsigned, key bytes unsigned). Single-threaded while it is written.
 *
 * <p>A B-tree of two levels: leaves of at most {@value #LEAF_ENTRIES} entries in parallel arrays,
 * and one directory of the lowest position of each leaf. A search is one over the directory's
 * {@code long}s and one over a leaf's, which touches few cache lines and follows one pointer, where
 * a red-black tree follows about twenty; an entry costs about 23 bytes beside its bytes, and no
 * object. Tokens are hashes, so the directory is searched by guessing where a token must be
 * (interpolation search: Perl, Itai, Avni, 1978), which for uniform tokens ends after one or two
 * guesses; a plain binary search takes over when the guesses do not close in. Splitting a leaf
 * shifts the directory, which is linear in the number of leaves but happens once in dozens of
 * insertions of a new key. A leaf that runs empty is taken out.
 */
final class TokenTable {
  static final int LEAF_ENTRIES = 64;
  private static final int GUESSES = 3;
  private static final int NEAR = 16;

  /**
   * Entries of a leaf; tokens have their top bit flipped, so that signed comparison orders them.
   */
  private static final class Leaf {
    final long[] tokens = new long[LEAF_ENTRIES];
    final long[] addresses = new long[LEAF_ENTRIES];
    int count;

    void insert(int index, long flipped, long address) {
      int moved = count - index;
      System.arraycopy(tokens, index, tokens, index + 1, moved);
      System.arraycopy(addresses, index, addresses, index + 1, moved);
      tokens[index] = flipped;
      addresses[index] = address;
      count++;
    }

    void remove(int from, int to) {
      int moved = count - to;
      System.arraycopy(tokens, to, tokens, from, moved);
      System.arraycopy(addresses, to, addresses, from, moved);
      count -= to - from;
    }

    Leaf splitOffUpperHalf() {
      Leaf upper = new Leaf();
      int kept = count / 2;
      upper.count = count - kept;
      System.arraycopy(tokens, kept, upper.tokens, 0, upper.count);
      System.arraycopy(addresses, kept, upper.addresses, 0, upper.count);
      count = kept;
      return upper;
    }
  }

  /** What a leaf takes: its two arrays, their headers, its own, and its place in the directory. */
  private static final int LEAF_BYTES = 2 * (Long.BYTES * LEAF_ENTRIES + 16) + 24 + 3 * Long.BYTES;

  private final EntryHeap heap;
  private Leaf[] leaves = {new Leaf()};

  /** No entry of a leaf is below its floor, none of the leaf before is at or above it. */
  private long[] floorTokens = {Long.MIN_VALUE};

  /** An entry whose key, with the token, makes the floor; the first leaf's is below everything. */
  private long[] floorAddresses = {EntryHeap.NONE};

  private int leafCount = 1;
  private int entries;
  private int changes;

  TokenTable(EntryHeap heap) {
    this.heap = heap;
  }

  /** How many keys there are, removed ones included. */
  int entries() {
    return entries;
  }

  /** Bytes of memory that it takes, without the entries themselves. */
  long memoryBytes() {
    return (long) LEAF_BYTES * leafCount;
  }

  /** Changes whenever a {@link Position} that was found before may be wrong. */
  int changes() {
    return changes;
  }

  /** The entry of a key, or {@link EntryHeap#NONE}. */
  long find(long token, byte[] key) {
    long flipped = token ^ Long.MIN_VALUE;
    Leaf leaf = leaves[leafOf(flipped, key)];
    int index = lowerBound(leaf, flipped, key);
    return holds(leaf, index, flipped, key) ? leaf.addresses[index] : EntryHeap.NONE;
  }

  /**
   * Sets a key's value, or, with null, that it was removed.
   *
   * @return the entry that was replaced, or {@link EntryHeap#NONE}
   */
  long put(long token, byte[] key, byte[] value) {
    long flipped = token ^ Long.MIN_VALUE;
    int number = leafOf(flipped, key);
    Leaf leaf = leaves[number];
    int index = lowerBound(leaf, flipped, key);
    if (holds(leaf, index, flipped, key)) {
      long replaced = leaf.addresses[index];
      leaf.addresses[index] = heap.append(key, value, replaced);
      return replaced;
    }
    entries++;
    changes++;
    if (leaf.count == LEAF_ENTRIES) {
      Leaf upper = leaf.splitOffUpperHalf();
      insertLeaf(number + 1, upper);
      if (index > leaf.count) {
        index -= leaf.count;
        leaf = upper;
      }
    }
    leaf.insert(index, flipped, heap.append(key, value, EntryHeap.NONE));
    return EntryHeap.NONE;
  }

  /** Forgets all keys of a range. */
  void clear(TokenRange tokens) {
    changes++;
    long from = tokens.from() ^ Long.MIN_VALUE;
    for (int number = leafCount - 1; number >= 0; number--) {
      Leaf leaf = leaves[number];
      int first = firstAtOrAbove(leaf, from);
      int end = end(leaf, tokens);
      if (first < end) {
        entries -= end - first;
        leaf.remove(first, end);
      }
      if (leaf.count == 0 && number > 0) {
        removeLeaf(number);
      }
    }
  }

  /** How many keys of a range there are. */
  int entries(TokenRange tokens) {
    if (tokens.equals(TokenRange.RING)) {
      return entries;
    }
    long from = tokens.from() ^ Long.MIN_VALUE;
    int count = 0;
    for (int number = leafOf(from, new byte[0]); number < leafCount; number++) {
      Leaf leaf = leaves[number];
      int end = end(leaf, tokens);
      count += Math.max(0, end - firstAtOrAbove(leaf, from));
      if (end < leaf.count) {
        break;
      }
    }
    return count;
  }

  /** A place between entries, from where it can be walked on. */
  static final class Position {
    private int leaf;
    private int index;
  }

  /**
   * Goes to the first entry that is not below a place.
   *
   * @param key empty for the first of the token
   */
  void seek(Position position, long token, byte[] key) {
    long flipped = token ^ Long.MIN_VALUE;
    position.leaf = leafOf(flipped, key);
    position.index = lowerBound(leaves[position.leaf], flipped, key);
  }

  /** The entry at a position, or {@link EntryHeap#NONE} at the end. */
  long address(Position position) {
    while (position.leaf < leafCount && position.index >= leaves[position.leaf].count) {
      position.leaf++;
      position.index = 0;
    }
    return position.leaf < leafCount
        ? leaves[position.leaf].addresses[position.index]
        : EntryHeap.NONE;
  }

  /** The token of the entry at a position that has one. */
  long token(Position position) {
    return leaves[position.leaf].tokens[position.index] ^ Long.MIN_VALUE;
  }

  /** Goes to the next entry. */
  void advance(Position position) {
    position.index++;
  }

  private boolean holds(Leaf leaf, int index, long flipped, byte[] key) {
    return index < leaf.count
        && leaf.tokens[index] == flipped
        && heap.compareKey(leaf.addresses[index], key) == 0;
  }

  private int lowerBound(Leaf leaf, long flipped, byte[] key) {
    int index = firstAtOrAbove(leaf, flipped);
    while (index < leaf.count
        && leaf.tokens[index] == flipped
        && heap.compareKey(leaf.addresses[index], key) < 0) {
      index++;
    }
    return index;
  }

  /** The index behind the last entry of a range in a leaf. */
  private static int end(Leaf leaf, TokenRange tokens) {
    return tokens.endsRing()
        ? leaf.count
        : firstAtOrAbove(leaf, tokens.toExclusive() ^ Long.MIN_VALUE);
  }

  private static int firstAtOrAbove(Leaf leaf, long flipped) {
    int low = 0;
    int high = leaf.count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (leaf.tokens[middle] < flipped) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The last leaf whose floor is not above a position. */
  private int leafOf(long flipped, byte[] key) {
    int low = 0;
    int high = leafCount - 1;
    for (int guesses = 0; guesses < GUESSES && high - low > NEAR; guesses++) {
      long floor = floorTokens[low];
      if (flipped <= floor) {
        break;
      }
      double share =
          unsignedToDouble(flipped - floor) / unsignedToDouble(floorTokens[high] - floor);
      int guess = low + (int) Math.min(high - low - 1, share * (high - low));
      // A step beyond the guess on either side: the next guess begins close by.
      int below = Math.max(low, guess - NEAR / 2);
      int above = Math.min(high, guess + NEAR / 2);
      if (floorTokens[below] < flipped) {
        low = below;
      } else {
        high = below;
      }
      if (above > low && floorTokens[above] < flipped) {
        low = above;
      } else if (above > low) {
        high = above;
      }
    }
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (floorIsAtOrBelow(middle, flipped, key)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static double unsignedToDouble(long bits) {
    return (bits >>> 1) * 2.0;
  }

  private boolean floorIsAtOrBelow(int number, long flipped, byte[] key) {
    long floor = floorTokens[number];
    if (floor != flipped) {
      return floor < flipped;
    }
    long address = floorAddresses[number];
    return address == EntryHeap.NONE || heap.compareKey(address, key) <= 0;
  }

  private void insertLeaf(int number, Leaf leaf) {
    if (leafCount == leaves.length) {
      leaves = Arrays.copyOf(leaves, leafCount * 2);
      floorTokens = Arrays.copyOf(floorTokens, leafCount * 2);
      floorAddresses = Arrays.copyOf(floorAddresses, leafCount * 2);
    }
    int moved = leafCount++ - number;
    System.arraycopy(leaves, number, leaves, number + 1, moved);
    System.arraycopy(floorTokens, number, floorTokens, number + 1, moved);
    System.arraycopy(floorAddresses, number, floorAddresses, number + 1, moved);
    leaves[number] = leaf;
    floorTokens[number] = leaf.tokens[0];
    floorAddresses[number] = leaf.addresses[0];
  }

  private void removeLeaf(int number) {
    int moved = --leafCount - number;
    System.arraycopy(leaves, number + 1, leaves, number, moved);
    System.arraycopy(floorTokens, number + 1, floorTokens, number, moved);
    System.arraycopy(floorAddresses, number + 1, floorAddresses, number, moved);
    leaves[leafCount] = null;
  }
}
