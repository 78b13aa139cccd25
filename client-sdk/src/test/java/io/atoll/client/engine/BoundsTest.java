package io.atoll.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The small measures that requests are judged by: admission and the quickness of nodes. */
class BoundsTest {
  private static final long SECOND = 1_000_000_000L;

  @Property(tries = 300)
  void admissionCountsRequestsAndBytes(
      @ForAll @IntRange(min = 1, max = 20) int most,
      @ForAll @IntRange(min = 1, max = 5_000) int mostBytes,
      @ForAll int[] sizes) {
    Admission admission = new Admission(new EngineSettings.Limits(most, mostBytes, 1));
    int count = 0;
    int bytes = 0;
    for (int size : sizes) {
      int each = Math.floorMod(size, 2_000);
      boolean fits = count < most && bytes + each <= mostBytes;
      assertThat(admission.admit(each)).isEqualTo(fits);
      if (fits) {
        count++;
        bytes += each;
      }
      assertThat(admission.count()).isEqualTo(count);
    }
  }

  @Example
  void aNodeThatWasSlowIsTriedAgainAfterAWhile() {
    NodeLatency slow = new NodeLatency();
    NodeLatency quick = new NodeLatency();
    for (int i = 0; i < 20; i++) {
      slow.add(200_000_000, 0);
      quick.add(1_000_000, 0);
    }
    assertThat(slow.nanos(0)).isGreaterThan(quick.nanos(0));
    quick.add(1_000_000, 3 * SECOND);
    assertThat(slow.nanos(3 * SECOND)).isLessThan(quick.nanos(3 * SECOND));
    slow.add(1_000_000, 3 * SECOND);
    assertThat(slow.nanos(3 * SECOND)).isLessThan(2_000_000);
  }
}
