package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Ranges against sets of tokens, on a small ring: {@value #TOKENS} tokens stand for as many equal
 * parts of 2^64, so that the ends of the ring and the change of sign are among them.
 */
class TokenRangeTest {
  private static final int TOKENS = 16;
  private static final int SHIFT = Long.SIZE - 4;

  @Provide
  Arbitrary<TokenRange> ranges() {
    Arbitrary<Integer> place = Arbitraries.integers().between(0, TOKENS - 1);
    return Combinators.combine(place, place)
        .as((a, b) -> range(Math.min(a, b), Math.max(a, b) + 1));
  }

  @Property
  void aRangeIsASetOfTokens(@ForAll("ranges") TokenRange range, @ForAll long token) {
    assertThat(range.contains(token)).isEqualTo(model(range).get((int) (token >>> SHIFT)));
    assertThat(range.contains(range.from())).isTrue();
    assertThat(range.contains(range.last())).isTrue();
    assertThat(range.share()).isEqualTo((double) model(range).cardinality() / TOKENS);
    assertThat(range.endsRing()).isEqualTo(range.contains(-1));
  }

  @Property
  void aTokenLiesBeforeARangeInItOrBehindIt(
      @ForAll("ranges") TokenRange range, @ForAll long token) {
    int place = (int) (token >>> SHIFT);
    assertThat(range.beginsAfter(token)).isEqualTo(place < model(range).nextSetBit(0));
    assertThat(range.endsBefore(token)).isEqualTo(place >= model(range).length());
    if (range.contains(token)) {
      TokenRange left = range.startingAt(token);
      assertThat(left.from()).isEqualTo(token);
      assertThat(left.last()).isEqualTo(range.last());
    }
  }

  @Property
  void twoRangesBehaveLikeTwoSets(@ForAll("ranges") TokenRange a, @ForAll("ranges") TokenRange b) {
    BitSet both = model(a);
    both.and(model(b));
    assertThat(a.overlaps(b)).isEqualTo(!both.isEmpty());
    assertThat(a.intersect(b).map(TokenRangeTest::model).orElse(new BitSet())).isEqualTo(both);
    assertThat(a.covers(b)).isEqualTo(both.equals(model(b)));

    BitSet rest = model(a);
    rest.andNot(model(b));
    List<TokenRange> cut = a.cut(b);
    assertThat(union(cut)).isEqualTo(rest);
    assertThat(cut).isSorted();
    assertThat(cut.stream().mapToDouble(TokenRange::share).sum())
        .isEqualTo((double) rest.cardinality() / TOKENS);

    BitSet span = new BitSet();
    span.set(
        Math.min(model(a).nextSetBit(0), model(b).nextSetBit(0)),
        Math.max(model(a).length(), model(b).length()));
    assertThat(model(a.span(b))).isEqualTo(span);
  }

  @Property
  void rangesAreOrderedByTheirFirstTokenThenByTheirLast(
      @ForAll("ranges") TokenRange a, @ForAll("ranges") TokenRange b) {
    int byFirst = Integer.compare(model(a).nextSetBit(0), model(b).nextSetBit(0));
    int order = byFirst != 0 ? byFirst : Integer.compare(model(a).length(), model(b).length());
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(order));
    assertThat(a.equals(b)).isEqualTo(a.compareTo(b) == 0);
  }

  @Property
  void anyTwoTokensInOrderMakeARange(@ForAll long a, @ForAll long b) {
    if (Long.compareUnsigned(a, b) <= 0) {
      TokenRange range = TokenRange.closed(a, b);
      assertThat(range).isEqualTo(new TokenRange(a, b + 1));
      assertThat(range.last()).isEqualTo(b);
    } else {
      assertThatThrownBy(() -> TokenRange.closed(a, b))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anEmptyRangeAndOneThatPassesTheEndOfTheRingAreRefused() {
    assertThatThrownBy(() -> new TokenRange(0x2a, 0x2a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 000000000000002a to 000000000000002a is empty")
        .hasMessageContaining("must be cut there");
    assertThatThrownBy(() -> new TokenRange(-5, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLastTokenOfTheRingIsARange() {
    TokenRange last = TokenRange.closed(-1, -1);
    assertThat(last).isEqualTo(new TokenRange(-1, 0));
    assertThat(last.share()).isPositive();
    assertThat(TokenRange.RING.cut(last)).containsExactly(new TokenRange(0, -1));
    assertThat(last.cut(TokenRange.RING)).isEmpty();
  }

  @Test
  void itIsShownInHexadecimal() {
    assertThat(new TokenRange(0xa0, 0xb0)).hasToString("[00000000000000a0, 00000000000000b0)");
    assertThat(TokenRange.RING).hasToString("[0000000000000000, 10000000000000000)");
  }

  private static TokenRange range(int first, int end) {
    return new TokenRange((long) first << SHIFT, (long) end << SHIFT);
  }

  /** The places of the small ring whose tokens lie in a range, looked at one by one. */
  private static BitSet model(TokenRange range) {
    BitSet places = new BitSet();
    long width = 1L << SHIFT;
    for (int place = 0; place < TOKENS; place++) {
      boolean first = isBetween(range, (long) place << SHIFT);
      assertThat(isBetween(range, ((long) place << SHIFT) + width - 1)).isEqualTo(first);
      places.set(place, first);
    }
    return places;
  }

  /** With numbers that do not wrap. */
  private static boolean isBetween(TokenRange range, long token) {
    BigInteger first = new BigInteger(Long.toUnsignedString(range.from()));
    BigInteger end =
        range.toExclusive() == 0
            ? BigInteger.TWO.pow(Long.SIZE)
            : new BigInteger(Long.toUnsignedString(range.toExclusive()));
    BigInteger number = new BigInteger(Long.toUnsignedString(token));
    return first.compareTo(number) <= 0 && number.compareTo(end) < 0;
  }

  private static BitSet union(List<TokenRange> ranges) {
    BitSet places = new BitSet();
    for (TokenRange range : ranges) {
      BitSet next = model(range);
      assertThat(places.intersects(next)).isFalse();
      places.or(next);
    }
    return places;
  }
}
