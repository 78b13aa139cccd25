package io.atoll.storage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.env.DurableFile;
import io.atoll.sim.SimDisk;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who may open a data directory, and which incarnation that makes. */
class DataDirectoryTest {
  private final SimDisk disk = new SimDisk("/data/a");

  private StorageException refusal(NodeIdentity owner) {
    TestNode node = TestNode.starting(disk, owner, TestNode.SETTINGS);
    node.run();
    StorageException refused = (StorageException) node.opening().cause();
    assertThat(refused.getMessage()).contains("/data/a").doesNotContain("\n");
    return refused;
  }

  @Test
  void aDirectoryInUseIsRefusedUntilItsUserIsGone() {
    TestNode first = TestNode.open(disk);
    assertThat(refusal(TestNode.OWNER).reason()).isEqualTo(Reason.IN_USE);
    first.close();
    TestNode.open(disk);
    assertThat(refusal(TestNode.OWNER).reason()).isEqualTo(Reason.IN_USE);
    disk.crash(new SplittableRandom(1));
    TestNode.open(disk);
  }

  @Test
  void anotherNodeOrClusterIsRefusedWithBothNames() {
    TestNode.open(disk).close();
    StorageException node = refusal(new NodeIdentity("test", "b"));
    assertThat(node.reason()).isEqualTo(Reason.OTHER_OWNER);
    assertThat(node).hasMessageContaining("'a'").hasMessageContaining("'b'");
    StorageException cluster = refusal(new NodeIdentity("live", "a"));
    assertThat(cluster.reason()).isEqualTo(Reason.OTHER_OWNER);
    assertThat(cluster).hasMessageContaining("'test'").hasMessageContaining("'live'");
    TestNode.open(disk);
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    TestNode.open(disk).close();
    new DurableFile(disk, "identity", 0x41544944, 2).replace(new byte[10]);
    assertThat(refusal(TestNode.OWNER).reason()).isEqualTo(Reason.NEWER_FORMAT);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsRefused() {
    disk.script(operation -> SimDisk.Fate.FAIL);
    assertThat(refusal(TestNode.OWNER).reason()).isEqualTo(Reason.NOT_ACCESSIBLE);
  }

  @Test
  void aLogWithoutAnIdentityIsRefused() throws IOException {
    TestNode.open(disk).close();
    disk.delete("identity");
    assertThat(refusal(TestNode.OWNER).reason()).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void aGenerationLastsThroughCleanStopsOnly() {
    TestNode node = TestNode.open(disk);
    assertThat(node.engine().generation()).isEqualTo(1);
    node.close();
    node = TestNode.open(disk);
    assertThat(node.engine().generation()).isEqualTo(1);
    disk.kill();
    node = TestNode.open(disk);
    assertThat(node.engine().generation()).isEqualTo(2);
    node.close();
    node = TestNode.open(disk);
    assertThat(node.engine().generation()).isEqualTo(2);
    disk.crash(new SplittableRandom(3));
    assertThat(TestNode.open(disk).engine().generation()).isEqualTo(3);
  }

  @Test
  void aGenerationThatWasTakenWhileServingLastsLikeAnyOther() {
    TestNode node = TestNode.open(disk);
    Future<Void> renewed = node.engine().renew(5_000_000);
    node.run();
    assertThat(renewed.succeeded()).isTrue();
    assertThat(node.engine().generation()).isEqualTo(5_000_000);
    node.close();
    assertThat(TestNode.open(disk).engine().generation()).isEqualTo(5_000_000);
    disk.kill();
    assertThat(TestNode.open(disk).engine().generation()).isEqualTo(5_000_001);
  }

  @Test
  void aGenerationThatCannotBeWrittenIsNotTaken() {
    TestNode node = TestNode.open(disk);
    disk.script(operation -> SimDisk.Fate.FAIL);
    Future<Void> refused = node.engine().renew(5_000_000);
    node.run();
    assertThat(refused.failed()).isTrue();
    assertThat(node.engine().generation()).isEqualTo(1);
  }

  @Test
  void identityDecodesNothingButAnIdentity() {
    SplittableRandom random = new SplittableRandom(4);
    byte[] good = new Identity(TestNode.OWNER, 1, 3, 2, null).encode();
    assertThat(Identity.decode(good).encode()).isEqualTo(good);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = i % 2 == 0 ? good.clone() : new byte[random.nextInt(80)];
      if (i % 2 == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      } else {
        random.nextBytes(bytes);
      }
      try {
        Identity.decode(bytes);
      } catch (IllegalArgumentException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }
}
