package io.atoll.storage.table;

import io.atoll.env.Invariant;
import java.util.Arrays;

/**
 * Builds a {@link Filter}: the same one for the same tokens. Collects tokens in ascending order; a
 * repeated one counts once.
 *
 * <p>Each token hashes to three places, one in each of three neighbouring segments. A place that
 * only one token uses decides that token: it is taken away and put on a stack, which may free other
 * places, until none is left (peeling). Then, in the reverse order, each token's place gets the
 * fingerprint that makes the three xor to the token's own. When peeling gets stuck, another seed is
 * tried. Tokens are first spread by segment, so that the peeling goes through memory in order. The
 * code follows the authors' {@code binaryfusefilter.h}.
 */
final class FilterBuilder {
  private static final int ARITY = 3;
  private static final int MAX_SEGMENT_LENGTH = 1 << 18;
  private static final int MAX_ATTEMPTS = 100;
  private static final long FIRST_SEED = 0x726b2b9d438b9d4dL;
  private static final long SEED_STEP = 0x9e3779b97f4a7c15L;

  private long[] tokens;
  private int size;

  FilterBuilder(int expectedTokens) {
    tokens = new long[Math.max(16, expectedTokens)];
  }

  void add(long token) {
    if (size > 0 && tokens[size - 1] == token) {
      return;
    }
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, size + (size >> 1));
    }
    tokens[size++] = token;
  }

  /** Bytes that the filter will take, about. */
  long estimateBytes() {
    return size + (size >> 3) + 64L;
  }

  Filter build() {
    if (size == 0) {
      return new Filter(0, 0, 0, new byte[0]);
    }
    int segmentLength = segmentLength(size);
    int segments = segments(size, segmentLength);
    Peeling peeling = new Peeling(tokens, size, segmentLength, segments);
    long seed = FIRST_SEED;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (peeling.peel(seed)) {
        return new Filter(seed, segmentLength, segments, peeling.fingerprints());
      }
      seed += SEED_STEP;
    }
    Invariant.check(false, "a filter can be built of any tokens");
    throw new AssertionError();
  }

  private static int segmentLength(int size) {
    // StrictMath: the same on every machine.
    int length = 1 << (int) (StrictMath.log(size) / StrictMath.log(3.33) + 2.25);
    return Math.min(length, MAX_SEGMENT_LENGTH);
  }

  /** Segments less two: the first place of a token lies in one of them. */
  private static int segments(int size, int segmentLength) {
    if (size == 1) {
      return 1;
    }
    double factor =
        Math.max(1.125, 0.875 + 0.25 * StrictMath.log(1_000_000) / StrictMath.log(size));
    long places = StrictMath.round(size * factor);
    long segments = (places + segmentLength - 1) / segmentLength;
    return (int) Math.max(1, segments - (ARITY - 1));
  }

  /** The memory of the construction. */
  private static final class Peeling {
    private final long[] tokens;
    private final int size;
    private final int segmentLength;
    private final int segments;
    private final int places;

    /** Hashes in order of their segment; then the stack, from its beginning. */
    private final long[] hashes;

    /** Which of its three places each token on the stack was taken by. */
    private final byte[] takenBy;

    /** Per place, how many tokens use it times four, xor which of their places it is. */
    private final byte[] uses;

    /** Per place, the xor of the hashes that use it. */
    private final long[] sums;

    private final int[] single;
    private final int[] place = new int[5];

    Peeling(long[] tokens, int size, int segmentLength, int segments) {
      this.tokens = tokens;
      this.size = size;
      this.segmentLength = segmentLength;
      this.segments = segments;
      places = (segments + ARITY - 1) * segmentLength;
      hashes = new long[size + 1];
      takenBy = new byte[size];
      uses = new byte[places];
      sums = new long[places];
      single = new int[places];
    }

    /** Orders the tokens for assignment; false when this seed does not allow it. */
    boolean peel(long seed) {
      Arrays.fill(hashes, 0);
      Arrays.fill(uses, (byte) 0);
      Arrays.fill(sums, 0);
      spread(seed);
      return count() && take();
    }

    private void spread(long seed) {
      int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, segments - 1));
      int groups = 1 << bits;
      int[] next = new int[groups];
      for (int i = 0; i < groups; i++) {
        next[i] = (int) (((long) i * size) >>> bits);
      }
      hashes[size] = 1; // a stop: never free
      for (int i = 0; i < size; i++) {
        long hash = Filter.mix(tokens[i] + seed);
        int group = (int) (hash >>> (64 - bits));
        while (hashes[next[group]] != 0) {
          group = (group + 1) & (groups - 1);
        }
        hashes[next[group]++] = hash;
      }
    }

    private boolean count() {
      int overflow = 0;
      for (int i = 0; i < size; i++) {
        long hash = hashes[i];
        locate(hash);
        for (int which = 0; which < ARITY; which++) {
          int at = place[which];
          uses[at] = (byte) ((uses[at] + 4) ^ which);
          sums[at] ^= hash;
          overflow |= (uses[at] & 0xff) < 4 ? 1 : 0;
        }
      }
      return overflow == 0;
    }

    private boolean take() {
      int waiting = 0;
      for (int at = 0; at < places; at++) {
        single[waiting] = at;
        waiting += isSingle(at) ? 1 : 0;
      }
      int taken = 0;
      while (waiting > 0) {
        int at = single[--waiting];
        if (!isSingle(at)) {
          continue;
        }
        long hash = sums[at];
        int which = uses[at] & 3;
        hashes[taken] = hash;
        takenBy[taken++] = (byte) which;
        locate(hash);
        for (int other = which + 1; other <= which + 2; other++) {
          int otherAt = place[other];
          uses[otherAt] = (byte) ((uses[otherAt] - 4) ^ (other >= ARITY ? other - ARITY : other));
          sums[otherAt] ^= hash;
          single[waiting] = otherAt;
          waiting += isSingle(otherAt) ? 1 : 0;
        }
      }
      return taken == size;
    }

    private boolean isSingle(int at) {
      return (uses[at] & 0xff) >>> 2 == 1;
    }

    byte[] fingerprints() {
      byte[] prints = new byte[places];
      for (int i = size - 1; i >= 0; i--) {
        long hash = hashes[i];
        locate(hash);
        int which = takenBy[i];
        prints[place[which]] =
            (byte) (Filter.fingerprint(hash) ^ prints[place[which + 1]] ^ prints[place[which + 2]]);
      }
      return prints;
    }

    /** Sets the three places of a hash, the first two repeated behind them. */
    private void locate(long hash) {
      int mask = segmentLength - 1;
      int a = (int) Math.unsignedMultiplyHigh(hash, (long) segmentLength * segments);
      int b = (a + segmentLength) ^ ((int) (hash >>> 18) & mask);
      int c = (a + 2 * segmentLength) ^ ((int) hash & mask);
      place[0] = a;
      place[1] = b;
      place[2] = c;
      place[3] = a;
      place[4] = b;
    }
  }
}
