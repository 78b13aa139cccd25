package io.atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.Member;
import io.atoll.sim.SimDisk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenesisTest {
  private static final Member ONE = member("us-1", 1);
  private static final Member TWO = member("us-2", 2);

  private static Member member(String id, int place) {
    int port = 7_000 + 10 * place;
    return new Member(
        place, id, "us", "rack" + place, 1, "127.0.0.1", port, port + 1, port + 2, port + 3);
  }

  @Test
  void theSameMembersInAnyOrderAgree() {
    Genesis mine = Genesis.of(List.of(ONE, TWO), 64);
    Genesis theirs = Genesis.of(List.of(TWO, ONE), 64);
    assertThat(mine.refuse("us-2", theirs.bytes())).isEmpty();
  }

  @Test
  void otherMembersAreRefusedWithBothLists() {
    Genesis mine = Genesis.of(List.of(ONE, TWO), 64);
    Genesis theirs = Genesis.of(List.of(ONE), 64);
    assertThat(mine.refuse("us-1", theirs.bytes()))
        .hasValueSatisfying(
            why -> assertThat(why).contains("us-1", mine.text(), theirs.text(), "the same list"));
  }

  @Test
  void otherPartitionsAreRefused() {
    Genesis mine = Genesis.of(List.of(ONE), 64);
    assertThat(mine.refuse("us-1", Genesis.of(List.of(ONE), 128).bytes())).isPresent();
  }

  @Test
  void whatTheClusterWasFormedOfOutlivesAnEditedConfiguration() throws IOException {
    SimDisk disk = new SimDisk("disk");
    Genesis first = Genesis.of(List.of(ONE), 64);
    assertThat(first.remembered(disk)).isEqualTo(first);
    Genesis edited = Genesis.of(List.of(ONE, TWO), 64);
    assertThat(edited.remembered(disk)).isEqualTo(first);
  }

  @Test
  void itTellsHowManyPartitionsTheRingHas() {
    assertThat(Genesis.of(List.of(ONE), 128).partitions()).hasValue(128);
    assertThat(new Genesis("one in us/r1; partitions some").partitions()).isEmpty();
    assertThat(new Genesis("one in us/r1").partitions()).isEmpty();
  }
}
