package io.atoll.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.DiskFile;
import io.atoll.node.TestHooks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two faults of one kind at one place: the end of one leaves the other. */
class OverlappingFaultsTest {
  private static final String NODE = "dc1-1";

  private final List<String> said = new ArrayList<>();
  private final SimCluster cluster =
      new SimCluster(1, 1, 2, said::add, (nodeId, hooks) -> TestHooks.PLAIN);

  @Test
  void aWayIsOpenWhenTheLastCutOfItIsOver() {
    SimNetwork network = new SimNetwork(new Scheduler(), new SplittableRandom(1));
    Undo one = network.cut("a", "b");
    Undo other = network.cutStreams("a", "b");
    one.undo();
    one.undo();
    assertThat(network.isCut("a", "b")).isTrue();
    assertThat(network.isCutForDatagrams("a", "b")).isFalse();
    assertThat(network.isCut("b", "a")).isFalse();
    other.undo();
    assertThat(network.isCut("a", "b")).isFalse();
  }

  @Test
  void aCutThatWasHealedEndsNoLaterOne() {
    SimNetwork network = new SimNetwork(new Scheduler(), new SplittableRandom(1));
    Undo one = network.cut("a", "b");
    network.heal();
    network.cut("a", "b");
    one.undo();
    assertThat(network.isCut("a", "b")).isTrue();
    assertThat(network.isCutForDatagrams("a", "b")).isTrue();
  }

  @Test
  void aDiskIsAsLargeAsTheLeastOfItsLimits() {
    SimDisk disk = new SimDisk("disk");
    Undo large = disk.limit(100);
    Undo small = disk.limit(10);
    assertThat(disk.usableBytes()).isEqualTo(10);
    large.undo();
    assertThat(disk.usableBytes()).isEqualTo(10);
    small.undo();
    assertThat(disk.usableBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aDiskFailsWhileOneOfThoseWhoSpoilItSaysSo() throws IOException {
    SimDisk disk = new SimDisk("disk");
    DiskFile file = disk.openForWrite("a");
    Undo one = disk.spoil(SimDisk.Script.failAll(SimDisk.Operation.Kind.WRITE));
    Undo other = disk.spoil(SimDisk.Script.failAll(SimDisk.Operation.Kind.WRITE));
    one.undo();
    assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0)).isInstanceOf(IOException.class);
    other.undo();
    file.write(ByteBuffer.allocate(1), 0);
  }

  @Test
  void theErrorsOfAClockAddUpAndGoOneByOne() {
    long right = cluster.wallMs(NODE);
    Undo day = cluster.shiftClock(NODE, 86_400_000);
    Undo hour = cluster.shiftClock(NODE, -3_600_000);
    day.undo();
    assertThat(cluster.wallMs(NODE)).isEqualTo(right - 3_600_000);
    hour.undo();
    assertThat(cluster.wallMs(NODE)).isEqualTo(right);
  }

  @Test
  void aNodeIsDownUntilNothingKeepsItDown() {
    cluster.startAll();
    Undo one = cluster.keepDown(NODE);
    Undo other = cluster.keepDown(NODE);
    cluster.crash(NODE, false);
    one.undo();
    cluster.start(NODE);
    assertThat(cluster.isRunning(NODE)).isFalse();
    other.undo();
    assertThat(cluster.isRunning(NODE)).isTrue();
  }

  @Test
  void thePauseOfARunThatDiedDoesNotEndThatOfTheNext() {
    cluster.startAll();
    Undo first = cluster.pause(NODE);
    cluster.crash(NODE, false);
    cluster.start(NODE);
    assertThat(cluster.isPaused(NODE)).isFalse();
    cluster.pause(NODE);
    first.undo();
    assertThat(cluster.isPaused(NODE)).isTrue();
  }

  @Test
  void everythingIsRightAfterHealing() {
    long right = cluster.wallMs(NODE);
    cluster.keepDown(NODE);
    cluster.shiftClock(NODE, 5);
    cluster.network().cut(NODE, "dc1-2");
    cluster.disk(NODE).limit(0);
    cluster.heal();
    assertThat(cluster.isRunning(NODE)).isTrue();
    assertThat(cluster.wallMs(NODE)).isEqualTo(right);
    assertThat(cluster.network().isCut(NODE, "dc1-2")).isFalse();
    assertThat(cluster.disk(NODE).usableBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aNodeThatIsStoppingStartsOnceItIsGone() {
    cluster.startAll();
    cluster.runForMs(2_000);
    Undo up = cluster.keepDown(NODE);
    cluster.stop(NODE);
    up.undo();
    cluster.start(NODE);
    assertThat(cluster.isRunning(NODE)).isTrue();
    cluster.runForMs(4_000);
    assertThat(cluster.node(NODE)).isNotNull();
    assertThat(said.stream().filter(line -> line.endsWith(NODE + " serves"))).hasSize(2);
    assertThat(cluster.defects()).isEmpty();
  }
}
