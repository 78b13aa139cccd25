package io.atoll.storage.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.env.DiskFile;
import io.atoll.env.DurableFile;
import io.atoll.env.NewerFormatException;
import io.atoll.ring.TokenRange;
import io.atoll.sim.SimCrash;
import io.atoll.sim.SimDisk;
import io.atoll.storage.log.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ManifestFileTest {
  private static final String NAME = "shard-003/manifest";
  private static final ShardState STATE =
      new ShardState(
          List.of(
              new TableMeta(7, 1, 4, 6, TokenRange.closed(0x10L, -5), 90, 2, 8192, 7000),
              new TableMeta(8, 1, 7, 7, TokenRange.closed(0x10L, -1), 90, 90, 8192, 7000),
              new TableMeta(2, -3, 4, 4, TokenRange.closed(-1, -1), 1, 0, 1, 0)),
          List.of(
              new RangeTombstone(1, new TokenRange(-100, 0), 9),
              new RangeTombstone(2, new TokenRange(0, 0), 1)),
          List.of(
              new MissingRange(1, TokenRange.closed(0x20, 0x2f), 6, "quarantine/ü.table", 4096)),
          9,
          9,
          new LogPosition(2, 1234),
          Account.NONE);

  private static final ShardState ACCOUNTED =
      STATE.with(
          new Account(
              new byte[] {1, 2, 3},
              List.of(
                  new Doubt(4, 1, TokenRange.closed(5, 6)), new Doubt(7, -2, TokenRange.RING))));

  @Test
  void whatWasWrittenIsReadAgain() throws IOException {
    SimDisk disk = disk();
    ManifestFile file = new ManifestFile(disk, 3);
    assertThat(file.read()).isEmpty();
    file.replace(ShardState.EMPTY);
    assertThat(file.read()).contains(ShardState.EMPTY);
    file.replace(STATE);
    assertThat(new ManifestFile(disk, 3).read()).contains(STATE);
    file.replace(ACCOUNTED);
    assertThat(new ManifestFile(disk, 3).read()).contains(ACCOUNTED);
    ShardState doubted = STATE.with(new Account(null, ACCOUNTED.account().doubts()));
    file.replace(doubted);
    assertThat(new ManifestFile(disk, 3).read()).contains(doubted);
  }

  /** So that releases which know none can still read what has none. */
  @Test
  void onlyAManifestWithAnAccountIsOfTheNewerFormat() throws IOException {
    SimDisk disk = disk();
    ManifestFile file = new ManifestFile(disk, 3);
    file.replace(ACCOUNTED);
    assertThat(ByteBuffer.wrap(disk.contents(NAME)).getInt(4)).isEqualTo(2);
    file.replace(STATE);
    assertThat(ByteBuffer.wrap(disk.contents(NAME)).getInt(4)).isEqualTo(1);
  }

  @Test
  void everyFlippedBitIsNoticed() throws IOException {
    SimDisk disk = disk();
    ManifestFile file = new ManifestFile(disk, 3);
    file.replace(STATE);
    for (long bit = 0; bit < disk.contents(NAME).length * 8L; bit++) {
      disk.flipBit(NAME, bit);
      assertThatThrownBy(file::read).isInstanceOf(DamagedManifestException.class);
      disk.flipBit(NAME, bit);
    }
    assertThat(file.read()).contains(STATE);
  }

  @Test
  void aManifestThatIsCutAnywhereIsNoticed() throws IOException {
    SimDisk disk = disk();
    ManifestFile file = new ManifestFile(disk, 3);
    file.replace(STATE);
    for (int length = disk.contents(NAME).length - 1; length >= 0; length--) {
      try (DiskFile open = disk.openForWrite(NAME)) {
        open.truncate(length);
      }
      assertThatThrownBy(file::read)
          .isInstanceOf(DamagedManifestException.class)
          .hasMessageContaining(NAME);
    }
  }

  @Test
  void theManifestOfAnotherShardIsNoticed() throws IOException {
    SimDisk disk = disk();
    new DurableFile(disk, NAME, 0x41544d46, 1).replace(ManifestCodec.encode(4, STATE));
    assertThatThrownBy(new ManifestFile(disk, 3)::read)
        .isInstanceOf(DamagedManifestException.class)
        .hasMessageContaining("shard 4");
  }

  @Test
  void aManifestOfANewerFormatIsRefusedAsSuch() throws IOException {
    SimDisk disk = disk();
    new DurableFile(disk, NAME, 0x41544d46, 3).replace(ManifestCodec.encode(3, STATE));
    assertThatThrownBy(new ManifestFile(disk, 3)::read).isInstanceOf(NewerFormatException.class);
  }

  @Test
  void aCrashInAnyOperationLeavesTheOldStateOrTheNew() throws IOException {
    for (int operation = 1; ; operation++) {
      SimDisk disk = disk();
      new ManifestFile(disk, 3).replace(ShardState.EMPTY);
      long crashAt = disk.operations() + operation;
      disk.script(SimDisk.Script.crashAt(crashAt));
      boolean done = false;
      try {
        new ManifestFile(disk, 3).replace(STATE);
        done = true;
      } catch (SimCrash e) {
        disk.crash(new Random(operation));
      }
      disk.script(null);
      Optional<ShardState> found = new ManifestFile(disk, 3).read();
      assertThat(found).isPresent();
      if (done) {
        assertThat(found).contains(STATE);
        return;
      }
      assertThat(found.get()).isIn(ShardState.EMPTY, STATE);
    }
  }

  @Property(tries = 3000)
  void anyBytesAreAStateOrRefused(@ForAll byte[] bytes) {
    decodeOrRefuse(1, bytes);
    decodeOrRefuse(2, bytes);
  }

  @Property(tries = 5000)
  void changedBytesAreAStateOrRefused(@ForAll Random random) {
    int version = random.nextInt(1, 3);
    byte[] bytes = ManifestCodec.encode(3, version == 1 ? STATE : ACCOUNTED);
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    if (random.nextInt(4) == 0) {
      bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 40));
    }
    decodeOrRefuse(version, bytes);
  }

  @Test
  void aCountThatTheBytesCannotHoldAllocatesNothing() {
    byte[] bytes = ManifestCodec.encode(3, ShardState.EMPTY);
    for (int count : new int[] {36, 40, 44}) {
      byte[] huge = bytes.clone();
      ByteBuffer.wrap(huge).putInt(count, Integer.MAX_VALUE);
      assertThatThrownBy(() -> ManifestCodec.decode(3, 1, huge))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2147483647 elements");
    }
  }

  private static void decodeOrRefuse(int version, byte[] bytes) {
    try {
      ShardState state = ManifestCodec.decode(3, version, bytes);
      byte[] again = ManifestCodec.encode(3, state);
      assertThat(ManifestCodec.decode(3, ManifestCodec.version(state), again)).isEqualTo(state);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }

  private static SimDisk disk() throws IOException {
    SimDisk disk = new SimDisk("disk");
    disk.createDirectories("shard-003");
    disk.syncDirectory("");
    return disk;
  }
}
