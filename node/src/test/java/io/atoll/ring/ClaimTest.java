package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClaimTest {
  private static final int PARTITIONS = 1024;

  @Provide
  Arbitrary<Shape> shapes() {
    return Shape.any(7, 5);
  }

  @Property(tries = 150)
  void aFirstClaimGivesEveryNodeItsShareUpToRoundingAndEveryPrefixWithinAHundredth(
      @ForAll("shapes") Shape shape) {
    Claim claim = shape.claim(PARTITIONS);
    assertFair(claim, shape, shape.depth());
    for (int width = 1; width < shape.depth(); width++) {
      assertThat(Measure.worstRatio(claim, shape, width, 100)).isLessThanOrEqualTo(1.01);
    }
  }

  @Property(tries = 150)
  void everyPrefixSpreadsOverTheRacksAsEvenlyAsTheyAllow(@ForAll("shapes") Shape shape) {
    Measure.assertSpread(shape.claim(PARTITIONS), shape);
  }

  @Property(tries = 100)
  void spreadAndDistinctOwnersSurviveAnySequenceOfChanges(
      @ForAll("shapes") Shape shape, @ForAll Random random) {
    Claim claim = shape.claim(256);
    Shape now = shape;
    for (int change = 0; change < 5; change++) {
      now = changed(now, random);
      claim = claim.next(now.members(), now.depths());
      Measure.assertSpread(claim, now);
      assertThat(claim.depth(Shape.DC)).isEqualTo(now.depth());
    }
  }

  @Property(tries = 100)
  void everyPrefixStaysFairThroughAnySequenceOfChanges(
      @ForAll("shapes") Shape shape, @ForAll Random random) {
    Claim claim = shape.claim(PARTITIONS);
    Shape now = shape;
    for (int change = 0; change < 4; change++) {
      now = changed(now, random);
      claim = claim.next(now.members(), now.depths());
      for (int width = 1; width <= now.depth(); width++) {
        assertThat(Measure.worstRatio(claim, now, width, 100)).isLessThanOrEqualTo(1.01);
      }
    }
  }

  @Property(tries = 50)
  void theOrderOfTheMembersDoesNotMatter(@ForAll("shapes") Shape shape, @ForAll Random random) {
    List<Member> shuffled = new ArrayList<>(shape.members());
    Collections.shuffle(shuffled, random);
    assertThat(Claim.first(256, shuffled, shape.depths())).isEqualTo(shape.claim(256));
  }

  @Property(tries = 100)
  void aDeeperClaimBeginsWithTheOldOneAndIsSpread(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(min = 1, max = 3) int more) {
    Claim claim = shape.claim(256);
    int depth = Math.min(shape.depth() + more, shape.members().size());
    Shape deep = new Shape(shape.members(), depth);
    Claim deeper = claim.withDepths(deep.members(), deep.depths());
    for (int partition = 0; partition < 256; partition++) {
      assertThat(deeper.owners(Shape.DC, partition))
          .hasSize(depth)
          .startsWith(claim.owners(Shape.DC, partition));
    }
    Measure.assertSpread(deeper, deep);
    assertThat(deeper.withDepths(shape.members(), shape.depths())).isEqualTo(claim);
  }

  @Test
  void aClaimOfRacksOfLikeWeightThatIsDeepenedStepByStepStaysFair() {
    Shape shape = Shape.even(6, 5, 2, n -> 1 + n / 6 % 3);
    Claim claim = shape.claim(4096);
    for (int depth = 3; depth <= 5; depth++) {
      Shape deep = new Shape(shape.members(), depth);
      claim = claim.withDepths(deep.members(), deep.depths());
      assertThat(Measure.worstRatio(claim, deep, depth, 100)).isLessThanOrEqualTo(1.01);
    }
  }

  @Property(tries = 50)
  void aFirstClaimThatIsDeepenedByUpToTwoStaysFair(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(min = 1, max = 2) int more) {
    int depth = Math.min(shape.depth() + more, shape.members().size());
    Shape deep = new Shape(shape.members(), depth);
    Claim deeper = shape.claim(PARTITIONS).withDepths(deep.members(), deep.depths());
    assertThat(Measure.worstRatio(deeper, deep, depth, 100)).isLessThanOrEqualTo(1.01);
  }

  @Test
  void nothingMovesWhenNothingChanges() {
    Shape shape = Shape.even(4, 5, 3, n -> 1 + n % 3);
    Claim claim = shape.claim(4096);
    assertThat(claim.next(shape.members(), shape.depths())).isEqualTo(claim);
  }

  @Test
  void aNodesArcsAreScatteredAndSharedWithManyPartners() {
    Shape shape = Shape.even(6, 5, 3, n -> 1);
    Claim claim = shape.claim(4096);
    long partners =
        IntStream.range(0, 4096)
            .mapToObj(partition -> claim.owners(Shape.DC, partition))
            .filter(owners -> owners[0] == 0 || owners[1] == 0 || owners[2] == 0)
            .flatMapToInt(Arrays::stream)
            .distinct()
            .count();
    assertThat(partners).isEqualTo(26); // itself and every node of the five other racks
  }

  @Test
  void aDcWithTooFewNodesIsNamed() {
    Shape shape = Shape.even(1, 2, 3, n -> 1);
    assertThatThrownBy(() -> Claim.first(64, shape.members(), Map.of(Shape.DC, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dc us has 2 nodes: they cannot hold 3 replicas");
  }

  private static void assertFair(Claim claim, Shape shape, int width) {
    double[] shares = FairShares.of(shape.nodes(), claim.partitions(), width);
    for (int n = 0; n < shares.length; n++) {
      int arcs = claim.arcs(Shape.DC, width).getOrDefault(shape.nodes().numbers()[n], 0);
      assertThat(arcs)
          .as("arcs of node %d among the first %d", n, width)
          .isBetween(FairShares.floor(shares[n]), FairShares.ceiling(shares[n]));
    }
  }

  private static Shape changed(Shape shape, Random random) {
    int index = random.nextInt(shape.members().size());
    return switch (random.nextInt(3)) {
      case 0 -> shape.joined(random.nextInt(8), 1 + random.nextInt(5));
      case 1 -> shape.members().size() > 1 ? shape.left(index) : shape;
      default -> shape.weighted(index, 1 + random.nextInt(5));
    };
  }
}
