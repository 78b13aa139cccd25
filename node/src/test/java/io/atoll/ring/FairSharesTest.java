package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FairSharesTest {
  @Provide
  Arbitrary<Shape> shapes() {
    return Shape.any(7, 5);
  }

  @Property(tries = 300)
  void sharesSumUpAndRespectArcsAndRacks(@ForAll("shapes") Shape shape) {
    DcNodes nodes = shape.nodes();
    double[] shares = FairShares.of(nodes, 1000, shape.depth());
    RackRule rule = RackRule.of(nodes.rackSizes(), shape.depth());
    double[] racks = new double[nodes.racks()];
    double sum = 0;
    for (int n = 0; n < shares.length; n++) {
      assertThat(shares[n]).isBetween(0.0, 1000.0);
      racks[nodes.rackOf()[n]] += shares[n];
      sum += shares[n];
    }
    assertThat(sum).isCloseTo(1000.0 * shape.depth(), within(1e-3));
    for (int rack = 0; rack < racks.length; rack++) {
      assertThat(racks[rack])
          .isBetween(1000.0 * rule.least()[rack] - 1e-3, 1000.0 * rule.most()[rack] + 1e-3);
    }
  }

  @Property(tries = 300)
  void sharesOfEveryNodeGrowWithTheWidth(@ForAll("shapes") Shape shape) {
    for (int width = 1; width < shape.members().size(); width++) {
      double[] narrow = FairShares.of(shape.nodes(), 1000, width);
      double[] wide = FairShares.of(shape.nodes(), 1000, width + 1);
      for (int n = 0; n < narrow.length; n++) {
        assertThat(wide[n]).isGreaterThanOrEqualTo(narrow[n] - 1e-6);
      }
    }
  }

  @Property(tries = 300)
  void nobodyHasLessForItsWeightThanAnotherThatCouldGive(@ForAll("shapes") Shape shape) {
    DcNodes nodes = shape.nodes();
    double[] shares = FairShares.of(nodes, 1, shape.depth());
    RackRule rule = RackRule.of(nodes.rackSizes(), shape.depth());
    double[] racks = new double[nodes.racks()];
    for (int n = 0; n < shares.length; n++) {
      racks[nodes.rackOf()[n]] += shares[n];
    }
    for (int poor = 0; poor < shares.length; poor++) {
      for (int rich = 0; rich < shares.length; rich++) {
        int to = nodes.rackOf()[poor];
        int from = nodes.rackOf()[rich];
        boolean racksAllow =
            to == from
                || (racks[to] < rule.most()[to] - 1e-6 && racks[from] > rule.least()[from] + 1e-6);
        if (racksAllow && shares[poor] < 1 - 1e-6) {
          assertThat(shares[poor] / nodes.weights()[poor])
              .isGreaterThanOrEqualTo(shares[rich] / nodes.weights()[rich] - 1e-6);
        }
      }
    }
  }

  @Test
  void withAsManyRacksAsReplicasANodesShareIsItsShareOfItsRack() {
    List<Member> members = new ArrayList<>();
    members.add(Shape.node(0, 0, 1));
    members.add(Shape.node(1, 1, 1));
    members.add(Shape.node(2, 1, 3));
    members.add(Shape.node(3, 2, 5));
    double[] shares = FairShares.of(DcNodes.of(Shape.DC, members), 4096, 3);
    assertThat(shares).containsExactly(new double[] {4096, 1024, 3072, 4096}, within(1e-6));
  }
}
